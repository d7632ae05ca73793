import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyOtherCountry, anyPersonInOrder, requestOf } from '../../../tests/support/random-tenant.ts';
import { canonical, person, world } from '../../../tests/support/small-catalog.ts';
import { isSuspended } from '../commerce/seats.ts';
import type { Change } from './change.ts';
import { violationsOf } from './dependencies.ts';
import { type Outcome, type PersonFacts, pathsAfter, planChange, type World } from './plan.ts';
import { DIRECT, effectivePlans } from './profile.ts';

type Restore = Extract<Change, { kind: 'restore' }>;

/** The restore that undoes an outcome: for each product that it moved, what stands there now and what stood before. */
function undoing(facts: PersonFacts, { before, write, erase }: Outcome, { catalog }: World): Restore {
  const skuIds = new Set([...write.map(({ skuId }) => skuId), ...erase]);
  return {
    kind: 'restore',
    licenses: [...skuIds].map((skuId) => ({
      skuId,
      to: before.find((license) => license.skuId === skuId) ?? null,
      from: write.find((license) => license.skuId === skuId) ?? null,
    })),
    usageLocation: facts.usageLocation,
    excused: violationsOf(effectivePlans(facts.paths, catalog).keys(), catalog),
  };
}

function after(facts: PersonFacts, outcome: Outcome): PersonFacts {
  return { ...facts, paths: pathsAfter(facts.paths, outcome) };
}

