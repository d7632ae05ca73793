import { sql } from '../base/sql.ts';
import type { SubscriptionState } from '../domain/commerce/seats.ts';
import type { Database } from './database.ts';

export interface NewSubscription {
  readonly id: string;
  readonly skuId: string;
  readonly quantity: number;
  readonly state: SubscriptionState;
  readonly channel:
    | 'direct'
    | 'reseller'
    | 'volumeLicensing'
    | 'selfServicePurchase'
    | 'selfServiceTrial'
    | 'freeSignUp'
    | 'imported';
  readonly term: 'monthly' | 'annual' | 'multiYear';
  readonly startsAt: Date;
  readonly createdAt: Date;
}

/** Adds a subscription. The seat numbers are drawn anew by `refreshSeats`. */
export async function insertSubscription(tx: Database, tenantId: string, subscription: NewSubscription): Promise<void> {
  const { id, skuId, quantity, state, channel, term, startsAt, createdAt } = subscription;
  await tx.query(sql`
    insert into subscription (tenant_id, id, sku_id, quantity, state, channel, term, starts_at, created_at)
    values (${tenantId}, ${id}, ${skuId}, ${quantity}, ${state}, ${channel}, ${term}, ${startsAt}, ${createdAt})`);
}

/** Changes how many seats a subscription has. */
export async function setQuantity(tx: Database, tenantId: string, id: string, quantity: number): Promise<void> {
  await tx.query(sql`update subscription set quantity = ${quantity} where tenant_id = ${tenantId} and id = ${id}`);
}

/** How a product stands: seats in use, usable seats, and the largest active subscription that the tenant itself bought. */
export async function lockSeats(
  tx: Database,
  tenantId: string,
  skuId: string,
): Promise<{ consumed: number; usable: number; largest: { id: string; quantity: number } | undefined }> {
  const [seats] = await tx.query<{ consumed: number; usable: number }>(sql`
    select consumed, enabled + warning as usable from subscribed_sku
    where tenant_id = ${tenantId} and sku_id = ${skuId} for update`);
  const [largest] = await tx.query<{ id: string; quantity: number }>(sql`
    select id, quantity from subscription
    where tenant_id = ${tenantId} and sku_id = ${skuId} and state = 'active' and purchaser_id is null
    order by quantity desc, id limit 1`);
  return { consumed: seats?.consumed ?? 0, usable: seats?.usable ?? 0, largest };
}
