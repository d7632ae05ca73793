import { once } from 'node:events';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { ZipFile } from 'yazl';
import type { Context } from '../../operations/context.ts';
import { type ExportedItem, readExportPart, readItemBytes } from '../../queries/compliance/search-hits.ts';
import { type LeftOut, readLeftOut, type SearchQuestion } from '../../queries/compliance/search-places.ts';

const PART = 200;
const LONGEST_NAME = 80;

/**
 * All that a search finds as a ZIP file, made as it is read: each message as it travelled (.eml) and each file as it is,
 * in folders as they were; manifest.csv with a row for each (with its SHA-256), and left-out.csv with what could not be searched.
 */
export function exportZip(context: Context, question: SearchQuestion): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  fill(zip, output, context, question).catch((error: Error) => output.destroy(error));
  return output;
}

async function fill(zip: ZipFile, output: Readable, context: Context, question: SearchQuestion): Promise<void> {
  const { db, tenant } = context;
  const closed = once(output, 'close');
  const rows: string[] = [csvOf([MANIFEST_COLUMNS])];
  for (let after: ExportedItem | null = null; ; ) {
    const items: ExportedItem[] = await readExportPart(db, tenant.tenantId, question, after, PART);
    const written = items.map((item) => {
      const path = pathOf(item);
      rows.push(csvOf([manifestRow(item, path)]));
      return addItem(zip, path, item.date, () => readItemBytes(db, tenant.tenantId, item));
    });
    // What was added is written before more is read. Who downloads may go away: then nothing more is read at all.
    await Promise.race([Promise.all(written), closed]);
    if (output.destroyed) return;
    after = items.at(-1) ?? null;
    if (items.length < PART) break;
  }
  const { first } = await readLeftOut(db, tenant.tenantId, question);
  const options = { mtime: new Date(context.now) };
  // A byte order mark, by which spreadsheets know that it is UTF-8.
  zip.addBuffer(Buffer.from(`\ufeff${rows.join('')}`), 'manifest.csv', options);
  zip.addBuffer(Buffer.from(`\ufeff${csvOf([LEFT_OUT_COLUMNS, ...first.map(leftOutRow)])}`), 'left-out.csv', options);
  zip.end();
}

/** Adds an entry whose bytes are read when its turn comes. Done when they have been. */
function addItem(zip: ZipFile, path: string, mtime: Date, bytes: () => AsyncIterable<Buffer>): Promise<void> {
  return new Promise((done) => {
    zip.addReadStreamLazy(path, { mtime }, (pass) => {
      const stream = Readable.from(bytes());
      stream.once('close', done);
      pass(null, stream);
    });
  });
}

const MANIFEST_COLUMNS = [
  'Location',
  'Owner',
  'State',
  'Kind',
  'Path',
  'Folder',
  'Id',
  'Internet message id',
  'Subject',
  'From',
  'To',
  'Sent',
  'Received',
  'Size',
  'SHA-256',
];

function manifestRow(item: ExportedItem, path: string): (string | number)[] {
  return [
    item.address ?? item.placeId,
    item.displayName,
    item.state,
    item.kind,
    path,
    item.path,
    item.id,
    item.internetMessageId ?? '',
    item.subject,
    item.fromName === '' ? item.fromAddress : `${item.fromName} <${item.fromAddress}>`,
    item.to.join('; '),
    item.sentAt?.toISOString() ?? '',
    item.date.toISOString(),
    item.size,
    item.contentHash.toString('hex'),
  ];
}

const LEFT_OUT_COLUMNS = ['Kind', 'Owner', 'Address', 'Why', 'Since', 'Deleted on'];

function leftOutRow({ kind, displayName, address, why, since, deletedOn }: LeftOut): string[] {
  return [kind, displayName, address ?? '', why, since.toISOString(), deletedOn?.toISOString() ?? ''];
}

function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return stringify(rows as (string | number)[][], { escape_formulas: true });
}

/** Where an item lies in the file: mailbox or drive, folders, and a name that no other has and every system takes. */
function pathOf({ kind, address, placeId, path, subject, id }: ExportedItem): string {
  const folders = path.split('/').filter((folder) => folder !== '');
  const place = [safeName(address ?? placeId), kind === 'file' ? 'OneDrive' : 'Mail', ...folders.map(safeName)];
  if (kind === 'message') return [...place, `${safeName(subject)} ${id}.eml`].join('/');
  // Long names are shortened before the ending, by which programs know what it is.
  const [, name = subject, ending = ''] = /^(.+?)([.][^.]{1,10})?$/s.exec(subject) ?? [];
  return [...place, `${safeName(name)} ${id}${ending === '' ? '' : `.${safeName(ending.slice(1))}`}`].join('/');
}

function safeName(text: string): string {
  const safe = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no file name may have
    .replace(/[\u0000-\u001f<>:"/\\|?*\u007f]+/g, '_')
    .slice(0, LONGEST_NAME)
    .toWellFormed()
    .replace(/^[. ]+|[. ]+$/g, '');
  return safe === '' ? '_' : safe;
}
