import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Asked, anyPerson, requestOf } from '../../../tests/support/random-tenant.ts';
import { canonical } from '../../../tests/support/small-catalog.ts';
import type { Catalog } from '../commerce/catalog.ts';
import type { Refusal } from '../refusals.ts';
import { type PersonFacts, pathsAfter, planChange, type World } from './plan.ts';
import { type AssignmentPath, DIRECT } from './profile.ts';

test('the rules and a second, naive telling of §7.1 and §7.2 agree on any tenant, person and change', () => {
  fc.assert(
    fc.property(requestOf(anyPerson), ({ tenant, facts, change }) => {
      const outcome = planChange(facts, change, tenant);
      const told = tell(facts, change, tenant);
      expect(inAnyOrder(outcome.refusals)).toEqual(inAnyOrder(told.refusals));
      expect(outcome.result).toBe(told.result);
      if (outcome.result === 'refused') return;
      expect(canonical(pathsAfter(facts.paths, outcome))).toEqual(canonical(told.after));
      const [before, after] = [held(facts.paths), held(told.after)];
      expect(outcome.gained).toEqual(after.filter((skuId) => !before.includes(skuId)));
      expect(outcome.lost).toEqual(before.filter((skuId) => !after.includes(skuId)));
    }),
    { numRuns: 5000 },
  );
});

test('the random changes reach every result and every refusal but those of seats and undo', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(requestOf(anyPerson), ({ tenant, facts, change }) => {
      const { result, refusals } = planChange(facts, change, tenant);
      reached.add(`${change.kind} ${result}`);
      for (const { reason } of refusals) reached.add(reason);
    }),
    { numRuns: 5000, seed: 1 },
  );
  // Whoever swaps has what goes, and loses it: a swap is never without effect.
  const results = ['change', 'removeAll', 'replace', 'swap', 'setPlans']
    .flatMap((kind) => ['change', 'unchanged', 'refused'].map((result) => `${kind} ${result}`))
    .filter((result) => result !== 'swap unchanged');
  const reasons: Record<Exclude<Refusal['reason'], 'notEnoughSeats' | 'changedSince'>, true> = {
    outOfReach: true,
    ownLicense: true,
    deletedPerson: true,
    unknownSku: true,
    unownedSku: true,
    selfServicePurchase: true,
    skuNotForUsers: true,
    inheritedFromGroup: true,
    notAssigned: true,
    addedAndRemoved: true,
    usageLocationMissing: true,
    usageLocationProhibited: true,
    planNotInSku: true,
    subscriptionSuspended: true,
    mutuallyExclusive: true,
    prerequisiteMissing: true,
    dependentNeedsPlan: true,
  };
  expect([...reached].sort()).toEqual([...results, ...Object.keys(reasons)].sort());
});

// The second telling. It looks at paths one by one and shares nothing with the rules.

interface Step {
  readonly facts: PersonFacts;
  readonly change: Asked;
  readonly world: World;
  /** The direct licenses to stand afterwards, those of them that do not stand now, and the products to go. */
  readonly add: readonly { skuId: string; off: readonly string[] }[];
  readonly taken: readonly { skuId: string; off: readonly string[] }[];
  readonly remove: readonly string[];
  readonly after: readonly AssignmentPath[];
}

function tell(facts: PersonFacts, change: Asked, world: World) {
  const { paths } = facts;
  const { add, remove } = asAddAndRemove(paths, change, world);
  const taken = add.filter(({ skuId, off }) => {
    const path = directPath(paths, skuId);
    return !path || !works(path) || path.disabledPlans.join() !== off.join();
  });
  const gone = [...remove, ...taken.map(({ skuId }) => skuId)];
  const after = [
    ...paths.filter(({ skuId, source }) => source !== DIRECT || !gone.includes(skuId)),
    ...taken.map(({ skuId, off }) => ({ skuId, source: DIRECT, disabledPlans: off, state: 'Active' as const })),
  ];
  const step: Step = { facts, change, world, add, taken, remove, after };
  const products = refuseProducts(step);
  const untouchable = products.map((refusal) => ('skuId' in refusal ? refusal.skuId : ''));
  const refusals: Refusal[] = [
    ...(facts.outOfReach ? [{ reason: 'outOfReach' as const }] : []),
    ...(facts.isAsker && remove.length > 0 ? [{ reason: 'ownLicense' as const }] : []),
    ...(facts.deleted ? [{ reason: 'deletedPerson' as const }] : []),
    ...products,
    ...refuseRemovals(step, untouchable),
    ...refuseAdditions(step),
    ...refusePlans(step),
  ];
  const result = refusals.length > 0 ? 'refused' : gone.length > 0 ? 'change' : 'unchanged';
  return { result, refusals, after };
}

