import { CsvError, type Info, type Parser, parse } from 'csv-parse';
import { type Columns, columnsOf, type HeaderRefusal } from '../../domain/directory/user-columns.ts';
import type { RawRow } from '../../domain/directory/user-row.ts';
import { decodeText } from './decode-text.ts';

/** Why a whole file is not read. Lines count from 1. */
export type FileRefusal =
  | HeaderRefusal
  | { readonly reason: 'emptyFile' }
  /** There is a header and nothing under it. */
  | { readonly reason: 'noRows' }
  /** Bytes that are neither UTF-8 nor UTF-16: a spreadsheet saved the file in another encoding. */
  | { readonly reason: 'notUtf8'; readonly line: number }
  | { readonly reason: 'malformedCsv'; readonly line: number; readonly problem: CsvProblem };

type CsvProblem = 'openQuote' | 'strayQuote' | 'rowTooLong';

/** What comes out of a file, in order: its columns once, then rows; a refusal ends it. */
export type CsvPart =
  | ({ readonly kind: 'columns' } & Columns)
  | { readonly kind: 'rows'; readonly rows: readonly RawRow[] }
  | { readonly kind: 'refused'; readonly refusal: FileRefusal };

/**
 * Reads a table of people as it streams in: UTF-8 or UTF-16, with or without byte order mark; comma, semicolon or tab;
 * any line ends, also inside quotes. Blank rows are left out and counted in the line numbers.
 */
export async function* readUsersCsv(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<CsvPart> {
  let isHeaderRead = false;
  let hasRows = false;
  for await (const piece of readTable(source)) {
    if ('refusal' in piece) return yield refused(piece.refusal);
    const [header] = piece.rows;
    if (header && !isHeaderRead) {
      const columns = columnsOf(header.cells);
      if ('reason' in columns) return yield refused(columns);
      yield { kind: 'columns', ...columns };
    }
    const rows = isHeaderRead ? piece.rows : piece.rows.slice(1);
    isHeaderRead ||= header !== undefined;
    hasRows ||= rows.length > 0;
    if (rows.length > 0) yield { kind: 'rows', rows };
  }
  if (!hasRows) yield refused({ reason: isHeaderRead ? 'noRows' : 'emptyFile' });
}

function refused(refusal: FileRefusal): CsvPart {
  return { kind: 'refused', refusal };
}

type TablePiece = { readonly rows: readonly RawRow[] } | { readonly refusal: FileRefusal };

async function* readTable(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<TablePiece> {
  let table: Table | undefined;
  let head = '';
  try {
    for await (const piece of decodeText(source)) {
      const isBroken = 'broken' in piece;
      let text = isBroken ? piece.broken : piece.text;
      if (!table) {
        head += text;
        if (!isBroken && !hasWholeHeader(head)) continue;
        table = openTable(head);
        text = head;
      }
      const problem = await table.write(text);
      yield { rows: table.takeRows() };
      if (problem) return yield { refusal: problem };
      if (isBroken) return yield { refusal: { reason: 'notUtf8', line: table.nextLine() } };
    }
    const isHeadOnly = table === undefined;
    table ??= openTable(head);
    const problem = (isHeadOnly ? await table.write(head) : undefined) ?? (await table.end());
    yield { rows: table.takeRows() };
    if (problem) yield { refusal: problem };
  } finally {
    table?.close();
  }
}

/** A header is not looked for beyond this. */
const LONGEST_HEADER = 64_000;
/** A quote that is never closed would otherwise read a whole file into one cell. */
const LONGEST_ROW_BYTES = 1_000_000;
const DELIMITERS = [',', ';', '\t'];
/** A line by which spreadsheets are told the delimiter. */
const DELIMITER_LINE = /^sep=([,;\t|])(\r\n|\n|\r)/i;

function hasWholeHeader(head: string): boolean {
  return (
    head.length > LONGEST_HEADER || /\n|\r(?=[^\n])/.test(withoutQuoted(head).replace(DELIMITER_LINE, '').trimStart())
  );
}

/** The delimiter that stands most often in the first line. */
function delimiterOf(head: string): string {
  const [line = ''] = withoutQuoted(head)
    .trimStart()
    .split(/[\r\n]/, 1);
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function withoutQuoted(text: string): string {
  return text.replace(/"[^"]*("|$)/g, '');
}

interface Table {
  /** Takes a piece of the text. Gives what is wrong with the table, if anything; nothing may follow then. */
  write(text: string): Promise<FileRefusal | undefined>;
  end(): Promise<FileRefusal | undefined>;
  /** The rows read since the last call, without blank ones. */
  takeRows(): readonly RawRow[];
  /** The line after the last row that was read. */
  nextLine(): number;
  close(): void;
}

function openTable(head: string): Table {
  const delimiterLine = DELIMITER_LINE.exec(head);
  const skipped = delimiterLine ? 1 : 0;
  let rows: RawRow[] = [];
  // The parser's own line numbers count a CR LF inside quotes twice.
  let linesRead = 0;
  const lineAfter = ({ empty_lines }: Info) => 1 + skipped + linesRead + empty_lines;
  const parser = parse({
    delimiter: delimiterLine?.[1] ?? delimiterOf(head),
    from_line: 1 + skipped,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW_BYTES,
    on_record: (cells: string[], info: Info) => {
      if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: lineAfter(info), cells });
      linesRead += 1 + lineBreaksIn(cells);
      return null;
    },
  });
  // Errors come back from write and end; without a listener they would end the process too.
  parser.on('error', () => {});
  const nextLine = () => lineAfter(parser.info);
  return {
    nextLine,
    write: async (text) => problemOf(await written(parser, text), nextLine()),
    end: async () => problemOf(await ended(parser), nextLine()),
    takeRows: () => {
      const taken = rows;
      rows = [];
      return taken;
    },
    close: () => parser.destroy(),
  };
}

function written(parser: Parser, text: string): Promise<unknown> {
  return new Promise((resolve) => {
    parser.write(text, resolve);
  });
}

function ended(parser: Parser): Promise<unknown> {
  return new Promise((resolve) => {
    parser.once('error', resolve).once('finish', resolve).resume().end();
  });
}

function problemOf(error: unknown, line: number): FileRefusal | undefined {
  if (error === null || error === undefined) return undefined;
  if (!(error instanceof CsvError)) throw error;
  const problem = PROBLEMS[error.code];
  if (problem === undefined) throw error;
  return { reason: 'malformedCsv', line, problem };
}

const PROBLEMS: Readonly<Record<string, CsvProblem>> = {
  CSV_QUOTE_NOT_CLOSED: 'openQuote',
  CSV_INVALID_CLOSING_QUOTE: 'strayQuote',
  INVALID_OPENING_QUOTE: 'strayQuote',
  CSV_MAX_RECORD_SIZE: 'rowTooLong',
};

function lineBreaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => (/[\r\n]/.test(cell) ? sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0) : sum), 0);
}
