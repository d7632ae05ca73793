import type { Catalog } from '../../domain/commerce/catalog.ts';
import { capabilityStatus, type OwnedSku } from '../../domain/commerce/seats.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';

/** A product that a tenant owns, as Graph shows it. */
export function subscribedSkuOf(
  sku: OwnedSku & { readonly subscriptionIds: readonly string[] },
  tenant: Tenant,
  catalog: Catalog,
): Record<string, unknown> {
  const product = catalog.products.get(sku.skuId);
  return {
    accountName: tenant.defaultDomain.split('.')[0],
    accountId: tenant.tenantId,
    appliesTo: product?.appliesTo ?? 'User',
    capabilityStatus: capabilityStatus(sku),
    consumedUnits: sku.consumed,
    id: `${tenant.tenantId}_${sku.skuId}`,
    skuId: sku.skuId,
    skuPartNumber: product?.partNumber ?? '',
    subscriptionIds: sku.subscriptionIds,
    prepaidUnits: { enabled: sku.enabled, suspended: sku.suspended, warning: sku.warning, lockedOut: 0 },
    servicePlans: servicePlansOf(sku.skuId, catalog, () => 'Success'),
  };
}

/** A product's service plans as Graph's servicePlanInfo, with each one's state. */
export function servicePlansOf(skuId: string, catalog: Catalog, statusOf: (planId: string) => string): unknown[] {
  return (catalog.products.get(skuId)?.planIds ?? []).map((planId) => {
    const plan = catalog.plans.get(planId);
    return {
      servicePlanId: planId,
      servicePlanName: plan?.name ?? '',
      provisioningStatus: statusOf(planId),
      appliesTo: plan?.appliesTo ?? 'User',
    };
  });
}
