import { sql } from '../base/sql.ts';
import type { AssignmentPath } from '../domain/licensing/profile.ts';
import type { DeletionFacts } from '../domain/retention/consequences.ts';
import type { Database } from '../store/database.ts';

/** People with the same licenses and the same data, as far as their deletion is concerned. */
export interface SameDeletion {
  readonly had: DeletionFacts;
  readonly paths: readonly AssignmentPath[];
  readonly people: readonly DeletablePerson[];
}

interface DeletablePerson {
  readonly id: string;
  readonly displayName: string;
  readonly department: string | null;
  readonly usageLocation: string | null;
  readonly onPremisesSyncEnabled: boolean;
  /** Template ids of administrator roles. */
  readonly roleIds: readonly string[];
}

/** Living people among those named, put together where they have the same products in the same way; by name. */
export async function readDeletionFacts(
  db: Database,
  tenantId: string,
  userIds: readonly string[],
): Promise<SameDeletion[]> {
  return db.query<SameDeletion>(sql`
    with person as (
      select u.id, u.sort_key,
        jsonb_build_object('onHold', u.on_hold, 'filesOnHold', u.held_otherwise, 'mailbox', coalesce(m.state, 'none'),
          'drive', case when d.id is null then 'none' when d.unlicensed_since is null then 'licensed' else 'unlicensed' end) as had,
        jsonb_build_object('id', u.id, 'displayName', u.display_name, 'department', u.department,
          'usageLocation', u.usage_location, 'onPremisesSyncEnabled', coalesce(u.on_premises_sync_enabled, false),
          'roleIds', array(select distinct r.role_template_id from role_assignment r
            where r.tenant_id = u.tenant_id and r.principal_id = u.id)) as person,
        (select coalesce(jsonb_agg(jsonb_build_object('skuId', a.sku_id, 'source', a.source, 'disabledPlans', a.disabled_plans,
          'state', a.state) order by a.sku_id, a.source), '[]')
         from assignment a where a.tenant_id = u.tenant_id and a.user_id = u.id) as paths
      from users u
      left join mailbox m on m.tenant_id = u.tenant_id and m.user_id = u.id and m.state <> 'inactive'
      left join drive d on d.tenant_id = u.tenant_id and d.user_id = u.id
      where u.tenant_id = ${tenantId} and u.deleted_at is null and u.id = any(${userIds}::uuid[]))
    select had, paths, jsonb_agg(person order by sort_key collate "C", id) as people
    from person group by had, paths order by count(*) desc, min(sort_key) collate "C"`);
}
