import { addDays } from '../base/time.ts';
import type { Tenant } from '../domain/directory/tenant.ts';
import type { Database } from '../store/database.ts';
import { type DeletedPlace, type DeletedUser, readDeletedUsers } from '../store/deleted-users.ts';
import { countUsersWhere } from './list-users.ts';

/** A deleted person with the moment until which they can be restored. */
export interface RestorableUser extends DeletedUser {
  readonly restorableUntil: Date;
}

/** Deleted people, the latest first, from a place on. */
export async function listDeletedUsers(
  db: Database,
  tenant: Tenant,
  page: { readonly after: DeletedPlace | null; readonly top: number; readonly search?: string | undefined },
): Promise<RestorableUser[]> {
  const days = tenant.settings.userSoftDeleteDays;
  return (await readDeletedUsers(db, tenant.tenantId, page)).map((user) => ({
    ...user,
    restorableUntil: new Date(addDays(user.deletedAt.getTime(), days)),
  }));
}

/** How many deleted people can still be restored. */
export function countDeleted(db: Database, tenant: Tenant): Promise<number> {
  return countUsersWhere(db, tenant.tenantId, undefined, undefined, 'deleted');
}
