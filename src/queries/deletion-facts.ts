import { sql } from '../base/sql.ts';
import type { AssignmentPath } from '../domain/licensing/profile.ts';
import type { Database } from '../store/database.ts';

/** People with the same licenses, as far as their deletion is concerned. */
export interface DeletionFacts {
  readonly onHold: boolean;
  readonly paths: readonly AssignmentPath[];
  readonly people: readonly { readonly id: string; readonly displayName: string }[];
}

/** Living people among those named, put together where they have the same products in the same way; by name. */
export async function readDeletionFacts(
  db: Database,
  tenantId: string,
  userIds: readonly string[],
): Promise<DeletionFacts[]> {
  return db.query<DeletionFacts>(sql`
    with person as (
      select u.id, u.display_name as name, u.sort_key, u.litigation_hold_at is not null as held,
        (select coalesce(jsonb_agg(jsonb_build_object('skuId', a.sku_id, 'source', a.source, 'disabledPlans', a.disabled_plans,
          'state', a.state) order by a.sku_id, a.source), '[]')
         from assignment a where a.tenant_id = u.tenant_id and a.user_id = u.id) as paths
      from users u where u.tenant_id = ${tenantId} and u.deleted_at is null and u.id = any(${userIds}::uuid[]))
    select held as "onHold", paths, jsonb_agg(jsonb_build_object('id', id, 'displayName', name) order by sort_key collate "C", id) as people
    from person group by held, paths order by count(*) desc, min(sort_key) collate "C"`);
}
