import { endSessions } from '../../operations/directory/end-sessions.ts';
import { type GraphReply, notFound, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { findUserId } from './find-user.ts';
import { userErrorOf } from './user-errors.ts';

/**
 * POST /users/{id}/revokeSignInSessions: whoever is signed in as the person, and every app that acts for them, signs in
 * anew. Graph documents 204 and answers 200 with a value, so that is what scripts read.
 */
export async function revokeSignInSessions(call: GraphCall): Promise<GraphReply> {
  const userId = await findUserId(call.context, call.keys.id ?? '');
  const result = await endSessions(call.context, userId);
  if (result === 'ended') {
    return { status: 200, body: { '@odata.context': `${call.baseUrl}/$metadata#Edm.Boolean`, value: true } };
  }
  throw new Refused(result.reason === 'unknownUser' ? notFound(call.keys.id ?? '') : userErrorOf(result));
}
