import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Email, type Mailbox } from 'postal-mime';
import { guidOf } from '../../base/id.ts';
import { searchWords } from '../../domain/compliance/search-words.ts';
import type { MailAddress } from '../../domain/mail/addresses.ts';
import { htmlText } from './html-text.ts';

export interface Recipient extends MailAddress {
  readonly kind: 'to' | 'cc' | 'bcc' | 'replyTo';
}

/** An attachment as the row of its message tells it. Where it stands in the list is where it stands in the message. */
export interface AttachmentFacts {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly isInline: boolean;
  readonly contentId: string | null;
}

export interface Attachment extends Omit<AttachmentFacts, 'id'> {
  readonly content: Buffer;
}

export interface MessageBody {
  readonly contentType: 'text' | 'html';
  readonly content: string;
}

/** A message as it was read from its bytes (RFC 5322). Texts are fit for the database. */
export interface ReadMessage {
  readonly subject: string;
  readonly from: MailAddress;
  readonly recipients: readonly Recipient[];
  readonly internetMessageId: string | null;
  /** Ids of the messages before it in its conversation, oldest first. */
  readonly references: readonly string[];
  /** The same for all messages of a conversation, in every mailbox. */
  readonly conversationId: string;
  readonly sentAt: Date | null;
  /** When it was taken in first, if some server noted it. */
  readonly receivedAt: Date | null;
  readonly body: MessageBody;
  readonly bodyPreview: string;
  readonly attachments: readonly Attachment[];
  readonly importance: 'low' | 'normal' | 'high';
  /** Written by a program: an automatic reply, a list, a report (RFC 3834). */
  readonly isAutomatic: boolean;
  /** What is found in it, as the words that searches go by. */
  readonly searchText: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** Reads a message; undefined where the bytes are none: they have no head, or are nested beyond all reason. */
export async function readMime(raw: Uint8Array): Promise<ReadMessage | undefined> {
  const email = await parse(raw);
  if (!email || !(email.from || email.to || email.subject !== undefined || email.date || email.messageId))
    return undefined;
  const body = bodyOf(email);
  const text = email.text ?? (body.contentType === 'html' ? htmlText(body.content) : body.content);
  const attachments = await attachmentsOf(email);
  const from = mailboxesOf([email.from ?? email.sender])[0] ?? { name: '', address: '' };
  const recipients = [
    ...mailboxesOf(email.to).map((one) => ({ kind: 'to' as const, ...one })),
    ...mailboxesOf(email.cc).map((one) => ({ kind: 'cc' as const, ...one })),
    ...mailboxesOf(email.bcc).map((one) => ({ kind: 'bcc' as const, ...one })),
    ...mailboxesOf(email.replyTo).map((one) => ({ kind: 'replyTo' as const, ...one })),
  ];
  const subject = fit(email.subject ?? '', 2_000);
  const internetMessageId = email.messageId ? fit(email.messageId.trim(), 998) : null;
  const references = idsOf(`${email.references ?? ''} ${email.inReplyTo ?? ''}`);
  return {
    subject,
    from,
    recipients,
    internetMessageId,
    references,
    conversationId: conversationOf(references[0] ?? internetMessageId ?? subject),
    sentAt: dateOf(email.date),
    receivedAt: dateOf(headerOf(email, 'received')?.split(';').at(-1)),
    body: { ...body, content: fit(body.content) },
    bodyPreview: fit(text.replace(/\s+/g, ' ').trim(), 255),
    attachments,
    importance: importanceOf(email),
    isAutomatic: isAutomatic(email),
    searchText: await searchTextOf([subject, ...peopleWords([from, ...recipients]), text], attachments),
    headers: email.headers.map(({ originalKey, value }) => ({ name: fit(originalKey), value: fit(value) })),
  };
}

/** A text that PostgreSQL takes, not longer than so many characters: no NUL, no half of a character. */
function fit(text: string, longest = Number.MAX_SAFE_INTEGER): string {
  return (text.length > longest ? text.slice(0, longest) : text).replaceAll('\0', '').toWellFormed();
}

async function parse(raw: Uint8Array): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(raw, { forceRfc822Attachments: true });
  } catch {
    return undefined;
  }
}

function bodyOf({ html, text }: Email): MessageBody {
  return html === undefined ? { contentType: 'text', content: text ?? '' } : { contentType: 'html', content: html };
}

