import { deleteMessage } from '../../../operations/mail/change-message.ts';
import { createMessage, updateMessage } from '../../../operations/mail/draft-message.ts';
import {
  countMessages,
  listMessages,
  type MessageRow,
  messageBytes,
  readAttachments,
  readMessage,
  readMessageContent,
} from '../../../queries/mail/messages.ts';
import { type GraphReply, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import {
  addressedAs,
  folderNamed,
  type MailCall,
  mailCall,
  messageNamed,
  preferenceApplied,
  preferredBody,
  readMessageBody,
} from './mail-call.ts';
import { ITEM_NOT_FOUND, mailErrorOf } from './mail-errors.ts';
import { parseMessage } from './message-body.ts';
import { type MessageQuery, readMessageQuery } from './message-query.ts';
import { attachmentResource, messageResource, needsContent } from './message-resource.ts';

/** GET /users/{id}/messages, and those of a folder: newest first, pages by $skip. */
export async function listMessagesOf(graphCall: GraphCall): Promise<GraphReply> {
  const asked = readMessageQuery(graphCall.query);
  const call = await mailCall(graphCall, 'readMail');
  const { db, tenant } = call.context;
  const folderId = call.keys.folderId === undefined ? undefined : await folderNamed(call, call.keys.folderId);
  const which = { mailboxId: call.opened.mailbox.id, folderId, conditions: asked.conditions };
  // One more than the page tells whether there is another.
  const [rows, count] = await Promise.all([
    listMessages(db, tenant.tenantId, which, { ...asked, top: asked.top + 1 }),
    asked.count ? countMessages(db, tenant.tenantId, which) : undefined,
  ]);
  const value: Record<string, unknown>[] = [];
  for (const row of rows.slice(0, asked.top)) value.push(await drawn(call, asked, row));
  const folder = call.keys.folderId === undefined ? '' : `/mailFolders('${encodeURIComponent(call.keys.folderId)}')`;
  return {
    status: 200,
    ...preferenceApplied(call),
    body: {
      '@odata.context': `${call.baseUrl}/$metadata#users('${addressedAs(call)}')${folder}/messages${asked.selected}`,
      ...(count === undefined ? {} : { '@odata.count': count }),
      ...(rows.length > asked.top ? { '@odata.nextLink': nextPage(call, asked) } : {}),
      value,
    },
  };
}

/** GET …/messages/$count: digits as plain text. */
export async function countMessagesOf(graphCall: GraphCall): Promise<GraphReply> {
  const { conditions } = readMessageQuery(graphCall.query);
  const call = await mailCall(graphCall, 'readMail');
  const { db, tenant } = call.context;
  const folderId = call.keys.folderId === undefined ? undefined : await folderNamed(call, call.keys.folderId);
  const which = { mailboxId: call.opened.mailbox.id, folderId, conditions };
  return { status: 200, body: String(await countMessages(db, tenant.tenantId, which)) };
}

/** GET …/messages/{messageId}. */
export async function getMessage(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'readMail');
  return messageReply(call, (await messageNamed(call)).id, 200);
}

/** GET …/messages/{messageId}/$value: the message as it travels. */
export async function getMessageMime(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'readMail');
  const row = await messageNamed(call);
  const { db, tenant } = call.context;
  return { status: 200, bytes: { type: 'text/plain', stream: messageBytes(db, tenant.tenantId, row) } };
}

/** POST /users/{id}/messages: a draft, or a message in a folder; from JSON, or from base64 as text/plain. */
export async function createMessageFromGraph(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'writeMail');
  const body = await readMessageBody(call);
  const folderId = call.keys.folderId === undefined ? undefined : await folderNamed(call, call.keys.folderId);
  const given = 'mime' in body ? body.mime : parseMessage(body.json);
  const result = await createMessage(call.context, call.userId, folderId, given);
  if ('reason' in result) throw new Refused(mailErrorOf(result));
  return messageReply(call, result.messageId, 201);
}

/** PATCH …/messages/{messageId}: marks of any message, all else of a draft. */
export async function updateMessageFromGraph(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'writeMail');
  const row = await messageNamed(call);
  const { attachments, isDraft, ...fields } = parseMessage(call.body);
  if (attachments ?? isDraft) throw new Refused(mailErrorOf({ reason: 'notADraft', property: 'attachments' }));
  const result = await updateMessage(call.context, call.userId, row.id, fields);
  if (result !== 'changed') throw new Refused(mailErrorOf(result));
  return messageReply(call, row.id, 200);
}

/** DELETE …/messages/{messageId}. */
export async function deleteMessageFromGraph(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'writeMail');
  const row = await messageNamed(call);
  const result = await deleteMessage(call.context, call.userId, row.id);
  if (result !== 'deleted') throw new Refused(mailErrorOf(result));
  return { status: 204 };
}

/** A message as it is now. */
export async function messageReply(call: MailCall, id: string, status: 200 | 201): Promise<GraphReply> {
  const asked = readMessageQuery(call.query);
  const { db, tenant } = call.context;
  const row = await readMessage(db, tenant.tenantId, call.opened.mailbox.id, id);
  if (!row) throw new Refused(ITEM_NOT_FOUND);
  return {
    status,
    ...preferenceApplied(call),
    body: {
      '@odata.context': `${call.baseUrl}/$metadata#users('${addressedAs(call)}')/messages${asked.selected}/$entity`,
      ...(await drawn(call, asked, row)),
    },
  };
}

async function drawn(call: MailCall, asked: MessageQuery, row: MessageRow): Promise<Record<string, unknown>> {
  const { db, tenant } = call.context;
  const content = needsContent(asked.properties)
    ? await readMessageContent(db, tenant.tenantId, row, preferredBody(call))
    : undefined;
  const address = `${call.baseUrl}/users/${call.userId}/messages`;
  const attachments = asked.expandsAttachments ? await readAttachments(db, tenant.tenantId, row) : undefined;
  return {
    ...messageResource(row, asked.properties, content, address),
    ...(attachments
      ? { attachments: row.attachments.map((one, no) => attachmentResource(one, row, attachments[no]?.content)) }
      : {}),
  };
}

function nextPage({ baseUrl, path, query }: MailCall, { skip, top }: MessageQuery): string {
  const options = new URLSearchParams(query);
  for (const name of [...options.keys()]) if (/^\$?skip$/i.test(name)) options.delete(name);
  options.append('$skip', String(skip + top));
  return `${baseUrl}${path}?${options.toString().replaceAll('%24', '$')}`;
}
