import { rawSql, sql } from '../base/sql.ts';
import type { OwnedSku } from '../domain/commerce/seats.ts';
import type { Database } from './database.ts';

/** What a tenant owns, with seats and prices, by part number. */
export async function readOwnedSkus(db: Database, tenantId: string): Promise<OwnedSku[]> {
  return db.query<OwnedSku>({
    name: 'owned-skus',
    text: `
      select s.sku_id as "skuId", s.enabled, s.warning, s.suspended, s.consumed,
        coalesce(s.monthly_price_cents, p.monthly_price_cents) as "monthlyPriceCents",
        case when o.self_service and not o.company_owned then coalesce(o.purchaser, '') end as "selfServicePurchaser"
      from subscribed_sku s
      left join product p on p.sku_id = s.sku_id
      left join (
        select b.sku_id, bool_or(b.purchaser_id is not null) as self_service,
          bool_or(b.purchaser_id is null) as company_owned, min(u.display_name) as purchaser
        from subscription b left join users u on u.tenant_id = b.tenant_id and u.id = b.purchaser_id
        where b.tenant_id = $1 and b.state <> 'deleted' group by b.sku_id
      ) o on o.sku_id = s.sku_id
      where s.tenant_id = $1 order by p.part_number, s.sku_id`,
    values: [tenantId],
  });
}

/** By how many seats each product's count moves. */
export type SeatMoves = ReadonlyMap<string, number>;

/**
 * Moves the seats consumed, all or none: one conditional update a product, in the order of their ids, so that no
 * product goes beyond what can be assigned whatever else runs at the same time. Gives the products that were short.
 */
export async function moveSeats(tx: Database, tenantId: string, moves: SeatMoves): Promise<string[]> {
  const short: string[] = [];
  for (const [skuId, by] of [...moves].sort(([left], [right]) => left.localeCompare(right))) {
    if (by === 0) continue;
    const moved = await tx.query({
      name: 'move-seats',
      text: `update subscribed_sku set consumed = consumed + $3
        where tenant_id = $1 and sku_id = $2 and ($3 <= 0 or consumed + $3 <= enabled + warning) returning consumed`,
      values: [tenantId, skuId, by],
    });
    if (moved.length === 0) short.push(skuId);
  }
  return short;
}

/**
 * Takes one seat of each of these products, also where none is left: what a restored person had comes back (R-US-7).
 * Gives the products of which more are taken now than there are, and by how many.
 */
export async function takeSeatsAnyway(
  tx: Database,
  tenantId: string,
  skuIds: readonly string[],
): Promise<{ skuId: string; by: number }[]> {
  const over: { skuId: string; by: number }[] = [];
  for (const skuId of skuIds.toSorted((left, right) => left.localeCompare(right))) {
    const [row] = await tx.query<{ by: number }>(sql`
      update subscribed_sku set consumed = consumed + 1 where tenant_id = ${tenantId} and sku_id = ${skuId}
      returning consumed - enabled - warning as by`);
    if (row && row.by > 0) over.push({ skuId, by: row.by });
  }
  return over;
}

/** Draws a tenant's seat numbers anew from its subscriptions; what is consumed stays. */
export async function refreshSeats(tx: Database, tenantId: string): Promise<void> {
  await tx.query(sql`
    insert into subscribed_sku (tenant_id, sku_id, enabled, warning, suspended)
    select tenant_id, sku_id, ${sumOf('active')}, ${sumOf('expired')}, ${sumOf('disabled')}
    from subscription where tenant_id = ${tenantId} group by tenant_id, sku_id
    on conflict (tenant_id, sku_id) do update
      set enabled = excluded.enabled, warning = excluded.warning, suspended = excluded.suspended`);
}

function sumOf(state: 'active' | 'expired' | 'disabled') {
  return rawSql(`coalesce(sum(quantity) filter (where state = '${state}'), 0)`);
}

/** Sets a tenant's own price of a product. Gives the price before; undefined where the tenant does not own it. */
export async function setMonthlyPrice(
  tx: Database,
  tenantId: string,
  skuId: string,
  monthlyPriceCents: number | null,
): Promise<{ monthlyPriceCents: number | null } | undefined> {
  const [before] = await tx.query<{ monthlyPriceCents: number | null }>(sql`
    select monthly_price_cents as "monthlyPriceCents" from subscribed_sku
    where tenant_id = ${tenantId} and sku_id = ${skuId} for update`);
  if (!before) return undefined;
  await tx.query(sql`
    update subscribed_sku set monthly_price_cents = ${monthlyPriceCents} where tenant_id = ${tenantId} and sku_id = ${skuId}`);
  return before;
}
