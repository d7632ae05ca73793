import type { Relation } from './kql-lexer.ts';

/** A range: begins with `from`, ends before `to`; null is open. */
export interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * The moments that a value means, in milliseconds of UTC: a day (2026-03-01 or 3/1/2026), a minute or second of it
 * (2026-03-01T09:30), a month or year (2026-03, 2026), or a word such as today. Undefined for anything else.
 */
export function momentsOf(text: string, now: number): { readonly from: number; readonly to: number } | undefined {
  const word = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const [year, month, day] = [new Date(now).getUTCFullYear(), new Date(now).getUTCMonth(), new Date(now).getUTCDate()];
  const days = (first: number, count: number) => span([year, month, day + first], [year, month, day + first + count]);
  // Weeks begin on Monday, as ISO 8601 has it.
  const weekday = (new Date(now).getUTCDay() + 6) % 7;
  switch (word) {
    case 'today':
      return days(0, 1);
    case 'yesterday':
      return days(-1, 1);
    case 'this week':
      return days(-weekday, 7);
    case 'last week':
      return days(-weekday - 7, 7);
    case 'this month':
      return span([year, month, 1], [year, month + 1, 1]);
    case 'last month':
      return span([year, month - 1, 1], [year, month, 1]);
    case 'this year':
      return span([year, 0, 1], [year + 1, 0, 1]);
    case 'last year':
      return span([year - 1, 0, 1], [year, 0, 1]);
  }
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(word);
  if (us) return dayOf(Number(us[3]), Number(us[1]), Number(us[2]));
  const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:t(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?z?)?)?)?$/.exec(word);
  if (!iso) return undefined;
  const [given, monthOf, dateOf, hour, minute, second] = iso
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (given === undefined) return undefined;
  if (monthOf === undefined) return span([given, 0, 1], [given + 1, 0, 1]);
  if (monthOf < 1 || monthOf > 12) return undefined;
  if (dateOf === undefined) return span([given, monthOf - 1, 1], [given, monthOf, 1]);
  const whole = dayOf(given, monthOf, dateOf);
  if (!whole || hour === undefined || minute === undefined) return whole;
  if (hour > 23 || minute > 59 || (second ?? 0) > 59) return undefined;
  const from = whole.from + ((hour * 60 + minute) * 60 + (second ?? 0)) * 1000;
  return { from, to: from + (second === undefined ? 60_000 : 1000) };
}

function dayOf(year: number, month: number, day: number): { from: number; to: number } | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? span([year, month - 1, day], [year, month - 1, day + 1])
    : undefined;
}

type Day = [year: number, month: number, day: number];

function span(from: Day, to: Day): { from: number; to: number } {
  return { from: Date.UTC(...from), to: Date.UTC(...to) };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

/** The bytes that a value means: a number, perhaps with KB, MB or GB. Undefined for anything else. */
export function bytesOf(text: string): number | undefined {
  const found = /^(\d{1,12}(?:\.\d{1,6})?)\s*([kmg]?b)?$/i.exec(text.trim());
  const unit = found && UNITS[(found[2] ?? '').toLowerCase()];
  return unit ? Math.round(Number(found[1]) * unit) : undefined;
}

/** What a relation makes of the moments or bytes that its value means; undefined where it leaves nothing or can't be. */
export function rangeOf(
  relation: Exclude<Relation, '<>'>,
  { from, to }: { readonly from: number; readonly to: number },
): Range {
  switch (relation) {
    case ':':
    case '=':
      return { from, to };
    case '<':
      return { from: null, to: from };
    case '<=':
      return { from: null, to };
    case '>':
      return { from: to, to: null };
    case '>=':
      return { from, to: null };
  }
}
