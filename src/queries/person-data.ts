import { sql } from '../base/sql.ts';
import type { Workload } from '../domain/commerce/catalog.ts';
import { effectivePlans, workloadsOf } from '../domain/licensing/profile.ts';
import type { Consequence } from '../domain/retention/consequences.ts';
import type { DeadlineKind } from '../domain/retention/deadlines.ts';
import type { DataFacts, KeptDrive, KeptMailbox, PastChange } from '../domain/retention/person-data.ts';
import { readPaths } from '../store/assignments.ts';
import { currentCatalog } from '../store/catalog-cache.ts';
import type { Database } from '../store/database.ts';

/** So many changes of one person's licenses are looked back upon. */
const CHANGES = 100;

/** Everything that tells how it stands with a person's data, and since when the mailbox has been on hold. */
export async function readDataFacts(
  db: Database,
  tenantId: string,
  userId: string,
): Promise<DataFacts & { readonly heldAt: Date | null }> {
  const [catalog, paths, changes, deadlines, [user], [mailbox], [drive]] = await Promise.all([
    currentCatalog(db),
    readPaths(db, tenantId, userId),
    readPastChanges(db, tenantId, userId),
    db.query<{ kind: DeadlineKind; dueAt: Date; operationId: number | null }>(sql`
      select kind, due_at as "dueAt", operation_id as "operationId" from deadline
      where tenant_id = ${tenantId} and subject_id = ${userId} order by due_at, kind`),
    db.query<{ heldAt: Date | null; onHold: boolean }>(sql`
      select litigation_hold_at as "heldAt", on_hold as "onHold" from users where tenant_id = ${tenantId} and id = ${userId}`),
    db.query<KeptMailbox>(sql`
      select kind, state from mailbox where tenant_id = ${tenantId} and user_id = ${userId} and state <> 'inactive'`),
    db.query<Omit<KeptDrive, 'since'> & { since: Date }>(sql`
      select state, state_since as since from drive where tenant_id = ${tenantId} and user_id = ${userId}`),
  ]);
  const heldAt = user?.heldAt ?? null;
  return {
    workloads: workloadsOf(effectivePlans(paths, catalog), catalog),
    onHold: user?.onHold ?? false,
    kept: { mailbox: mailbox ?? null, drive: drive ? { ...drive, since: drive.since.getTime() } : null },
    heldAt,
    changes,
    deadlines: deadlines.map((deadline) => ({ ...deadline, dueAt: deadline.dueAt.getTime() })),
  };
}

/** The latest operations that really changed somebody's licenses, oldest first; the audit log knows which they are. */
async function readPastChanges(db: Database, tenantId: string, userId: string): Promise<PastChange[]> {
  const rows = await db.query<{
    operationId: number;
    by: string;
    at: Date;
    consequences: Consequence[];
    begins: Workload[];
  }>(sql`
    with touched as (
      select distinct operation_id from audit_entry
      where tenant_id = ${tenantId} and target_id = ${userId} and activity = 'Change user license' and operation_id is not null
      order by operation_id desc limit ${CHANGES})
    select o.id as "operationId", o.actor->>'name' as by, o.applied_at as at,
      f.outcome->'consequences' as consequences, f.outcome->'begins' as begins
    from touched t
    join operation o on o.tenant_id = ${tenantId} and o.id = t.operation_id
    join operation_person p on p.tenant_id = ${tenantId} and p.operation_id = o.id and p.user_id = ${userId}
    join operation_profile f on f.tenant_id = ${tenantId} and f.operation_id = o.id
      and f.change_no = p.change_no and f.facts_hash = p.facts_hash
    where p.short_of is null and f.outcome->>'result' = 'change' and o.applied_at is not null
    order by o.applied_at, o.id`);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
