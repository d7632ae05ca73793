import { sql } from '../base/sql.ts';
import { addDays } from '../base/time.ts';
import type { Database } from '../store/database.ts';

/** A day at whose end a product had so many seats, and so many of them assigned. */
export interface SeatDay {
  /** YYYY-MM-DD, in UTC. */
  readonly day: string;
  readonly enabled: number;
  readonly consumed: number;
}

/**
 * The seats of products over the last days, by product: only the days on which they changed, after one that tells how
 * it stood when the time began (unless the product came later).
 */
export async function readSeatHistory(
  db: Database,
  tenantId: string,
  skuIds: readonly string[],
  now: number,
  days: number,
): Promise<Map<string, SeatDay[]>> {
  const from = dayOf(addDays(now, -days));
  const rows = await db.query<SeatDay & { skuId: string }>(sql`
    select sku_id as "skuId", to_char(greatest(day, ${from}::date), 'YYYY-MM-DD') as day, enabled, consumed
    from unnest(${skuIds}::uuid[]) as wanted(id)
    cross join lateral (
      (select s.sku_id, s.day, s.enabled, s.consumed from seat_day s
        where s.tenant_id = ${tenantId} and s.sku_id = wanted.id and s.day <= ${from}::date order by s.day desc limit 1)
      union all
      select s.sku_id, s.day, s.enabled, s.consumed from seat_day s
        where s.tenant_id = ${tenantId} and s.sku_id = wanted.id and s.day > ${from}::date and s.day <= ${dayOf(now)}::date) t
    order by t.sku_id, t.day`);
  const history = new Map<string, SeatDay[]>();
  for (const { skuId, ...day } of rows) {
    const known = history.get(skuId);
    if (known) known.push(day);
    else history.set(skuId, [day]);
  }
  return history;
}

/** The day of a moment, in UTC, as YYYY-MM-DD. */
export function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
