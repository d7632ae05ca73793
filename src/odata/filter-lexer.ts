/** A piece of a filter. `text` of a string is what stands between the quotes, unescaped; `end` is where the next one may begin. */
export interface Token {
  readonly kind: 'name' | 'string' | 'guid' | 'date' | 'number' | 'mark' | 'end' | 'unreadable';
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

const BLANKS = /\s*/y;
const NAME = /[\p{L}_@][\p{L}\p{M}\p{N}_.]*/uy;
const GUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/iy;
// Whatever begins like a number is read as a whole first, so that a slip inside it is reported as one bad value.
const VALUE = /-?\d[\w.:+-]*/y;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const DATE =
  /^(\d{4}-\d\d-\d\d)(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,12})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?$/i;

/** The token at `from` or after the blanks there. What can't be one is 'unreadable', with the reason as its text. */
export function nextToken(text: string, from: number): Token {
  const at = matchAt(BLANKS, text, from);
  const first = text.charCodeAt(at);
  if (Number.isNaN(first)) return { kind: 'end', text: '', at, end: at };
  if (first === 0x27) return stringAt(text, at);
  if (isMark(first)) return { kind: 'mark', text: text.charAt(at), at, end: at + 1 };
  if (text.charCodeAt(at + 8) === 0x2d) {
    const end = matchAt(GUID, text, at);
    if (end > at) return { kind: 'guid', text: text.slice(at, end), at, end };
  }
  const nameEnd = matchAt(NAME, text, at);
  if (nameEnd > at) return { kind: 'name', text: text.slice(at, nameEnd), at, end: nameEnd };
  const valueEnd = matchAt(VALUE, text, at);
  if (valueEnd > at) return literalOf(text.slice(at, valueEnd), at, valueEnd);
  if (/^\$count\b/i.test(text.slice(at, at + 7))) return { kind: 'mark', text: '$count', at, end: at + 6 };
  return unreadable(`Unexpected character '${String.fromCodePoint(text.codePointAt(at) ?? 0)}' at position ${at}`, at);
}

/** A text as it may stand in a message: not longer than a glance. */
export function excerpt(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** ( ) , / : */
function isMark(code: number): boolean {
  return code === 0x28 || code === 0x29 || code === 0x2c || code === 0x2f || code === 0x3a;
}

function stringAt(text: string, at: number): Token {
  let close = text.indexOf("'", at + 1);
  let escapes = false;
  while (close !== -1 && text.charCodeAt(close + 1) === 0x27) {
    escapes = true;
    close = text.indexOf("'", close + 2);
  }
  if (close === -1) return unreadable(`Unterminated string at position ${at}`, at);
  const inner = text.slice(at + 1, close);
  // PostgreSQL has no such character in a text.
  if (inner.includes('\0')) return unreadable(`Unexpected character U+0000 in the string at position ${at}`, at);
  return { kind: 'string', text: escapes ? inner.replaceAll("''", "'") : inner, at, end: close + 1 };
}

function literalOf(text: string, at: number, end: number): Token {
  if (NUMBER.test(text)) return { kind: 'number', text, at, end };
  const day = DATE.exec(text)?.[1];
  if (day !== undefined && isDay(day)) return { kind: 'date', text, at, end };
  return unreadable(`'${excerpt(text)}' at position ${at} is no number, date or GUID`, at);
}

/** 30 February is none, and neither is any day of the year 0. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return (
    day >= '0001-01-02' && day < '9999-12-31' && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
  );
}

function unreadable(reason: string, at: number): Token {
  return { kind: 'unreadable', text: reason, at, end: at };
}
