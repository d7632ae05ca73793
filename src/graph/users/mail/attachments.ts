import { addAttachment, removeAttachment } from '../../../operations/mail/draft-message.ts';
import { type MessageRow, readAttachments, readMessage } from '../../../queries/mail/messages.ts';
import { readJson, readText } from '../../body.ts';
import { type GraphReply, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import { selectFrom } from '../../select.ts';
import { addressedAs, type MailCall, mailCall, messageNamed } from './mail-call.ts';
import { ITEM_NOT_FOUND, mailErrorOf } from './mail-errors.ts';
import { parseAttachment } from './message-body.ts';
import { attachmentResource } from './message-resource.ts';

const PROPERTIES = [
  '@odata.type',
  '@odata.mediaContentType',
  'id',
  'lastModifiedDateTime',
  'name',
  'contentType',
  'size',
  'isInline',
  'contentId',
  'contentLocation',
  'contentBytes',
];

/** Bytes of a file in JSON, which base64 makes a third larger. */
const LARGEST_ATTACHMENT_JSON = 36 * 1024 * 1024;

/** GET …/messages/{messageId}/attachments. */
export async function listAttachments(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'readMail');
  const row = await messageNamed(call);
  const { pick } = selection(call);
  const contents = await readAttachments(call.context.db, call.context.tenant.tenantId, row);
  const value = row.attachments.map((one, no) => pick(attachmentResource(one, row, contents[no]?.content)));
  return { status: 200, body: { '@odata.context': contextOf(call, row), value } };
}

/** GET …/attachments/{attachmentId}. */
export async function getAttachment(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'readMail');
  const row = await messageNamed(call);
  const { pick } = selection(call);
  const { facts, content } = await attachmentNamed(call, row);
  return {
    status: 200,
    body: { '@odata.context': `${contextOf(call, row)}/$entity`, ...pick(attachmentResource(facts, row, content)) },
  };
}

/** GET …/attachments/{attachmentId}/$value: the file itself. */
export async function getAttachmentBytes(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'readMail');
  const { facts, content } = await attachmentNamed(call, await messageNamed(call));
  // What people send is never shown as a page of this server.
  const headers = { 'content-disposition': 'attachment', 'x-content-type-options': 'nosniff' };
  return { status: 200, headers, bytes: { type: facts.contentType, stream: once(content) } };
}

/** POST …/messages/{messageId}/attachments: a file attachment for a draft. */
export async function addAttachmentFromGraph(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'writeMail');
  const { id } = await messageNamed(call);
  const given = parseAttachment(readJson(await readText(call.bytes, LARGEST_ATTACHMENT_JSON)));
  const result = await addAttachment(call.context, call.userId, id, given);
  if ('reason' in result) throw new Refused(mailErrorOf(result));
  const { db, tenant } = call.context;
  const row = await readMessage(db, tenant.tenantId, call.opened.mailbox.id, id);
  const facts = row?.attachments.find((one) => one.id === result.attachmentId);
  if (!row || !facts) throw new Refused(ITEM_NOT_FOUND);
  return {
    status: 201,
    body: { '@odata.context': `${contextOf(call, row)}/$entity`, ...attachmentResource(facts, row, given.content) },
  };
}

/** DELETE …/attachments/{attachmentId}, of a draft. */
export async function deleteAttachmentFromGraph(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'writeMail');
  const row = await messageNamed(call);
  const result = await removeAttachment(call.context, call.userId, row.id, call.keys.attachmentId ?? '');
  if (result !== 'changed') throw new Refused(mailErrorOf(result));
  return { status: 204 };
}

async function attachmentNamed({ context, keys }: MailCall, row: MessageRow) {
  const no = row.attachments.findIndex(({ id }) => id === keys.attachmentId?.toLowerCase());
  const facts = row.attachments[no];
  const content = facts && (await readAttachments(context.db, context.tenant.tenantId, row))[no]?.content;
  if (!facts || !content) throw new Refused(ITEM_NOT_FOUND);
  return { facts, content };
}

function selection({ query }: GraphCall) {
  return selectFrom(query, 'microsoft.graph.attachment', PROPERTIES);
}

function contextOf(call: MailCall, { id }: MessageRow): string {
  return `${call.baseUrl}/$metadata#users('${addressedAs(call)}')/messages('${id}')/attachments`;
}

async function* once(bytes: Buffer): AsyncIterable<Buffer> {
  yield bytes;
}
