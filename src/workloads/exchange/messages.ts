import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';
import type { AttachmentFacts, ReadMessage, Recipient } from './read-mime.ts';

interface Flag {
  readonly flagStatus: 'notFlagged' | 'flagged' | 'complete';
}

/** A message that is to be put into a mailbox. */
export interface NewMessage {
  readonly mailboxId: string;
  readonly folderId: string;
  readonly id: string;
  readonly contentHash: Buffer;
  readonly size: number;
  readonly read: ReadMessage;
  readonly attachments: readonly AttachmentFacts[];
  readonly receivedAt: Date;
  /** Now, by the tenant's clock. */
  readonly at: Date;
  readonly isRead: boolean;
  readonly isDraft: boolean;
}

/** A message as its row tells it. */
export interface MessageRow {
  readonly id: string;
  readonly folderId: string;
  readonly contentHash: Buffer;
  readonly size: number;
  readonly subject: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly recipients: readonly Recipient[];
  readonly internetMessageId: string | null;
  readonly conversationId: string;
  readonly sentAt: Date | null;
  readonly receivedAt: Date;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly bodyPreview: string;
  readonly attachments: readonly AttachmentFacts[];
  readonly importance: ReadMessage['importance'];
  readonly isRead: boolean;
  readonly isDraft: boolean;
  readonly flag: Flag;
  readonly categories: readonly string[];
  readonly version: number;
}

/** The columns of a row, for whoever lists messages. */
export const MESSAGE_COLUMNS = `m.id, m.folder_id as "folderId", m.content_hash as "contentHash", m.size, m.subject,
  m.from_name as "fromName", m.from_address as "fromAddress", m.recipients, m.internet_message_id as "internetMessageId",
  m.conversation_id as "conversationId", m.sent_at as "sentAt", m.received_at as "receivedAt", m.created_at as "createdAt",
  m.modified_at as "modifiedAt", m.body_preview as "bodyPreview", m.attachments, m.importance, m.is_read as "isRead",
  m.is_draft as "isDraft", m.flag, m.categories, m.version`;

/** What the row of a message tells of its attachments, with new ids. */
export function attachmentFacts({ attachments }: ReadMessage): AttachmentFacts[] {
  return attachments.map(({ content, ...facts }) => ({ id: newId(), ...facts }));
}

/**
 * Puts messages into mailboxes, whose counts and sizes move in the same statement. The mailboxes must be locked if there
 * are several, and the content must be stored.
 */
export async function insertMessages(tx: Database, tenantId: string, messages: readonly NewMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query(sql`
    with added as (
      insert into message (tenant_id, mailbox_id, id, folder_id, content_hash, size, subject, from_name, from_address, recipients,
        internet_message_id, conversation_id, sent_at, received_at, created_at, modified_at, body_preview, attachments,
        importance, is_read, is_draft, search)
      select ${tenantId}, n.mailbox_id, n.id, n.folder_id, decode(n.content_hash, 'hex'), n.size, n.subject, n.from_name, n.from_address,
        n.recipients, n.internet_message_id, n.conversation_id, n.sent_at, n.received_at, n.at, n.at, n.body_preview,
        n.attachments, n.importance, n.is_read, n.is_draft, to_tsvector('simple', n.search)
      from jsonb_to_recordset(${JSON.stringify(messages.map(recordOf))}::jsonb) as n(mailbox_id uuid, id uuid, folder_id uuid,
        content_hash text, size bigint, subject text, from_name text, from_address text, recipients jsonb, internet_message_id text,
        conversation_id uuid, sent_at timestamptz, received_at timestamptz, at timestamptz, body_preview text,
        attachments jsonb, importance text, is_read boolean, is_draft boolean, search text)
      returning mailbox_id, size),
    counted as (select mailbox_id, count(*)::int as items, sum(size)::bigint as bytes from added group by mailbox_id)
    update mailbox m set item_count = m.item_count + c.items, size_bytes = m.size_bytes + c.bytes
    from counted c where m.tenant_id = ${tenantId} and m.id = c.mailbox_id`);
}

