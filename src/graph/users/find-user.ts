import { isGuid } from '../../base/id.ts';
import type { Context } from '../../operations/context.ts';
import { findUser } from '../../queries/users.ts';
import { badRequest, notFound, Refused } from '../errors.ts';

/** The id of the living user whom a path names by id or user principal name. */
export async function findUserId(context: Context, key: string): Promise<string> {
  if (!isGuid(key) && (!key.includes('@') || key.includes('\0')))
    throw new Refused(badRequest(`Invalid object identifier '${key}'.`));
  const id = await findUser(context.db, context.tenant.tenantId, key);
  if (id === undefined) throw new Refused(notFound(key));
  return id;
}
