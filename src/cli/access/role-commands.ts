import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { printLine, printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

interface RoleRow {
  readonly name: string;
  readonly holders: readonly {
    readonly displayName: string;
    readonly userPrincipalName: string | null;
    readonly principalId: string;
    readonly unit: { readonly displayName: string } | null;
  }[];
}

interface ForOptions extends GlobalOptions {
  readonly to?: string;
  readonly from?: string;
  readonly unit?: string;
}

/** roles: who holds which; roles give, roles take. */
export function addRoleCommands(program: Command, t: Translator): void {
  const roles = program.command('roles').description(t('cli.access.roles'));
  roles.addHelpText('after', `\n${t('cli.example')}\n  seatwise roles\n  seatwise roles --output csv`);
  roles.action(async () => {
    await withSession(roles.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const { value } = await client.get<{ value: RoleRow[] }>('/api/roles');
      printRows(
        value.flatMap(({ name, holders }) => holders.map((holder) => ({ role: name, ...holder }))),
        [
          { header: t('cli.access.column.role'), value: ({ role }) => role },
          { header: t('cli.column.name'), value: ({ displayName }) => displayName },
          {
            header: t('cli.column.userName'),
            value: ({ userPrincipalName, principalId }) => userPrincipalName ?? principalId,
          },
          {
            header: t('cli.access.column.for'),
            value: ({ unit }) => unit?.displayName ?? t('cli.access.everybody'),
          },
        ],
        output,
        t('cli.access.noHolders'),
      );
    });
  });

  const give = roles.command('give').argument('<role>', t('cli.access.roleOption'));
  give
    .requiredOption('--to <principal>', t('cli.access.principal'))
    .option('--unit <unit>', t('cli.access.unit'))
    .description(t('cli.access.rolesGive'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise roles give "License Administrator" --to ada@example.com --unit Sales`,
    );
  give.action(async (role: string) => {
    const options = give.optsWithGlobals<ForOptions>();
    await withSession(options, async ({ client }) => {
      const { to = '', unit } = options;
      const body = { user: to, ...(unit === undefined ? {} : { unit }) };
      await client.send('POST', `/api/roles/${encodeURIComponent(role)}/holders`, body);
      printLine(t('cli.access.given', { role, who: to }));
    });
  });

  const take = roles.command('take').argument('<role>', t('cli.access.roleOption'));
  take
    .requiredOption('--from <principal>', t('cli.access.principal'))
    .option('--unit <unit>', t('cli.access.unit'))
    .description(t('cli.access.rolesTake'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise roles take "License Administrator" --from ada@example.com`,
    );
  take.action(async (role: string) => {
    const options = take.optsWithGlobals<ForOptions>();
    await withSession(options, async ({ client }) => {
      const { from = '', unit } = options;
      const query = unit === undefined ? '' : `?unit=${encodeURIComponent(unit)}`;
      const path = `/api/roles/${encodeURIComponent(role)}/holders/${encodeURIComponent(from)}${query}`;
      await client.send('DELETE', path);
      printLine(t('cli.access.taken', { role, who: from }));
    });
  });
}