function recordOf({ read, ...message }: NewMessage) {
  return {
    mailbox_id: message.mailboxId,
    id: message.id,
    folder_id: message.folderId,
    content_hash: message.contentHash.toString('hex'),
    size: message.size,
    subject: read.subject,
    from_name: read.from.name,
    from_address: read.from.address,
    recipients: read.recipients,
    internet_message_id: read.internetMessageId,
    conversation_id: read.conversationId,
    sent_at: message.isDraft ? null : (read.sentAt ?? message.receivedAt),
    received_at: message.receivedAt,
    at: message.at,
    body_preview: read.bodyPreview,
    attachments: message.attachments,
    importance: read.importance,
    is_read: message.isRead,
    is_draft: message.isDraft,
    search: read.searchText,
  };
}

/** One message of a mailbox. */
export async function findMessage(
  db: Database,
  tenantId: string,
  mailboxId: string,
  id: string,
  { forUpdate = false } = {},
): Promise<MessageRow | undefined> {
  const [row] = await db.query<MessageRow>({
    text: `select ${MESSAGE_COLUMNS} from message m where m.tenant_id = $1 and m.mailbox_id = $2 and m.id = $3${forUpdate ? ' for update' : ''}`,
    values: [tenantId, mailboxId, id],
  });
  return row;
}

/** What of a message changes without its content. */
export interface MessageMarks {
  readonly isRead?: boolean;
  readonly flag?: Flag;
  readonly categories?: readonly string[];
  readonly importance?: ReadMessage['importance'];
}

/** Changes the marks of a message. */
export async function updateMarks(
  tx: Database,
  tenantId: string,
  mailboxId: string,
  id: string,
  { isRead, flag, categories, importance }: MessageMarks,
  at: Date,
): Promise<void> {
  await tx.query(sql`
    update message set is_read = coalesce(${isRead ?? null}, is_read), flag = coalesce(${flag ? JSON.stringify(flag) : null}::jsonb, flag),
      categories = coalesce(${categories ?? null}::text[], categories), importance = coalesce(${importance ?? null}, importance),
      modified_at = ${at}, version = version + 1
    where tenant_id = ${tenantId} and mailbox_id = ${mailboxId} and id = ${id}`);
}

/** Gives a message other content, as when a draft is edited or sent; the mailbox's size moves in the same statement. */
export async function replaceContent(tx: Database, tenantId: string, message: NewMessage): Promise<void> {
  const { mailboxId, id, read } = message;
  await tx.query(sql`
    with was as (select size from message where tenant_id = ${tenantId} and mailbox_id = ${mailboxId} and id = ${id}),
    changed as (
      update message set folder_id = ${message.folderId}, content_hash = ${message.contentHash}, size = ${message.size},
        subject = ${read.subject}, from_name = ${read.from.name}, from_address = ${read.from.address},
        recipients = ${JSON.stringify(read.recipients)}::jsonb, internet_message_id = ${read.internetMessageId},
        conversation_id = ${read.conversationId}, sent_at = ${message.isDraft ? null : message.receivedAt},
        received_at = ${message.receivedAt}, modified_at = ${message.at}, body_preview = ${read.bodyPreview},
        attachments = ${JSON.stringify(message.attachments)}::jsonb, importance = ${read.importance},
        is_read = ${message.isRead}, is_draft = ${message.isDraft}, version = version + 1,
        search = to_tsvector('simple', ${read.searchText})
      where tenant_id = ${tenantId} and mailbox_id = ${mailboxId} and id = ${id})
    update mailbox set size_bytes = size_bytes + ${message.size} - (select size from was)
    where tenant_id = ${tenantId} and id = ${mailboxId} and exists (select from was)`);
}

