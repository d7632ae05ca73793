import { rawSql, sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';
import { readContent } from '../../workloads/content/content.ts';
import { messageCondition } from './message-search.ts';
import { mailboxesIn, type SearchQuestion } from './search-places.ts';

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

const MESSAGE =
  rawSql(`'message' as kind, g.id, g.mailbox_id as "placeId", m.user_id as "userId", m.display_name as "displayName",
  g.subject, g.from_name as "fromName", g.from_address as "fromAddress",
  array(select r.address from jsonb_to_recordset(g.recipients) as r(kind text, address text) where r.kind = 'to') as "to",
  g.sent_at as "sentAt", g.received_at as date, g.size, g.body_preview as snippet,
  array(select a.name from jsonb_to_recordset(g.attachments) as a(name text, "isInline" boolean) where a."isInline" is not true) as attachments`);

/** A page of what a search finds, the latest first. */
export async function readHits(
  db: Database,
  tenantId: string,
  question: SearchQuestion,
  after: HitPlace | null,
  top: number,
): Promise<SearchHit[]> {
  const from =
    after === null
      ? sql`true`
      : sql`(g.received_at, g.id) < (select b.received_at, b.id from message b
          where b.tenant_id = ${tenantId} and b.mailbox_id = ${after.placeId} and b.id = ${after.id})`;
  return db.query<SearchHit>(sql`
    select ${MESSAGE} from (
      select g.* from message g
      where g.tenant_id = ${tenantId} and ${messageCondition(question.query)} and g.mailbox_id in (${mailboxesIn(tenantId, question)})
        and ${from}
      order by g.received_at desc, g.id desc limit ${top}) g
    join mailbox m on m.tenant_id = ${tenantId} and m.id = g.mailbox_id
    order by g.received_at desc, g.id desc`);
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

/** A part of all that a search finds, mailbox by mailbox: what comes after an item of a mailbox. */
export async function readExportPart(
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
        and (${after?.placeId ?? null}::uuid is null or (g.mailbox_id, g.id) > (${after?.placeId ?? null}::uuid, ${after?.id ?? null}::uuid))
      order by g.mailbox_id, g.id limit ${top}) g
    join mailbox m on m.tenant_id = ${tenantId} and m.id = g.mailbox_id
    order by g.mailbox_id, g.id`);
}

/** The bytes of an exported item: a message as it travelled, a file as it is. */
export function readItemBytes(db: Database, tenantId: string, { contentHash }: ExportedItem): AsyncIterable<Buffer> {
  return readContent(db, tenantId, contentHash);
}
