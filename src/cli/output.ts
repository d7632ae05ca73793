import { styleText } from 'node:util';
import { stringify } from 'csv-stringify/sync';

export const OUTPUT_FORMATS = ['table', 'json', 'csv'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export interface Column<Row> {
  readonly header: string;
  readonly value: (row: Row) => string | number | null;
  /** Numbers stand at the right. */
  readonly right?: boolean;
}

/** Writes rows as a table for people, or as JSON (the rows as they are) or CSV for programs. */
export function printRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  format: OutputFormat,
  empty: string,
): void {
  if (format === 'json') {
    printJson(rows);
    return;
  }
  const cells = rows.map((row) => columns.map((column) => column.value(row)));
  if (format === 'csv') {
    const header = columns.map((column) => column.header);
    // A cell that a spreadsheet would run as a formula is kept from it.
    process.stdout.write(stringify([header, ...cells], { escape_formulas: true }));
    return;
  }
  if (rows.length === 0) {
    printLine(empty);
    return;
  }
  const texts = cells.map((row) => row.map((cell) => printable(cell === null ? '' : String(cell))));
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column.header), ...texts.map((row) => displayWidth(row[index] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, index) => {
        const space = ' '.repeat((widths[index] ?? 0) - displayWidth(text));
        return columns[index]?.right ? space + text : text + space;
      })
      .join('  ')
      .trimEnd();
  printLine(bold(line(columns.map((column) => column.header))));
  for (const row of texts) printLine(line(row));
}

/** Writes a value as JSON. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Writes a line for people. */
export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** Writes a line beside the output proper, so that what is piped on stays clean. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function bold(text: string): string {
  return styled('bold', text);
}

export function red(text: string): string {
  return styled('red', text);
}

function styled(style: 'bold' | 'red', text: string): string {
  return process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(style, text) : text;
}

/** The text without what a terminal would obey instead of show: names come from people. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach the terminal
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ');
}

/** How many columns of a terminal a text takes: East Asian characters and emoji take two, marks none. */
function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width +=
      /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        segment,
      )
        ? 2
        : 1;
  }
  return width;
}