async function attachmentsOf(email: Email): Promise<Attachment[]> {
  const read: Attachment[] = [];
  for (const { filename, mimeType, disposition, related, contentId, content } of email.attachments) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer);
    const inner = mimeType === 'message/rfc822' && !filename ? await parse(bytes) : undefined;
    read.push({
      name: fit(filename ?? (inner ? `${inner.subject ?? 'message'}.eml` : 'attachment'), 255),
      contentType: fit(mimeType || 'application/octet-stream', 255),
      size: bytes.length,
      isInline: contentId !== undefined && (disposition === 'inline' || related === true),
      contentId: contentId === undefined ? null : fit(contentId.replace(/^<|>$/g, ''), 255),
      content: bytes,
    });
  }
  return read;
}

function mailboxesOf(addresses: readonly (Address | undefined)[] | undefined): MailAddress[] {
  const flat = (addresses ?? []).flatMap((one): readonly Mailbox[] => (one === undefined ? [] : (one.group ?? [one])));
  return flat.map(({ name, address }) => ({ name: fit(name ?? '', 500), address: fit(address ?? '', 320) }));
}

function headerOf({ headers }: Email, key: string): string | undefined {
  return headers.find((header) => header.key === key)?.value;
}

function idsOf(text: string): string[] {
  return [...new Set(text.match(/<[^<>\s]+>/g) ?? [])].map((id) => fit(id, 998));
}

function conversationOf(first: string): string {
  return guidOf(createHash('sha256').update(first).digest());
}

function dateOf(text: string | undefined): Date | null {
  const moment = Date.parse(text ?? '');
  // Years that PostgreSQL or Graph would write otherwise are a sender's mistake.
  return moment > -62_135_596_800_000 && moment < 253_402_300_799_000 ? new Date(moment) : null;
}

function importanceOf(email: Email): ReadMessage['importance'] {
  const said = (headerOf(email, 'importance') ?? headerOf(email, 'x-priority') ?? '').trim().toLowerCase();
  if (/^(?:high|[12]\b)/.test(said)) return 'high';
  return /^(?:low|[45]\b)/.test(said) ? 'low' : 'normal';
}

function isAutomatic(email: Email): boolean {
  const automatic = headerOf(email, 'auto-submitted')?.trim().toLowerCase();
  return (
    (automatic !== undefined && automatic !== 'no') ||
    /^\s*(?:bulk|junk|list)\b/i.test(headerOf(email, 'precedence') ?? '') ||
    /\b(?:all|oof|autoreply)\b/i.test(headerOf(email, 'x-auto-response-suppress') ?? '') ||
    headerOf(email, 'list-id') !== undefined ||
    /^\s*multipart\/report\b/i.test(headerOf(email, 'content-type') ?? '')
  );
}

/** Bytes of folded text that go into the index: its entries must stay below the 1 MB that PostgreSQL allows. */
const SEARCHED_BYTES = 180_000;
/** Bytes of one attachment that are looked through. */
const SEARCHED_ATTACHMENT_BYTES = 100_000;

/** Names and addresses, and what stands before the @ as a word of its own. */
function peopleWords(people: readonly MailAddress[]): string[] {
  return people.flatMap(({ name, address }) => [name, address, address.split('@')[0] ?? '']);
}

async function searchTextOf(texts: readonly string[], attachments: readonly Attachment[]): Promise<string> {
  const parts = [...texts, ...attachments.map(({ name }) => name)];
  for (const { contentType, content } of attachments) {
    const start = content.subarray(0, SEARCHED_ATTACHMENT_BYTES);
    if (contentType === 'message/rfc822') {
      const inner = await parse(content);
      if (inner) parts.push(inner.subject ?? '', inner.text ?? htmlText(inner.html ?? ''));
    } else if (contentType === 'text/html') parts.push(htmlText(start.toString('utf8')));
    else if (/^text\/|^application\/(?:json|xml|csv)$/.test(contentType)) parts.push(start.toString('utf8'));
  }
  const folded = Buffer.from(searchWords(fit(parts.join('\n').slice(0, 2 * SEARCHED_BYTES))));
  return fit(folded.subarray(0, SEARCHED_BYTES).toString('utf8'));
}