/** Moves messages into another folder of their mailbox. */
export async function moveMessages(
  tx: Database,
  tenantId: string,
  mailboxId: string,
  from: { readonly ids: readonly string[] } | { readonly folderIds: readonly string[] },
  toFolderId: string,
  at: Date,
): Promise<void> {
  const which = 'ids' in from ? sql`id = any(${from.ids}::uuid[])` : sql`folder_id = any(${from.folderIds}::uuid[])`;
  await tx.query(sql`
    update message set folder_id = ${toFolderId}, modified_at = ${at}, version = version + 1
    where tenant_id = ${tenantId} and mailbox_id = ${mailboxId} and ${which}`);
}

/** Puts a copy of a message into a folder of the same mailbox, whose count and size move in the same statement. */
export async function copyMessage(
  tx: Database,
  tenantId: string,
  mailboxId: string,
  id: string,
  copy: { readonly id: string; readonly folderId: string; readonly at: Date },
): Promise<void> {
  await tx.query(sql`
    with added as (
      insert into message (tenant_id, mailbox_id, id, folder_id, content_hash, size, subject, from_name, from_address, recipients,
        internet_message_id, conversation_id, sent_at, received_at, created_at, modified_at, body_preview, attachments,
        importance, is_read, is_draft, flag, categories, search)
      select tenant_id, mailbox_id, ${copy.id}::uuid, ${copy.folderId}::uuid, content_hash, size, subject, from_name, from_address, recipients,
        internet_message_id, conversation_id, sent_at, received_at, ${copy.at}::timestamptz, ${copy.at}::timestamptz, body_preview,
        attachments, importance, is_read, is_draft, flag, categories, search
      from message where tenant_id = ${tenantId} and mailbox_id = ${mailboxId} and id = ${id} returning size)
    update mailbox m set item_count = m.item_count + 1, size_bytes = m.size_bytes + a.size
    from added a where m.tenant_id = ${tenantId} and m.id = ${mailboxId}`);
}

/** Removes messages for good, and gives the hashes of what they were made of. */
export async function deleteMessages(
  tx: Database,
  tenantId: string,
  mailboxId: string,
  ids: readonly string[],
): Promise<Buffer[]> {
  const rows = await tx.query<{ hash: Buffer }>(sql`
    with gone as (
      delete from message where tenant_id = ${tenantId} and mailbox_id = ${mailboxId} and id = any(${ids}::uuid[])
      returning content_hash, size),
    counted as (
      update mailbox set item_count = item_count - (select count(*)::int from gone),
        size_bytes = size_bytes - (select coalesce(sum(size), 0)::bigint from gone)
      where tenant_id = ${tenantId} and id = ${mailboxId})
    select distinct content_hash as hash from gone`);
  return rows.map(({ hash }) => hash);
}

/** Which of these messages stand in a folder already, by the id that they travel with, or by their content. */
export async function findKnown(
  db: Database,
  tenantId: string,
  mailboxId: string,
  folderId: string,
  wanted: readonly { readonly internetMessageId: string | null; readonly contentHash: Buffer }[],
): Promise<{ readonly ids: ReadonlySet<string>; readonly hashes: ReadonlySet<string> }> {
  const ids = wanted.flatMap(({ internetMessageId }) => internetMessageId ?? []);
  const hashes = wanted.flatMap((one) => (one.internetMessageId === null ? [one.contentHash] : []));
  const rows = await db.query<{ id: string | null; hash: string }>(sql`
    select internet_message_id as id, encode(content_hash, 'hex') as hash from message
    where tenant_id = ${tenantId} and mailbox_id = ${mailboxId} and internet_message_id = any(${ids}::text[]) and folder_id = ${folderId}
    union all
    select null, encode(content_hash, 'hex') from message
    where tenant_id = ${tenantId} and content_hash = any(${hashes}::bytea[]) and mailbox_id = ${mailboxId} and folder_id = ${folderId}`);
  return { ids: new Set(rows.flatMap(({ id }) => id ?? [])), hashes: new Set(rows.map(({ hash }) => hash)) };
}
