import { z } from 'zod';
import { isGuid } from '../../base/id.ts';
import {
  changeItem,
  deleteItem,
  type ItemFault,
  makeFolder,
  type OnConflict,
  type Place,
  type Put,
  putFile,
} from '../../operations/files/change-items.ts';
import { downloadAddress, uploadAddress } from '../../operations/files/file-links.ts';
import { beginUpload } from '../../operations/files/upload-session.ts';
import { countInRoot, type Drive, type DriveItem, readChildren, readFolders, readItem } from '../../queries/files.ts';
import { type GraphReply, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { nextLink, questionOf, readListOptions, startOf } from '../list-options.ts';
import { selectFrom } from '../select.ts';
import { ITEM_NOT_FOUND, refuseItem } from './drive-errors.ts';
import { driveItemOf, eTagOf, rootOf, versionOf } from './drive-item.ts';
import { driveOf } from './drives.ts';

/** Entries of a page, and the most that may be asked for. */
const PAGE = 200;

const TYPE = 'microsoft.graph.driveItem';
const PROPERTIES = [
  ...['@microsoft.graph.downloadUrl', 'createdDateTime', 'eTag', 'cTag', 'id', 'lastModifiedDateTime', 'name', 'size'],
  ...['createdBy', 'lastModifiedBy', 'parentReference', 'fileSystemInfo', 'file', 'folder', 'root'],
];

/** GET an item, by id or by path. */
export async function getItem(call: GraphCall): Promise<GraphReply> {
  const drive = await driveOf(call, 'read');
  const found = await itemOf(call, drive);
  const { names, pick } = selectFrom(call.query, TYPE, PROPERTIES);
  const entity = found === 'root' ? await rootView(call, drive) : await itemView(call, drive, found);
  return { status: 200, body: { '@odata.context': itemContext(call, names), ...withoutMissing(pick(entity)) } };
}

/** GET …/children. */
export async function listItems(call: GraphCall): Promise<GraphReply> {
  const drive = await driveOf(call, 'read');
  const found = await itemOf(call, drive);
  const { context, query, baseUrl, path } = call;
  const { tenantId } = context.tenant;
  const folder = found === 'root' ? drive.id : found.id;
  const options = readListOptions(query, []);
  const question = questionOf(query, [path.toLowerCase(), call.itemNames, tenantId]);
  const [after] = startOf(options, question) ?? [];
  const top = Math.min(options.top ?? PAGE, PAGE);
  const page = await readChildren(context.db, tenantId, drive.id, folder, { after, top: top + 1 });
  const shown = page.slice(0, top);
  const folders = found === 'root' ? [] : [...(await readFolders(context.db, tenantId, found)), found.name];
  const { names, pick } = selectFrom(query, TYPE, PROPERTIES);
  const last = shown.at(-1);
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#users('me')/drive/root/children${names}`,
      ...(last && page.length > top
        ? nextLink(`${baseUrl}${call.fullPath}`, query, [last.name.normalize('NFC').toLowerCase()], question)
        : {}),
      value: shown.map((item) => withoutMissing(pick(driveItemOf(call, drive, item, folders)))),
    },
  };
}

/** GET …/content: where the bytes are, for an hour and without a token. */
export async function getContent(call: GraphCall): Promise<GraphReply> {
  const drive = await driveOf(call, 'read');
  const item = await itemOf(call, drive);
  if (item === 'root' || item.contentHash === null) throw new Refused(NOT_A_FILE);
  const tag = call.headers['if-none-match'];
  if (tag === eTagOf(item)) return { status: 304 };
  const origin = new URL(call.baseUrl).origin;
  return { status: 302, headers: { location: downloadAddress(call.context, origin, item) } };
}

/** PUT …/content: a file as it is; over the one that is there, unless the caller says otherwise. */
export async function putItemContent(call: GraphCall): Promise<GraphReply> {
  const drive = await driveOf(call, 'write');
  const place = await placeOf(call, drive);
  const type = String(call.headers['content-type'] ?? 'application/octet-stream').slice(0, 255);
  const bytes = call.bytes ?? nothing();
  const put = await putFile(call.context, drive, place, bytes, type, conflictOf(call, 'replace'));
  return putReply(call, drive, put);
}

const folderBody = z.object({
  name: z.string(),
  folder: z.object({}).loose(),
  '@microsoft.graph.conflictBehavior': z.enum(['fail', 'replace', 'rename']).optional(),
});

/** POST …/children: a new folder. */
export async function createFolder(call: GraphCall): Promise<GraphReply> {
  const drive = await driveOf(call, 'write');
  const found = await itemOf(call, drive);
  const body = folderBody.parse(call.body);
  const place = { parentId: found === 'root' ? drive.id : found.id, name: body.name };
  const onConflict = body['@microsoft.graph.conflictBehavior'] ?? conflictOf(call, 'fail');
  return putReply(call, drive, await makeFolder(call.context, drive, place, onConflict));
}

const changeBody = z.object({
  name: z.string().optional(),
  parentReference: z.object({ id: z.guid().optional() }).loose().optional(),
});

/** PATCH an item: another name, another folder. */
export async function updateItem(call: GraphCall): Promise<GraphReply> {
  const drive = await driveOf(call, 'write');
  const found = await itemOf(call, drive);
  if (found === 'root') throw new Refused(NOT_THE_ROOT);
  const { name, parentReference } = changeBody.parse(call.body);
  const to = {
    ...(name === undefined ? {} : { name }),
    ...(parentReference?.id === undefined ? {} : { parentId: parentReference.id.toLowerCase() }),
  };
  return putReply(call, drive, await changeItem(call.context, drive, found.id, to, askedVersion(call)));
}

