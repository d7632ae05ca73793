import { newId } from '../../base/id.ts';
import { addressKey, type MailAddress } from '../../domain/mail/addresses.ts';
import type { MailRefusal } from '../../domain/mail/mail-refusals.ts';
import { readWholeContent } from '../../workloads/content/content.ts';
import { composeMime, type Draft } from '../../workloads/exchange/compose-mime.ts';
import { textAsHtml } from '../../workloads/exchange/html-text.ts';
import { readAddresses } from '../../workloads/exchange/mailbox-rows.ts';
import { findMessage } from '../../workloads/exchange/messages.ts';
import { type MessageBody, type ReadMessage, readMime } from '../../workloads/exchange/read-mime.ts';
import type { Context } from '../context.ts';
import type { MessageFields } from './draft-message.ts';
import { openMailbox } from './open-mailbox.ts';

/** How a message is answered. */
export type AnswerKind = 'reply' | 'replyAll' | 'forward';

/** An answer as it is asked for: a comment above the original, or fields that replace what would stand there. */
export interface Answer extends MessageFields {
  readonly kind: AnswerKind;
  readonly comment: string;
}

/** Writes the answer to a message, to be sent or kept as a draft. A forwarded message takes its attachments along. */
export async function composeAnswer(
  context: Context,
  userId: string,
  messageId: string,
  { kind, comment, ...fields }: Answer,
): Promise<Buffer | MailRefusal> {
  const { db, tenant, now } = context;
  const { tenantId } = tenant;
  const opened = await openMailbox(context, userId, 'readMail');
  if ('reason' in opened) return opened;
  const { mailbox } = opened;
  const row = await findMessage(db, tenantId, mailbox.id, messageId);
  const original = row && (await readMime(await readWholeContent(db, tenantId, row.contentHash)));
  if (!original) return { reason: 'unknownItem' };
  const own = await readAddresses(db, tenantId, userId);
  const { internetMessageId } = original;
  const draft: Draft = {
    subject: withPrefix(kind === 'forward' ? 'FW: ' : 'RE: ', original.subject),
    to: kind === 'forward' ? [] : repliedTo(original, own),
    cc: kind === 'replyAll' ? others(original, own) : [],
    bcc: [],
    replyTo: [],
    importance: original.importance,
    headers: [],
    attachments: [],
    ...fields,
    ...(kind === 'forward' ? { attachments: [...original.attachments, ...(fields.attachments ?? [])] } : {}),
    from: { name: mailbox.displayName, address: mailbox.address },
    body: fields.body ?? quoting(comment, original),
    internetMessageId: `<${newId()}@${tenant.defaultDomain}>`,
    inReplyTo: internetMessageId,
    references: [...original.references, ...(internetMessageId === null ? [] : [internetMessageId])],
  };
  return composeMime(draft, new Date(now), { withBcc: true });
}

function withPrefix(prefix: string, subject: string): string {
  return subject.toLowerCase().startsWith(prefix.trim().toLowerCase()) ? subject : `${prefix}${subject}`;
}

function repliedTo({ from, recipients }: ReadMessage, own: readonly string[]): MailAddress[] {
  const asked = recipients.filter(({ kind }) => kind === 'replyTo');
  if (asked.length > 0) return asked;
  // Who answers to what they sent themselves writes to the same people again.
  return own.includes(addressKey(from.address)) ? recipients.filter(({ kind }) => kind === 'to') : [from];
}

function others(original: ReadMessage, own: readonly string[]): MailAddress[] {
  const known = new Set([...own, ...repliedTo(original, own).map(({ address }) => addressKey(address))]);
  return original.recipients.filter(
    ({ kind, address }) => (kind === 'to' || kind === 'cc') && !known.has(addressKey(address)),
  );
}

function quoting(comment: string, { from, sentAt, subject, body }: ReadMessage): MessageBody {
  const head = [
    `From: ${from.name} <${from.address}>`,
    ...(sentAt ? [`Sent: ${sentAt.toUTCString()}`] : []),
    `Subject: ${subject}`,
  ].join('\n');
  if (body.contentType === 'text') {
    return {
      contentType: 'text',
      content: `${comment}\n\n________________________________\n${head}\n\n${body.content}`,
    };
  }
  const inner = (html: string) => /<body[^>]*>([\s\S]*?)(?:<\/body>|$)/i.exec(html)?.[1] ?? html;
  const isHtml = /<\/?[a-z][^>]*>/i.test(comment);
  const above = isHtml ? comment : inner(textAsHtml(comment));
  return {
    contentType: 'html',
    content: `<html><body><div>${above}</div><hr><div>${inner(textAsHtml(head))}</div><br>${inner(body.content)}</body></html>`,
  };
}
