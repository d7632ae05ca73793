import { readCurrentCatalog } from '../../queries/catalog.ts';
import { countUsersWhere, readUserPage, type WhichUsers } from '../../queries/list-users.ts';
import { badRequest, type GraphReply, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { expired, nextLink, questionOf, startOf } from '../list-options.ts';
import { readUserQuery, type UserListQuery } from './user-query.ts';
import { userResource } from './user-resource.ts';

const PAGE_SIZE = 100;

/** How a list of users is told. */
interface UserListKind {
  readonly which: WhichUsers;
  /** The set that the context address names. */
  readonly set: 'users' | 'directoryObjects';
  readonly isCounted: boolean;
}

/** A page of users, by an opaque token from the first on. Ends the request where the token is of another list. */
export async function userPage(
  { context, query, baseUrl, path }: GraphCall,
  { options, eventual, selection, condition, holdersOf }: UserListQuery,
  { which, set, isCounted }: UserListKind,
): Promise<GraphReply> {
  const { db, tenant } = context;
  const question = questionOf(query, [eventual, path.toLowerCase(), tenant.tenantId]);
  const after = startOf(options, question);
  const { properties } = selection;
  const page = { condition, holdersOf, orderBy: options.orderBy, properties, top: options.top ?? PAGE_SIZE, after };
  const [found, count, catalog] = await Promise.all([
    readUserPage(db, tenant.tenantId, page, which),
    isCounted && !after ? countUsersWhere(db, tenant.tenantId, condition, holdersOf, which) : undefined,
    readCurrentCatalog(db),
  ]);
  const { rows, next } = found ?? expired();
  const type = set === 'directoryObjects' ? { '@odata.type': '#microsoft.graph.user' } : {};
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#${set}${selection.context}`,
      ...(count === undefined ? {} : { '@odata.count': count }),
      ...(next ? nextLink(`${baseUrl}${path}`, query, next, question) : {}),
      value: rows.map((row) => ({ ...type, ...userResource(row, properties, catalog) })),
    },
  };
}

/** How many users there are, for a $count segment: digits as plain text, with ConsistencyLevel only. */
export async function userCount(
  { context, query, consistencyEventual }: GraphCall,
  which: WhichUsers,
): Promise<GraphReply> {
  // The segment itself asks for the count, so filters of advanced queries need no $count=true beside it.
  const asked = new URLSearchParams(query);
  asked.set('$count', 'true');
  const { options, condition, holdersOf } = readUserQuery(asked.toString(), true);
  if (!consistencyEventual && !options.consistencyEventual)
    throw new Refused(badRequest('$count is not currently supported.'));
  return {
    status: 200,
    body: String(await countUsersWhere(context.db, context.tenant.tenantId, condition, holdersOf, which)),
  };
}
