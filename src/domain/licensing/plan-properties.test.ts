import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyPerson, anyPersonInOrder, anySwap, anyWorld, requestOf } from '../../../tests/support/random-tenant.ts';
import { canonical } from '../../../tests/support/small-catalog.ts';
import type { RefusalReason } from '../refusals.ts';
import type { Change } from './change.ts';
import { type Outcome, type PersonFacts, pathsAfter, planChange, type World } from './plan.ts';
import { DIRECT, effectivePlans, heldSkus } from './profile.ts';

/** The order of the checks, as Graph tells them; of one row any may come first. */
const STEP: Readonly<Record<Exclude<RefusalReason, 'notEnoughSeats' | 'changedSince'>, number>> = {
  outOfReach: -2,
  ownLicense: -1,
  deletedPerson: 0,
  unknownSku: 1,
  unownedSku: 1,
  skuNotForUsers: 1,
  selfServicePurchase: 1,
  inheritedFromGroup: 2,
  notAssigned: 2,
  addedAndRemoved: 3,
  usageLocationMissing: 4,
  usageLocationProhibited: 4,
  planNotInSku: 5,
  subscriptionSuspended: 6,
  mutuallyExclusive: 7,
  prerequisiteMissing: 8,
  dependentNeedsPlan: 8,
};

