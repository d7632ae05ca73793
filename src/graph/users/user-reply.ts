import { readCurrentCatalog } from '../../queries/catalog.ts';
import { readUser } from '../../queries/list-users.ts';
import { type GraphReply, notFound, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import type { UserSelection } from './user-query.ts';
import { userResource } from './user-resource.ts';

/**
 * One user as the answer to a call. What its $select asks for is read before anything is done, so that nobody is told
 * of a mistake there once the change has been made.
 */
export async function userReply(
  { context, baseUrl }: GraphCall,
  selection: UserSelection,
  userId: string,
  status: 200 | 201,
): Promise<GraphReply> {
  const [row, catalog] = await Promise.all([
    readUser(context.db, context.tenant.tenantId, userId, selection.properties),
    readCurrentCatalog(context.db),
  ]);
  if (!row) throw new Refused(notFound(userId));
  return {
    status,
    body: {
      '@odata.context': `${baseUrl}/$metadata#users${selection.context}/$entity`,
      ...userResource(row, selection.properties, catalog),
    },
  };
}
