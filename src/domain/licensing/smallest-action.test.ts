import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyPerson, anyWorld } from '../../../tests/support/random-tenant.ts';
import { person, world } from '../../../tests/support/small-catalog.ts';
import { violationsOf } from './dependencies.ts';
import { type PersonFacts, planChange, type World } from './plan.ts';
import { type AssignmentPath, DIRECT, effectivePlans } from './profile.ts';
import { smallestAction, type TakingAway } from './smallest-action.ts';

const NOTHING: TakingAway = { takeOver: [], unassign: [], turnOff: [], leaveGroups: [] };
const action = (facts: PersonFacts, skuId: string, tenant: World = world()) =>
  smallestAction(facts.paths, skuId, tenant);

describe('the smallest action that takes a product away', () => {
  test('a direct license is unassigned', () => {
    expect(action(person({ direct: ['E3', 'POWER_BI'] }), 'E3')).toEqual({ ...NOTHING, unassign: ['E3'] });
  });

  test('R-UN-1: of an inherited one the group is left, every group, and what else goes with it is said', () => {
    const facts = person({ groups: { sales: ['E3', 'POWER_BI'], office: ['E3'] } });
    expect(action(facts, 'E3')).toEqual({
      ...NOTHING,
      leaveGroups: [
        { groupId: 'sales', alsoTakes: ['POWER_BI'] },
        { groupId: 'office', alsoTakes: [] },
      ],
    });
  });

  test('R-UN-3: what is direct and inherited needs both', () => {
    expect(action(person({ direct: ['E3'], groups: { sales: ['E3'] } }), 'E3')).toEqual({
      ...NOTHING,
      unassign: ['E3'],
      leaveGroups: [{ groupId: 'sales', alsoTakes: [] }],
    });
  });

  test('R-AS-12: a self-service purchase is taken over first', () => {
    const tenant = world({ POWER_BI: { selfServicePurchaser: 'Adele' } });
    expect(action(person({ direct: ['POWER_BI'] }), 'POWER_BI', tenant)).toEqual({
      ...NOTHING,
      takeOver: [{ skuId: 'POWER_BI', purchaser: 'Adele' }],
    });
  });

  test('R-UN-4: add-ons that are nothing without it go with it, and those on them', () => {
    expect(action(person({ direct: ['CALLING', 'PHONE', 'E3'] }), 'E3')).toEqual({
      ...NOTHING,
      unassign: ['E3', 'PHONE', 'CALLING'],
    });
  });

  test('R-UN-4: an add-on stays where another product gives what it needs', () => {
    expect(action(person({ direct: ['PHONE', 'E3'], groups: { sales: ['E1'] } }), 'E3').unassign).toEqual(['E3']);
  });

  test('R-UN-4: of a product that is good for more only the service that needs it is turned off', () => {
    const facts = person({ direct: { E3: [], E1: ['files1'] } });
    expect(action(facts, 'E3')).toEqual({ ...NOTHING, unassign: ['E3'], turnOff: [{ skuId: 'E1', planIds: ['web'] }] });
  });

  test('an inherited add-on means that its group has to be left too', () => {
    expect(action(person({ direct: ['E3'], groups: { callers: ['PHONE'] } }), 'E3')).toEqual({
      ...NOTHING,
      unassign: ['E3'],
      leaveGroups: [{ groupId: 'callers', alsoTakes: ['PHONE'] }],
    });
  });

  test('a path in error is one to end as well', () => {
    const paths = [{ skuId: 'E3', source: DIRECT, disabledPlans: [], state: 'Error' } as const];
    expect(action(person({ paths }), 'E3')).toEqual({ ...NOTHING, unassign: ['E3'] });
  });

  test('nothing is to be done about what the person has not', () => {
    expect(action(person({ direct: ['E3'] }), 'E1')).toEqual(NOTHING);
  });
});

