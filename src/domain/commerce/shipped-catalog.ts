import { must } from '../../base/assert.ts';
import type { Catalog, Product, Workload } from './catalog.ts';
import { type PlainPlan, plansWithRules } from './plan-rules.ts';
import { SHIPPED_PLANS } from './shipped-plans.ts';
import { SHIPPED_PRODUCTS } from './shipped-products.ts';

/** The catalog that comes with Seatwise, before any import. */
export function shippedCatalog(): Catalog {
  const plans = SHIPPED_PLANS.map(
    ([planId, name, english, french, appliesTo, service, workloads]): PlainPlan => ({
      planId,
      name,
      displayName: { en: english, fr: french ?? english },
      appliesTo,
      service,
      workloads: workloads.split(' ').filter((workload): workload is Workload => workload !== ''),
    }),
  );
  const idOfPlan = new Map(plans.map(({ name, planId }) => [name, planId]));
  const products = SHIPPED_PRODUCTS.map(
    ([skuId, partNumber, english, french, monthlyPriceCents, planNames, appliesTo]): Product => ({
      skuId,
      partNumber,
      displayName: { en: english, fr: french ?? english },
      planIds: planNames.split(/,\s+/).map((name) => must(idOfPlan.get(name), `service plan ${name} of ${partNumber}`)),
      monthlyPriceCents,
      appliesTo: appliesTo ?? 'User',
    }),
  );
  return {
    products: new Map(products.map((product) => [product.skuId, product])),
    plans: plansWithRules(plans),
  };
}
