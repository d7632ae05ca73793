import { effectivePlans, heldSkus } from '../../domain/licensing/profile.ts';
import { readCurrentCatalog } from '../../queries/catalog.ts';
import { readLicensePaths } from '../../queries/user-licenses.ts';
import type { GraphReply } from '../errors.ts';
import { compoundId } from '../guid.ts';
import type { GraphCall } from '../handler.ts';
import { selectFrom } from '../select.ts';
import { servicePlansOf } from '../subscribedSkus/subscribedSku.ts';
import { findUserId } from './find-user.ts';

/** GET /users/{id}/licenseDetails: every product that the user holds, inherited ones too, with the state of each plan. */
export async function listLicenseDetails({ context, keys, query, baseUrl }: GraphCall): Promise<GraphReply> {
  const { db, tenant } = context;
  const userId = await findUserId(context, keys.id ?? '');
  const [paths, catalog] = await Promise.all([readLicensePaths(db, tenant.tenantId, userId), readCurrentCatalog(db)]);
  const plans = effectivePlans(paths, catalog);
  const { names, pick } = selectFrom(query, 'microsoft.graph.licenseDetails', ['id', 'skuId', 'skuPartNumber', 'servicePlans']);
  const value = [...heldSkus(paths)].map((skuId) =>
    pick({
      id: compoundId(tenant.tenantId, skuId),
      skuId,
      skuPartNumber: catalog.products.get(skuId)?.partNumber ?? '',
      servicePlans: servicePlansOf(skuId, catalog, (planId) => (plans.get(planId)?.has(skuId) ? 'Success' : 'Disabled')),
    }),
  );
  const addressed = encodeURIComponent(keys.id ?? '');
  return {
    status: 200,
    body: { '@odata.context': `${baseUrl}/$metadata#users('${addressed}')/licenseDetails${names}`, value },
  };
}
