import type { GraphReply } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { findUserId } from './find-user.ts';
import { readUserSelection } from './user-query.ts';
import { userReply } from './user-reply.ts';

/** GET /users/{id or userPrincipalName}. */
export async function getUser(call: GraphCall): Promise<GraphReply> {
  const selection = readUserSelection(call.query);
  return userReply(call, selection, await findUserId(call.context, call.keys.id ?? ''), 200);
}
