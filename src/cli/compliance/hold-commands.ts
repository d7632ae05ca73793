import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { Translator } from '../../messages/translate.ts';
import { confirm } from '../confirm.ts';
import { dayOf } from '../dates.ts';
import { printJson, printLine, printNote, printRows } from '../output.ts';
import { type GlobalOptions, type Session, withSession } from '../session.ts';

interface HeldMailbox {
  readonly mailboxId: string;
  readonly displayName: string;
  readonly address: string;
  readonly stateText: string;
  readonly holds: readonly {
    readonly kindText: string;
    readonly name: string | null;
    readonly since: string;
    readonly until: string | null;
  }[];
}

interface PersonHolds {
  readonly displayName: string;
  readonly refusal: { readonly message: string } | null;
  readonly mailboxes: readonly HeldMailbox[];
}

const PAGE = 500;

/** compliance hold list, add and remove. */
export function addHoldCommands(compliance: Command, t: Translator): void {
  const hold = compliance.command('hold').description(t('cli.compliance.hold.description'));

  const list = hold.command('list').description(t('cli.compliance.hold.list'));
  list
    .option('--user <user>', t('cli.compliance.hold.user'))
    .option('--kind <kind>', t('cli.compliance.hold.kind'))
    .option('--inactive', t('cli.compliance.hold.inactive'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise compliance hold list --user ada@example.com\n  seatwise compliance hold list --inactive --output csv`,
    );
  list.action(async () => {
    const options = list.optsWithGlobals<GlobalOptions & { user?: string; kind?: string; inactive?: boolean }>();
    await withSession(options, async (session) => {
      const { client } = session;
      const { user, kind, inactive } = options;
      if (user !== undefined) {
        await printPerson(session, user, await client.get<PersonHolds>(`/api/users/${encodeURIComponent(user)}/holds`));
        return;
      }
      const wanted = { kind, ...(inactive ? { state: 'inactive' } : {}) };
      printMailboxes(session, await allHeld(client, wanted), session.t('cli.compliance.hold.none'));
    });
  });

  const add = hold.command('add').argument('<user>', t('cli.compliance.hold.user'));
  add
    .description(t('cli.compliance.hold.add'))
    .option('--reason <text>', t('cli.compliance.hold.reason'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise compliance hold add ada@example.com --reason "Contract dispute"`,
    );
  add.action(async (user: string) => {
    const options = add.optsWithGlobals<GlobalOptions & { reason?: string }>();
    await withSession(options, async ({ client, output }) => {
      const { reason } = options;
      const placed = await client.send('PUT', pathOf(user), reason === undefined ? {} : { reason });
      if (output === 'json') printJson(placed);
      else printLine(t('cli.compliance.hold.placed', { user }));
    });
  });

  const remove = hold.command('remove').argument('<user>', t('cli.compliance.hold.user'));
  remove
    .description(t('cli.compliance.hold.remove'))
    .option('--reason <text>', t('cli.compliance.hold.reason'))
    .option('-y, --yes', t('cli.option.yes'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise compliance hold remove ada@example.com --reason "Settled"`,
    );
  remove.action(async (user: string) => {
    const options = remove.optsWithGlobals<GlobalOptions & { reason?: string; yes?: boolean }>();
    await withSession(options, async ({ client, output }) => {
      if (!options.yes) {
        const { text } = await client.get<{ text: string }>(`${pathOf(user)}/release`);
        printNote(text);
        await confirm(t, t('cli.compliance.hold.confirm', { user }));
      }
      const query = options.reason === undefined ? '' : `?reason=${encodeURIComponent(options.reason)}`;
      const lifted = await client.send<{ delayUntil: string | null }>('DELETE', `${pathOf(user)}${query}`);
      if (output === 'json') printJson(lifted);
      else if (lifted.delayUntil === null) printLine(t('cli.compliance.hold.lifted', { user }));
      else printLine(t('cli.compliance.hold.liftedUntil', { user, until: dayOf(lifted.delayUntil) }));
    });
  });
}

function pathOf(user: string): string {
  return `/api/users/${encodeURIComponent(user)}/litigation-hold`;
}

async function printPerson(session: Session, user: string, person: PersonHolds): Promise<void> {
  if (session.output === 'json') {
    printJson(person);
    return;
  }
  printMailboxes(session, person.mailboxes, session.t('cli.compliance.hold.noneOf', { user }));
  if (person.refusal !== null) printNote(person.refusal.message);
}

async function allHeld(client: Client, wanted: Readonly<Record<string, string | undefined>>): Promise<HeldMailbox[]> {
  const all: HeldMailbox[] = [];
  for (let after: string | undefined; ; ) {
    const page = await client.get<{ value: HeldMailbox[]; next: string | null }>('/api/compliance/holds', {
      ...wanted,
      top: PAGE,
      after,
    });
    all.push(...page.value);
    if (page.next === null) return all;
    after = page.next;
  }
}

function printMailboxes({ t, output }: Session, mailboxes: readonly HeldMailbox[], empty: string): void {
  printRows(
    mailboxes,
    [
      { header: t('cli.column.name'), value: ({ displayName }) => displayName },
      { header: t('cli.compliance.column.mailbox'), value: ({ address }) => address },
      { header: t('cli.compliance.column.state'), value: ({ stateText }) => stateText },
      {
        header: t('cli.compliance.column.holds'),
        value: ({ holds }) =>
          holds
            .map(({ kindText: kind, name, until }) => {
              const hold = name === null ? kind : t('cli.compliance.named', { kind, name });
              return until === null ? hold : t('cli.compliance.until', { hold, day: dayOf(until) });
            })
            .join(', '),
      },
      {
        header: t('cli.compliance.column.since'),
        value: ({ holds }) => (holds[0] === undefined ? null : dayOf(holds[0].since)),
      },
    ],
    output,
    empty,
  );
}
