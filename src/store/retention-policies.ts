import { sql } from '../base/sql.ts';
import type { RetentionPolicyFields } from '../domain/compliance/retention-policy.ts';
import { foldName } from '../domain/directory/fold-name.ts';
import type { Database } from './database.ts';

/** A retention policy as it is kept; the people whom it names stand beside it. */
export type StoredPolicy = RetentionPolicyFields & { readonly id: string };

/** Whether another policy has this name, in whatever case and accents. */
export async function isPolicyNameTaken(
  tx: Database,
  tenantId: string,
  displayName: string,
  besides: string | null,
): Promise<boolean> {
  const rows = await tx.query(sql`
    select from retention_policy
    where tenant_id = ${tenantId} and name_key = ${foldName(displayName)} and id is distinct from ${besides}::uuid`);
  return rows.length > 0;
}

/** A policy with the people whom it names; undefined where there is none. */
export async function findPolicy(db: Database, tenantId: string, id: string): Promise<StoredPolicy | undefined> {
  const [row] = await db.query<StoredPolicy>(sql`
    select id, display_name as "displayName", description, action, duration_days as "durationDays", everyone,
      array(select x.user_id::text from retention_policy_person x
        where x.tenant_id = r.tenant_id and x.policy_id = r.id order by 1) as people
    from retention_policy r where tenant_id = ${tenantId} and id = ${id}`);
  return row;
}

/** Writes a policy as it is from now on, new or changed. */
export async function writePolicy(
  tx: Database,
  tenantId: string,
  policy: StoredPolicy,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  const { id, displayName, description, action, durationDays, everyone, people } = policy;
  await tx.query(sql`
    insert into retention_policy (tenant_id, id, display_name, name_key, description, action, duration_days, everyone,
      created_at, created_by, modified_at)
    values (${tenantId}, ${id}, ${displayName}, ${foldName(displayName)}, ${description}, ${action}, ${durationDays}, ${everyone},
      ${at}, ${by}, ${at})
    on conflict (tenant_id, id) do update set display_name = excluded.display_name, name_key = excluded.name_key,
      description = excluded.description, action = excluded.action, duration_days = excluded.duration_days,
      everyone = excluded.everyone, modified_at = excluded.modified_at`);
  await tx.query(sql`
    delete from retention_policy_person where tenant_id = ${tenantId} and policy_id = ${id} and user_id <> all(${people}::uuid[])`);
  await tx.query(sql`
    insert into retention_policy_person (tenant_id, policy_id, user_id)
    select ${tenantId}, ${id}, person from unnest(${people}::uuid[]) person on conflict do nothing`);
}

/** Removes a policy; its holds are the caller's to lift. */
export async function removePolicy(tx: Database, tenantId: string, id: string): Promise<void> {
  await tx.query(sql`delete from retention_policy_person where tenant_id = ${tenantId} and policy_id = ${id}`);
  await tx.query(sql`delete from retention_policy where tenant_id = ${tenantId} and id = ${id}`);
}
