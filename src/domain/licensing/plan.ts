import type { Catalog, Workload } from '../commerce/catalog.ts';
import { isSuspended, type OwnedSku } from '../commerce/seats.ts';
import type { Refusal } from '../refusals.ts';
import { type Change, type Note, type Resolved, resolveChange } from './change.ts';
import { sameViolation, type Violation, violationsOf } from './dependencies.ts';
import {
  type AssignmentPath,
  DIRECT,
  type DirectLicense,
  directLicenses,
  effectivePlans,
  heldSkus,
  workloadsOf,
} from './profile.ts';

/** Everything that the rules look at in a person. People with the same facts share one outcome. */
export interface PersonFacts {
  readonly paths: readonly AssignmentPath[];
  readonly usageLocation: string | null;
  readonly deleted: boolean;
  readonly onHold: boolean;
  /** A hold of a case or a policy, which keeps files too. */
  readonly filesOnHold?: boolean;
  /** Of a shared mailbox whether it is small enough to need no license; absent: it is a person's own. */
  readonly sharedMailbox?: 'small' | 'large';
  readonly forwardsMail?: boolean;
  /** Beyond whom the administrator who asks may touch. */
  readonly outOfReach?: boolean;
  /** The administrator who asks, and did not say that they mean themselves too. */
  readonly isAsker?: boolean;
}

/** Everything that the rules look at in the tenant. */
export interface World {
  readonly catalog: Catalog;
  readonly skus: ReadonlyMap<string, OwnedSku>;
}

/** What a change does to everybody with the same facts, seats not yet counted. */
export interface Outcome {
  readonly result: 'change' | 'unchanged' | 'refused';
  /** Direct assignments to write, and products whose direct assignment goes. */
  readonly write: readonly DirectLicense[];
  readonly erase: readonly string[];
  /** The direct licenses that are replaced or taken: what undo needs. */
  readonly before: readonly DirectLicense[];
  /** Products newly held, and no longer held: a seat each. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly refusals: readonly Refusal[];
  readonly notes: readonly Note[];
  /** Workloads before and after, for what follows. */
  readonly workloadsBefore: ReadonlyMap<Workload, ReadonlySet<string>>;
  readonly workloadsAfter: ReadonlyMap<Workload, ReadonlySet<string>>;
}

/**
 * Plans one change for one set of facts: what is written, what is refused and why. Pure; the order of the checks is
 * that of §7.2, so that the first refusal is the one that Graph tells. Seats are allotted afterwards, over all people.
 * Only violations that the change brings are refused: what was already amiss does not stand in the way of a removal.
 */
export function planChange(facts: PersonFacts, change: Change, world: World): Outcome {
  const { catalog, skus } = world;
  const resolved = resolveChange(change, facts.paths, catalog, (skuId) => isSelfService(skus.get(skuId)));
  const touched = touchedSkus(change, resolved);
  const after = pathsAfter(facts.paths, resolved);
  const plansBefore = effectivePlans(facts.paths, catalog);
  const plansAfter = effectivePlans(after, catalog);
  const direct = directLicenses(facts.paths);
  const restored = change.kind === 'restore' ? change : undefined;
  const skuRefusals = touched.flatMap((skuId) => refuseSku(skuId, world));
  const refusals: Refusal[] = [
    ...(facts.outOfReach ? [{ reason: 'outOfReach' } as const] : []),
    ...(facts.isAsker && !restored && resolved.erase.length > 0 ? [{ reason: 'ownLicense' } as const] : []),
    ...(facts.deleted ? [{ reason: 'deletedPerson' } as const] : []),
    ...skuRefusals,
    // What is not ours to touch needs no second reason.
    ...resolved.refusals.filter(
      (refusal) =>
        !('skuId' in refusal) || !skuRefusals.some((told) => 'skuId' in told && told.skuId === refusal.skuId),
    ),
    // What is put back stood there with this very location, or without one, and with these very plans off.
    ...(restored?.usageLocation === facts.usageLocation ? [] : refuseLocation(facts, resolved, world)),
    ...(restored ? [] : resolved.write.flatMap((license) => refusePlans(license, direct, catalog))),
    ...resolved.write.flatMap(({ skuId }) => refuseSuspended(skus.get(skuId))),
    ...refuseViolations(plansBefore, plansAfter, restored?.excused ?? [], catalog),
  ];
  const changes = resolved.write.length + resolved.erase.length > 0;
  const heldBefore = heldSkus(facts.paths);
  const heldAfter = heldSkus(after);
  return {
    result: refusals.length > 0 ? 'refused' : changes ? 'change' : 'unchanged',
    write: resolved.write,
    erase: resolved.erase,
    before: [...resolved.write.map(({ skuId }) => skuId), ...resolved.erase].flatMap(
      (skuId) => direct.get(skuId) ?? [],
    ),
    gained: [...heldAfter].filter((skuId) => !heldBefore.has(skuId)).sort(),
    lost: [...heldBefore].filter((skuId) => !heldAfter.has(skuId)).sort(),
    refusals,
    notes: resolved.notes,
    workloadsBefore: workloadsOf(plansBefore, catalog),
    workloadsAfter: workloadsOf(plansAfter, catalog),
  };
}

