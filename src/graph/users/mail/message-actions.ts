import { type AnswerKind, composeAnswer } from '../../../operations/mail/answer-message.ts';
import { duplicateMessage, moveMessage } from '../../../operations/mail/change-message.ts';
import { createMessage } from '../../../operations/mail/draft-message.ts';
import { sendDraft, sendMail } from '../../../operations/mail/send-mail.ts';
import { membersOf } from '../../body.ts';
import { type GraphReply, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import { folderNamed, type MailCall, mailCall, messageNamed } from './mail-call.ts';
import { mailErrorOf } from './mail-errors.ts';
import { parseMessage } from './message-body.ts';
import { messageReply } from './messages.ts';

/** POST …/messages/{messageId}/move {destinationId}: the message in its new folder. */
export async function moveMessageFromGraph(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'writeMail');
  const row = await messageNamed(call);
  const result = await moveMessage(call.context, call.userId, row.id, await destinationOf(call));
  if (result !== 'moved') throw new Refused(mailErrorOf(result));
  return messageReply(call, row.id, 201);
}

/** POST …/messages/{messageId}/copy {destinationId}: the copy. */
export async function copyMessageFromGraph(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'writeMail');
  const row = await messageNamed(call);
  const result = await duplicateMessage(call.context, call.userId, row.id, await destinationOf(call));
  if ('reason' in result) throw new Refused(mailErrorOf(result));
  return messageReply(call, result.messageId, 201);
}

/** POST …/messages/{messageId}/send: sends a draft. */
export async function sendDraftFromGraph(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'sendMail');
  const row = await messageNamed(call);
  const result = await sendDraft(call.context, call.userId, row.id);
  if (result !== 'sent') throw new Refused(mailErrorOf(result));
  return { status: 202 };
}

/** POST …/messages/{messageId}/reply, /replyAll and /forward: sends the answer at once. */
export function answerAtOnce(kind: AnswerKind) {
  return async (graphCall: GraphCall): Promise<GraphReply> => {
    const call = await mailCall(graphCall, 'sendMail');
    const result = await sendMail(call.context, call.userId, await answerTo(call, kind), { keepCopy: true });
    if (result !== 'sent') throw new Refused(mailErrorOf(result));
    return { status: 202 };
  };
}

/** POST …/messages/{messageId}/createReply, /createReplyAll and /createForward: a draft of the answer. */
export function answerAsDraft(kind: AnswerKind) {
  return async (graphCall: GraphCall): Promise<GraphReply> => {
    const call = await mailCall(graphCall, 'writeMail');
    const result = await createMessage(call.context, call.userId, undefined, await answerTo(call, kind));
    if ('reason' in result) throw new Refused(mailErrorOf(result));
    return messageReply(call, result.messageId, 201);
  };
}

async function answerTo(call: MailCall, kind: AnswerKind): Promise<Buffer> {
  const row = await messageNamed(call);
  const given = new Map(
    call.body === undefined ? [] : membersOf(call.body).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const { isDraft, ...fields } = parseMessage(given.get('message') ?? {});
  const named = given.has('torecipients') ? parseMessage({ toRecipients: given.get('torecipients') }) : {};
  const comment = String(given.get('comment') ?? '');
  const raw = await composeAnswer(call.context, call.userId, row.id, { ...fields, ...named, kind, comment });
  if ('reason' in raw) throw new Refused(mailErrorOf(raw));
  return raw;
}

async function destinationOf(call: MailCall): Promise<string> {
  const given = membersOf(call.body).find(([name]) => name.toLowerCase() === 'destinationid');
  return folderNamed(call, given?.[1]);
}
