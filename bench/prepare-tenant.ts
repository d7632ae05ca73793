import { randomBytes } from 'node:crypto';
import { secretBox } from '../src/base/secret-box.ts';
import { sql } from '../src/base/sql.ts';
import { createSampleTenant } from '../src/demo/create-sample-tenant.ts';
import type { Tenant } from '../src/domain/directory/tenant.ts';
import { DIRECT } from '../src/domain/licensing/profile.ts';
import type { Context } from '../src/operations/context.ts';
import type { Database } from '../src/store/database.ts';
import { findTenant, updateAccessSettings } from '../src/store/tenants.ts';
import { openForLicensed } from '../src/workloads/licensed-people.ts';

/** The product that is taken away: Exchange Online (Plan 1), beside whatever else people hold. */
export const SKU = '4b9405b0-7788-4568-add1-99614e613b69';

/** A sample tenant in which exactly so many people hold one product directly, and others hold other things. */
export async function prepareTenant(db: Database, people: number): Promise<Tenant> {
  const users = Math.max(100, Math.ceil(people * 1.6));
  const { tenantId } = await createSampleTenant(db, { users, seed: 1, now: Date.now() });
  await db.query(sql`delete from assignment where tenant_id = ${tenantId} and sku_id = ${SKU}`);
  await db.query(sql`delete from holding where tenant_id = ${tenantId} and sku_id = ${SKU}`);
  await db.query(sql`
    insert into subscription (tenant_id, id, sku_id, quantity, state, channel, term, starts_at, created_at)
    values (${tenantId}, gen_random_uuid(), ${SKU}, ${users}, 'active', 'direct', 'annual', now(), now())`);
  const [row] = await db.query<{ chosen: number }>(sql`
    with chosen as (
      select id, sort_key from users
      where tenant_id = ${tenantId} and deleted_at is null and usage_location is not null and user_type = 'Member'
      order by md5(id::text) limit ${people}),
    assigned as (
      insert into assignment (tenant_id, user_id, sku_id, source, updated_at)
      select ${tenantId}, id, ${SKU}, ${DIRECT}, now() from chosen),
    held as (insert into holding (tenant_id, user_id, sku_id, sort_key) select ${tenantId}, id, ${SKU}, sort_key from chosen)
    select count(*)::int as chosen from chosen`);
  if (row?.chosen !== people) throw new Error(`The sample has only ${row?.chosen} people for ${people} licenses.`);
  await db.query(sql`
    insert into subscribed_sku (tenant_id, sku_id, enabled, consumed) values (${tenantId}, ${SKU}, ${users}, ${people})
    on conflict (tenant_id, sku_id) do update set enabled = excluded.enabled, consumed = excluded.consumed`);
  await openForLicensed(db, tenantId, new Date());
  // Nobody waits for a second administrator here.
  await updateAccessSettings(db, tenantId, { approvalAbove: null });
  const tenant = await findTenant(db, tenantId);
  if (!tenant) throw new Error('The tenant is gone.');
  return tenant;
}

/** The database as its owner sees it, for plain SQL, and as the server works on it, behind row-level security. */
export interface BenchDatabase extends Database {
  readonly working: Database;
}

/** What operations are called with. */
export function contextOf(db: BenchDatabase, tenant: Tenant): Context {
  return {
    db: db.working.ofTenant(tenant.tenantId),
    secrets: secretBox([randomBytes(32)]),
    tenant,
    principal: { kind: 'operator', id: null, name: 'bench', tenantId: tenant.tenantId, roleIds: [], permissions: [] },
    channel: 'cli',
    requestId: null,
    now: Date.now(),
  };
}
