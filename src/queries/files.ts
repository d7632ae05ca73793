import type { Database } from '../store/database.ts';
import {
  countChildren,
  type Drive,
  type DriveItem,
  findByPath,
  findItem,
  listChildren,
  readPath,
} from '../workloads/onedrive/items.ts';

export type { Drive, DriveItem };

/** A page of what is in a folder, by name. */
export function readChildren(
  db: Database,
  tenantId: string,
  driveId: string,
  parentId: string,
  page: { readonly after: string | undefined; readonly top: number },
): Promise<DriveItem[]> {
  return listChildren(db, tenantId, driveId, parentId, page);
}

/** The names of the folders in which an item stands, from the root on. */
export function readFolders(db: Database, tenantId: string, item: DriveItem): Promise<string[]> {
  return readPath(db, tenantId, item);
}

/** What an id and the names behind it lead to: an item, the root, or nothing. */
export async function readItem(
  db: Database,
  tenantId: string,
  drive: Drive,
  from: string,
  names: readonly string[],
): Promise<DriveItem | 'root' | undefined> {
  if (names.length > 0) return findByPath(db, tenantId, drive.id, from, names);
  return from === drive.id ? 'root' : findItem(db, tenantId, drive.id, from);
}

/** How many files and folders are in the root of a drive. */
export function countInRoot(db: Database, tenantId: string, driveId: string): Promise<number> {
  return countChildren(db, tenantId, driveId, driveId);
}
