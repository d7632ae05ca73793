import { isItemName, numberedName } from '../../domain/files/item-name.ts';
import type { Database } from '../../store/database.ts';
import { type StoredContent, storeContent } from '../../workloads/content/content.ts';
import {
  binItem,
  type Drive,
  type DriveItem,
  findChild,
  findDrive,
  findItem,
  insertItem,
  isWithin,
  moveItem,
  replaceContent,
} from '../../workloads/onedrive/items.ts';
import type { Context } from '../context.ts';
import { quotaOf } from './open-drive.ts';

/** What is done where the name is taken: refuse, take the place, or another name. */
export type OnConflict = 'fail' | 'replace' | 'rename';

export type ItemFault =
  | { readonly fault: 'wrongName' }
  | { readonly fault: 'nameTaken' }
  | { readonly fault: 'noFolder' }
  | { readonly fault: 'noItem' }
  | { readonly fault: 'quotaReached' }
  /** The item is not as it was when the caller looked. */
  | { readonly fault: 'changedSince' }
  /** A folder can't be moved into itself. */
  | { readonly fault: 'circle' };

/** Where something is to be put. */
export interface Place {
  readonly parentId: string;
  readonly name: string;
}

export interface Put {
  readonly item: DriveItem;
  readonly made: boolean;
}

/** Puts a file of these bytes into a folder. They are kept as they come; what is refused afterwards is dropped later. */
export async function putFile(
  context: Context,
  drive: Drive,
  place: Place,
  bytes: AsyncIterable<Uint8Array>,
  mimeType: string,
  onConflict: OnConflict,
): Promise<Put | ItemFault> {
  if (!isItemName(place.name)) return { fault: 'wrongName' };
  const content = await storeContent(context.db, context.tenant.tenantId, bytes);
  return putContent(context, drive, place, { ...content, mimeType }, onConflict);
}

/** The same for bytes that are kept already. */
export async function putContent(
  context: Context,
  drive: Drive,
  place: Place,
  content: StoredContent & { readonly mimeType: string },
  onConflict: OnConflict,
): Promise<Put | ItemFault> {
  const { db, tenant, principal } = context;
  const { tenantId } = tenant;
  const quota = await quotaOf(db, tenantId, drive.userId);
  return inDrive(db, tenantId, drive, async (tx, current) => {
    if (!(await isFolder(tx, tenantId, drive.id, place.parentId))) return { fault: 'noFolder' };
    const there = await findChild(tx, tenantId, drive.id, place.parentId, place.name);
    const replaced = there && onConflict === 'replace' && there.contentHash !== null ? there : undefined;
    if (there && !replaced && onConflict !== 'rename') return { fault: 'nameTaken' };
    if (quota !== null && current.size + content.size - (replaced?.size ?? 0) > quota) return { fault: 'quotaReached' };
    const done = { by: principal.id, at: new Date(context.now) };
    if (replaced) {
      await replaceContent(tx, tenantId, replaced, content, done);
      return putOf(tx, tenantId, drive.id, replaced.id, false);
    }
    const name = there ? await freeName(tx, tenantId, drive.id, place) : place.name;
    const id = await insertItem(tx, tenantId, { driveId: drive.id, parentId: place.parentId, name, content, ...done });
    return putOf(tx, tenantId, drive.id, id, true);
  });
}

/** Makes a folder. */
export async function makeFolder(
  context: Context,
  drive: Drive,
  place: Place,
  onConflict: OnConflict,
): Promise<Put | ItemFault> {
  const { db, tenant, principal, now } = context;
  const { tenantId } = tenant;
  if (!isItemName(place.name)) return { fault: 'wrongName' };
  return inDrive(db, tenantId, drive, async (tx) => {
    if (!(await isFolder(tx, tenantId, drive.id, place.parentId))) return { fault: 'noFolder' };
    const there = await findChild(tx, tenantId, drive.id, place.parentId, place.name);
    if (there && onConflict === 'replace' && there.contentHash === null) return { item: there, made: false };
    if (there && onConflict !== 'rename') return { fault: 'nameTaken' };
    const name = there ? await freeName(tx, tenantId, drive.id, place) : place.name;
    const id = await insertItem(tx, tenantId, {
      driveId: drive.id,
      parentId: place.parentId,
      name,
      content: null,
      by: principal.id,
      at: new Date(now),
    });
    return putOf(tx, tenantId, drive.id, id, true);
  });
}

/** Renames an item, moves it, or both. `version`: only if it is still this one. */
export async function changeItem(
  context: Context,
  drive: Drive,
  itemId: string,
  to: Partial<Place>,
  version?: number,
): Promise<Put | ItemFault> {
  const { db, tenant, principal, now } = context;
  const { tenantId } = tenant;
  if (to.name !== undefined && !isItemName(to.name)) return { fault: 'wrongName' };
  return inDrive(db, tenantId, drive, async (tx) => {
    const item = await findItem(tx, tenantId, drive.id, itemId);
    if (!item) return { fault: 'noItem' };
    if (version !== undefined && version !== item.version) return { fault: 'changedSince' };
    const place = { parentId: to.parentId ?? item.parentId, name: to.name ?? item.name };
    if (!(await isFolder(tx, tenantId, drive.id, place.parentId))) return { fault: 'noFolder' };
    if (await isWithin(tx, tenantId, drive.id, place.parentId, item.id)) return { fault: 'circle' };
    const there = await findChild(tx, tenantId, drive.id, place.parentId, place.name);
    if (there && there.id !== item.id) return { fault: 'nameTaken' };
    await moveItem(tx, tenantId, item, { ...place, by: principal.id, at: new Date(now) });
    return putOf(tx, tenantId, drive.id, item.id, false);
  });
}

/** Puts an item into the person's own recycle bin, with all that is in it. */
export async function deleteItem(
  context: Context,
  drive: Drive,
  itemId: string,
  version?: number,
): Promise<'deleted' | ItemFault> {
  const { db, tenant, now } = context;
  const { tenantId } = tenant;
  return inDrive(db, tenantId, drive, async (tx) => {
    const item = await findItem(tx, tenantId, drive.id, itemId);
    if (!item) return { fault: 'noItem' };
    if (version !== undefined && version !== item.version) return { fault: 'changedSince' };
    await binItem(tx, tenantId, item, new Date(now));
    return 'deleted';
  });
}

/** Work on the content of a drive, which nobody else changes meanwhile: names and sizes hold under any concurrency. */
function inDrive<Result>(
  db: Database,
  tenantId: string,
  drive: Drive,
  work: (tx: Database, current: Drive) => Promise<Result | ItemFault>,
): Promise<Result | ItemFault> {
  return db.transaction(async (tx): Promise<Result | ItemFault> => {
    const current = await findDrive(tx, tenantId, { driveId: drive.id }, { lock: true });
    return current ? work(tx, current) : { fault: 'noFolder' };
  });
}

async function isFolder(tx: Database, tenantId: string, driveId: string, id: string): Promise<boolean> {
  if (id === driveId) return true;
  const item = await findItem(tx, tenantId, driveId, id);
  return item !== undefined && item.contentHash === null;
}

async function freeName(tx: Database, tenantId: string, driveId: string, place: Place): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = numberedName(place.name, number);
    if (!(await findChild(tx, tenantId, driveId, place.parentId, name))) return name;
  }
}

async function putOf(tx: Database, tenantId: string, driveId: string, id: string, made: boolean): Promise<Put> {
  const item = await findItem(tx, tenantId, driveId, id);
  if (!item) throw new Error(`The item ${id} is gone.`);
  return { item, made };
}
