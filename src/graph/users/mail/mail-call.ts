import { isGuid } from '../../../base/id.ts';
import { type MailAction, type OpenMailbox, openMailbox } from '../../../operations/mail/open-mailbox.ts';
import { findFolder } from '../../../queries/mail/folders.ts';
import { type MessageRow, readMessage } from '../../../queries/mail/messages.ts';
import { readJson, readText } from '../../body.ts';
import { Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import { findUserId } from '../find-user.ts';
import { FOLDER_NOT_FOUND, ITEM_NOT_FOUND, mailErrorOf } from './mail-errors.ts';

/** A call to somebody's mailbox, which is open. */
export interface MailCall extends GraphCall {
  readonly userId: string;
  readonly opened: OpenMailbox;
}

/** Opens the mailbox that a path is about; ends the request where that can't be. */
export async function mailCall(call: GraphCall, action: MailAction): Promise<MailCall> {
  const userId = await findUserId(call.context, call.keys.id ?? '');
  const opened = await openMailbox(call.context, userId, action);
  if ('reason' in opened) throw new Refused(mailErrorOf(opened));
  return { ...call, userId, opened };
}

/** The id of the folder that a key of the path, or of a body, names. */
export async function folderNamed({ context, opened }: MailCall, key: unknown): Promise<string> {
  const { db, tenant } = context;
  const folderId = typeof key === 'string' ? await findFolder(db, tenant.tenantId, opened.mailbox.id, key) : undefined;
  if (folderId === undefined) throw new Refused(FOLDER_NOT_FOUND);
  return folderId;
}

/** The message that the path names, in the folder that it names, if it names one. */
export async function messageNamed(call: MailCall): Promise<MessageRow> {
  const { context, opened, keys } = call;
  const id = keys.messageId ?? '';
  const { db, tenant } = context;
  const row = isGuid(id) ? await readMessage(db, tenant.tenantId, opened.mailbox.id, id) : undefined;
  if (!row) throw new Refused(ITEM_NOT_FOUND);
  if (keys.folderId !== undefined && (await folderNamed(call, keys.folderId)) !== row.folderId) {
    throw new Refused(ITEM_NOT_FOUND);
  }
  return row;
}

/** A body that may have attachments in it, or be a whole message. */
const LARGEST_TEXT = 48 * 1024 * 1024;

/** A body of JSON, or, as text/plain, a message as it travels in base64. */
export async function readMessageBody(call: GraphCall): Promise<{ json: unknown } | { mime: Buffer }> {
  const text = await readText(call.bytes, LARGEST_TEXT);
  const type = call.headers['content-type'];
  if (typeof type === 'string' && /^\s*text\/plain\b/i.test(type)) return { mime: Buffer.from(text, 'base64') };
  return { json: readJson(text) };
}

/** What `Prefer: outlook.body-content-type` asks for. */
export function preferredBody({ headers }: GraphCall): 'text' | 'html' | undefined {
  const wanted = /outlook\.body-content-type\s*=\s*"?(text|html)"?/i.exec(String(headers.prefer ?? ''))?.[1];
  return wanted === undefined ? undefined : (wanted.toLowerCase() as 'text' | 'html');
}

/** Tells a client that its wish about the body was heard. */
export function preferenceApplied(call: GraphCall): { headers?: Record<string, string> } {
  const body = preferredBody(call);
  return body === undefined ? {} : { headers: { 'preference-applied': `outlook.body-content-type="${body}"` } };
}

/** The person as the path names them, for context addresses. */
export function addressedAs({ keys }: GraphCall): string {
  return encodeURIComponent(keys.id ?? '');
}
