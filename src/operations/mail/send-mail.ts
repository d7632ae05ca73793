import { newId } from '../../base/id.ts';
import { addressKey, isAddress } from '../../domain/mail/addresses.ts';
import type { MailRefusal } from '../../domain/mail/mail-refusals.ts';
import { readWholeContent, storeContent } from '../../workloads/content/content.ts';
import { hasRoom } from '../../workloads/exchange/mailbox-room.ts';
import { readAddresses } from '../../workloads/exchange/mailbox-rows.ts';
import { attachmentFacts, findMessage, insertMessages, replaceContent } from '../../workloads/exchange/messages.ts';
import { withFields, withoutFields } from '../../workloads/exchange/mime-head.ts';
import { type ReadMessage, readMime } from '../../workloads/exchange/read-mime.ts';
import type { Context } from '../context.ts';
import { deliverMail } from './deliver-mail.ts';
import { auditMail, type OpenMailbox, openMailbox } from './open-mailbox.ts';

/** Bytes of the largest message that is sent; the default of Exchange Online. */
export const LARGEST_SENT_BYTES = 35 * 1024 * 1024;
/** People whom one message can be sent to. */
const MOST_RECIPIENTS = 500;

/**
 * Sends a message as a person, and keeps a copy among what they sent. What can't be delivered comes back to them as a
 * report: to be sent is not to be delivered.
 */
export async function sendMail(
  context: Context,
  userId: string,
  raw: Buffer,
  { keepCopy }: { readonly keepCopy: boolean },
): Promise<MailRefusal | 'sent'> {
  const opened = await openMailbox(context, userId, 'sendMail');
  if ('reason' in opened) return opened;
  const ready = await readyToSend(context, opened, raw);
  if ('reason' in ready) return ready;
  return context.db.transaction<'sent'>(async (tx) => {
    const within = { ...context, db: tx };
    await send(within, opened, ready);
    if (keepCopy) await keepSent(within, opened, ready);
    await auditMail(tx, context, opened, 'Send mail');
    return 'sent';
  });
}

/** A message that can go out, with the blind copies named. */
interface ReadyMessage {
  readonly raw: Buffer;
  readonly read: ReadMessage;
  readonly recipients: readonly string[];
}

/** Reads what is to be sent and completes it, or says why it can't be sent. */
async function readyToSend(
  context: Context,
  { mailbox }: OpenMailbox,
  given: Buffer,
): Promise<ReadyMessage | MailRefusal> {
  const { db, tenant, now } = context;
  const first = await readMime(given);
  if (!first) return { reason: 'unreadableMessage' };
  const own = await readAddresses(db, tenant.tenantId, mailbox.userId);
  if (first.from.address !== '' && !own.includes(addressKey(first.from.address))) return { reason: 'sendAsDenied' };
  const missing: [string, string][] = [];
  if (first.from.address === '') missing.push(['From', mailbox.address]);
  if (first.sentAt === null) missing.push(['Date', new Date(now).toUTCString().replace('GMT', '+0000')]);
  if (first.internetMessageId === null) missing.push(['Message-ID', `<${newId()}@${tenant.defaultDomain}>`]);
  const raw = missing.length > 0 ? withFields(given, missing) : given;
  if (raw.length > LARGEST_SENT_BYTES) return { reason: 'messageTooLarge' };
  const read = missing.length > 0 ? await readMime(raw) : first;
  if (!read) return { reason: 'unreadableMessage' };
  const recipients = read.recipients.filter(({ kind }) => kind !== 'replyTo').map(({ address }) => address);
  if (recipients.length === 0 || recipients.length > MOST_RECIPIENTS) return { reason: 'invalidRecipients' };
  const wrong = recipients.find((address) => !isAddress(address));
  if (wrong !== undefined) return { reason: 'invalidRecipients', address: wrong };
  if (!(await hasRoom(db, tenant, mailbox, raw.length))) return { reason: 'quotaExceeded' };
  return { raw, read, recipients };
}

/** Sends a draft, which then stands among what was sent. */
export async function sendDraft(context: Context, userId: string, messageId: string): Promise<MailRefusal | 'sent'> {
  const { db, tenant, now } = context;
  const { tenantId } = tenant;
  const opened = await openMailbox(context, userId, 'sendMail');
  if ('reason' in opened) return opened;
  const row = await findMessage(db, tenantId, opened.mailbox.id, messageId);
  if (!row) return { reason: 'unknownItem' };
  if (!row.isDraft) return { reason: 'notADraft' };
  const written = withoutFields(await readWholeContent(db, tenantId, row.contentHash), ['date']);
  const ready = await readyToSend(context, opened, written);
  if ('reason' in ready) return ready;
  return db.transaction<MailRefusal | 'sent'>(async (tx) => {
    const within = { ...context, db: tx };
    await send(within, opened, ready);
    // Somebody may have changed or sent it in this very moment.
    const still = await findMessage(tx, tenantId, opened.mailbox.id, messageId, { forUpdate: true });
    if (still?.version !== row.version) throw new Error('The draft was changed while it was sent.');
    const content = await storeContent(tx, tenantId, ready.raw);
    const at = new Date(now);
    await replaceContent(tx, tenantId, {
      mailboxId: opened.mailbox.id,
      folderId: opened.folders.sentitems,
      id: row.id,
      contentHash: content.hash,
      size: content.size,
      read: ready.read,
      attachments: row.attachments,
      receivedAt: at,
      at,
      isRead: true,
      isDraft: false,
    });
    await auditMail(tx, context, opened, 'Send mail');
    return 'sent';
  });
}

/** Delivers a message to whom it names, blind copies named to nobody. */
async function send(context: Context, { mailbox }: OpenMailbox, { raw, recipients }: ReadyMessage): Promise<void> {
  await deliverMail(context, { sender: mailbox.address, recipients }, withoutFields(raw, ['bcc']));
}

async function keepSent(context: Context, { mailbox, folders }: OpenMailbox, { raw, read }: ReadyMessage) {
  const { db, tenant, now } = context;
  const content = await storeContent(db, tenant.tenantId, raw);
  const at = new Date(now);
  await insertMessages(db, tenant.tenantId, [
    {
      mailboxId: mailbox.id,
      folderId: folders.sentitems,
      id: newId(),
      contentHash: content.hash,
      size: content.size,
      read,
      attachments: attachmentFacts(read),
      receivedAt: at,
      at,
      isRead: true,
      isDraft: false,
    },
  ]);
}

/** Whether bytes can be read as a message at all. */
export async function isMessage(raw: Buffer): Promise<boolean> {
  return (await readMime(raw)) !== undefined;
}

/** A message that came in by SMTP, with where it came from before all else (RFC 5321, 4.4). */
export function withTrace(
  { tenant, now }: Context,
  raw: Buffer,
  { sender, client, name }: { readonly sender: string | null; readonly client: string; readonly name: string },
): Buffer {
  const ascii = (text: string) => text.replace(/[^\x21-\x7e]/g, '?').slice(0, 255);
  const date = new Date(now).toUTCString().replace('GMT', '+0000');
  return withFields(raw, [
    ['Return-Path', `<${ascii(sender ?? '')}>`],
    ['Received', `from ${ascii(name)} ([${ascii(client)}]) by ${tenant.defaultDomain} with ESMTP; ${date}`],
  ]);
}
