import { sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';

/** Folders that every mailbox has, by the names that Graph knows them by. */
export type WellKnownFolder = (typeof WELL_KNOWN_FOLDERS)[number]['name'];

/** The first is the root of the others; hidden ones are seen only by who asks for them. */
const WELL_KNOWN_FOLDERS = [
  { name: 'msgfolderroot', displayName: 'Top of Information Store', hidden: false },
  { name: 'inbox', displayName: 'Inbox', hidden: false },
  { name: 'drafts', displayName: 'Drafts', hidden: false },
  { name: 'sentitems', displayName: 'Sent Items', hidden: false },
  { name: 'deleteditems', displayName: 'Deleted Items', hidden: false },
  { name: 'junkemail', displayName: 'Junk Email', hidden: false },
  { name: 'archive', displayName: 'Archive', hidden: false },
  { name: 'outbox', displayName: 'Outbox', hidden: false },
  { name: 'recoverableitemsdeletions', displayName: 'Deletions', hidden: true },
  // What is removed even from there while a hold keeps it.
  { name: 'recoverableitemspurges', displayName: 'Purges', hidden: true },
] as const;

/** Whether a name is one that every mailbox has a folder for, in any case. */
export function wellKnownFolder(name: string): WellKnownFolder | undefined {
  return WELL_KNOWN_FOLDERS.find((folder) => folder.name === name.toLowerCase())?.name;
}

/** The folders that every mailbox has, by name. */
export type WellKnownIds = Readonly<Record<WellKnownFolder, string>>;

/** Makes the folders that every mailbox has where they are missing in one of these, and gives their ids, by mailbox. */
export async function ensureFolders(
  db: Database,
  tenantId: string,
  mailboxIds: readonly string[],
): Promise<Map<string, WellKnownIds>> {
  const known = await readWellKnown(db, tenantId, mailboxIds);
  const missing = mailboxIds.filter((id) => Object.keys(known.get(id) ?? {}).length < WELL_KNOWN_FOLDERS.length);
  if (missing.length === 0) return known;
  // Of two who make them at once, the second finds those of the first, and hangs its own on the first one's root.
  const [root, ...rest] = WELL_KNOWN_FOLDERS;
  await db.query(sql`
    insert into mail_folder (tenant_id, mailbox_id, id, display_name, well_known)
    select ${tenantId}, mailbox_id, gen_random_uuid(), ${root.displayName}, ${root.name}
    from unnest(${missing}::uuid[]) mailbox_id on conflict do nothing`);
  await db.query(sql`
    insert into mail_folder (tenant_id, mailbox_id, id, parent_id, display_name, well_known, is_hidden)
    select ${tenantId}, r.mailbox_id, gen_random_uuid(), r.id, f."displayName", f.name, f.hidden
    from mail_folder r
    cross join jsonb_to_recordset(${JSON.stringify(rest)}::jsonb) as f(name text, "displayName" text, hidden boolean)
    where r.tenant_id = ${tenantId} and r.mailbox_id = any(${missing}::uuid[]) and r.well_known = ${root.name}
    on conflict do nothing`);
  return readWellKnown(db, tenantId, mailboxIds);
}

async function readWellKnown(
  db: Database,
  tenantId: string,
  mailboxIds: readonly string[],
): Promise<Map<string, WellKnownIds>> {
  const rows = await db.query<{ mailboxId: string; folders: WellKnownIds }>(sql`
    select mailbox_id as "mailboxId", jsonb_object_agg(well_known, id) as folders from mail_folder
    where tenant_id = ${tenantId} and mailbox_id = any(${mailboxIds}::uuid[]) and well_known is not null
    group by mailbox_id`);
  return new Map(rows.map(({ mailboxId, folders }) => [mailboxId, folders]));
}

export interface FolderRow {
  readonly id: string;
  readonly displayName: string;
  readonly parentId: string | null;
  readonly wellKnown: WellKnownFolder | null;
  readonly isHidden: boolean;
}

/** All folders of a mailbox. There are few: who keeps thousands of folders has a few hundred kilobytes of them. */
export async function readFolders(db: Database, tenantId: string, mailboxId: string): Promise<FolderRow[]> {
  return db.query<FolderRow>(sql`
    select id, display_name as "displayName", parent_id as "parentId", well_known as "wellKnown", is_hidden as "isHidden"
    from mail_folder where tenant_id = ${tenantId} and mailbox_id = ${mailboxId}`);
}

/** Adds a folder below another. Throws where that has one of this name already (a duplicate key). */
export async function insertFolder(
  db: Database,
  tenantId: string,
  mailboxId: string,
  folder: Pick<FolderRow, 'id' | 'displayName' | 'isHidden'> & { readonly parentId: string },
): Promise<void> {
  await db.query(sql`
    insert into mail_folder (tenant_id, mailbox_id, id, parent_id, display_name, is_hidden)
    values (${tenantId}, ${mailboxId}, ${folder.id}, ${folder.parentId}, ${folder.displayName}, ${folder.isHidden})`);
}

/** Gives a folder another name or place. Throws where one of this name is there already (a duplicate key). */
export async function updateFolder(
  db: Database,
  tenantId: string,
  mailboxId: string,
  { id, displayName, parentId }: Pick<FolderRow, 'id' | 'displayName' | 'parentId'>,
): Promise<void> {
  await db.query(sql`
    update mail_folder set display_name = ${displayName}, parent_id = ${parentId}
    where tenant_id = ${tenantId} and mailbox_id = ${mailboxId} and id = ${id}`);
}

/** Removes folders; their messages must be elsewhere by then. */
export async function removeFolders(
  db: Database,
  tenantId: string,
  mailboxId: string,
  ids: readonly string[],
): Promise<void> {
  await db.query(sql`
    delete from mail_folder where tenant_id = ${tenantId} and mailbox_id = ${mailboxId} and id = any(${ids}::uuid[])`);
}

/** A folder with all that are below it, itself first. */
export function withFoldersBelow(folders: readonly FolderRow[], id: string): string[] {
  const below = folders.filter(({ parentId }) => parentId === id);
  return [id, ...below.flatMap((folder) => withFoldersBelow(folders, folder.id))];
}
