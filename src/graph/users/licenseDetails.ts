import { effectivePlans, heldSkus } from '../../domain/licensing/profile.ts';
import { readCurrentCatalog } from '../../queries/catalog.ts';
import { readLicensePaths } from '../../queries/user-licenses.ts';
import { type GraphReply, notFound, Refused } from '../errors.ts';
import { compoundId } from '../guid.ts';
import type { GraphCall } from '../handler.ts';
import { selectFrom } from '../select.ts';
import { servicePlansOf } from '../subscribedSkus/subscribedSku.ts';
import { findUserId } from './find-user.ts';

/** GET /users/{id}/licenseDetails: every product that the user holds, inherited ones too, with the state of each plan. */
export async function listLicenseDetails(call: GraphCall): Promise<GraphReply> {
  const details = await readDetails(call);
  const { names, pick } = selectFrom(call.query, 'microsoft.graph.licenseDetails', LICENSE_DETAILS_PROPERTIES);
  return { status: 200, body: { '@odata.context': `${contextOf(call)}${names}`, value: details.map(pick) } };
}

/** GET /users/{id}/licenseDetails/{detailsId}, the id being made of tenant and SKU. */
export async function getLicenseDetails(call: GraphCall): Promise<GraphReply> {
  const id = call.keys.detailsId ?? '';
  const found = (await readDetails(call)).find((details) => details.id === id);
  if (!found) throw new Refused(notFound(id));
  const { names, pick } = selectFrom(call.query, 'microsoft.graph.licenseDetails', LICENSE_DETAILS_PROPERTIES);
  return { status: 200, body: { '@odata.context': `${contextOf(call)}${names}/$entity`, ...pick(found) } };
}

const LICENSE_DETAILS_PROPERTIES = ['id', 'skuId', 'skuPartNumber', 'servicePlans'];

async function readDetails({ context, keys }: GraphCall): Promise<Record<string, unknown>[]> {
  const { db, tenant } = context;
  const userId = await findUserId(context, keys.id ?? '');
  const [paths, catalog] = await Promise.all([readLicensePaths(db, tenant.tenantId, userId), readCurrentCatalog(db)]);
  const plans = effectivePlans(paths, catalog);
  return [...heldSkus(paths)].map((skuId) => ({
    id: compoundId(tenant.tenantId, skuId),
    skuId,
    skuPartNumber: catalog.products.get(skuId)?.partNumber ?? '',
    servicePlans: servicePlansOf(skuId, catalog, (planId) => (plans.get(planId)?.has(skuId) ? 'Success' : 'Disabled')),
  }));
}

function contextOf({ keys, baseUrl }: GraphCall): string {
  return `${baseUrl}/$metadata#users('${encodeURIComponent(keys.id ?? '')}')/licenseDetails`;
}
