import { addDays } from '../base/time.ts';
import type { Tenant } from '../domain/directory/tenant.ts';
import type { Database } from '../store/database.ts';
import { type DeletedUser, readDeletedUsers } from '../store/deleted-users.ts';

/** Deleted people, the latest first, each with the day until which they can be restored. */
export async function listDeletedUsers(
  db: Database,
  tenant: Tenant,
  page: { readonly before: Date | null; readonly top: number },
): Promise<(DeletedUser & { restorableUntil: Date })[]> {
  const days = tenant.settings.userSoftDeleteDays;
  return (await readDeletedUsers(db, tenant.tenantId, page)).map((user) => ({
    ...user,
    restorableUntil: new Date(addDays(user.deletedAt.getTime(), days)),
  }));
}
