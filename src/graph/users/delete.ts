import { deleteUser } from '../../operations/directory/delete-user.ts';
import { type GraphReply, notFound, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { findUserId } from './find-user.ts';
import { userErrorOf } from './user-errors.ts';

/** DELETE /users/{id}: to the deleted items; the seats are free at once. */
export async function deleteUserFromGraph(call: GraphCall): Promise<GraphReply> {
  const userId = await findUserId(call.context, call.keys.id ?? '');
  const result = await deleteUser(call.context, userId);
  if ('consequences' in result) return { status: 204 };
  throw new Refused(result.reason === 'unknownUser' ? notFound(call.keys.id ?? '') : userErrorOf(result));
}
