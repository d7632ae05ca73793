import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { confirm } from '../confirm.ts';
import { minuteOf } from '../dates.ts';
import { printJson, printLine, printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';
import { serverAddress } from './server-address.ts';

interface SessionRow {
  readonly methods: readonly string[];
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly address: string | null;
  readonly userAgent: string | null;
}

interface DeletedRow {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly deletedAt: string;
  readonly restorableUntil: string;
}

/** users reset-password, reset-factors, end-sessions, sessions; users deleted, users purge. */
export function addAccountCommands(program: Command, t: Translator): void {
  const users = program.commands.find((command) => command.name() === 'users') ?? program.command('users');
  const aboutOne = (name: string, description: string) => {
    const command = users.command(name).argument('<user>', t('cli.option.oneUser')).description(description);
    command.addHelpText('after', `\n${t('cli.example')}\n  seatwise users ${name} ada@example.com`);
    return command;
  };
  const pathOf = (user: string, verb: string) => `/api/users/${encodeURIComponent(user)}/${verb}`;

  const reset = aboutOne('reset-password', t('cli.signIn.resetPassword'));
  reset.action(async (user: string) => {
    await withSession(reset.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const made = await client.send<{ path: string; expiresAt: string }>('POST', pathOf(user, 'reset-password'));
      const link = `${serverAddress()}${made.path}`;
      if (output === 'json') return printJson({ link, expiresAt: made.expiresAt });
      printLine(t('cli.signIn.link', { until: minuteOf(made.expiresAt) }));
      printLine(`  ${link}`);
    });
  });

  const factors = aboutOne('reset-factors', t('cli.signIn.resetFactors'));
  factors.action(async (user: string) => {
    await withSession(factors.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      const { removed } = await client.send<{ removed: number }>('POST', pathOf(user, 'reset-factors'));
      printLine(t('cli.signIn.factorsRemoved', { user, count: removed }));
    });
  });

  const end = aboutOne('end-sessions', t('cli.signIn.endSessions'));
  end.action(async (user: string) => {
    await withSession(end.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      await client.send('POST', pathOf(user, 'end-sessions'));
      printLine(t('cli.signIn.ended', { user }));
    });
  });

  const sessions = aboutOne('sessions', t('cli.signIn.sessions'));
  sessions.action(async (user: string) => {
    await withSession(sessions.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const { value } = await client.get<{ value: SessionRow[] }>(pathOf(user, 'sessions'));
      printRows(
        value,
        [
          { header: t('cli.signIn.column.since'), value: ({ createdAt }) => minuteOf(createdAt) },
          { header: t('cli.signIn.column.lastSeen'), value: ({ lastSeenAt }) => minuteOf(lastSeenAt) },
          { header: t('cli.signIn.column.by'), value: ({ methods }) => methods.join(', ') },
          { header: t('cli.signIn.column.from'), value: ({ address, userAgent }) => address ?? userAgent },
        ],
        output,
        t('cli.signIn.noSessions'),
      );
    });
  });

  const deleted = users.command('deleted').description(t('cli.signIn.deleted'));
  deleted.addHelpText('after', `\n${t('cli.example')}\n  seatwise users deleted`);
  deleted.action(async () => {
    await withSession(deleted.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const { value } = await client.get<{ value: DeletedRow[] }>('/api/deleted-users');
      printRows(
        value,
        [
          { header: t('cli.column.name'), value: ({ displayName }) => displayName },
          { header: t('cli.column.userName'), value: ({ userPrincipalName }) => userPrincipalName },
          { header: t('cli.signIn.column.deletedOn'), value: ({ deletedAt }) => minuteOf(deletedAt) },
          { header: t('cli.signIn.column.restorableUntil'), value: (row) => minuteOf(row.restorableUntil) },
          { header: 'id', value: ({ id }) => id },
        ],
        output,
        t('cli.signIn.noDeleted'),
      );
    });
  });

  const purge = users.command('purge').argument('<id>', t('cli.signIn.userId')).description(t('cli.signIn.purge'));
  purge
    .option('--yes', t('cli.option.yes'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise users purge 2d7a6c5e-7a0b-4c1d-9c39-0d2f0c5e8b11`);
  purge.action(async (id: string) => {
    const options = purge.optsWithGlobals<GlobalOptions & { yes?: boolean }>();
    await withSession(options, async ({ client }) => {
      if (!options.yes) await confirm(t, t('cli.signIn.confirmPurge', { user: id }));
      await client.send('POST', `/api/deleted-users/${encodeURIComponent(id)}/purge`);
      printLine(t('cli.signIn.purged'));
    });
  });
}
