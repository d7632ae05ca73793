import { sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';
import { type FolderRow, readFolders, wellKnownFolder } from '../../workloads/exchange/folders.ts';

/** A folder with how much is in it. */
export interface CountedFolder extends FolderRow {
  readonly childFolderCount: number;
  readonly unreadItemCount: number;
  readonly totalItemCount: number;
  /** Bytes. */
  readonly sizeInBytes: number;
}

/** All folders of a mailbox with their counts, by name. */
export async function listFolders(db: Database, tenantId: string, mailboxId: string): Promise<CountedFolder[]> {
  const [folders, counts] = await Promise.all([
    readFolders(db, tenantId, mailboxId),
    db.query<{ id: string; total: number; unread: number; bytes: number }>(sql`
      select folder_id as id, count(*)::int as total, count(*) filter (where not is_read)::int as unread,
        sum(size)::bigint as bytes
      from message where tenant_id = ${tenantId} and mailbox_id = ${mailboxId} group by folder_id`),
  ]);
  const counted = new Map(counts.map((row) => [row.id, row]));
  return folders
    .map((folder) => ({
      ...folder,
      childFolderCount: folders.filter(({ parentId, isHidden }) => parentId === folder.id && !isHidden).length,
      unreadItemCount: counted.get(folder.id)?.unread ?? 0,
      totalItemCount: counted.get(folder.id)?.total ?? 0,
      sizeInBytes: counted.get(folder.id)?.bytes ?? 0,
    }))
    .sort((left, right) => left.displayName.localeCompare(right.displayName, 'en') || (left.id < right.id ? -1 : 1));
}

/** The id of the folder that a text names: an id of the mailbox's folders, or a name that every mailbox knows. */
export async function findFolder(
  db: Database,
  tenantId: string,
  mailboxId: string,
  key: string,
): Promise<string | undefined> {
  const name = wellKnownFolder(key);
  const folders = await readFolders(db, tenantId, mailboxId);
  return folders.find(({ id, wellKnown }) => (name === undefined ? id === key.toLowerCase() : wellKnown === name))?.id;
}
