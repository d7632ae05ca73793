import { rawSql, type Sql, sql } from '../base/sql.ts';
import type { Workload } from '../domain/commerce/catalog.ts';
import type { Database } from '../store/database.ts';
import { openMailboxes } from './exchange/mailboxes.ts';
import { openDrives } from './onedrive/drives.ts';

/** The living people whose licenses give a workload, by `user_id`: a product of theirs has a plan for it that is on. */
function licensedPeople(tenantId: string, workload: Workload): Sql {
  return sql`
    with giving as (
      select p.sku_id, array_agg(plan) as plans
      from product p cross join lateral unnest(p.plan_ids) plan join service_plan s on s.plan_id = plan
      where ${workload} = any(s.workloads) group by p.sku_id)
    select distinct a.user_id from assignment a join giving g on g.sku_id = a.sku_id
    where a.tenant_id = ${tenantId} and a.state in ('Active', 'ActiveWithError') and not (g.plans <@ a.disabled_plans)`;
}

/** Makes what everybody's licenses give and nobody made yet: for licenses that came otherwise than by an operation. */
export async function openForLicensed(db: Database, tenantId: string, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    // After an import nobody knows yet how many rows there are, and taken for a few they would be joined one by one.
    await tx.query(rawSql('set local enable_nestloop = off'));
    await openMailboxes(tx, tenantId, licensedPeople(tenantId, 'exchange'), at);
    await openDrives(tx, tenantId, licensedPeople(tenantId, 'oneDrive'), at);
    await tx.query(rawSql('set local enable_nestloop = on'));
  });
}
