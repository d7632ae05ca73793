import { decodeSkipToken, encodeSkipToken } from '../../odata/skip-token.ts';
import { readCurrentCatalog } from '../../queries/catalog.ts';
import { countUsersWhere, readUserPage } from '../../queries/list-users.ts';
import { badRequest, type GraphError, type GraphReply, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { readUserQuery } from './user-query.ts';
import { userResource } from './user-resource.ts';

const PAGE_SIZE = 100;

/** GET /users: filter, search, order, select, count; pages by an opaque token. */
export async function listUsers({
  context,
  query,
  consistencyEventual,
  baseUrl,
  path,
}: GraphCall): Promise<GraphReply> {
  const { db, tenant } = context;
  const { options, eventual, selection, condition, holdersOf } = readUserQuery(query, consistencyEventual);
  const question = questionOf(query, eventual, tenant.tenantId);
  const after = options.skipToken === undefined ? undefined : decodeSkipToken(options.skipToken, question);
  if (options.skipToken !== undefined && !after) throw new Refused(EXPIRED_TOKEN);
  const { properties } = selection;
  const page = { condition, holdersOf, orderBy: options.orderBy, properties, top: options.top ?? PAGE_SIZE, after };
  const [found, count, catalog] = await Promise.all([
    readUserPage(db, tenant.tenantId, page),
    options.count && eventual && after === undefined
      ? countUsersWhere(db, tenant.tenantId, condition, holdersOf)
      : undefined,
    readCurrentCatalog(db),
  ]);
  if (!found) throw new Refused(EXPIRED_TOKEN);
  const { rows, next } = found;
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#users${selection.context}`,
      ...(count === undefined ? {} : { '@odata.count': count }),
      ...(next ? { '@odata.nextLink': nextLink(`${baseUrl}${path}`, query, encodeSkipToken(next, question)) } : {}),
      value: rows.map((row) => userResource(row, properties, catalog)),
    },
  };
}

/** GET /users/$count: digits as plain text, with ConsistencyLevel only. */
export async function countUsers({ context, query, consistencyEventual }: GraphCall): Promise<GraphReply> {
  // The segment itself asks for the count, so filters of advanced queries need no $count=true beside it.
  const asked = new URLSearchParams(query);
  asked.set('$count', 'true');
  const { options, condition, holdersOf } = readUserQuery(asked.toString(), true);
  if (!consistencyEventual && !options.consistencyEventual)
    throw new Refused(badRequest('$count is not currently supported.'));
  return {
    status: 200,
    body: String(await countUsersWhere(context.db, context.tenant.tenantId, condition, holdersOf)),
  };
}

const EXPIRED_TOKEN: GraphError = {
  status: 400,
  code: 'Directory_ExpiredPageToken',
  message: 'The specified page token value has expired and can no longer be included in your request.',
};

/** What a page token belongs to: the same question, asked in the same mode, of the same tenant. */
function questionOf(query: string, eventual: boolean, tenantId: string): unknown {
  const options = [...new URLSearchParams(query)].filter(([name]) => !/^\$?skiptoken$/i.test(name)).sort();
  return [options, eventual, tenantId];
}

function nextLink(address: string, query: string, token: string): string {
  const options = new URLSearchParams(query);
  for (const name of [...options.keys()]) if (/^\$?skiptoken$/i.test(name)) options.delete(name);
  options.append('$skiptoken', token);
  return `${address}?${options.toString().replaceAll('%24', '$')}`;
}
