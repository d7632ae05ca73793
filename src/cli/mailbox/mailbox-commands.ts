import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { dayOf } from '../dates.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printable, printJson, printLine, printNote } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

interface Mailbox {
  readonly address: string;
  readonly kind: 'user' | 'shared';
  readonly state: 'active' | 'held' | 'keptByHold' | 'softDeleted';
  readonly stateSince: string;
  readonly itemCount: number;
  readonly sizeBytes: number;
  readonly quotaBytes: number;
  readonly archiveQuotaBytes: number | null;
  readonly onHold: boolean;
  readonly forwardTo: string | null;
  readonly keepCopy: boolean;
  readonly automaticReply: { readonly status: 'disabled' | 'alwaysEnabled' | 'scheduled' };
}

interface Converted {
  readonly kind: 'user' | 'shared';
  readonly needsLicenseFor: readonly ('size' | 'hold')[];
}

/** mailbox show, forward and convert. */
export function addMailboxCommands(program: Command, t: Translator): void {
  const group = program.command('mailbox').description(t('cli.mailbox.description'));
  group.addHelpText('after', `\n${t('cli.example')}\n  seatwise mailbox show ada@example.com`);
  const pathOf = (user: string) => `/api/people/${encodeURIComponent(user)}/mailbox`;

  const show = group.command('show').argument('<user>', t('cli.option.oneUser')).description(t('cli.mailbox.show'));
  show.addHelpText('after', `\n${t('cli.example')}\n  seatwise mailbox show ada@example.com`);
  show.action(async (user: string) => {
    await withSession(show.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const mailbox = await client.get<Mailbox>(pathOf(user));
      if (output === 'json') printJson(mailbox);
      else printMailbox(mailbox, t);
    });
  });

  const forward = group.command('forward').argument('<user>', t('cli.option.oneUser'));
  forward
    .description(t('cli.mailbox.forward'))
    .option('--to <address>', t('cli.mailbox.to'))
    .option('--off', t('cli.mailbox.off'))
    .option('--no-copy', t('cli.mailbox.noCopy'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise mailbox forward ada@example.com --to ben@example.com\n  seatwise mailbox forward ada@example.com --off`,
    );
  forward.action(async (user: string) => {
    const options = forward.optsWithGlobals<GlobalOptions & { to?: string; off?: boolean; copy: boolean }>();
    const { to, off, copy } = options;
    if ((to === undefined) === (off !== true)) throw new CommandError(EXIT.usage, t('cli.mailbox.toOrOff'));
    await withSession(options, async ({ client, output }) => {
      const change = to === undefined ? { forwardTo: null } : { forwardTo: to, keepCopy: copy };
      const mailbox = await client.send<Mailbox>('PATCH', pathOf(user), change);
      if (output === 'json') printJson(mailbox);
      else printLine(forwardingText(user, mailbox, t));
    });
  });

  const convert = group.command('convert').argument('<user>', t('cli.option.oneUser'));
  convert
    .description(t('cli.mailbox.convert'))
    .option('--shared', t('cli.mailbox.shared'))
    .option('--user', t('cli.mailbox.user'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise mailbox convert ada@example.com --shared`);
  convert.action(async (user: string) => {
    const options = convert.optsWithGlobals<GlobalOptions & { shared?: boolean; user?: boolean }>();
    if (options.shared === options.user) throw new CommandError(EXIT.usage, t('cli.mailbox.sharedOrUser'));
    await withSession(options, async ({ client, output }) => {
      const kind = options.shared ? 'shared' : 'user';
      const converted = await client.send<Converted>('POST', `${pathOf(user)}/convert`, { kind });
      if (output === 'json') return printJson(converted);
      printLine(t(`cli.mailbox.converted.${kind}`, { user }));
      if (kind === 'shared' && converted.needsLicenseFor.length === 0) printNote(t('cli.mailbox.noLicenseNeeded'));
      for (const need of converted.needsLicenseFor) printNote(t(`cli.mailbox.needs.${need}`));
    });
  });
}

function printMailbox(mailbox: Mailbox, t: Translator): void {
  const { address, kind, state, stateSince, itemCount, sizeBytes, quotaBytes, archiveQuotaBytes, onHold } = mailbox;
  printLine(printable(address));
  printLine(t(`cli.mailbox.kind.${kind}`));
  printLine(t(`cli.mailbox.state.${state}`, { since: dayOf(stateSince) }));
  printLine(t('cli.mailbox.size', { count: itemCount, size: sizeText(sizeBytes, t), quota: sizeText(quotaBytes, t) }));
  if (archiveQuotaBytes !== null) printLine(t('cli.mailbox.archive', { quota: sizeText(archiveQuotaBytes, t) }));
  if (onHold) printLine(t('cli.mailbox.onHold'));
  printLine(forwardingText(address, mailbox, t));
  printLine(t(`cli.mailbox.replies.${mailbox.automaticReply.status}`));
}

function forwardingText(user: string, { forwardTo, keepCopy }: Mailbox, t: Translator): string {
  if (forwardTo === null) return printable(t('cli.mailbox.notForwarded', { user }));
  return printable(t(keepCopy ? 'cli.mailbox.forwarded' : 'cli.mailbox.forwardedAway', { user, to: forwardTo }));
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Bytes as people read them; a gigabyte is 1024 megabytes, as quotas are told everywhere. */
function sizeText(bytes: number, t: Translator): string {
  const power = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  return new Intl.NumberFormat(t.language, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1024 ** power);
}
