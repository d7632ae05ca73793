import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';
import { refreshSeats } from './seats.ts';

export interface AddedSubscription {
  readonly skuId: string;
  readonly quantity: number;
}

/**
 * Adds a subscription for every product that people have in the file and the tenant does not own, with a seat for each
 * of them; when it ends is unknown. So a tenant can be loaded from a list of people alone.
 */
export async function addMissingSubscriptions(tx: Database, tenantId: string, now: Date): Promise<AddedSubscription[]> {
  const added = await tx.query<AddedSubscription>(sql`
    insert into subscription (tenant_id, id, sku_id, quantity, state, channel, term, starts_at, created_at)
    select ${tenantId}::uuid, gen_random_uuid(), s.sku_id, count(*), 'active', 'imported', 'annual',
      ${now}::timestamptz, ${now}::timestamptz
    from import_person p cross join lateral unnest(p.sku_ids) as s(sku_id)
    where p.refusal is null and not exists (
      select from subscription o where o.tenant_id = ${tenantId} and o.sku_id = s.sku_id and o.state <> 'deleted')
    group by s.sku_id
    returning sku_id as "skuId", quantity`);
  if (added.length > 0) await refreshSeats(tx, tenantId);
  return added;
}
