import type { Catalog, Product, ServicePlan } from '../../src/domain/commerce/catalog.ts';
import type { OwnedSku } from '../../src/domain/commerce/seats.ts';
import type { PersonFacts, World } from '../../src/domain/licensing/plan.ts';
import { type AssignmentPath, DIRECT, type DirectLicense } from '../../src/domain/licensing/profile.ts';

/** A catalog from what matters of each plan and product. Ids are the names, so that a test reads by itself. */
export function catalogOf(
  plans: Readonly<Record<string, Partial<ServicePlan>>>,
  products: Readonly<Record<string, Partial<Product>>>,
): Catalog {
  return {
    plans: new Map(Object.entries(plans).map(([planId, plan]) => [planId, planOf(planId, plan)])),
    products: new Map(Object.entries(products).map(([skuId, product]) => [skuId, productOf(skuId, product)])),
  };
}

/**
 * Two suites that share what they share in the field (Exchange may be doubled, SharePoint may not), add-ons on each
 * other (calling needs phone, phone needs Teams), a product of the whole tenant, and one that nobody owns (VISIO).
 */
export const SMALL_CATALOG: Catalog = catalogOf(
  {
    mail1: { workloads: ['exchange'] },
    mail2: { workloads: ['exchange', 'exchangeArchive'] },
    files1: { workloads: ['sharePoint', 'oneDrive'], excludes: ['files2'] },
    files2: { workloads: ['sharePoint', 'oneDrive'], excludes: ['files1'] },
    web: { workloads: ['officeWeb'], requiresAnyOf: ['files1', 'files2'] },
    apps: { workloads: ['officeApps'] },
    teams: { workloads: ['teams'] },
    phone: { workloads: ['teamsPhone'], requiresAnyOf: ['teams'] },
    calling: { workloads: ['callingPlan'], requiresAnyOf: ['phone'], availability: { onlyIn: ['FR', 'US'] } },
    yammer: { workloads: ['vivaEngage'] },
    powerBi: { workloads: ['powerBi'] },
    visio: { workloads: ['visio'] },
    foundation: { appliesTo: 'Company' },
    storage: { appliesTo: 'Company' },
  },
  {
    E1: { planIds: ['mail1', 'files1', 'web', 'teams', 'yammer', 'foundation'], monthlyPriceCents: 1000 },
    E3: { planIds: ['mail2', 'files2', 'web', 'teams', 'apps', 'yammer', 'foundation'], monthlyPriceCents: 2600 },
    EXCHANGE: { planIds: ['mail1'], monthlyPriceCents: 400 },
    PHONE: { planIds: ['phone'], monthlyPriceCents: 800 },
    CALLING: { planIds: ['calling'], monthlyPriceCents: 1200 },
    POWER_BI: { planIds: ['powerBi', 'foundation'], monthlyPriceCents: null },
    VISIO: { planIds: ['visio'] },
    STORAGE: { planIds: ['storage'], appliesTo: 'Company' },
  },
);

const NOT_OWNED = 'VISIO';

/** Products, all plans on; or products with the plans that are off. */
type Licenses = readonly string[] | Readonly<Record<string, readonly string[]>>;

/** Somebody in France, alive, without a hold, who holds what is said. */
export function person({
  direct = [],
  groups = {},
  paths = [],
  ...facts
}: Partial<PersonFacts> & { direct?: Licenses; groups?: Readonly<Record<string, Licenses>> } = {}): PersonFacts {
  const active = (licenses: Licenses, source: string) =>
    licensesOf(licenses).map((license): AssignmentPath => ({ ...license, source, state: 'Active' }));
  return {
    usageLocation: 'FR',
    deleted: false,
    onHold: false,
    ...facts,
    paths: [
      ...active(direct, DIRECT),
      ...Object.entries(groups).flatMap(([group, licenses]) => active(licenses, group)),
      ...paths,
    ],
  };
}

/** A tenant with 100 seats of every product, 10 of them taken, unless something else is said. VISIO it does not own. */
export function world(skus: Readonly<Record<string, Partial<OwnedSku>>> = {}, catalog: Catalog = SMALL_CATALOG): World {
  const owned = [...catalog.products.values()].filter(({ skuId }) => skuId !== NOT_OWNED);
  return {
    catalog,
    skus: new Map(owned.map((product) => [product.skuId, { ...ownedSku(product), ...skus[product.skuId] }])),
  };
}

/** Paths in one order and form, to compare what somebody holds. */
export function canonical(paths: readonly AssignmentPath[]): string[] {
  return paths
    .map(({ skuId, source, disabledPlans, state }) => `${skuId} ${source} [${[...disabledPlans].sort()}] ${state}`)
    .sort();
}

function licensesOf(licenses: Licenses): DirectLicense[] {
  return Array.isArray(licenses)
    ? licenses.map((skuId) => ({ skuId, disabledPlans: [] }))
    : Object.entries(licenses).map(([skuId, disabledPlans]) => ({ skuId, disabledPlans }));
}

function planOf(planId: string, plan: Partial<ServicePlan>): ServicePlan {
  return {
    planId,
    name: planId,
    displayName: { en: planId, fr: planId },
    appliesTo: 'User',
    service: '',
    workloads: [],
    requiresAnyOf: [],
    excludes: [],
    availability: { notIn: ['CU', 'IR', 'KP', 'SY'] },
    ...plan,
  };
}

function productOf(skuId: string, product: Partial<Product>): Product {
  return {
    skuId,
    partNumber: skuId,
    displayName: { en: skuId, fr: skuId },
    planIds: [],
    monthlyPriceCents: 0,
    appliesTo: 'User',
    ...product,
  };
}

function ownedSku({ skuId, monthlyPriceCents }: Product): OwnedSku {
  return {
    skuId,
    enabled: 100,
    warning: 0,
    suspended: 0,
    consumed: 10,
    monthlyPriceCents,
    selfServicePurchaser: null,
  };
}
