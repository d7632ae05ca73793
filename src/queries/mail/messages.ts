import { joinSql, rawSql, type Sql, sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';
import { readContent, readWholeContent } from '../../workloads/content/content.ts';
import { htmlText, textAsHtml } from '../../workloads/exchange/html-text.ts';
import { findMessage, MESSAGE_COLUMNS, type MessageRow } from '../../workloads/exchange/messages.ts';
import { type Attachment, type MessageBody, readMime } from '../../workloads/exchange/read-mime.ts';

export type { MessageRow } from '../../workloads/exchange/messages.ts';
export type { AttachmentFacts, MessageBody } from '../../workloads/exchange/read-mime.ts';

/** Which messages of a mailbox: those of a folder, or all that are in sight. */
export interface WhichMessages {
  readonly mailboxId: string;
  readonly folderId: string | undefined;
  readonly conditions: readonly Sql[];
}

/** A page of messages. */
export async function listMessages(
  db: Database,
  tenantId: string,
  which: WhichMessages,
  { order, skip, top }: { readonly order: Sql; readonly skip: number; readonly top: number },
): Promise<MessageRow[]> {
  return db.query<MessageRow>(sql`
    select ${rawSql(MESSAGE_COLUMNS)} from message m where ${conditionOf(tenantId, which)}
    order by ${order} limit ${top} offset ${skip}`);
}

/** How many messages there are. */
export async function countMessages(db: Database, tenantId: string, which: WhichMessages): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select count(*)::int as count from message m where ${conditionOf(tenantId, which)}`);
  return row?.count ?? 0;
}

function conditionOf(tenantId: string, { mailboxId, folderId, conditions }: WhichMessages): Sql {
  const folder =
    folderId === undefined
      ? sql`m.folder_id <> all(array(select f.id from mail_folder f
          where f.tenant_id = ${tenantId} and f.mailbox_id = ${mailboxId} and f.is_hidden))`
      : sql`m.folder_id = ${folderId}`;
  return joinSql([sql`m.tenant_id = ${tenantId} and m.mailbox_id = ${mailboxId}`, folder, ...conditions], ' and ');
}

/** One message of a mailbox. */
export function readMessage(
  db: Database,
  tenantId: string,
  mailboxId: string,
  id: string,
): Promise<MessageRow | undefined> {
  return findMessage(db, tenantId, mailboxId, id);
}

/** What of a message stands only in its content. */
export interface MessageContent {
  readonly body: MessageBody;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** Reads what stands in a message's content; the body as it is, or as the type that is asked for. */
export async function readMessageContent(
  db: Database,
  tenantId: string,
  { contentHash }: MessageRow,
  as: MessageBody['contentType'] | undefined,
): Promise<MessageContent> {
  const read = await readMime(await readWholeContent(db, tenantId, contentHash));
  if (!read) return { body: { contentType: as ?? 'text', content: '' }, headers: [] };
  const { body, headers } = read;
  if (as === undefined || as === body.contentType) return { body, headers };
  const content = as === 'text' ? htmlText(body.content) : textAsHtml(body.content);
  return { body: { contentType: as, content }, headers };
}

/** The bytes of the attachments of a message, in the order of its list. */
export async function readAttachments(
  db: Database,
  tenantId: string,
  { contentHash }: MessageRow,
): Promise<readonly Attachment[]> {
  const read = await readMime(await readWholeContent(db, tenantId, contentHash));
  return read?.attachments ?? [];
}

/** A message as it travels. */
export function messageBytes(db: Database, tenantId: string, { contentHash }: MessageRow): AsyncIterable<Buffer> {
  return readContent(db, tenantId, contentHash);
}
