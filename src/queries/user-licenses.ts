import { sql } from '../base/sql.ts';
import { type DatedPath, readPaths } from '../store/assignments.ts';
import type { Database } from '../store/database.ts';

/** Every path on which a person has a product, by product, the direct one first. */
export function readLicensePaths(db: Database, tenantId: string, userId: string): Promise<DatedPath[]> {
  return readPaths(db, tenantId, userId);
}

/** Who gave a person a product, and when. */
export interface LicenseGiver {
  readonly skuId: string;
  readonly by: string;
  readonly at: Date;
  readonly operationId: number | null;
}

/**
 * Who gave a person each product that they have directly, as far as the audit log tells: the last entry in which it
 * came. Nothing is told of what has been taken since and came back another way, such as by a restore of the person.
 */
export async function readLicenseGivers(db: Database, tenantId: string, userId: string): Promise<LicenseGiver[]> {
  return db.query<LicenseGiver>(sql`
    with touched as (
      select a.id, a.at, a.actor_name, a.operation_id, s.sku_id, s.had, s.has
      from audit_entry a cross join lateral (
        select license->>'skuId' as sku_id, bool_or(side = 'before') as had, bool_or(side = 'after') as has
        from (select 'before' as side, jsonb_array_elements(a.before) as license
              union all select 'after', jsonb_array_elements(a.after)) one
        group by 1) s
      where a.tenant_id = ${tenantId} and a.target_id = ${userId} and a.activity = 'Change user license'
        and jsonb_typeof(a.before) = 'array' and jsonb_typeof(a.after) = 'array')
    select distinct on (sku_id) sku_id as "skuId", actor_name as by, at, operation_id as "operationId"
    from touched t where has and not had
      and not exists (select from touched later where later.sku_id = t.sku_id and later.id > t.id and not later.has)
    order by sku_id, id desc`);
}
