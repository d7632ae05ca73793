import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { ApiError } from '../../client/client.ts';
import type { Translator } from '../../messages/translate.ts';
import { minuteOf } from '../dates.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printJson, printLine, printRows } from '../output.ts';
import { withProgress } from '../progress.ts';
import { type GlobalOptions, withSession } from '../session.ts';
import { addForwardCommands } from './forward-commands.ts';

interface FilterOptions extends GlobalOptions {
  readonly from?: string;
  readonly to?: string;
  readonly activity?: string;
  readonly actor?: string;
  readonly target?: string;
  readonly operation?: string;
  readonly channel?: string;
  readonly text?: string;
}

interface EntryView {
  readonly id: number;
  readonly at: string;
  readonly sentence: string;
}

interface Whole {
  readonly entries: number;
  readonly from: number;
  readonly to: number;
  readonly head: { readonly id: number; readonly hash: string };
  /** Of the head that was given: it is still the same, or its entry was removed after the retention time. */
  readonly kept: 'same' | 'removed' | null;
}

/** audit list, audit export, audit verify, audit forward. */
export function addAuditCommands(program: Command, t: Translator): void {
  const audit = program.command('audit').description(t('cli.audit.audit'));
  audit.addHelpText('after', `\n${t('cli.example')}\n  seatwise audit list --target "Ada"\n  seatwise audit verify`);

  const list = withFilters(audit.command('list', { isDefault: true }).description(t('cli.audit.list')), t);
  list
    .option('--top <n>', t('cli.option.top'), '20')
    .option('--before <number>', t('cli.audit.before'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise audit list --operation 41`);
  list.action(async () => {
    const options = list.optsWithGlobals<FilterOptions & { top: string; before?: string }>();
    await withSession(options, async ({ client, output }) => {
      const query = { ...queryOf(options, t), top: options.top, before: options.before };
      const { value } = await client.get<{ value: EntryView[] }>('/api/audit', query);
      printRows(
        value,
        [
          { header: t('cli.column.id'), value: ({ id }) => id, right: true },
          { header: t('cli.column.when'), value: ({ at }) => minuteOf(at) },
          { header: t('cli.audit.what'), value: ({ sentence }) => sentence },
        ],
        output,
        t('cli.audit.none'),
      );
    });
  });

  const exporting = withFilters(
    audit.command('export').argument('<file>', t('cli.audit.file')).description(t('cli.audit.export')),
    t,
  );
  exporting.addHelpText('after', `\n${t('cli.example')}\n  seatwise audit export audit.jsonl --from 2026-01-01`);
  exporting.action(async (file: string) => {
    const options = exporting.optsWithGlobals<FilterOptions>();
    await withSession(options, async ({ client }) => {
      const format = file.endsWith('.jsonl') ? 'jsonl' : 'csv';
      const body = await client.download('/api/audit/export', { ...queryOf(options, t), format });
      try {
        await pipeline(Readable.from(body), file === '-' ? process.stdout : createWriteStream(file), {
          end: file !== '-',
        });
      } catch (error) {
        throw new CommandError(EXIT.usage, t('cli.error.file', { file, why: (error as Error).message }));
      }
    });
  });

  const verify = audit.command('verify').description(t('cli.audit.verify'));
  verify
    .option('--head <number:hash>', t('cli.audit.head'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise audit verify`);
  verify.action(async () => {
    const options = verify.optsWithGlobals<GlobalOptions & { head?: string }>();
    await withSession(options, async ({ client, output }) => {
      const query = options.head === undefined ? '' : `?head=${encodeURIComponent(options.head)}`;
      try {
        const whole = await withProgress(t('cli.audit.verify'), (tell) =>
          client.send<Whole>('GET', `/api/audit/verify${query}`, undefined, tell),
        );
        if (output === 'json') return printJson(whole);
        printLine(t('cli.audit.whole', { count: whole.entries, from: whole.from, to: whole.to }));
        if (whole.kept === 'removed') printLine(t('cli.audit.keptRemoved'));
        printLine(t('cli.audit.keep'));
        printLine(`  ${whole.head.id}:${whole.head.hash}`);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'auditBroken') throw error;
        const why = error.details.why as 'changed' | 'missing' | 'head' | 'cut' | 'rewritten';
        const at = Number(error.details.at);
        throw new CommandError(EXIT.refused, t(`cli.audit.${why === 'head' ? 'wrongHead' : why}`, { at }));
      }
    });
  });

  addForwardCommands(audit, t);
}

function withFilters(command: Command, t: Translator): Command {
  return command
    .option('--from <date>', t('cli.audit.from'))
    .option('--to <date>', t('cli.audit.to'))
    .option('--activity <activity>', t('cli.audit.activity'))
    .option('--actor <name>', t('cli.audit.actor'))
    .option('--target <name>', t('cli.audit.target'))
    .option('--operation <number>', t('cli.audit.operation'))
    .option('--channel <channel>', t('cli.audit.channel'))
    .option('--text <text>', t('cli.audit.text'));
}

function queryOf(
  { from, to, activity, actor, target, operation, channel, text }: FilterOptions,
  t: Translator,
): Record<string, string | undefined> {
  return { from: moment(from, t), to: moment(to, t), activity, actor, target, operation, channel, text };
}

function moment(text: string | undefined, t: Translator): string | undefined {
  if (text === undefined) return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new CommandError(EXIT.usage, t('cli.audit.wrongDate', { text }));
  return at.toISOString();
}