function asAddAndRemove(
  paths: readonly AssignmentPath[],
  change: Asked,
  { catalog, skus }: World,
): { add: { skuId: string; off: string[] }[]; remove: string[] } {
  const inForm = (off: readonly string[]) => [...catalog.plans.keys()].filter((planId) => off.includes(planId));
  switch (change.kind) {
    case 'change': {
      const names = [...new Set(change.add.map(({ skuId }) => skuId))];
      const add = names.map((skuId) => {
        const wanted = change.add.findLast((added) => added.skuId === skuId)?.disabledPlans;
        return { skuId, off: inForm(wanted ?? offDirectly(paths, skuId)) };
      });
      return { add, remove: [...new Set(change.remove)] };
    }
    case 'replace': {
      const { add } = asAddAndRemove(paths, { kind: 'change', add: change.add, remove: [] }, {
        catalog,
        skus,
      } as World);
      const { remove } = asAddAndRemove(paths, { kind: 'removeAll' }, { catalog, skus } as World);
      return { add, remove: remove.filter((skuId) => !add.some((added) => added.skuId === skuId)) };
    }
    case 'removeAll': {
      const direct = paths.filter(({ source }) => source === DIRECT).map(({ skuId }) => skuId);
      return { add: [], remove: direct.filter((skuId) => typeof skus.get(skuId)?.selfServicePurchaser !== 'string') };
    }
    case 'swap': {
      const { from, to } = change;
      const offInFrom = offDirectly(paths, from);
      const onInFrom = planIdsOf(from, catalog).filter((planId) => !offInFrom.includes(planId));
      const off = directPath(paths, to)
        ? offDirectly(paths, to).filter((planId) => !onInFrom.includes(planId))
        : planIdsOf(to, catalog).filter((planId) => offInFrom.includes(planId));
      return { add: [{ skuId: to, off: inForm(change.disabledPlans ?? off) }], remove: [from] };
    }
    case 'setPlans': {
      const { skuId, disable, enable } = change;
      const kept = offDirectly(paths, skuId).filter((planId) => !enable.includes(planId));
      return { add: directPath(paths, skuId) ? [{ skuId, off: inForm([...kept, ...disable]) }] : [], remove: [] };
    }
  }
}

function refuseProducts({ change, add, remove, world }: Step): Refusal[] {
  const named = change.kind === 'setPlans' ? [change.skuId] : [...add.map(({ skuId }) => skuId), ...remove];
  return [...new Set(named)].flatMap((skuId): Refusal[] => {
    const sku = world.skus.get(skuId);
    const product = world.catalog.products.get(skuId);
    if (!sku) return [{ reason: product ? 'unownedSku' : 'unknownSku', skuId }];
    const purchaser = sku.selfServicePurchaser;
    if (purchaser !== null) return [{ reason: 'selfServicePurchase', skuId, purchaser }];
    return product?.appliesTo === 'Company' ? [{ reason: 'skuNotForUsers', skuId }] : [];
  });
}

function refuseRemovals({ change, add, remove, facts }: Step, untouchable: readonly string[]): Refusal[] {
  const refusals: Refusal[] = [];
  for (const skuId of change.kind === 'setPlans' ? [change.skuId] : remove) {
    if (untouchable.includes(skuId)) continue;
    const groups = facts.paths.filter((path) => path.skuId === skuId && works(path)).map(({ source }) => source);
    const isDirect = directPath(facts.paths, skuId) !== undefined;
    if (!isDirect && groups.length > 0) refusals.push({ reason: 'inheritedFromGroup', skuId, groups });
    if (!isDirect && groups.length === 0) refusals.push({ reason: 'notAssigned', skuId });
    const isAdded = add.some((added) => added.skuId === skuId);
    if (isAdded && remove.includes(skuId)) refusals.push({ reason: 'addedAndRemoved', skuId });
  }
  return refusals;
}

