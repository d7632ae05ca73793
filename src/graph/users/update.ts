import { changeUser } from '../../operations/directory/update-user.ts';
import { type GraphReply, notFound, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { findUserId } from './find-user.ts';
import { parseUserBody } from './user-body.ts';
import { userErrorOf } from './user-errors.ts';

/**
 * PATCH /users/{id}. Each part of the user takes a right of its own: a License Administrator sets the usage location
 * and nothing else.
 */
export async function updateUserFromGraph(call: GraphCall): Promise<GraphReply> {
  const parsed = parseUserBody(call.body);
  if ('reason' in parsed) throw new Refused(userErrorOf(parsed));
  const userId = await findUserId(call.context, call.keys.id ?? '');
  const result = await changeUser(call.context, userId, parsed);
  if (result === 'changed') return { status: 204 };
  throw new Refused(result.reason === 'unknownUser' ? notFound(call.keys.id ?? '') : userErrorOf(result));
}
