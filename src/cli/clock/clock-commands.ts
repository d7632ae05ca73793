import type { Command } from 'commander';
import { clockCalls, type DueEvents, type Standing } from '../../client/clock.ts';
import type { Translator } from '../../messages/translate.ts';
import { dayOf, minuteOf } from '../dates.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printable, printJson, printLine, printRows } from '../output.ts';
import { withProgress } from '../progress.ts';
import { type GlobalOptions, withSession } from '../session.ts';

const DAYS_OF = { d: 1, w: 7, m: 30, y: 365 } as const;

/** clock show, clock advance, clock forecast: where time stands, moving a sandbox's, and what will be on a day. */
export function addClockCommands(program: Command, t: Translator): void {
  const clock = program.command('clock').description(t('cli.clock.description'));
  const show = clock.command('show').description(t('cli.clock.show'));
  show.action(() =>
    withSession(show.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const standing = await clockCalls(client).clock();
      if (output === 'json') return printJson(standing);
      const { now, aheadDays, movable, nextDue } = standing;
      printLine(t('cli.clock.now', { now: minuteOf(now), count: aheadDays }));
      if (nextDue !== null) printLine(t('cli.clock.next', { on: minuteOf(nextDue) }));
      if (!movable) printLine(t('cli.clock.fixed'));
    }),
  );

  const advance = clock.command('advance').argument('<span>', t('cli.clock.span')).description(t('cli.clock.advance'));
  advance.addHelpText(
    'after',
    `\n${t('cli.example')}\n  seatwise clock advance 30d\n  seatwise clock advance 2w\n  seatwise clock advance 2027-01-31`,
  );
  advance.action(async (span: string) => {
    const target = spanOf(span, t);
    await withSession(advance.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const moved = await withProgress(t('cli.clock.moving'), (update) => clockCalls(client).moveClock(target, update));
      if (output === 'json') return printJson(moved);
      tell(moved, t);
      printLine(t('cli.clock.moved', { from: minuteOf(moved.from), now: minuteOf(moved.now) }));
    });
  });

  const forecast = clock.command('forecast').argument('<day>', t('cli.clock.day')).description(t('cli.clock.forecast'));
  forecast.addHelpText('after', `\n${t('cli.example')}\n  seatwise clock forecast 2027-01-31`);
  forecast.action(async (day: string) => {
    const on = momentOf(day);
    if (on === undefined) throw new CommandError(EXIT.usage, t('cli.clock.wrongDay', { day }));
    await withSession(forecast.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const seen = await clockCalls(client).forecast(on);
      if (output === 'json') return printJson(seen);
      tell(seen, t);
      printRows(
        statesOf(seen.today, seen.future, t),
        [
          { header: t('cli.clock.what'), value: ([what]) => what },
          { header: t('cli.clock.today'), value: ([, today]) => String(today) },
          { header: dayOf(seen.on), value: ([, , future]) => String(future) },
        ],
        output,
        '',
      );
    });
  });
}

/** 30d, 2w, 6m (of 30 days), 1y, or a day. */
function spanOf(span: string, t: Translator): { readonly days: number } | { readonly to: string } {
  const [, number, unit] = /^(\d{1,5})([dwmy])$/.exec(span.trim().toLowerCase()) ?? [];
  if (number !== undefined && unit !== undefined)
    return { days: Number(number) * DAYS_OF[unit as keyof typeof DAYS_OF] };
  const to = momentOf(span);
  if (to === undefined) throw new CommandError(EXIT.usage, t('cli.clock.wrongSpan', { span }));
  return { to };
}

function momentOf(day: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(day)) return undefined;
  const moment = new Date(day);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

function tell({ events, counts, more }: DueEvents, t: Translator): void {
  for (const { at, text } of events) printLine(`${dayOf(at)}  ${printable(text)}`);
  if (more > 0) printLine(t('cli.clock.more', { count: more }));
  if (counts.length === 0) printLine(t('cli.clock.nothing'));
}

function statesOf(today: Standing, future: Standing, t: Translator): [string, number, number][] {
  return (['people', 'mailboxes', 'drives'] as const).flatMap((group) =>
    Object.entries(today[group]).map(([state, count]): [string, number, number] => [
      t(`cli.clock.state.${group}.${state}` as 'cli.clock.state.people.living'),
      count,
      (future[group] as Readonly<Record<string, number>>)[state] ?? 0,
    ]),
  );
}
