import { readCurrentCatalog } from '../../queries/catalog.ts';
import { readUser } from '../../queries/list-users.ts';
import { type GraphReply, notFound, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { readUserSelection } from './user-query.ts';
import { userResource } from './user-resource.ts';

/** One user as the answer to a call, with what its $select asks for. */
export async function userReply({ context, query, baseUrl }: GraphCall, userId: string, status: 200 | 201): Promise<GraphReply> {
  const selection = readUserSelection(query);
  const [row, catalog] = await Promise.all([
    readUser(context.db, context.tenant.tenantId, userId, selection.properties),
    readCurrentCatalog(context.db),
  ]);
  if (!row) throw new Refused(notFound(userId));
  return {
    status,
    body: { '@odata.context': `${baseUrl}/$metadata#users${selection.context}/$entity`, ...userResource(row, selection.properties, catalog) },
  };
}
