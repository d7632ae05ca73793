import { newId } from '../../base/id.ts';
import { addressKey, isAddress, type MailAddress } from '../../domain/mail/addresses.ts';
import type { MailRefusal } from '../../domain/mail/mail-refusals.ts';
import { readWholeContent, storeContent } from '../../workloads/content/content.ts';
import { composeMime, type Draft, draftOf, inOrder } from '../../workloads/exchange/compose-mime.ts';
import { hasRoom } from '../../workloads/exchange/mailbox-room.ts';
import { lockMailboxes, readAddresses } from '../../workloads/exchange/mailbox-rows.ts';
import {
  attachmentFacts,
  findMessage,
  insertMessages,
  type MessageMarks,
  type MessageRow,
  replaceContent,
  updateMarks,
} from '../../workloads/exchange/messages.ts';
import { type Attachment, type MessageBody, readMime } from '../../workloads/exchange/read-mime.ts';
import type { Context } from '../context.ts';
import { auditMail, type OpenMailbox, openMailbox } from './open-mailbox.ts';
import { LARGEST_SENT_BYTES } from './send-mail.ts';

/** An attachment as it is given: its content with the name and type that it is to have. */
export type NewAttachment = Pick<Attachment, 'name' | 'contentType' | 'isInline' | 'contentId' | 'content'>;

/** What is said of a message; what is left out stays, or is empty. */
export interface MessageFields extends MessageMarks {
  readonly subject?: string;
  readonly body?: MessageBody;
  readonly from?: MailAddress;
  readonly to?: readonly MailAddress[];
  readonly cc?: readonly MailAddress[];
  readonly bcc?: readonly MailAddress[];
  readonly replyTo?: readonly MailAddress[];
  readonly attachments?: readonly NewAttachment[];
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  /** Only of new messages: whether it is one to be sent still. */
  readonly isDraft?: boolean;
}

/** Writes a new message of a person from what is said of it. */
export async function composeNew(
  context: Context,
  { mailbox }: OpenMailbox,
  fields: MessageFields,
): Promise<Buffer | MailRefusal> {
  const { db, tenant, now } = context;
  const own = await readAddresses(db, tenant.tenantId, mailbox.userId);
  const from = fields.from ?? { name: mailbox.displayName, address: mailbox.address };
  if (!own.includes(addressKey(from.address))) return { reason: 'sendAsDenied' };
  const draft: Draft = {
    subject: '',
    body: { contentType: 'text', content: '' },
    to: [],
    cc: [],
    bcc: [],
    replyTo: [],
    attachments: [],
    importance: 'normal',
    headers: [],
    ...fields,
    from,
    internetMessageId: `<${newId()}@${tenant.defaultDomain}>`,
    inReplyTo: null,
    references: [],
  };
  return writtenDown(draft, now);
}

/** Puts a new message into a folder, or among the drafts; gives its id. Bytes are taken as they are. */
export async function createMessage(
  context: Context,
  userId: string,
  folderId: string | undefined,
  given: MessageFields | Buffer,
): Promise<{ readonly messageId: string } | MailRefusal> {
  const { db, tenant, now } = context;
  const { tenantId } = tenant;
  const opened = await openMailbox(context, userId, 'writeMail');
  if ('reason' in opened) return opened;
  const raw = Buffer.isBuffer(given) ? given : await composeNew(context, opened, given);
  if ('reason' in raw) return raw;
  const read = await readMime(raw);
  if (!read) return { reason: 'unreadableMessage' };
  const fields: MessageFields = Buffer.isBuffer(given) ? {} : given;
  const messageId = newId();
  return db.transaction(async (tx) => {
    const [mailbox] = await lockMailboxes(tx, tenantId, [opened.mailbox.id]);
    if (mailbox?.state !== 'active') return { reason: 'mailboxNotActive' };
    if (!(await hasRoom(tx, tenant, mailbox, raw.length))) return { reason: 'quotaExceeded' };
    const content = await storeContent(tx, tenantId, raw);
    const at = new Date(now);
    const isDraft = fields.isDraft ?? true;
    await insertMessages(tx, tenantId, [
      {
        mailboxId: mailbox.id,
        folderId: folderId ?? opened.folders.drafts,
        id: messageId,
        contentHash: content.hash,
        size: content.size,
        read,
        attachments: attachmentFacts(read),
        receivedAt: isDraft ? at : (read.sentAt ?? at),
        at,
        isRead: fields.isRead ?? isDraft,
        isDraft,
      },
    ]);
    const { flag, categories } = fields;
    if (flag ?? categories) {
      const marks = { ...(flag ? { flag } : {}), ...(categories ? { categories } : {}) };
      await updateMarks(tx, tenantId, mailbox.id, messageId, marks, at);
    }
    await auditMail(tx, context, opened, 'Create message', { messageId });
    return { messageId };
  });
}

/**
 * Changes a message: its marks always, the rest only of a draft, which is written anew. What came in or was sent
 * stays as it is.
 */
