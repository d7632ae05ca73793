import { newId } from '../../base/id.ts';
import { rawSql, type Sql, sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';
import type { StoredContent } from '../content/content.ts';

/** A drive as those who open it see it. */
export interface Drive {
  readonly id: string;
  readonly userId: string;
  readonly ownerName: string;
  readonly state: 'active' | 'readOnly' | 'archived' | 'recycleBin';
  readonly stateSince: Date;
  readonly unlicensedSince: Date | null;
  readonly orphanedSince: Date | null;
  readonly size: number;
  readonly deletedSize: number;
  readonly createdAt: Date;
}

/** A file or a folder. Of a folder content and MIME type are null. */
export interface DriveItem {
  readonly id: string;
  readonly driveId: string;
  readonly parentId: string;
  readonly name: string;
  readonly contentHash: Buffer | null;
  readonly size: number;
  readonly mimeType: string | null;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly createdBy: string | null;
  readonly modifiedBy: string | null;
  readonly version: number;
  readonly childCount: number;
  readonly deletedAt: Date | null;
}

const DRIVE =
  rawSql(`d.id, d.user_id as "userId", d.display_name as "ownerName", d.state, d.state_since as "stateSince",
  d.unlicensed_since as "unlicensedSince", d.orphaned_since as "orphanedSince", d.size_bytes as size,
  d.deleted_bytes as "deletedSize", d.created_at as "createdAt"`);

const ITEM =
  rawSql(`i.id, i.drive_id as "driveId", i.parent_id as "parentId", i.name, i.content_hash as "contentHash", i.size,
  i.mime_type as "mimeType", i.created_at as "createdAt", i.modified_at as "modifiedAt", i.created_by as "createdBy",
  i.modified_by as "modifiedBy", i.version, i.deleted_at as "deletedAt",
  case when i.content_hash is null then (select count(*)::int from drive_item c
    where c.tenant_id = i.tenant_id and c.drive_id = i.drive_id and c.parent_id = i.id and c.deleted_at is null) else 0 end as "childCount"`);

/** A drive by its own id or its owner's; locked for a change of its content, if asked. */
export async function findDrive(
  db: Database,
  tenantId: string,
  by: { readonly driveId: string } | { readonly userId: string },
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Drive | undefined> {
  const which = 'driveId' in by ? sql`d.id = ${by.driveId}` : sql`d.user_id = ${by.userId}`;
  const [row] = await db.query<Drive>(sql`
    select ${DRIVE} from drive d where d.tenant_id = ${tenantId} and ${which} ${rawSql(lock ? 'for update' : '')}`);
  return row;
}

/** Whether somebody was given access to a drive that is not theirs. */
export async function hasAccess(db: Database, tenantId: string, driveId: string, userId: string): Promise<boolean> {
  const rows = await db.query(sql`
    select from drive_access where tenant_id = ${tenantId} and drive_id = ${driveId} and user_id = ${userId}`);
  return rows.length > 0;
}

/** An item that is not deleted; undefined where there is none. */
export async function findItem(
  db: Database,
  tenantId: string,
  driveId: string,
  itemId: string,
): Promise<DriveItem | undefined> {
  const [row] = await db.query<DriveItem>(sql`
    select ${ITEM} from drive_item i
    where i.tenant_id = ${tenantId} and i.drive_id = ${driveId} and i.id = ${itemId} and i.deleted_at is null`);
  return row;
}

/** The item that a path leads to from a folder, by names in any case; undefined where it leads nowhere. */
export async function findByPath(
  db: Database,
  tenantId: string,
  driveId: string,
  from: string,
  names: readonly string[],
): Promise<DriveItem | undefined> {
  const keys = names.map(nameKey);
  const [row] = await db.query<DriveItem>(sql`
    with recursive walk as (
      select ${from}::uuid as id, 0 as depth
      union all
      select i.id, w.depth + 1 from walk w
      join drive_item i on i.tenant_id = ${tenantId} and i.drive_id = ${driveId} and i.parent_id = w.id
        and i.name_key = (${keys}::text[])[w.depth + 1])
    select ${ITEM} from walk w
    join drive_item i on i.tenant_id = ${tenantId} and i.drive_id = ${driveId} and i.id = w.id and i.deleted_at is null
    where w.depth = ${names.length}`);
  return row;
}

/** The names of the folders in which an item stands, from the root on, without its own. */
export async function readPath(
  db: Database,
  tenantId: string,
  item: Pick<DriveItem, 'driveId' | 'parentId'>,
): Promise<string[]> {
  const rows = await db.query<{ name: string }>(sql`
    with recursive above as (
      select i.id, i.parent_id, i.name, 1 as depth from drive_item i
      where i.tenant_id = ${tenantId} and i.drive_id = ${item.driveId} and i.id = ${item.parentId}
      union all
      select i.id, i.parent_id, i.name, a.depth + 1 from above a
      join drive_item i on i.tenant_id = ${tenantId} and i.drive_id = ${item.driveId} and i.id = a.parent_id)
    select name from above order by depth desc`);
  return rows.map(({ name }) => name);
}

/** A page of what is in a folder, by name, from after a name on. */
export async function listChildren(
  db: Database,
  tenantId: string,
  driveId: string,
  parentId: string,
  page: { readonly after: string | undefined; readonly top: number },
): Promise<DriveItem[]> {
  return db.query<DriveItem>(sql`
    select ${ITEM} from drive_item i
    where i.tenant_id = ${tenantId} and i.drive_id = ${driveId} and i.parent_id = ${parentId} and i.deleted_at is null
      and i.name_key > ${page.after ?? ''}
    order by i.name_key limit ${page.top}`);
}

/** How many files and folders are in a folder. */
export async function countChildren(
  db: Database,
  tenantId: string,
  driveId: string,
  parentId: string,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select count(*)::int as count from drive_item
    where tenant_id = ${tenantId} and drive_id = ${driveId} and parent_id = ${parentId} and deleted_at is null`);
  return row?.count ?? 0;
}

/** What stands under a name in a folder. */
export async function findChild(
  db: Database,
  tenantId: string,
  driveId: string,
  parentId: string,
  name: string,
): Promise<DriveItem | undefined> {
  const [row] = await db.query<DriveItem>(sql`
    select ${ITEM} from drive_item i
    where i.tenant_id = ${tenantId} and i.drive_id = ${driveId} and i.parent_id = ${parentId} and i.name_key = ${nameKey(name)}`);
  return row;
}

export interface NewItem {
  readonly driveId: string;
  readonly parentId: string;
  readonly name: string;
  readonly content: (StoredContent & { readonly mimeType: string }) | null;
  readonly by: string | null;
  readonly at: Date;
}

/** Adds a file or a folder. The name must be free. Gives its id. */
export async function insertItem(tx: Database, tenantId: string, item: NewItem): Promise<string> {
  const id = newId();
  const { driveId, content, at, by } = item;
  await tx.query(sql`
    insert into drive_item (tenant_id, drive_id, id, parent_id, name, name_key, content_hash, size, mime_type, created_at, modified_at,
      created_by, modified_by)
    values (${tenantId}, ${driveId}, ${id}, ${item.parentId}, ${item.name}, ${nameKey(item.name)}, ${content?.hash ?? null},
      ${content?.size ?? 0}, ${content?.mimeType ?? null}, ${at}, ${at}, ${by}, ${by})`);
  await grow(tx, tenantId, driveId, content?.size ?? 0);
  return id;
}

/** Puts other bytes in place of a file's. */
export async function replaceContent(
  tx: Database,
  tenantId: string,
  item: Pick<DriveItem, 'driveId' | 'id' | 'size'>,
  content: StoredContent & { readonly mimeType: string },
  { by, at }: { readonly by: string | null; readonly at: Date },
): Promise<void> {
  await tx.query(sql`
    update drive_item set content_hash = ${content.hash}, size = ${content.size}, mime_type = ${content.mimeType},
      modified_at = ${at}, modified_by = ${by}, version = version + 1
    where tenant_id = ${tenantId} and drive_id = ${item.driveId} and id = ${item.id}`);
  await grow(tx, tenantId, item.driveId, content.size - item.size);
}

/** Gives an item another name or another folder. Both must be free for it. */
export async function moveItem(
  tx: Database,
  tenantId: string,
  item: Pick<DriveItem, 'driveId' | 'id'>,
  to: { readonly parentId: string; readonly name: string; readonly by: string | null; readonly at: Date },
): Promise<void> {
  await tx.query(sql`
    update drive_item set parent_id = ${to.parentId}, name = ${to.name}, name_key = ${nameKey(to.name)}, modified_at = ${to.at},
      modified_by = ${to.by}, version = version + 1
    where tenant_id = ${tenantId} and drive_id = ${item.driveId} and id = ${item.id}`);
}

/** Whether a folder stands in another one, or is it. */
export async function isWithin(
  db: Database,
  tenantId: string,
  driveId: string,
  folderId: string,
  outerId: string,
): Promise<boolean> {
  const rows = await db.query(sql`
    with recursive above as (
      select ${folderId}::uuid as id
      union all
      select i.parent_id from above a
      join drive_item i on i.tenant_id = ${tenantId} and i.drive_id = ${driveId} and i.id = a.id)
    select from above where id = ${outerId}`);
  return rows.length > 0;
}

/** Puts an item with all that is in it into the person's own recycle bin. */
export async function binItem(
  tx: Database,
  tenantId: string,
  item: Pick<DriveItem, 'driveId' | 'id'>,
  at: Date,
): Promise<void> {
  const [gone] = await tx.query<{ size: number }>(sql`
    with recursive inside as (${subtree(tenantId, item)}),
    binned as (
      update drive_item i set deleted_at = ${at}, deleted_with = ${item.id}, name_key = i.id || '/' || i.name_key
      from inside where i.tenant_id = ${tenantId} and i.drive_id = ${item.driveId} and i.id = inside.id and i.deleted_at is null
      returning i.size)
    select coalesce(sum(size), 0)::bigint as size from binned`);
  const size = gone?.size ?? 0;
  await tx.query(sql`
    update drive set size_bytes = size_bytes - ${size}, deleted_bytes = deleted_bytes + ${size}
    where tenant_id = ${tenantId} and id = ${item.driveId}`);
}

function subtree(tenantId: string, item: Pick<DriveItem, 'driveId' | 'id'>): Sql {
  return sql`
    select ${item.id}::uuid as id
    union all
    select c.id from inside p
    join drive_item c on c.tenant_id = ${tenantId} and c.drive_id = ${item.driveId} and c.parent_id = p.id and c.deleted_at is null`;
}

async function grow(tx: Database, tenantId: string, driveId: string, by: number): Promise<void> {
  if (by === 0) return;
  await tx.query(sql`
    update drive set size_bytes = size_bytes + ${by} where tenant_id = ${tenantId} and id = ${driveId}`);
}

/** A name as it is compared: two that differ only in case can't stand in one folder. */
function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
