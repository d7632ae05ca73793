import { must } from '../base/assert.ts';
import type { Catalog } from '../domain/commerce/catalog.ts';
import { PLAN } from '../domain/commerce/plan-rules.ts';
import type { OwnedSku } from '../domain/commerce/seats.ts';
import { planChange, type World } from '../domain/licensing/plan.ts';
import { type AssignmentPath, DIRECT, effectivePlans, normalPlans, workloadsOf } from '../domain/licensing/profile.ts';
import { GROUPS, type GroupKey } from './sample-groups.ts';
import { type SampleLicense, SKU } from './sample-products.ts';

/** What somebody is given: products of their own, and groups that bring more. */
export interface Kit {
  readonly direct: readonly SampleLicense[];
  readonly groups: readonly GroupKey[];
}

const groupsAlone = new WeakMap<Kit, Kit>();

/** The same groups, and nothing else. The same object for the same kit. */
export function withoutDirect(kit: Kit): Kit {
  const known = groupsAlone.get(kit) ?? { direct: [], groups: kit.groups };
  groupsAlone.set(kit, known);
  return known;
}

/** What follows from a kit: the paths that it lays, and what they give. */
export interface LaidKit {
  readonly paths: readonly AssignmentPath[];
  readonly skuIds: readonly string[];
  readonly mailbox: boolean;
  readonly drive: boolean;
  /** A mailbox of Exchange Online (Plan 2), which can be held (R-CO-1). */
  readonly holdable: boolean;
}

/** Works kits out against the catalog; each only once, for they are few and people many. */
export interface KitBook {
  lay(kit: Kit): LaidKit;
  /** Whether the rules let somebody in this country have everything of the kit. */
  isAllowed(kit: Kit, usageLocation: string): boolean;
}

/** Opens a book of kits. Give the same kit objects again: they are told apart by identity. */
export function openKitBook(catalog: Catalog, groupIdOf: (group: GroupKey) => string): KitBook {
  const laid = new Map<Kit, LaidKit>();
  const allowed = new Map<Kit, Map<string, boolean>>();
  const world = worldOf(catalog);

  const pathOf = ({ sku, off }: SampleLicense, source: string): AssignmentPath => ({
    skuId: SKU[sku],
    source,
    disabledPlans: normalPlans(off.map((name) => planNamed(name, SKU[sku], catalog))),
    state: 'Active',
  });

  const lay = (kit: Kit): LaidKit => {
    const paths = [
      ...kit.direct.map((license) => pathOf(license, DIRECT)),
      ...kit.groups.flatMap((group) => GROUPS[group].licenses.map((license) => pathOf(license, groupIdOf(group)))),
    ].sort((left, right) => (left.skuId + left.source < right.skuId + right.source ? -1 : 1));
    const plans = effectivePlans(paths, catalog);
    const workloads = workloadsOf(plans, catalog);
    return {
      paths,
      skuIds: [...new Set(paths.map(({ skuId }) => skuId))],
      mailbox: workloads.has('exchange'),
      drive: workloads.has('oneDrive'),
      holdable: plans.has(PLAN.EXCHANGE_S_ENTERPRISE),
    };
  };

  const judge = (kit: Kit, usageLocation: string): boolean => {
    const add = new Map(lay(kit).paths.map(({ skuId, disabledPlans }) => [skuId, { skuId, disabledPlans }]));
    const facts = { paths: [], usageLocation, deleted: false, onHold: false };
    return planChange(facts, { kind: 'change', add: [...add.values()], remove: [] }, world).result !== 'refused';
  };

  return {
    lay: (kit) => remembered(laid, kit, () => lay(kit)),
    isAllowed: (kit, usageLocation) =>
      remembered(
        remembered(allowed, kit, () => new Map<string, boolean>()),
        usageLocation,
        () => judge(kit, usageLocation),
      ),
  };
}

function planNamed(name: string, skuId: string, catalog: Catalog): string {
  const planIds = catalog.products.get(skuId)?.planIds ?? [];
  const found = planIds.find((planId) => catalog.plans.get(planId)?.name === name);
  return must(found, `service plan ${name} of product ${skuId}`);
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, find: () => Value): Value {
  const value = known.get(key) ?? find();
  known.set(key, value);
  return value;
}

/** A tenant that owns a seat of everything, so that the rules look at products and places alone. */
function worldOf(catalog: Catalog): World {
  const owned = (skuId: string): OwnedSku => ({
    skuId,
    enabled: 1,
    warning: 0,
    suspended: 0,
    consumed: 0,
    monthlyPriceCents: null,
    selfServicePurchaser: null,
  });
  return { catalog, skus: new Map(Object.values(SKU).map((skuId) => [skuId, owned(skuId)])) };
}
