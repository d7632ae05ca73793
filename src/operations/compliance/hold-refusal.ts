import { sql } from '../../base/sql.ts';
import { type HoldFault, holdFault } from '../../domain/compliance/holds.ts';
import { effectivePlans, workloadsOf } from '../../domain/licensing/profile.ts';
import { currentCatalog } from '../../store/catalog-cache.ts';
import type { Database } from '../../store/database.ts';
import { type PersonToHold, readPeopleToHold } from '../../workloads/exchange/hold-facts.ts';
import type { Context } from '../context.ts';

/** Why no hold can be placed on somebody's mailbox. */
export type HoldRefusal = HoldFault & { readonly userId: string; readonly displayName: string };

/** Who of some people can't be put on hold, and why. */
export async function refuseHolds(
  db: Database,
  people: readonly PersonToHold[],
  kind: 'litigation' | 'case' | 'policy',
): Promise<HoldRefusal[]> {
  const catalog = await currentCatalog(db);
  return people.flatMap(({ userId, displayName, state, paths, deletedOn }) => {
    const hasArchiving = workloadsOf(effectivePlans(paths, catalog), catalog).has('exchangeArchive');
    const fault = holdFault({ state, hasArchiving, deletedOn: deletedOn?.getTime() ?? null }, kind);
    return fault ? [{ ...fault, userId, displayName }] : [];
  });
}

/** Why no litigation hold can be placed on somebody's mailbox, if none can. */
export async function refuseHoldOf({ db, tenant }: Context, userId: string): Promise<HoldRefusal | undefined> {
  const people = await readPeopleToHold(db, tenant.tenantId, sql`select ${userId}::uuid as user_id`);
  const [refusal] = await refuseHolds(db, people, 'litigation');
  return refusal;
}