/** The paths that stand after a change was written. A written direct path is active. */
export function pathsAfter(
  paths: readonly AssignmentPath[],
  { write, erase }: Pick<Resolved, 'write' | 'erase'>,
): AssignmentPath[] {
  const gone = new Set([...erase, ...write.map(({ skuId }) => skuId)]);
  return [
    ...paths.filter((path) => path.source !== DIRECT || !gone.has(path.skuId)),
    ...write.map((license): AssignmentPath => ({ ...license, source: DIRECT, state: 'Active' })),
  ];
}

function isSelfService(sku: OwnedSku | undefined): boolean {
  return sku !== undefined && sku.selfServicePurchaser !== null;
}

function touchedSkus(change: Change, resolved: Resolved): string[] {
  switch (change.kind) {
    case 'change':
      return [...new Set([...change.add.map(({ skuId }) => skuId), ...change.remove])];
    case 'swap':
      return [...new Set([change.to, change.from])];
    case 'setPlans':
      return [change.skuId];
    case 'replace':
      return [...new Set([...change.add.map(({ skuId }) => skuId), ...resolved.erase])];
    case 'removeAll':
    case 'restore':
      return [...resolved.write.map(({ skuId }) => skuId), ...resolved.erase];
  }
}

function refuseSku(skuId: string, { catalog, skus }: World): Refusal[] {
  const sku = skus.get(skuId);
  const product = catalog.products.get(skuId);
  if (!sku) return [product ? { reason: 'unownedSku', skuId } : { reason: 'unknownSku', skuId }];
  if (sku.selfServicePurchaser !== null) {
    return [{ reason: 'selfServicePurchase', skuId, purchaser: sku.selfServicePurchaser }];
  }
  return product?.appliesTo === 'Company' ? [{ reason: 'skuNotForUsers', skuId }] : [];
}

function refuseLocation(facts: PersonFacts, resolved: Resolved, { catalog }: World): Refusal[] {
  if (resolved.write.length === 0) return [];
  const country = facts.usageLocation;
  if (country === null) return [{ reason: 'usageLocationMissing' }];
  return resolved.write.flatMap(({ skuId, disabledPlans }): Refusal[] => {
    const on = (catalog.products.get(skuId)?.planIds ?? []).filter((planId) => !disabledPlans.includes(planId));
    const planId = on.find((id) => !isOffered(id, country, catalog));
    return planId ? [{ reason: 'usageLocationProhibited', skuId, planId, country }] : [];
  });
}

function isOffered(planId: string, country: string, catalog: Catalog): boolean {
  const availability = catalog.plans.get(planId)?.availability;
  if (!availability) return true;
  return 'onlyIn' in availability ? availability.onlyIn.includes(country) : !availability.notIn.includes(country);
}

function refusePlans(
  { skuId, disabledPlans }: DirectLicense,
  direct: ReadonlyMap<string, DirectLicense>,
  catalog: Catalog,
): Refusal[] {
  // A plan that the product no longer has may still stand among those that were off.
  const known = [...(catalog.products.get(skuId)?.planIds ?? []), ...(direct.get(skuId)?.disabledPlans ?? [])];
  const planIds = disabledPlans.filter((planId) => !known.includes(planId));
  return planIds.length > 0 ? [{ reason: 'planNotInSku', skuId, planIds }] : [];
}

function refuseSuspended(sku: OwnedSku | undefined): Refusal[] {
  return sku && isSuspended(sku) ? [{ reason: 'subscriptionSuspended', skuId: sku.skuId }] : [];
}

function refuseViolations(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, ReadonlySet<string>>,
  excused: readonly Violation[],
  catalog: Catalog,
): Refusal[] {
  const old = [...violationsOf(before.keys(), catalog), ...excused];
  return violationsOf(after.keys(), catalog)
    .filter((violation) => !old.some((known) => sameViolation(known, violation)))
    .map((violation) => refusalOf(violation, before, after));
}

function refusalOf(
  violation: Violation,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, ReadonlySet<string>>,
): Refusal {
  if (violation.kind === 'exclusive') {
    return { reason: 'mutuallyExclusive', planId: violation.planId, otherPlanId: violation.otherPlanId };
  }
  // Held before and left without its base: the base is what may not go (R-UN-4). New: it may not come (R-AS-7).
  const gone = violation.needsAnyOf.find((planId) => before.has(planId));
  const [dependentSkuId = ''] = after.get(violation.planId) ?? [];
  return before.has(violation.planId) && gone !== undefined
    ? { reason: 'dependentNeedsPlan', planId: gone, dependentPlanId: violation.planId, dependentSkuId }
    : { reason: 'prerequisiteMissing', planId: violation.planId, needsAnyOf: violation.needsAnyOf };
}
