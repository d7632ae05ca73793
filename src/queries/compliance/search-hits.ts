import { rawSql, type Sql, sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';
import { readContent } from '../../workloads/content/content.ts';
import { fileCondition, IS_FILE } from './file-search.ts';
import { messageCondition } from './message-search.ts';
import { drivesIn, mailboxesIn, type SearchQuestion } from './search-places.ts';

/** Something that a search found. */
export interface SearchHit {
  readonly kind: 'message' | 'file';
  readonly id: string;
  /** The mailbox or drive that it is in, and whose that is. */
  readonly placeId: string;
  readonly userId: string;
  readonly displayName: string;
  readonly subject: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly to: readonly string[];
  readonly sentAt: Date | null;
  /** When a message came, or a file was changed last. */
  readonly date: Date;
  readonly size: number;
  readonly snippet: string;
  readonly attachments: readonly string[];
}

/** Where a page of hits begins: after this one. */
export interface HitPlace {
  readonly placeId: string;
  readonly id: string;
}

/** What a search finds of messages `g` in mailboxes `m`, and of files `f` in drives `d`, in the same columns. */
const MESSAGE =
  rawSql(`'message' as kind, g.id, g.mailbox_id as "placeId", m.user_id as "userId", m.display_name as "displayName",
  g.subject, g.from_name as "fromName", g.from_address as "fromAddress",
  array(select r.address from jsonb_to_recordset(g.recipients) as r(kind text, address text) where r.kind = 'to') as "to",
  g.sent_at as "sentAt", g.received_at as date, g.size, g.body_preview as snippet,
  array(select a.name from jsonb_to_recordset(g.attachments) as a(name text, "isInline" boolean) where a."isInline" is not true) as attachments`);
const FILE =
  rawSql(`'file' as kind, f.id, f.drive_id as "placeId", d.user_id as "userId", d.display_name as "displayName",
  f.name as subject, coalesce(u.display_name, '') as "fromName", coalesce(u.user_principal_name, '') as "fromAddress",
  '{}'::text[] as "to", null::timestamptz as "sentAt", f.modified_at as date, f.size, '' as snippet, '{}'::text[] as attachments`);

/** A page of what a search finds, the latest first. */
export async function readHits(
  db: Database,
  tenantId: string,
  question: SearchQuestion,
  after: HitPlace | null,
  top: number,
): Promise<SearchHit[]> {
  const from = (date: Sql) =>
    after === null
      ? sql`true`
      : sql`${date} < (
          select b.received_at, b.id from message b
          where b.tenant_id = ${tenantId} and b.mailbox_id = ${after.placeId} and b.id = ${after.id}
          union all
          select b.modified_at, b.id from drive_item b
          where b.tenant_id = ${tenantId} and b.drive_id = ${after.placeId} and b.id = ${after.id})`;
  return db.query<SearchHit>(sql`
    select * from (
      select ${MESSAGE} from (
        select g.* from message g
        where g.tenant_id = ${tenantId} and ${messageCondition(question.query)} and g.mailbox_id in (${mailboxesIn(tenantId, question)})
          and ${from(sql`(g.received_at, g.id)`)}
        order by g.received_at desc, g.id desc limit ${top}) g
      join mailbox m on m.tenant_id = ${tenantId} and m.id = g.mailbox_id
      union all
      select ${FILE} from (
        select f.* from drive_item f
        where f.tenant_id = ${tenantId} and ${IS_FILE} and ${fileCondition(question.query)} and f.drive_id in (${drivesIn(tenantId, question)})
          and ${from(sql`(f.modified_at, f.id)`)}
        order by f.modified_at desc, f.id desc limit ${top}) f
      join drive d on d.tenant_id = ${tenantId} and d.id = f.drive_id
      left join users u on u.tenant_id = ${tenantId} and u.id = f.created_by
    ) hit order by date desc, id desc limit ${top}`);
}

/** Something to be exported: where it lies, and by which bytes. */
export interface ExportedItem extends SearchHit {
  readonly address: string | null;
  /** Why the place was searched: it is open, or a hold keeps it. */
  readonly state: string;
  /** The folder that it is in, from the top of its mailbox or drive. */
  readonly path: string;
  readonly contentHash: Buffer;
  readonly internetMessageId: string | null;
}

/** A part of all that a search finds, mailbox by mailbox and then drive by drive: what comes after an item. */
export async function readExportPart(
  db: Database,
  tenantId: string,
  question: SearchQuestion,
  after: Pick<ExportedItem, 'kind' | 'placeId' | 'id'> | null,
  top: number,
): Promise<ExportedItem[]> {
  if (after?.kind === 'file') return readFiles(db, tenantId, question, after, top);
  const messages = await readMessages(db, tenantId, question, after, top);
  if (messages.length === top) return messages;
  return [...messages, ...(await readFiles(db, tenantId, question, null, top - messages.length))];
}

function readMessages(
  db: Database,
  tenantId: string,
  question: SearchQuestion,
  after: HitPlace | null,
  top: number,
): Promise<ExportedItem[]> {
  return db.query<ExportedItem>(sql`
    select ${MESSAGE}, m.address, m.state, g.content_hash as "contentHash", g.internet_message_id as "internetMessageId",
      (with recursive up as (
          select f.parent_id, f.display_name::text as path from mail_folder f
          where f.tenant_id = g.tenant_id and f.mailbox_id = g.mailbox_id and f.id = g.folder_id
          union all
          select f.parent_id, f.display_name || '/' || up.path from up
          join mail_folder f on f.tenant_id = g.tenant_id and f.mailbox_id = g.mailbox_id and f.id = up.parent_id)
        select coalesce((select path from up where parent_id is null), '')) as path
    from (
      select g.* from message g
      where g.tenant_id = ${tenantId} and ${messageCondition(question.query)} and g.mailbox_id in (${mailboxesIn(tenantId, question)})
        and ${after === null ? sql`true` : sql`(g.mailbox_id, g.id) > (${after.placeId}::uuid, ${after.id}::uuid)`}
      order by g.mailbox_id, g.id limit ${top}) g
    join mailbox m on m.tenant_id = ${tenantId} and m.id = g.mailbox_id
    order by g.mailbox_id, g.id`);
}

function readFiles(
  db: Database,
  tenantId: string,
  question: SearchQuestion,
  after: HitPlace | null,
  top: number,
): Promise<ExportedItem[]> {
  return db.query<ExportedItem>(sql`
    select ${FILE}, coalesce(o.mail, o.user_principal_name) as address, d.state, f.content_hash as "contentHash",
      null as "internetMessageId",
      (with recursive up as (
          select f.parent_id, ''::text as path
          union all
          select i.parent_id, i.name || case up.path when '' then '' else '/' || up.path end from up
          join drive_item i on i.tenant_id = f.tenant_id and i.drive_id = f.drive_id and i.id = up.parent_id)
        select coalesce((select path from up where parent_id = f.drive_id limit 1), '')) as path
    from (
      select f.* from drive_item f
      where f.tenant_id = ${tenantId} and ${IS_FILE} and ${fileCondition(question.query)} and f.drive_id in (${drivesIn(tenantId, question)})
        and ${after === null ? sql`true` : sql`(f.drive_id, f.id) > (${after.placeId}::uuid, ${after.id}::uuid)`}
      order by f.drive_id, f.id limit ${top}) f
    join drive d on d.tenant_id = ${tenantId} and d.id = f.drive_id
    left join users u on u.tenant_id = ${tenantId} and u.id = f.created_by
    left join users o on o.tenant_id = ${tenantId} and o.id = d.user_id
    order by f.drive_id, f.id`);
}

/** The bytes of an exported item: a message as it travelled, a file as it is. */
export function readItemBytes(db: Database, tenantId: string, { contentHash }: ExportedItem): AsyncIterable<Buffer> {
  return readContent(db, tenantId, contentHash);
}
