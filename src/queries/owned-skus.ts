import { sql } from '../base/sql.ts';
import type { Catalog } from '../domain/commerce/catalog.ts';
import type { OwnedSku } from '../domain/commerce/seats.ts';
import { currentCatalog } from '../store/catalog-cache.ts';
import type { Database } from '../store/database.ts';
import { readOwnedSkus } from '../store/seats.ts';

export interface OwnedSkuWithSubscriptions extends OwnedSku {
  readonly subscriptionIds: readonly string[];
}

/** What a tenant owns, by part number, and the catalog that explains it. */
export async function ownedSkus(
  db: Database,
  tenantId: string,
): Promise<{ skus: OwnedSkuWithSubscriptions[]; catalog: Catalog }> {
  const [skus, subscriptions, catalog] = await Promise.all([
    readOwnedSkus(db, tenantId),
    db.query<{ skuId: string; ids: string[] }>(sql`
      select sku_id as "skuId", array_agg(id::text order by created_at, id) as ids
      from subscription where tenant_id = ${tenantId} and state <> 'deleted' group by sku_id`),
    currentCatalog(db),
  ]);
  const idsOf = new Map(subscriptions.map(({ skuId, ids }) => [skuId, ids]));
  return { skus: skus.map((sku) => ({ ...sku, subscriptionIds: idsOf.get(sku.skuId) ?? [] })), catalog };
}