function refuseAdditions({ taken, facts, world: { catalog, skus } }: Step): Refusal[] {
  const country = facts.usageLocation;
  const refusals: Refusal[] = [];
  if (taken.length > 0 && country === null) refusals.push({ reason: 'usageLocationMissing' });
  for (const { skuId, off } of taken) {
    const planIds = planIdsOf(skuId, catalog);
    const planId = planIds.find((id) => !off.includes(id) && country !== null && !isOffered(id, country, catalog));
    if (planId && country) refusals.push({ reason: 'usageLocationProhibited', skuId, planId, country });
    const foreign = off.filter((id) => !planIds.includes(id) && !offDirectly(facts.paths, skuId).includes(id));
    if (foreign.length > 0) refusals.push({ reason: 'planNotInSku', skuId, planIds: foreign });
    const { enabled = 0, warning = 0, suspended = 0 } = skus.get(skuId) ?? {};
    if (suspended > 0 && enabled === 0 && warning === 0) refusals.push({ reason: 'subscriptionSuspended', skuId });
  }
  return refusals;
}

function refusePlans({ facts, after, world: { catalog } }: Step): Refusal[] {
  const refusals: Refusal[] = [];
  const before = facts.paths;
  const isOn = (paths: readonly AssignmentPath[], planId: string) => paths.some((path) => gives(path, planId, catalog));
  for (const { planId, excludes, requiresAnyOf } of catalog.plans.values()) {
    for (const otherPlanId of excludes.filter((other) => planId < other)) {
      const both = (paths: readonly AssignmentPath[]) => isOn(paths, planId) && isOn(paths, otherPlanId);
      if (both(after) && !both(before)) refusals.push({ reason: 'mutuallyExclusive', planId, otherPlanId });
    }
    const lacks = (paths: readonly AssignmentPath[]) =>
      isOn(paths, planId) && requiresAnyOf.length > 0 && requiresAnyOf.every((needed) => !isOn(paths, needed));
    if (!lacks(after) || lacks(before)) continue;
    const base = isOn(before, planId) ? requiresAnyOf.find((needed) => isOn(before, needed)) : undefined;
    const giver = after.find((path) => gives(path, planId, catalog))?.skuId ?? '';
    refusals.push(
      base === undefined
        ? { reason: 'prerequisiteMissing', planId, needsAnyOf: requiresAnyOf }
        : { reason: 'dependentNeedsPlan', planId: base, dependentPlanId: planId, dependentSkuId: giver },
    );
  }
  return refusals;
}

function directPath(paths: readonly AssignmentPath[], skuId: string): AssignmentPath | undefined {
  return paths.find((path) => path.skuId === skuId && path.source === DIRECT);
}

function offDirectly(paths: readonly AssignmentPath[], skuId: string): readonly string[] {
  return directPath(paths, skuId)?.disabledPlans ?? [];
}

function planIdsOf(skuId: string, catalog: Catalog): readonly string[] {
  return catalog.products.get(skuId)?.planIds ?? [];
}

function isOffered(planId: string, country: string, catalog: Catalog): boolean {
  const where = catalog.plans.get(planId)?.availability ?? { notIn: [] };
  return 'notIn' in where ? !where.notIn.includes(country) : where.onlyIn.includes(country);
}

function gives(path: AssignmentPath, planId: string, catalog: Catalog): boolean {
  return works(path) && planIdsOf(path.skuId, catalog).includes(planId) && !path.disabledPlans.includes(planId);
}

function works({ state }: AssignmentPath): boolean {
  return state === 'Active' || state === 'ActiveWithError';
}

function held(paths: readonly AssignmentPath[]): string[] {
  return [...new Set(paths.filter(works).map(({ skuId }) => skuId))].sort();
}

function inAnyOrder(refusals: readonly Refusal[]): string[] {
  return refusals.map((refusal) => JSON.stringify(Object.entries(refusal).sort())).sort();
}
