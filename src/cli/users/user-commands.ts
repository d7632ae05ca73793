import type { Command } from 'commander';
import type { cliEn } from '../../messages/cli-en.ts';
import type { Translator } from '../../messages/translate.ts';
import { dayOf } from '../dates.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { bold, printable, printJson, printLine, printNote, printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

interface UserRow {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly department: string | null;
  readonly usageLocation: string | null;
  readonly accountEnabled: boolean;
  readonly assignedLicenses: readonly { readonly skuId: string }[];
}

interface LicenseRow {
  readonly partNumber: string;
  readonly name: string;
  readonly direct: boolean;
  readonly group: { readonly name: string } | null;
  readonly disabledPlans: readonly { readonly name: string }[];
  readonly state: string;
  readonly error: string;
  readonly since: string;
}

/** users: the people of the tenant; users show: one of them, and why they have what they have. */
export function addUserCommands(program: Command, t: Translator): void {
  const users = program.command('users').description(t('cli.command.users'));
  users
    .option('-w, --where <filter>', t('cli.option.where'))
    .option('--holders-of <product>', t('cli.option.holdersOf'))
    .option('--top <n>', t('cli.option.topUsers'), '50')
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise users --where "department eq 'Sales' and accountEnabled eq false"`,
    );
  users.action(async () => {
    const options = users.optsWithGlobals<GlobalOptions & { where?: string; holdersOf?: string; top: string }>();
    await withSession(options, async ({ client, output }) => {
      const { value: skus } = await client.get<{ value: { skuId: string; partNumber: string }[] }>('/api/skus');
      const partNumbers = new Map(skus.map(({ skuId, partNumber }) => [skuId, partNumber]));
      const most = options.top === 'all' ? Number.POSITIVE_INFINITY : Number(options.top);
      if (!(most >= 1)) throw new CommandError(EXIT.usage, t('cli.error.wholeNumber', { text: options.top }));
      const rows: UserRow[] = [];
      const pages = client.pages<UserRow>('/v1.0/users', {
        $select: 'id,displayName,userPrincipalName,department,usageLocation,accountEnabled,assignedLicenses',
        $filter: await filterOf(options, client),
        $count: 'true',
        $top: Math.min(999, most),
      });
      for await (const page of pages) {
        rows.push(...page);
        if (rows.length >= most) break;
      }
      printRows(
        rows.slice(0, most === Number.POSITIVE_INFINITY ? undefined : most),
        [
          { header: t('cli.column.name'), value: ({ displayName }) => displayName },
          { header: t('cli.column.userName'), value: ({ userPrincipalName }) => userPrincipalName },
          { header: t('cli.column.department'), value: ({ department }) => department },
          { header: t('cli.column.location'), value: ({ usageLocation }) => usageLocation },
          {
            header: t('cli.column.signIn'),
            value: ({ accountEnabled }) => t(accountEnabled ? 'cli.state.allowed' : 'cli.state.blocked'),
          },
          {
            header: t('cli.column.licenses'),
            value: ({ assignedLicenses }) =>
              assignedLicenses.map(({ skuId }) => partNumbers.get(skuId) ?? skuId).join(' '),
          },
        ],
        output,
        t('cli.empty.users'),
      );
      if (output === 'table' && rows.length >= most) printNote(t('cli.users.more', { count: most }));
    });
  });

  const show = users
    .command('show')
    .argument('<user>', t('cli.option.oneUser'))
    .description(t('cli.command.usersShow'));
  show.addHelpText('after', `\n${t('cli.example')}\n  seatwise users show ada@example.com`);
  show.action(async (user: string) => {
    await withSession(show.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const key = encodeURIComponent(user);
      const person = await client.get<UserRow>(`/v1.0/users/${key}`, {
        $select: 'id,displayName,userPrincipalName,department,usageLocation,accountEnabled,assignedLicenses',
      });
      const why = await client.get<{ licenses: LicenseRow[]; deadlines: { kind: string; dueAt: string }[] }>(
        `/api/users/${key}/licenses`,
      );
      if (output === 'json') return printJson({ ...person, ...why });
      if (output === 'table') {
        printLine(bold(printable(person.displayName)));
        printLine(
          `${person.userPrincipalName} · ${person.department ?? '–'} · ${person.usageLocation ?? t('cli.users.noLocation')}\n`,
        );
      }
      printRows(
        why.licenses,
        [
          { header: t('cli.column.product'), value: ({ name }) => name },
          {
            header: t('cli.column.through'),
            value: ({ direct, group }) =>
              direct ? t('cli.users.direct') : t('cli.users.group', { name: group?.name ?? '' }),
          },
          { header: t('cli.column.since'), value: ({ since }) => dayOf(since) },
          {
            header: t('cli.column.off'),
            value: ({ disabledPlans }) => disabledPlans.map(({ name }) => name).join(', '),
          },
          {
            header: t('cli.column.state'),
            value: ({ state, error }) => (error === 'None' ? state : `${state}: ${error}`),
          },
        ],
        output,
        t('cli.empty.licenses'),
      );
      if (output === 'table') {
        for (const { kind, dueAt } of why.deadlines)
          printLine(`\n${t(`cli.deadline.${kind as DeadlineKind}`, { on: dayOf(dueAt) })}`);
      }
    });
  });
}

type DeadlineKind = keyof (typeof cliEn)['deadline'];

async function filterOf(
  { where, holdersOf }: { where?: string; holdersOf?: string },
  client: { get<Answer>(path: string): Promise<Answer> },
): Promise<string | undefined> {
  if (holdersOf === undefined) return where;
  const { skuId } = await client.get<{ skuId: string }>(`/api/products/${encodeURIComponent(holdersOf)}`);
  const holds = `assignedLicenses/any(l:l/skuId eq ${skuId})`;
  return where === undefined ? holds : `${holds} and (${where})`;
}
