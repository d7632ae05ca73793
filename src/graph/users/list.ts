import type { GraphReply } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { userCount, userPage } from './user-page.ts';
import { readUserQuery } from './user-query.ts';

/** GET /users: filter, search, order, select, count; pages by an opaque token. */
export async function listUsers(call: GraphCall): Promise<GraphReply> {
  const asked = readUserQuery(call.query, call.consistencyEventual);
  const isCounted = asked.options.count && asked.eventual;
  return userPage(call, asked, { which: 'living', set: 'users', isCounted });
}

/** GET /users/$count: digits as plain text, with ConsistencyLevel only. */
export async function countUsers(call: GraphCall): Promise<GraphReply> {
  return userCount(call, 'living');
}
