import { z } from 'zod';
import { capabilityStatus, seatsAvailable } from '../domain/commerce/seats.ts';
import { planName, skuName } from '../messages/license-texts.ts';
import { setPrice, setSeats } from '../operations/commerce/set-seats.ts';
import { ownedSkus } from '../queries/owned-skus.ts';
import { readLicensedGroups, readSubscriptions } from '../queries/product-parts.ts';
import type { ApiInstance, Enter } from './app.ts';
import { skuIdOf } from './licenses.ts';
import { fail } from './problems.ts';

const productParam = z.object({ product: z.string().min(1) });

/** Products: what the tenant owns, its seats and prices, and everything that the catalog knows. */
export function skuRoutes(app: ApiInstance, enter: Enter): void {
  app.get('/skus', { schema: { summary: 'What the tenant owns: seats, state, price' } }, async (request) => {
    const { context, text } = await enter(request, 'readLicenses');
    const { skus } = await ownedSkus(context.db, context.tenant.tenantId);
    const words = await text();
    return {
      currency: context.tenant.currency,
      value: skus.map((sku) => ({
        skuId: sku.skuId,
        partNumber: words.catalog.products.get(sku.skuId)?.partNumber ?? '',
        name: skuName(sku.skuId, words),
        status: capabilityStatus(sku),
        total: sku.enabled + sku.warning,
        consumed: sku.consumed,
        available: seatsAvailable(sku),
        suspended: sku.suspended,
        overAssignedBy: Math.max(0, -seatsAvailable(sku)),
        monthlyPriceCents: sku.monthlyPriceCents,
        selfServicePurchaser: sku.selfServicePurchaser,
        subscriptions: sku.subscriptionIds.length,
      })),
    };
  });

  app.get('/products', { schema: { summary: 'Every product that the catalog knows' } }, async (request) => {
    const { text } = await enter(request, 'readLicenses');
    const words = await text();
    return {
      value: [...words.catalog.products.values()].map(({ skuId, partNumber, planIds, monthlyPriceCents }) => ({
        skuId,
        partNumber,
        name: skuName(skuId, words),
        servicePlans: planIds.length,
        monthlyPriceCents,
      })),
    };
  });

  app.get(
    '/products/:product',
    { schema: { params: productParam, summary: 'One product with its service plans' } },
    async (request) => {
      const { text } = await enter(request, 'readLicenses');
      const words = await text();
      const skuId = skuIdOf(request.params.product, words.catalog);
      const product = words.catalog.products.get(skuId);
      return {
        skuId,
        partNumber: product?.partNumber ?? '',
        name: skuName(skuId, words),
        monthlyPriceCents: product?.monthlyPriceCents ?? null,
        servicePlans: (product?.planIds ?? []).map((planId) => {
          const plan = words.catalog.plans.get(planId);
          return {
            planId,
            name: plan?.name ?? planId,
            displayName: planName(planId, words),
            workloads: plan?.workloads ?? [],
            needsAnyOf: (plan?.requiresAnyOf ?? []).map((id) => planName(id, words)),
            excludes: (plan?.excludes ?? []).map((id) => planName(id, words)),
          };
        }),
      };
    },
  );

  app.get(
    '/skus/:product/groups',
    { schema: { params: productParam, summary: 'The groups that give a product' } },
    async (request) => {
      const { context, text } = await enter(request, 'readLicenses');
      const words = await text();
      const skuId = skuIdOf(request.params.product, words.catalog);
      const groups = await readLicensedGroups(context.db, context.tenant.tenantId, skuId);
      return {
        value: groups.map(({ disabledPlans, ...group }) => ({
          ...group,
          disabledPlans: disabledPlans.map((planId) => ({ planId, name: planName(planId, words) })),
        })),
      };
    },
  );

  app.get(
    '/skus/:product/subscriptions',
    { schema: { params: productParam, summary: 'The subscriptions of a product' } },
    async (request) => {
      const { context, text } = await enter(request, 'readLicenses');
      const skuId = skuIdOf(request.params.product, (await text()).catalog);
      return { value: await readSubscriptions(context.db, context.tenant.tenantId, skuId) };
    },
  );

  app.put(
    '/skus/:product/seats',
    {
      schema: {
        params: productParam,
        body: z.object({ total: z.number().int().min(0).max(10_000_000) }),
        summary: 'Own this many seats',
      },
    },
    async (request) => {
      const { context, text } = await enter(request, 'manageSeats');
      const skuId = skuIdOf(request.params.product, (await text()).catalog);
      const result = await setSeats(context, skuId, request.body.total);
      if (result !== 'set') {
        return fail(409, 'seatsAssigned', `${result.consumed} licenses are assigned; the new total can't be lower.`, {
          ...result,
        });
      }
      return { skuId, total: request.body.total };
    },
  );

  app.put(
    '/skus/:product/price',
    {
      schema: {
        params: productParam,
        body: z.object({ monthlyPriceCents: z.number().int().min(0).max(100_000_000).nullable() }),
        summary: 'What a seat costs a month',
      },
    },
    async (request) => {
      const { context, text } = await enter(request, 'manageSeats');
      const skuId = skuIdOf(request.params.product, (await text()).catalog);
      if (!(await setPrice(context, skuId, request.body.monthlyPriceCents)))
        return fail(404, 'notFound', 'The tenant does not own this product.');
      return { skuId, monthlyPriceCents: request.body.monthlyPriceCents };
    },
  );
}
