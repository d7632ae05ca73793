import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RawRow } from '../../domain/directory/user-row.ts';
import { type CsvPart, type FileRefusal, readUsersCsv } from './read-users-csv.ts';

interface Whole {
  columns: readonly (string | null)[] | undefined;
  unknownHeaders: readonly string[];
  rows: RawRow[];
  refusal: FileRefusal | undefined;
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(content: string | Uint8Array, size = 7): Promise<Whole> {
  const whole: Whole = { columns: undefined, unknownHeaders: [], rows: [], refusal: undefined };
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  for await (const part of readUsersCsv(inPieces(bytes, size)) as AsyncGenerator<CsvPart>) {
    if (part.kind === 'columns') Object.assign(whole, { columns: part.columns, unknownHeaders: part.unknownHeaders });
    else if (part.kind === 'rows') whole.rows.push(...part.rows);
    else whole.refusal = part.refusal;
  }
  return whole;
}

const TWO = [
  { line: 2, cells: ['a@x.com', 'Ann'] },
  { line: 3, cells: ['b@x.com', 'Bo'] },
];

test.each([
  ['comma', 'UPN,Display name\na@x.com,Ann\nb@x.com,Bo\n'],
  ['semicolon', 'UPN;Display name\na@x.com;Ann\nb@x.com;Bo'],
  ['tab', 'UPN\tDisplay name\na@x.com\tAnn\nb@x.com\tBo\n'],
  ['CR LF', 'UPN,Display name\r\na@x.com,Ann\r\nb@x.com,Bo\r\n'],
  ['CR', 'UPN,Display name\ra@x.com,Ann\rb@x.com,Bo\r'],
  ['UTF-8 mark', '\uFEFFUPN,Display name\na@x.com,Ann\nb@x.com,Bo\n'],
  ['quoted headers', '"UPN";"Display name"\na@x.com;Ann\n"b@x.com";"Bo"\n'],
  ['mixed line ends', 'UPN,Display name\r\na@x.com,Ann\nb@x.com,Bo\r\n'],
])('%s is read, however the bytes are cut', async (_, text) => {
  for (const size of [1, 2, 5, 1000]) {
    const { columns, rows, refusal } = await read(text, size);
    expect(refusal).toBeUndefined();
    expect(columns).toEqual(['userPrincipalName', 'displayName']);
    expect(rows).toEqual(TWO);
  }
});

test('UTF-16 with a mark is read, as Windows PowerShell writes it', async () => {
  const text = Buffer.from('\uFEFFUPN,Prénom\r\na@x.com,Zoé\r\n', 'utf16le');
  expect(await read(text, 3)).toMatchObject({
    columns: ['userPrincipalName', 'givenName'],
    rows: [{ line: 2, cells: ['a@x.com', 'Zoé'] }],
  });
  expect(await read(text.swap16(), 3)).toMatchObject({ rows: [{ cells: ['a@x.com', 'Zoé'] }] });
});

test('a line that names the delimiter is followed and counted', async () => {
  expect(await read('sep=;\r\nUPN;Licenses\r\na@x.com;"E1,E3"\r\n')).toMatchObject({
    rows: [{ line: 3, cells: ['a@x.com', 'E1,E3'] }],
  });
});

test('each row has the line on which it begins, after line breaks in quotes and blank rows', async () => {
  const text =
    'UPN;Street address\r\na@x.com;"1 Main St\r\nFloor 2\r\nDoor 3"\r\n\r\n;;\r\n;\r\nb@x.com;"x\ny"\r\nc@x.com;\r\n';
  for (const size of [1, 4, 1000]) {
    const { rows } = await read(text, size);
    expect(rows.map(({ line }) => line)).toEqual([2, 8, 10]);
    expect(rows[0]?.cells[1]).toBe('1 Main St\r\nFloor 2\r\nDoor 3');
  }
});

test('a semicolon inside the quoted cells of a header does not win over commas', async () => {
  expect(await read('UPN,"a;b;c;d",City\na@x.com,1,Paris\n')).toMatchObject({
    columns: ['userPrincipalName', null, 'city'],
    unknownHeaders: ['a;b;c;d'],
  });
});

test.each<[string, string | Uint8Array, FileRefusal]>([
  ['an empty file', '', { reason: 'emptyFile' }],
  ['blank lines', '\n\n  \n', { reason: 'emptyFile' }],
  ['a byte order mark alone', '\uFEFF', { reason: 'emptyFile' }],
  ['a single byte', 'x', { reason: 'noKnownColumn', headers: ['x'] }],
  ['a header alone', 'UPN,City\n', { reason: 'noRows' }],
  ['a header alone without line end', 'UPN,City', { reason: 'noRows' }],
  ['a file of something else', 'a,b\n1,2\n', { reason: 'noKnownColumn', headers: ['a', 'b'] }],
  ['no column for the name', 'City,Office\nParis,1\n', { reason: 'missingColumn', column: 'userPrincipalName' }],
  [
    'a quote never closed',
    'UPN,City\na@x.com,Paris\nb@x.com,"Lyon\nc@x.com,Nice\n',
    { reason: 'malformedCsv', line: 3, problem: 'openQuote' },
  ],
  ['text after a quote', 'UPN,City\na@x.com,"Pa"ris\n', { reason: 'malformedCsv', line: 2, problem: 'strayQuote' }],
  [
    'a quote inside a bare cell',
    'UPN,City\n\na@x.com,Pa"ris\n',
    { reason: 'malformedCsv', line: 3, problem: 'strayQuote' },
  ],
  ['a spreadsheet in Windows-1252', Buffer.from('UPN,Prénom\na@x.com,Zoé\n', 'latin1'), { reason: 'notUtf8', line: 1 }],
  [
    'one wrong byte further on',
    Buffer.concat([Buffer.from('UPN,City\na@x.com,Paris\nb@x.com,'), Buffer.from([0xe9, 0x0a])]),
    { reason: 'notUtf8', line: 3 },
  ],
])('%s is refused as a whole, with the line', async (_, content, refusal) => {
  for (const size of [1, 1000]) expect((await read(content, size)).refusal).toEqual(refusal);
});

test('a quote that swallows the file is stopped before it fills the memory', async () => {
  const text = `UPN,City\na@x.com,"Paris\n${'x@x.com,Lyon\n'.repeat(200_000)}`;
  expect((await read(text, 65_536)).refusal).toEqual({ reason: 'malformedCsv', line: 2, problem: 'rowTooLong' });
});

test('strings are read as bytes are', async () => {
  const parts: CsvPart[] = [];
  const pieces = async function* () {
    yield '\uFEFFUPN,Ci';
    yield 'ty\na@x.com,Paris';
  };
  for await (const part of readUsersCsv(pieces())) parts.push(part);
  expect(parts).toEqual([
    { kind: 'columns', columns: ['userPrincipalName', 'city'], unknownHeaders: [] },
    { kind: 'rows', rows: [{ line: 2, cells: ['a@x.com', 'Paris'] }] },
  ]);
});

test('an error of the source is passed on', async () => {
  const broken = async function* () {
    yield 'UPN\na@x.com\n';
    throw new Error('disk on fire');
  };
  await expect(async () => {
    for await (const _ of readUsersCsv(broken()));
  }).rejects.toThrow('disk on fire');
});

test('whatever people are called, what was written is read back, on the line where it stands', async () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'é', '😀', '"', ',', ';', '\t', '\n', '\r\n', '\r', ' ', '=', "'", '\u2028'),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.integer({ min: 1, max: 50 }),
      async (names, delimiter, record_delimiter, bom, size) => {
        const table = names.map(([display, city], index) => [`u${index}@x.com`, display, city]);
        const header = ['User principal name', 'Display name', 'City'];
        const text = stringify([header, ...table], { delimiter, record_delimiter, bom, quoted_match: /[\r\n]/ });
        const { rows, refusal } = await read(text, size);
        expect(refusal).toBeUndefined();
        expect(rows.map(({ cells }) => cells)).toEqual(table);
        const lines = text.split(/\r\n|\r|\n/);
        for (const { line, cells } of rows) expect(lines[line - 1]).toContain(cells[0]);
      },
    ),
    { numRuns: 300 },
  );
});