describe('whatever the tenant, the person and the change', () => {
  test('a plan touches nothing that it looks at, and is the same each time', () => {
    always((_outcome, facts, change, world) => {
      const before = structuredClone({ facts, change, world });
      const first = planChange(freeze(facts), freeze(change), freeze(world));
      const second = planChange(facts, change, world);
      expect(second).toEqual(first);
      expect({ facts, change, world }).toEqual(before);
    });
  });

  test('refusals come in the order of §7.2', () => {
    always(({ refusals }) => {
      const steps = refusals.map(({ reason }) => STEP[reason as keyof typeof STEP]);
      expect(steps).toEqual(steps.toSorted((left, right) => left - right));
    });
  });

  test('the result says whether something is refused, and if not whether something is written', () => {
    always(({ result, refusals, write, erase }) => {
      expect(result === 'refused').toBe(refusals.length > 0);
      if (result !== 'refused') expect(result === 'change').toBe(write.length + erase.length > 0);
    });
  });

  test('what a change writes and erases are all that moves: group paths and other products never do', () => {
    allowed((outcome, { paths }) => {
      const after = pathsAfter(paths, outcome);
      const written = new Map(outcome.write.map((license) => [license.skuId, license]));
      const gone = new Set(outcome.erase);
      const moves = (path: { skuId: string; source: string }) =>
        path.source === DIRECT && (written.has(path.skuId) || gone.has(path.skuId));
      const still = (at: PersonFacts['paths']) => canonical(at.filter((path) => !moves(path)));
      expect(still(after)).toEqual(still(paths));
      expect(after.filter(moves).map(({ skuId, disabledPlans, state }) => ({ skuId, disabledPlans, state }))).toEqual(
        outcome.write.map((license) => ({ ...license, state: 'Active' })),
      );
    });
  });

  test('only products that the change names move, and each once', () => {
    allowed(({ write, erase }, { paths }, change) => {
      const named = skusNamed(change, paths);
      const moved = [...write.map(({ skuId }) => skuId), ...erase];
      expect(moved.filter((skuId) => !named.includes(skuId))).toEqual([]);
      expect(new Set(moved).size).toBe(moved.length);
    });
  });

  test('a seat is one product of one person, by however many paths: gained and lost are what is held less what was', () => {
    always((outcome, { paths }) => {
      const [before, after] = [heldSkus(paths), heldSkus(pathsAfter(paths, outcome))];
      expect(outcome.gained).toEqual([...after].filter((skuId) => !before.has(skuId)).sort());
      expect(outcome.lost).toEqual([...before].filter((skuId) => !after.has(skuId)).sort());
    });
  });

  test('what undo needs is kept: the direct licenses that stood where something is written or erased', () => {
    allowed(({ before, write, erase }, { paths }) => {
      const moved = new Set([...write.map(({ skuId }) => skuId), ...erase]);
      const stood = paths.filter(({ skuId, source }) => source === DIRECT && moved.has(skuId));
      expect(canonical(before.map((license) => ({ ...license, source: DIRECT, state: 'Active' })))).toEqual(
        canonical(stood.map((path) => ({ ...path, state: 'Active' }))),
      );
    });
  });

  test('a change done twice does nothing the second time, or is refused as nothing is left to take', () => {
    allowed((outcome, facts, change, world) => {
      const again = planChange({ ...facts, paths: pathsAfter(facts.paths, outcome) }, change, world);
      const takes = change.kind === 'swap' || (change.kind === 'change' && change.remove.length > 0);
      if (takes) expect(['notAssigned', 'inheritedFromGroup']).toContain(again.refusals[0]?.reason);
      else expect(again.result).toBe('unchanged');
    });
  });

  test('nothing stands in the way of a removal but what depends on it (R-UN-4)', () => {
    fc.assert(
      fc.property(anyWorld, anyPerson, (world, facts) => {
        const ours = ({ skuId }: { skuId: string }) =>
          world.skus.get(skuId)?.selfServicePurchaser === null &&
          world.catalog.products.get(skuId)?.appliesTo === 'User';
        const direct = facts.paths.filter((path) => path.source === DIRECT && ours(path));
        for (const { skuId } of direct) {
          const change: Change = { kind: 'change', add: [], remove: [skuId] };
          const { refusals } = planChange(
            { ...facts, deleted: false, outOfReach: false, isAsker: false },
            change,
            world,
          );
          expect(refusals.filter(({ reason }) => reason !== 'dependentNeedsPlan')).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('a swap is one step: what goes is gone, what comes is there, and no plan that both know is lost (X-18)', () => {
    fc.assert(
      fc.property(requestOf(anyPersonInOrder, anySwap), ({ tenant, facts, change }) => {
        const outcome = planChange(facts, change, tenant);
        if (outcome.result !== 'change' || change.kind !== 'swap') return;
        const after = pathsAfter(facts.paths, outcome);
        const direct = after.filter(({ source }) => source === DIRECT).map(({ skuId }) => skuId);
        expect(direct).toContain(change.to);
        expect(direct).not.toContain(change.from);
        const plansOf = (skuId: string) => tenant.catalog.products.get(skuId)?.planIds ?? [];
        const both = plansOf(change.from).filter((planId) => plansOf(change.to).includes(planId));
        const before = effectivePlans(facts.paths, tenant.catalog);
        const still = effectivePlans(after, tenant.catalog);
        expect(both.filter((planId) => before.has(planId) && !still.has(planId))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

type Check = (outcome: Outcome, facts: PersonFacts, change: Change, world: World) => void;

function always(check: Check, numRuns = 1000): void {
  fc.assert(
    fc.property(requestOf(anyPerson), ({ tenant, facts, change }) => {
      check(planChange(facts, change, tenant), facts, change, tenant);
    }),
    { numRuns },
  );
}

function allowed(check: Check): void {
  always((outcome, ...rest) => {
    if (outcome.result === 'change') check(outcome, ...rest);
  }, 2000);
}

function skusNamed(change: Change, paths: PersonFacts['paths']): string[] {
  switch (change.kind) {
    case 'change':
      return [...change.add.map(({ skuId }) => skuId), ...change.remove];
    case 'swap':
      return [change.from, change.to];
    case 'setPlans':
      return [change.skuId];
    case 'replace':
      return [...change.add.map(({ skuId }) => skuId), ...skusNamed({ kind: 'removeAll' }, paths)];
    case 'removeAll':
      return paths.filter(({ source }) => source === DIRECT).map(({ skuId }) => skuId);
    case 'restore':
      return change.licenses.map(({ skuId }) => skuId);
  }
}

/** Freezes a value all the way down; maps and sets are compared with a copy instead, as they cannot be frozen. */
function freeze<T>(value: T): T {
  if (value instanceof Map) for (const entry of value.values()) freeze(entry);
  else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
