import { sql } from '../src/base/sql.ts';
import type { Database } from '../src/store/database.ts';
import { SKU } from './prepare-tenant.ts';

const DIRECT = '00000000-0000-0000-0000-000000000000';

/**
 * The rows that an unassignment writes, written as plain SQL in one transaction: no rules, no look at anybody, no
 * digest. `people` limits it to one person; null: everybody who holds the product.
 */
export async function unassignPlainly(db: Database, tenantId: string, userId: string | null): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(sql`set local work_mem = '64MB'`);
    const [operation] = await tx.query<{ id: number }>(sql`
      insert into operation (tenant_id, status, request, digest, totals, actor, channel, created_at, planned_at, applied_at)
      values (${tenantId}, 'applied', '{}', 'plain', '{}', '{"name": "bench", "kind": "operator"}', 'cli', now(), now(), now()) returning id`);
    const id = operation?.id;
    await tx.query(sql`
      insert into operation_person (tenant_id, operation_id, position, user_id, change_no, facts_hash)
      select ${tenantId}, ${id}, row_number() over (order by sort_key collate "C", user_id), user_id, 0, ${DIRECT}
      from holding where tenant_id = ${tenantId} and sku_id = ${SKU} and (${userId}::uuid is null or user_id = ${userId})`);
    await tx.query(sql`
      insert into operation_profile (tenant_id, operation_id, change_no, facts_hash, people, facts, outcome)
      values (${tenantId}, ${id}, 0, ${DIRECT}, 1, '{}', '{}')`);
    const people = sql`operation_person p where p.tenant_id = ${tenantId} and p.operation_id = ${id}`;
    await tx.query(sql`
      insert into deadline (tenant_id, subject_id, kind, due_at, since, operation_id)
      select ${tenantId}, p.user_id, 'mailboxPurge', now() + interval '30 days', now(), ${id} from ${people}
        and not exists (select from holding h join product k on k.sku_id = h.sku_id
          join service_plan s on s.plan_id = any(k.plan_ids) and 'exchange' = any(s.workloads)
          where h.tenant_id = ${tenantId} and h.user_id = p.user_id and h.sku_id <> ${SKU})
      on conflict do nothing`);
    await tx.query(sql`
      delete from assignment a using (select p.user_id from ${people}) p
      where a.tenant_id = ${tenantId} and a.user_id = p.user_id and a.sku_id = ${SKU} and a.source = ${DIRECT}`);
    await tx.query(sql`
      delete from holding h using (select p.user_id from ${people}) p
      where h.tenant_id = ${tenantId} and h.user_id = p.user_id and h.sku_id = ${SKU}`);
    await tx.query(sql`
      insert into audit_entry (tenant_id, at, activity, actor_name, channel, target_type, target_id, target_name, before, after, operation_id)
      select ${tenantId}, now(), 'Change user license', 'bench', 'cli', 'User', u.id, u.display_name,
        ${JSON.stringify([{ skuId: SKU, disabledPlans: [] }])}::jsonb, '[]', ${id}
      from (select p.user_id, p.position from ${people}) p
      join users u on u.tenant_id = ${tenantId} and u.id = p.user_id order by p.position`);
    const count = userId === null ? sql`(select count(*) from ${people})` : sql`1`;
    await tx.query(sql`
      update subscribed_sku set consumed = consumed - ${count} where tenant_id = ${tenantId} and sku_id = ${SKU}`);
  });
}