export async function updateMessage(
  context: Context,
  userId: string,
  messageId: string,
  { isRead, flag, categories, ...fields }: Omit<MessageFields, 'attachments' | 'isDraft'>,
): Promise<MailRefusal | 'changed'> {
  const { db, tenant, now } = context;
  const marks: MessageMarks = {
    ...(isRead === undefined ? {} : { isRead }),
    ...(flag === undefined ? {} : { flag }),
    ...(categories === undefined ? {} : { categories }),
    ...(fields.importance === undefined ? {} : { importance: fields.importance }),
  };
  const { importance, ...written } = fields;
  return changeMessage(context, userId, messageId, async (tx, opened, row) => {
    if (Object.keys(written).length > 0 || (importance !== undefined && row.isDraft)) {
      const property = Object.keys(written)[0] ?? 'importance';
      if (!row.isDraft) return { reason: 'notADraft', property };
      if (fields.from) {
        const own = await readAddresses(db, tenant.tenantId, opened.mailbox.userId);
        if (!own.includes(addressKey(fields.from.address))) return { reason: 'sendAsDenied' };
      }
      const refusal = await rewriteDraft(tx, opened, row, (draft) => ({ ...draft, ...fields }));
      if (refusal) return refusal;
    }
    await updateMarks(tx.db, tenant.tenantId, opened.mailbox.id, row.id, marks, new Date(now));
    await auditMail(tx.db, context, opened, 'Update message', { messageId });
    return 'changed';
  });
}

/** Adds an attachment to a draft; gives its id. */
export async function addAttachment(
  context: Context,
  userId: string,
  messageId: string,
  attachment: NewAttachment,
): Promise<MailRefusal | { readonly attachmentId: string }> {
  return changeMessage(context, userId, messageId, async (within, opened, row) => {
    const attachmentId = newId();
    const refusal = await rewriteDraft(within, opened, row, (draft) => ({
      ...draft,
      attachments: [...draft.attachments, { ...attachment, id: attachmentId }],
    }));
    if (refusal) return refusal;
    await auditMail(within.db, context, opened, 'Update message', { messageId });
    return { attachmentId };
  });
}

/** Takes an attachment out of a draft. */
export async function removeAttachment(
  context: Context,
  userId: string,
  messageId: string,
  attachmentId: string,
): Promise<MailRefusal | 'changed'> {
  return changeMessage(context, userId, messageId, async (within, opened, row) => {
    if (!row.attachments.some(({ id }) => id === attachmentId)) return { reason: 'unknownItem' };
    const refusal = await rewriteDraft(within, opened, row, (draft) => ({
      ...draft,
      attachments: draft.attachments.filter(({ id }) => id !== attachmentId),
    }));
    if (refusal) return refusal;
    await auditMail(within.db, context, opened, 'Update message', { messageId });
    return 'changed';
  });
}

/** Does something with a message in a transaction that has locked its mailbox and it. */
async function changeMessage<Result>(
  context: Context,
  userId: string,
  messageId: string,
  work: (within: Context, opened: OpenMailbox, row: MessageRow) => Promise<Result | MailRefusal>,
): Promise<Result | MailRefusal> {
  const { db, tenant } = context;
  const opened = await openMailbox(context, userId, 'writeMail');
  if ('reason' in opened) return opened;
  return db.transaction(async (tx) => {
    const [mailbox] = await lockMailboxes(tx, tenant.tenantId, [opened.mailbox.id]);
    const row = await findMessage(tx, tenant.tenantId, opened.mailbox.id, messageId, { forUpdate: true });
    if (!mailbox || !row) return { reason: 'unknownItem' };
    return work({ ...context, db: tx }, { ...opened, mailbox }, row);
  });
}

type EditedDraft = Omit<Draft, 'attachments'> & { readonly attachments: readonly (NewAttachment & { id: string })[] };

/** Writes a draft anew. Its attachments keep their ids. */
async function rewriteDraft(
  { db, tenant, now }: Context,
  { mailbox }: OpenMailbox,
  row: MessageRow,
  edit: (draft: EditedDraft) => EditedDraft,
): Promise<MailRefusal | undefined> {
  const { tenantId } = tenant;
  if (!row.isDraft) return { reason: 'notADraft', property: 'attachments' };
  const before = await readMime(await readWholeContent(db, tenantId, row.contentHash));
  if (!before) return { reason: 'unreadableMessage' };
  const draft = edit({
    ...draftOf(before, row.internetMessageId ?? `<${newId()}@${tenant.defaultDomain}>`),
    attachments: before.attachments.map((one, no) => ({ ...one, id: row.attachments[no]?.id ?? newId() })),
  });
  const attachments = inOrder(draft.attachments);
  const raw = await writtenDown({ ...draft, attachments }, now);
  if ('reason' in raw) return raw;
  const read = await readMime(raw);
  if (!read) return { reason: 'unreadableMessage' };
  if (!(await hasRoom(db, tenant, mailbox, raw.length - row.size))) return { reason: 'quotaExceeded' };
  const content = await storeContent(db, tenantId, raw);
  await replaceContent(db, tenantId, {
    mailboxId: mailbox.id,
    folderId: row.folderId,
    id: row.id,
    contentHash: content.hash,
    size: content.size,
    read,
    attachments: attachmentFacts(read).map((facts, no) => ({ ...facts, id: attachments[no]?.id ?? facts.id })),
    receivedAt: row.receivedAt,
    at: new Date(now),
    isRead: row.isRead,
    isDraft: true,
  });
  return undefined;
}

/** A draft as it travels, or why it can't be written. */
async function writtenDown(draft: Draft, now: number): Promise<Buffer | MailRefusal> {
  const people = [draft.from, ...draft.to, ...draft.cc, ...draft.bcc, ...draft.replyTo];
  const wrong = people.find(({ address }) => !isAddress(address));
  if (wrong) return { reason: 'invalidRecipients', address: wrong.address };
  const raw = await composeMime(draft, new Date(now), { withBcc: true });
  return raw.length > LARGEST_SENT_BYTES ? { reason: 'messageTooLarge' } : raw;
}