/** DELETE an item: into the person's own recycle bin. */
export async function removeItem(call: GraphCall): Promise<GraphReply> {
  const drive = await driveOf(call, 'write');
  const found = await itemOf(call, drive);
  if (found === 'root') throw new Refused(NOT_THE_ROOT);
  const result = await deleteItem(call.context, drive, found.id, askedVersion(call));
  return result === 'deleted' ? { status: 204 } : refuseItem(result);
}

const sessionBody = z
  .object({
    item: z
      .object({ '@microsoft.graph.conflictBehavior': z.enum(['fail', 'replace', 'rename']).optional() })
      .loose()
      .optional(),
  })
  .optional();

/** POST …/createUploadSession: the address to send the pieces of a large file to. */
export async function createUploadSession(call: GraphCall): Promise<GraphReply> {
  const drive = await driveOf(call, 'write');
  const place = await placeOf(call, drive);
  const onConflict = sessionBody.parse(call.body)?.item?.['@microsoft.graph.conflictBehavior'] ?? 'replace';
  const session = await beginUpload(call.context, drive, place, onConflict);
  if ('fault' in session) return refuseItem(session);
  return {
    status: 200,
    body: {
      '@odata.context': `${call.baseUrl}/$metadata#microsoft.graph.uploadSession`,
      uploadUrl: uploadAddress(call.context, new URL(call.baseUrl).origin, session.id),
      expirationDateTime: session.expiresAt.toISOString(),
      nextExpectedRanges: ['0-'],
    },
  };
}

/** What a path leads to; ends the request where that is nothing. */
async function itemOf({ context, keys, itemNames = [] }: GraphCall, drive: Drive): Promise<DriveItem | 'root'> {
  const from = keys.itemId === undefined || keys.itemId.toLowerCase() === 'root' ? drive.id : keys.itemId;
  if (!isGuid(from)) throw new Refused(ITEM_NOT_FOUND);
  const found = await readItem(context.db, context.tenant.tenantId, drive, from.toLowerCase(), itemNames);
  if (!found) throw new Refused(ITEM_NOT_FOUND);
  return found;
}

/** Where a file is to be put: under the last name of the path, or in place of the item that the path names by id. */
async function placeOf(call: GraphCall, drive: Drive): Promise<Place> {
  const { itemNames = [] } = call;
  const name = itemNames.at(-1);
  if (name === undefined) {
    const item = await itemOf(call, drive);
    if (item === 'root' || item.contentHash === null) throw new Refused(NOT_A_FILE);
    return { parentId: item.parentId, name: item.name };
  }
  const folder = await folderOf(call, drive, itemNames.slice(0, -1));
  return { parentId: folder, name };
}

/** The folder of a path; those that are missing on the way are made, as clients expect of an upload. */
async function folderOf(call: GraphCall, drive: Drive, names: readonly string[]): Promise<string> {
  const above = await itemOf({ ...call, itemNames: [] }, drive);
  let parentId = above === 'root' ? drive.id : above.id;
  for (const name of names) {
    const folder = await makeFolder(call.context, drive, { parentId, name }, 'replace');
    if ('fault' in folder) return refuseItem(folder);
    parentId = folder.item.id;
  }
  return parentId;
}

function conflictOf({ query }: GraphCall, otherwise: OnConflict): OnConflict {
  const asked = new URLSearchParams(query).get('@microsoft.graph.conflictBehavior');
  return asked === 'fail' || asked === 'replace' || asked === 'rename' ? asked : otherwise;
}

function askedVersion({ headers }: GraphCall): number | undefined {
  const tag = headers['if-match'];
  if (typeof tag !== 'string' || tag === '*') return undefined;
  // A tag that is not of ours is of no version.
  return versionOf(tag) ?? -1;
}

async function putReply(call: GraphCall, drive: Drive, put: Put | ItemFault): Promise<GraphReply> {
  if ('fault' in put) return refuseItem(put);
  const body = { '@odata.context': itemContext(call, ''), ...(await itemView(call, drive, put.item)) };
  return { status: put.made ? 201 : 200, body };
}

async function itemView(call: GraphCall, drive: Drive, item: DriveItem): Promise<Record<string, unknown>> {
  return driveItemOf(call, drive, item, await readFolders(call.context.db, call.context.tenant.tenantId, item));
}

async function rootView({ context }: GraphCall, drive: Drive): Promise<Record<string, unknown>> {
  return rootOf(drive, await countInRoot(context.db, context.tenant.tenantId, drive.id));
}

function itemContext({ baseUrl }: GraphCall, names: string): string {
  return `${baseUrl}/$metadata#drives('me')/root${names}/$entity`;
}

/** Of a file there is no folder, and the other way round. */
function withoutMissing(entity: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entity).filter(([, value]) => value !== undefined));
}

async function* nothing(): AsyncIterable<Uint8Array> {}

const NOT_A_FILE = { status: 400, code: 'invalidRequest', message: 'You cannot get content for a folder' };
const NOT_THE_ROOT = { status: 400, code: 'invalidRequest', message: 'The root of a drive cannot be changed.' };
