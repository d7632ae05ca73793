import { z } from 'zod';
import { isGuid } from '../../base/id.ts';
import { restoreUser } from '../../operations/directory/restore-user.ts';
import { readCurrentCatalog } from '../../queries/catalog.ts';
import { readUser } from '../../queries/list-users.ts';
import { badRequest, type GraphReply, notFound, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { userErrorOf } from '../users/user-errors.ts';
import { userCount, userPage } from '../users/user-page.ts';
import { readUserQuery, readUserSelection } from '../users/user-query.ts';
import { userReply } from '../users/user-reply.ts';
import { userResource } from '../users/user-resource.ts';

/** GET /directory/deletedItems/microsoft.graph.user: who can still be restored. */
export async function listDeletedItems(call: GraphCall): Promise<GraphReply> {
  const asked = readUserQuery(call.query, call.consistencyEventual);
  return userPage(call, asked, { which: 'deleted', set: 'users', isCounted: asked.options.count });
}

/** GET /directory/deletedItems/microsoft.graph.user/$count: digits as plain text, with ConsistencyLevel only. */
export async function countDeletedItems(call: GraphCall): Promise<GraphReply> {
  return userCount(call, 'deleted');
}

/** GET /directory/deletedItems/{id}. */
export async function getDeletedItem({ context, keys, query, baseUrl }: GraphCall): Promise<GraphReply> {
  const { db, tenant } = context;
  const id = keys.id ?? '';
  const { properties } = readUserSelection(query);
  const [row, catalog] = await Promise.all([
    isGuid(id) ? readUser(db, tenant.tenantId, id, properties, 'deleted') : undefined,
    readCurrentCatalog(db),
  ]);
  if (!row) throw new Refused(notFound(id));
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#directoryObjects/$entity`,
      '@odata.type': '#microsoft.graph.user',
      ...userResource(row, properties, catalog),
    },
  };
}

const restoreBody = z
  .object({ newUserPrincipalName: z.string().min(1).nullish(), autoReconcileProxyConflict: z.boolean().nullish() })
  .nullish();

/** POST /directory/deletedItems/{id}/restore: the user is back, with a password that nobody knows and that must be reset. */
export async function restoreDeletedItem(call: GraphCall): Promise<GraphReply> {
  const id = call.keys.id ?? '';
  const body = restoreBody.safeParse(call.body);
  if (!body.success) throw new Refused(badRequest('The body of the request is invalid.'));
  const result = isGuid(id)
    ? await restoreUser(call.context, id, { userPrincipalName: body.data?.newUserPrincipalName ?? undefined })
    : { reason: 'unknownUser' as const };
  if ('reason' in result) throw new Refused(result.reason === 'unknownUser' ? notFound(id) : userErrorOf(result));
  const reply = await userReply(call, readUserSelection(''), result.userId, 200);
  const context = `${call.baseUrl}/$metadata#directoryObjects/$entity`;
  return {
    ...reply,
    body: { ...(reply.body as object), '@odata.context': context, '@odata.type': '#microsoft.graph.user' },
  };
}
