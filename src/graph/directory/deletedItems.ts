import { z } from 'zod';
import { isGuid } from '../../base/id.ts';
import { restoreUser } from '../../operations/directory/restore-user.ts';
import { readCurrentCatalog } from '../../queries/catalog.ts';
import { countDeletedWhere, readDeletedUser, readUserPage } from '../../queries/list-users.ts';
import { badRequest, type GraphReply, notFound, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { expired, nextLink, questionOf, startOf } from '../roleManagement/list-options.ts';
import { userErrorOf } from '../users/user-errors.ts';
import { readUserQuery, readUserSelection } from '../users/user-query.ts';
import { userReply } from '../users/user-reply.ts';
import { userResource } from '../users/user-resource.ts';

const PAGE_SIZE = 100;

/** GET /directory/deletedItems/microsoft.graph.user: who can still be restored. */
export async function listDeletedItems(call: GraphCall): Promise<GraphReply> {
  const { context, query, consistencyEventual, baseUrl, path } = call;
  const { db, tenant } = context;
  const { options, eventual, selection, condition, holdersOf } = readUserQuery(query, consistencyEventual);
  const question = questionOf(query, [eventual, path.toLowerCase(), tenant.tenantId]);
  const after = startOf(options, question);
  const { properties } = selection;
  const page = { condition, holdersOf, orderBy: options.orderBy, properties, top: options.top ?? PAGE_SIZE };
  const [found, count, catalog] = await Promise.all([
    readUserPage(db, tenant.tenantId, { ...page, after, deleted: true }),
    options.count && !after ? countDeletedWhere(db, tenant.tenantId, condition, holdersOf) : undefined,
    readCurrentCatalog(db),
  ]);
  const { rows, next } = found ?? expired();
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#users${selection.context}`,
      ...(count === undefined ? {} : { '@odata.count': count }),
      ...(next ? nextLink(`${baseUrl}${path}`, query, next, question) : {}),
      value: rows.map((row) => userResource(row, properties, catalog)),
    },
  };
}

/** GET /directory/deletedItems/microsoft.graph.user/$count: digits as plain text, with ConsistencyLevel only. */
export async function countDeletedItems({ context, query, consistencyEventual }: GraphCall): Promise<GraphReply> {
  const asked = new URLSearchParams(query);
  asked.set('$count', 'true');
  const { options, condition, holdersOf } = readUserQuery(asked.toString(), true);
  if (!consistencyEventual && !options.consistencyEventual)
    throw new Refused(badRequest('$count is not currently supported.'));
  const count = await countDeletedWhere(context.db, context.tenant.tenantId, condition, holdersOf);
  return { status: 200, body: String(count) };
}

/** GET /directory/deletedItems/{id}. */
export async function getDeletedItem({ context, keys, query, baseUrl }: GraphCall): Promise<GraphReply> {
  const { db, tenant } = context;
  const id = keys.id ?? '';
  const { properties } = readUserSelection(query);
  const [row, catalog] = await Promise.all([
    isGuid(id) ? readDeletedUser(db, tenant.tenantId, id, properties) : undefined,
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
