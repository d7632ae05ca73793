import type { Client } from './client.ts';

/** A product that the tenant owns. */
export interface OwnedProduct {
  readonly skuId: string;
  readonly partNumber: string;
  readonly name: string;
  /** Enabled, Warning, Suspended, Deleted or LockedOut, as Graph says it. */
  readonly status: string;
  readonly total: number;
  readonly consumed: number;
  readonly available: number;
  readonly suspended: number;
  readonly overAssignedBy: number;
  /** What a seat costs a month, in hundredths of the currency; null where nobody has said. */
  readonly monthlyPriceCents: number | null;
  /** Who bought it for themselves, by name; then nobody else may assign it. */
  readonly selfServicePurchaser: string | null;
  readonly subscriptions: number;
}

/** A product of the catalog with its service plans. */
interface Product {
  readonly skuId: string;
  readonly partNumber: string;
  readonly name: string;
  readonly monthlyPriceCents: number | null;
  readonly servicePlans: readonly ServicePlan[];
}

export interface ServicePlan {
  readonly planId: string;
  readonly name: string;
  readonly displayName: string;
  readonly workloads: readonly string[];
  readonly needsAnyOf: readonly string[];
  readonly excludes: readonly string[];
}

/** A group that gives a product to its members. */
interface LicensedGroup {
  readonly id: string;
  readonly displayName: string;
  readonly disabledPlans: readonly { readonly planId: string; readonly name: string }[];
  readonly members: number;
  readonly assigned: number;
  readonly errors: number;
}

interface Subscription {
  readonly id: string;
  readonly quantity: number;
  readonly state: 'active' | 'expired' | 'disabled' | 'deleted';
  readonly channel: string;
  readonly term: string;
  readonly isTrial: boolean;
  readonly recurringBilling: boolean;
  /** Who bought it for themselves. */
  readonly purchaser: string | null;
  readonly startsAt: string;
  readonly endsAt: string | null;
}

/** What is owned, and what it consists of. All of it throws ApiError where the server refuses. */
export interface ProductCalls {
  owned(): Promise<{ readonly currency: string; readonly value: readonly OwnedProduct[] }>;
  product(skuId: string): Promise<Product>;
  groups(skuId: string): Promise<readonly LicensedGroup[]>;
  subscriptions(skuId: string): Promise<readonly Subscription[]>;
}

/** The product calls of a server. */
export function productCalls(client: Client): ProductCalls {
  return {
    owned: () => client.get('/api/skus'),
    groups: async (skuId) =>
      (await client.get<{ value: LicensedGroup[] }>(`/api/skus/${encodeURIComponent(skuId)}/groups`)).value,
    subscriptions: async (skuId) =>
      (await client.get<{ value: Subscription[] }>(`/api/skus/${encodeURIComponent(skuId)}/subscriptions`)).value,
    product: (skuId) => client.get(`/api/products/${encodeURIComponent(skuId)}`),
  };
}
