import { ownedSkus } from '../../queries/owned-skus.ts';
import { type GraphReply, notFound, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { selectFrom } from '../select.ts';
import { subscribedSkuOf } from './subscribedSku.ts';

/** GET /subscribedSkus: one page, $select only. */
export async function listSubscribedSkus({ context, query, baseUrl }: GraphCall): Promise<GraphReply> {
  const { skus, catalog } = await ownedSkus(context.db, context.tenant.tenantId);
  const { names, pick } = selectFrom(query, 'microsoft.graph.subscribedSku', SUBSCRIBED_SKU_PROPERTIES);
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#subscribedSkus${names}`,
      value: skus.map((sku) => pick(subscribedSkuOf(sku, context.tenant, catalog))),
    },
  };
}

/** GET /subscribedSkus/{id}, the id being tenant and SKU. */
export async function getSubscribedSku({ context, keys, query, baseUrl }: GraphCall): Promise<GraphReply> {
  const { skus, catalog } = await ownedSkus(context.db, context.tenant.tenantId);
  const id = keys.id ?? '';
  const sku = skus.find(({ skuId }) => `${context.tenant.tenantId}_${skuId}` === id.toLowerCase());
  if (!sku) throw new Refused(notFound(id));
  const { names, pick } = selectFrom(query, 'microsoft.graph.subscribedSku', SUBSCRIBED_SKU_PROPERTIES);
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#subscribedSkus${names}/$entity`,
      ...pick(subscribedSkuOf(sku, context.tenant, catalog)),
    },
  };
}

const SUBSCRIBED_SKU_PROPERTIES = [
  'accountName',
  'accountId',
  'appliesTo',
  'capabilityStatus',
  'consumedUnits',
  'id',
  'skuId',
  'skuPartNumber',
  'subscriptionIds',
  'prepaidUnits',
  'servicePlans',
];
