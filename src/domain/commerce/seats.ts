/** What a tenant owns of a product, over all its subscriptions (Graph: subscribedSku). */
export interface OwnedSku {
  readonly skuId: string;
  readonly enabled: number;
  /** Seats of expired subscriptions: still usable, and assignable (§2.3). */
  readonly warning: number;
  /** Seats of disabled subscriptions: nobody can be given one (R-AS-11). */
  readonly suspended: number;
  readonly consumed: number;
  /** Hundredths of the tenant's currency for a seat and month; null: unknown. */
  readonly monthlyPriceCents: number | null;
  /** Set when every subscription of it was bought by a person for themselves: that person's name (R-AS-12). */
  readonly selfServicePurchaser: string | null;
}

/** Seats that can be assigned. Negative when the product is over-assigned. */
export function seatsAvailable(sku: Pick<OwnedSku, 'enabled' | 'warning' | 'consumed'>): number {
  return sku.enabled + sku.warning - sku.consumed;
}

/** Whether only seats of disabled subscriptions are left, so that nothing can be assigned (R-AS-11). */
export function isSuspended(sku: Pick<OwnedSku, 'enabled' | 'warning' | 'suspended'>): boolean {
  return sku.enabled + sku.warning === 0 && sku.suspended > 0;
}

export type SubscriptionState = 'active' | 'expired' | 'disabled' | 'deleted';

/** Graph's word for the state of a product's subscriptions taken together. */
export function capabilityStatus(
  sku: Pick<OwnedSku, 'enabled' | 'warning' | 'suspended'>,
): 'Enabled' | 'Warning' | 'Suspended' | 'Deleted' {
  if (sku.enabled > 0) return 'Enabled';
  if (sku.warning > 0) return 'Warning';
  return sku.suspended > 0 ? 'Suspended' : 'Deleted';
}
