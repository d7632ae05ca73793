import { composeNew } from '../../../operations/mail/draft-message.ts';
import { sendMail } from '../../../operations/mail/send-mail.ts';
import { membersOf } from '../../body.ts';
import { type GraphReply, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import { mailCall, readMessageBody } from './mail-call.ts';
import { mailErrorOf } from './mail-errors.ts';
import { parseMessage } from './message-body.ts';

/**
 * POST /users/{id}/sendMail: a message as JSON, or as it travels in base64 (text/plain). Taken at once; what can't be
 * delivered comes back as a report into the sender's inbox.
 */
export async function sendMailFromGraph(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'sendMail');
  const body = await readMessageBody(call);
  const { raw, keepCopy } = 'mime' in body ? { raw: body.mime, keepCopy: true } : await fromJson(body.json);
  const result = await sendMail(call.context, call.userId, raw, { keepCopy });
  if (result !== 'sent') throw new Refused(mailErrorOf(result));
  return { status: 202 };

  async function fromJson(json: unknown): Promise<{ raw: Buffer; keepCopy: boolean }> {
    const given = new Map(membersOf(json).map(([name, value]) => [name.toLowerCase(), value]));
    const written = await composeNew(call.context, call.opened, parseMessage(given.get('message')));
    if ('reason' in written) throw new Refused(mailErrorOf(written));
    const kept = given.get('savetosentitems');
    return { raw: written, keepCopy: kept !== false && String(kept).toLowerCase() !== 'false' };
  }
}