describe('whatever the tenant, the person and the product', () => {
  test('afterwards no path leads to the product and no service lacks what it had', () => {
    always((taking, facts, skuId, tenant) => {
      const left = after(facts.paths, taking);
      expect(left.filter((path) => path.skuId === skuId)).toEqual([]);
      expect(newlyMissing(facts.paths, left, tenant)).toEqual([]);
    });
  });

  test('none of its steps can be left out', () => {
    always((taking, facts, skuId, tenant) => {
      for (const less of withoutOneStep(taking)) {
        const left = after(facts.paths, less);
        const isDone = left.every((path) => path.skuId !== skuId);
        expect(isDone && newlyMissing(facts.paths, left, tenant).length === 0).toBe(false);
      }
    });
  });

  test('what is unassigned and turned off is not refused by the rules of R-UN-4 when groups and purchases do not matter', () => {
    always((taking, facts, _skuId, tenant) => {
      if (taking.takeOver.length + taking.leaveGroups.length > 0) return;
      const add = taking.turnOff.map(({ skuId, planIds }) => ({
        skuId,
        disabledPlans: [...(directPath(facts, skuId)?.disabledPlans ?? []), ...planIds],
      }));
      const { refusals } = planChange(facts, { kind: 'change', add, remove: taking.unassign }, tenant);
      const about = refusals.map(({ reason }) => reason);
      for (const reason of ['dependentNeedsPlan', 'prerequisiteMissing', 'notAssigned', 'planNotInSku'] as const) {
        expect(about).not.toContain(reason);
      }
    });
  });
});

function always(check: (taking: TakingAway, facts: PersonFacts, skuId: string, tenant: World) => void): void {
  const held = fc
    .record({ tenant: anyWorld, facts: anyPerson, pick: fc.nat() })
    .filter(({ facts }) => facts.paths.length > 0);
  fc.assert(
    fc.property(held, ({ tenant, facts, pick }) => {
      const skuId = facts.paths[pick % facts.paths.length]?.skuId ?? '';
      check(smallestAction(facts.paths, skuId, tenant), facts, skuId, tenant);
    }),
    { numRuns: 500 },
  );
}

/** What is left once somebody has done what is said; a purchase that was taken over is at an end. */
function after(paths: readonly AssignmentPath[], taking: TakingAway): AssignmentPath[] {
  const gone = [...taking.unassign, ...taking.takeOver.map(({ skuId }) => skuId)];
  const groups = taking.leaveGroups.map(({ groupId }) => groupId);
  return paths
    .filter(({ skuId, source }) => (source === DIRECT ? !gone.includes(skuId) : !groups.includes(source)))
    .map((path) => {
      const off = taking.turnOff.find(({ skuId }) => path.source === DIRECT && skuId === path.skuId)?.planIds ?? [];
      return { ...path, disabledPlans: [...path.disabledPlans, ...off] };
    });
}

function newlyMissing(
  before: readonly AssignmentPath[],
  left: readonly AssignmentPath[],
  { catalog }: World,
): string[] {
  const missing = (paths: readonly AssignmentPath[]) =>
    violationsOf(effectivePlans(paths, catalog).keys(), catalog).flatMap((violation) =>
      violation.kind === 'missing' ? [violation.planId] : [],
    );
  const known = missing(before);
  return missing(left).filter((planId) => !known.includes(planId));
}

function withoutOneStep(taking: TakingAway): TakingAway[] {
  const { takeOver, unassign, turnOff, leaveGroups } = taking;
  return [
    ...takeOver.map((step) => ({ ...taking, takeOver: takeOver.filter((other) => other !== step) })),
    ...unassign.map((step) => ({ ...taking, unassign: unassign.filter((other) => other !== step) })),
    ...leaveGroups.map((step) => ({ ...taking, leaveGroups: leaveGroups.filter((other) => other !== step) })),
    ...turnOff.flatMap((step) =>
      step.planIds.map((planId) => ({
        ...taking,
        turnOff: turnOff.map((other) =>
          other === step ? { ...step, planIds: step.planIds.filter((id) => id !== planId) } : other,
        ),
      })),
    ),
  ];
}

function directPath({ paths }: PersonFacts, skuId: string): AssignmentPath | undefined {
  return paths.find((path) => path.source === DIRECT && path.skuId === skuId);
}
