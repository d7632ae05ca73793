import { isoSeconds } from '../../../base/time.ts';
import type { AttachmentFacts, MessageContent, MessageRow } from '../../../queries/mail/messages.ts';

/** The properties of a message in the order in which Graph tells them. */
export const MESSAGE_PROPERTIES = [
  'id',
  'createdDateTime',
  'lastModifiedDateTime',
  'changeKey',
  'categories',
  'receivedDateTime',
  'sentDateTime',
  'hasAttachments',
  'internetMessageId',
  'subject',
  'bodyPreview',
  'importance',
  'parentFolderId',
  'conversationId',
  'conversationIndex',
  'isDeliveryReceiptRequested',
  'isReadReceiptRequested',
  'isRead',
  'isDraft',
  'webLink',
  'inferenceClassification',
  'body',
  'sender',
  'from',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'replyTo',
  'flag',
  'internetMessageHeaders',
] as const;

export type MessageProperty = (typeof MESSAGE_PROPERTIES)[number];

/** Told only to who asks by name. */
const ON_REQUEST: readonly MessageProperty[] = ['internetMessageHeaders'];

/** What is told where nothing is selected. */
export const DEFAULT_PROPERTIES = MESSAGE_PROPERTIES.filter((property) => !ON_REQUEST.includes(property));

/** What stands in the content of a message and not in its row. */
export function needsContent(properties: readonly MessageProperty[]): boolean {
  return properties.includes('body') || properties.includes('internetMessageHeaders');
}

/** A message as Graph tells it. */
export function messageResource(
  row: MessageRow,
  properties: readonly MessageProperty[],
  content: MessageContent | undefined,
  webAddress: string,
): Record<string, unknown> {
  const people = (kind: string) =>
    row.recipients.filter((one) => one.kind === kind).map(({ name, address }) => emailAddress(name, address));
  const from = row.fromAddress === '' ? null : emailAddress(row.fromName, row.fromAddress);
  const changeKey = changeKeyOf(row);
  const values: Record<MessageProperty, unknown> = {
    id: row.id,
    createdDateTime: isoSeconds(row.createdAt),
    lastModifiedDateTime: isoSeconds(row.modifiedAt),
    changeKey,
    categories: row.categories,
    receivedDateTime: isoSeconds(row.receivedAt),
    sentDateTime: isoSeconds(row.sentAt ?? row.createdAt),
    hasAttachments: row.attachments.some(({ isInline }) => !isInline),
    internetMessageId: row.internetMessageId,
    subject: row.subject,
    bodyPreview: row.bodyPreview,
    importance: row.importance,
    parentFolderId: row.folderId,
    conversationId: row.conversationId,
    conversationIndex: Buffer.from(row.conversationId.replaceAll('-', ''), 'hex').toString('base64'),
    isDeliveryReceiptRequested: false,
    isReadReceiptRequested: false,
    isRead: row.isRead,
    isDraft: row.isDraft,
    webLink: `${webAddress}/${row.id}/$value`,
    inferenceClassification: 'focused',
    body: content?.body ?? null,
    sender: from,
    from,
    toRecipients: people('to'),
    ccRecipients: people('cc'),
    bccRecipients: people('bcc'),
    replyTo: people('replyTo'),
    flag: row.flag,
    internetMessageHeaders: content?.headers ?? [],
  };
  return {
    '@odata.etag': `W/"${changeKey}"`,
    ...Object.fromEntries(properties.map((property) => [property, values[property]])),
  };
}

function changeKeyOf({ id, version }: MessageRow): string {
  const bytes = Buffer.alloc(24);
  Buffer.from(id.replaceAll('-', ''), 'hex').copy(bytes);
  bytes.writeBigUInt64BE(BigInt(version), 16);
  return bytes.toString('base64');
}

function emailAddress(name: string, address: string) {
  return { emailAddress: { name: name === '' ? address : name, address } };
}

/** An attachment as Graph tells it, with its bytes where they are asked for. */
export function attachmentResource(
  { id, name, contentType, size, isInline, contentId }: AttachmentFacts,
  { modifiedAt }: MessageRow,
  content?: Buffer,
): Record<string, unknown> {
  return {
    '@odata.type': '#microsoft.graph.fileAttachment',
    '@odata.mediaContentType': contentType,
    id,
    lastModifiedDateTime: isoSeconds(modifiedAt),
    name,
    contentType,
    size,
    isInline,
    contentId,
    contentLocation: null,
    ...(content === undefined ? {} : { contentBytes: content.toString('base64') }),
  };
}