describe('undo after any change that is allowed', () => {
  test('gives back exactly what was there, seats included, unless the seats are of a disabled subscription (R-AS-11)', () => {
    eachAllowed((tenant, facts, outcome) => {
      const now = after(facts, outcome);
      const undone = planChange(now, undoing(facts, outcome, tenant), tenant);
      const suspended = undone.write.filter(({ skuId }) => {
        const sku = tenant.skus.get(skuId);
        return sku && isSuspended(sku);
      });
      expect(undone.refusals).toEqual(suspended.map(({ skuId }) => ({ reason: 'subscriptionSuspended', skuId })));
      if (undone.result === 'refused') return;
      expect(undone.result).toBe('change');
      expect(canonical(pathsAfter(now.paths, undone))).toEqual(canonical(facts.paths));
      expect(undone.gained).toEqual(outcome.lost);
      expect(undone.lost).toEqual(outcome.gained);
    });
  });

  test('can itself be undone: the change stands again', () => {
    eachAllowed((tenant, facts, outcome) => {
      const now = after(facts, outcome);
      const undone = planChange(now, undoing(facts, outcome, tenant), tenant);
      if (undone.result === 'refused') return;
      const redone = planChange(after(now, undone), undoing(now, undone, tenant), tenant);
      expect(redone.refusals.filter(({ reason }) => reason !== 'subscriptionSuspended')).toEqual([]);
      if (redone.result === 'refused') return;
      expect(canonical(pathsAfter(after(now, undone).paths, redone))).toEqual(canonical(now.paths));
    });
  });

  test('leaves whoever was changed since as they are, and says which products', () => {
    eachAllowed((tenant, facts, outcome) => {
      const now = after(facts, outcome);
      const undo = undoing(facts, outcome, tenant);
      const [touched] = undo.licenses;
      const paths = now.paths.filter(({ skuId, source }) => source !== DIRECT || skuId !== touched?.skuId);
      const changed = touched?.from
        ? paths
        : [...paths, { skuId: touched?.skuId ?? '', source: DIRECT, disabledPlans: ['p0'], state: 'Active' as const }];
      const { result, write, erase, refusals } = planChange({ ...now, paths: changed }, undo, tenant);
      const isBack = touched?.from ? touched.to === null : touched?.to?.disabledPlans.join() === 'p0';
      if (isBack) {
        expect(refusals.map(({ reason }) => reason)).not.toContain('changedSince');
        expect([...write.map(({ skuId }) => skuId), ...erase]).not.toContain(touched?.skuId);
        return;
      }
      expect({ result, write, erase, refusals }).toEqual({
        result: 'refused',
        write: [],
        erase: [],
        refusals: [{ reason: 'changedSince', skuId: touched?.skuId }],
      });
    });
  });

  test('leaves alone what came since and is not about these products', () => {
    eachAllowed((tenant, facts, outcome) => {
      const free = [...tenant.catalog.products.values()].find(
        ({ skuId }) => !outcome.write.some((license) => license.skuId === skuId) && !outcome.erase.includes(skuId),
      );
      if (!free) return;
      const since = { skuId: free.skuId, source: 'since', disabledPlans: [...free.planIds], state: 'Active' as const };
      const now = after(facts, outcome);
      const undone = planChange({ ...now, paths: [...now.paths, since] }, undoing(facts, outcome, tenant), tenant);
      if (undone.result === 'refused') return;
      expect(canonical(pathsAfter([...now.paths, since], undone))).toEqual(canonical([...facts.paths, since]));
    });
  });

  test('looks at the usage location anew only when it has changed since', () => {
    fc.assert(
      fc.property(
        requestOf(anyPersonInOrder).chain((request) =>
          fc.tuple(fc.constant(request), anyOtherCountry(request.facts.usageLocation)),
        ),
        ([{ tenant, facts, change }, usageLocation]) => {
          const outcome = planChange(facts, change, tenant);
          if (outcome.result !== 'change') return;
          const moved = { ...after(facts, outcome), usageLocation };
          const undone = planChange(moved, undoing(facts, outcome, tenant), tenant);
          const locations = undone.refusals.filter(({ reason }) => reason.startsWith('usageLocation'));
          if (undone.write.length === 0) expect(locations).toEqual([]);
          else if (usageLocation === null) expect(locations).toEqual([{ reason: 'usageLocationMissing' }]);
          else {
            const given = { kind: 'change', add: undone.write, remove: [] } as const;
            const refused = planChange({ ...moved, paths: [] }, given, tenant).refusals;
            expect(locations).toEqual(refused.filter(({ reason }) => reason === 'usageLocationProhibited'));
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});

test('what was amiss before the operation is put back as it was', () => {
  const adele = person({ direct: ['CALLING', 'E1'], groups: { Sales: ['E3'] } });
  const outcome = planChange(adele, { kind: 'removeAll' }, world());
  expect(outcome).toMatchObject({ result: 'change', erase: ['CALLING', 'E1'] });
  const undone = planChange(after(adele, outcome), undoing(adele, outcome, world()), world());
  expect(undone).toMatchObject({ result: 'change', refusals: [] });
});

test('what has come to exclude it since stands in the way of putting a license back (R-AS-6)', () => {
  const adele = person({ direct: ['E1'] });
  const outcome = planChange(adele, { kind: 'removeAll' }, world());
  const since = person({ groups: { Sales: ['E3'] } });
  expect(planChange(since, undoing(adele, outcome, world()), world()).refusals).toEqual([
    { reason: 'mutuallyExclusive', planId: 'files1', otherPlanId: 'files2' },
  ]);
});

test('nothing is put back for who has been deleted since', () => {
  const adele = person({ direct: ['E1'] });
  const outcome = planChange(adele, { kind: 'removeAll' }, world());
  const deleted = { ...after(adele, outcome), deleted: true };
  expect(planChange(deleted, undoing(adele, outcome, world()), world()).refusals).toEqual([
    { reason: 'deletedPerson' },
  ]);
});

function eachAllowed(check: (tenant: World, facts: PersonFacts, outcome: Outcome) => void): void {
  fc.assert(
    fc.property(requestOf(anyPersonInOrder), ({ tenant, facts, change }) => {
      const outcome = planChange(facts, change, tenant);
      if (outcome.result === 'change') check(tenant, facts, outcome);
    }),
    { numRuns: 1500 },
  );
}
