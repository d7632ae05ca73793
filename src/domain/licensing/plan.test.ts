import { describe, expect, test } from 'vitest';
import { canonical, person, SMALL_CATALOG, world } from '../../../tests/support/small-catalog.ts';
import { shippedCatalog } from '../commerce/shipped-catalog.ts';
import type { Change } from './change.ts';
import { type Outcome, type PersonFacts, pathsAfter, planChange, type World } from './plan.ts';
import { type AssignmentPath, DIRECT, heldSkus } from './profile.ts';

const give = (...skuIds: string[]): Change => ({ kind: 'change', add: skuIds.map((skuId) => ({ skuId })), remove: [] });
const take = (...skuIds: string[]): Change => ({ kind: 'change', add: [], remove: skuIds });
const swap = (from: string, to: string): Change => ({ kind: 'swap', from, to });
const turnOff = (skuId: string, ...disable: string[]): Change => ({ kind: 'setPlans', skuId, disable, enable: [] });

function plan(facts: PersonFacts, change: Change, tenant: World = world()): Outcome {
  return planChange(facts, change, tenant);
}

/** The shipped catalog, all of it owned; products by part number. */
const shipped = world({}, shippedCatalog());
function skuId(partNumber: string): string {
  const [product] = [...shipped.catalog.products.values()].filter((candidate) => candidate.partNumber === partNumber);
  return product?.skuId ?? partNumber;
}

describe('assigning', () => {
  test('a first license is written, takes a seat and refuses nothing', () => {
    expect(plan(person(), give('E3'))).toMatchObject({
      result: 'change',
      write: [{ skuId: 'E3', disabledPlans: [] }],
      erase: [],
      before: [],
      gained: ['E3'],
      lost: [],
      refusals: [],
    });
  });

  test('what somebody has already is unchanged and takes nothing', () => {
    expect(plan(person({ direct: ['E3'] }), give('E3'))).toMatchObject({
      result: 'unchanged',
      write: [],
      gained: [],
      lost: [],
    });
  });

  test('R-AS-3: without a usage location nothing is assigned, and nothing stands in the way of a removal', () => {
    const nowhere = person({ direct: ['E3'], usageLocation: null });
    expect(plan(nowhere, give('POWER_BI')).refusals).toEqual([{ reason: 'usageLocationMissing' }]);
    expect(plan(nowhere, take('E3')).result).toBe('change');
    expect(plan(nowhere, { kind: 'removeAll' }).result).toBe('change');
    expect(plan(nowhere, give('E3')).result).toBe('unchanged');
  });

  test.each([
    ['FR', 'PHONE', null],
    ['FR', 'CALLING', null],
    ['DE', 'PHONE', null],
    ['DE', 'CALLING', 'calling'],
    ['CU', 'POWER_BI', 'powerBi'],
    ['CU', 'CALLING', 'calling'],
  ])('R-AS-5: in %s, %s is refused for %s', (usageLocation, wanted, planId) => {
    const adele = person({ direct: ['E3'], groups: { Sales: ['PHONE'] }, usageLocation });
    expect(plan(adele, give(wanted)).refusals).toEqual(
      planId ? [{ reason: 'usageLocationProhibited', skuId: wanted, planId, country: usageLocation }] : [],
    );
  });

  test('R-AS-5: a plan that is off may be off in any country', () => {
    const adele = person({ usageLocation: 'DE' });
    const change: Change = { kind: 'change', add: [{ skuId: 'CALLING', disabledPlans: ['calling'] }], remove: [] };
    expect(plan(adele, change).result).toBe('change');
  });

  test('R-AS-6: two plans that exclude each other are refused by name, across paths too', () => {
    const refusals = [{ reason: 'mutuallyExclusive', planId: 'files1', otherPlanId: 'files2' }];
    expect(plan(person({ direct: ['E1'] }), give('E3')).refusals).toEqual(refusals);
    expect(plan(person({ groups: { Sales: ['E1'] } }), give('E3')).refusals).toEqual(refusals);
    expect(plan(person(), give('E1', 'E3')).refusals).toEqual(refusals);
  });

  test('R-AS-6: with one of the two off, both products stand together', () => {
    const change: Change = { kind: 'change', add: [{ skuId: 'E3', disabledPlans: ['files2'] }], remove: [] };
    expect(plan(person({ direct: ['E1'] }), change).result).toBe('change');
  });

  test('R-AS-7: an add-on without its base is refused, and allowed beside it or with it', () => {
    const refusals = [{ reason: 'prerequisiteMissing', planId: 'phone', needsAnyOf: ['teams'] }];
    expect(plan(person(), give('PHONE')).refusals).toEqual(refusals);
    expect(plan(person({ direct: { E3: ['teams'] } }), give('PHONE')).refusals).toEqual(refusals);
    expect(plan(person({ direct: ['E3'] }), give('PHONE')).result).toBe('change');
    expect(plan(person({ groups: { Sales: ['E3'] } }), give('PHONE')).result).toBe('change');
    expect(plan(person(), give('PHONE', 'E1')).result).toBe('change');
  });

  test('R-AS-11: a product of which only disabled subscriptions are left is given to nobody, and can be taken', () => {
    const tenant = world({ E3: { enabled: 0, warning: 0, suspended: 25 } });
    const refusals = [{ reason: 'subscriptionSuspended', skuId: 'E3' }];
    expect(plan(person(), give('E3'), tenant).refusals).toEqual(refusals);
    expect(plan(person({ direct: ['E3'] }), turnOff('E3', 'yammer'), tenant).refusals).toEqual(refusals);
    expect(plan(person({ direct: ['E3'] }), take('E3'), tenant).result).toBe('change');
  });

  test('R-AS-11: an expired subscription still gives seats', () => {
    const tenant = world({ E3: { enabled: 0, warning: 25, suspended: 5 } });
    expect(plan(person(), give('E3'), tenant).result).toBe('change');
  });

  test('R-AS-12: what a person bought is nobody else’s to give, take or turn off', () => {
    const tenant = world({ POWER_BI: { selfServicePurchaser: 'Adele Vance' } });
    const refusals = [{ reason: 'selfServicePurchase', skuId: 'POWER_BI', purchaser: 'Adele Vance' }];
    const adele = person({ direct: ['POWER_BI', 'E1'] });
    expect(plan(person(), give('POWER_BI'), tenant).refusals).toEqual(refusals);
    expect(plan(adele, turnOff('POWER_BI', 'powerBi'), tenant).refusals).toEqual(refusals);
    expect(plan(adele, take('POWER_BI', 'E1'), tenant)).toMatchObject({ result: 'refused', refusals });
    expect(plan(person({ direct: ['E1'] }), swap('E1', 'POWER_BI'), tenant).refusals).toEqual(refusals);
  });

  test('X-15: a self-service purchase is not unassigned, and its purchaser is named', () => {
    const tenant = world({ POWER_BI: { selfServicePurchaser: 'Adele Vance' } });
    const outcome = plan(person({ direct: ['POWER_BI'] }), take('POWER_BI'), tenant);
    expect(outcome).toMatchObject({
      result: 'refused',
      refusals: [{ reason: 'selfServicePurchase', skuId: 'POWER_BI', purchaser: 'Adele Vance' }],
    });
  });

  test('R-AS-15: a product that is inherited may be assigned directly too, without another seat', () => {
    expect(plan(person({ groups: { Sales: ['E3'] } }), give('E3'))).toMatchObject({
      result: 'change',
      write: [{ skuId: 'E3', disabledPlans: [] }],
      gained: [],
      lost: [],
    });
  });

  test('R-AS-15: plans that a group turns on stay on whatever the direct license turns off', () => {
    const change: Change = { kind: 'change', add: [{ skuId: 'E3', disabledPlans: ['yammer'] }], remove: [] };
    const { workloadsAfter } = plan(person({ groups: { Sales: ['E3'] } }), change);
    expect(workloadsAfter.has('vivaEngage')).toBe(true);
  });

  test('what is amiss already does not stand in the way, but one more of it does', () => {
    const amiss = person({ groups: { Sales: ['E1', 'E3'] }, direct: ['CALLING'] });
    expect(plan(amiss, give('POWER_BI')).result).toBe('change');
    expect(plan(amiss, take('CALLING')).result).toBe('change');
    expect(plan(person({ direct: ['CALLING'] }), give('PHONE')).refusals).toEqual([
      { reason: 'prerequisiteMissing', planId: 'phone', needsAnyOf: ['teams'] },
    ]);
  });
});

describe('in the shipped catalog', () => {
  test('R-AS-16: Exchange Online Plan 1 and Plan 2 stand together', () => {
    const change = give(skuId('EXCHANGESTANDARD'), skuId('EXCHANGEENTERPRISE'));
    expect(plan(person(), change, shipped)).toMatchObject({ result: 'change', refusals: [] });
  });

  test('R-AS-6: Office 365 E1 and E3 do not, as each brings a SharePoint', () => {
    const { refusals } = plan(person({ direct: [skuId('STANDARDPACK')] }), give(skuId('ENTERPRISEPACK')), shipped);
    expect(refusals.map(({ reason }) => reason)).toEqual(['mutuallyExclusive']);
  });

  test('X-16: Teams Phone alone is refused, naming what it needs; with E3 it is given', () => {
    const { refusals } = plan(person(), give(skuId('MCOEV')), shipped);
    const [refusal] = refusals;
    expect(refusals).toHaveLength(1);
    if (refusal?.reason !== 'prerequisiteMissing') throw new Error(`not ${refusal?.reason}`);
    const names = refusal.needsAnyOf.map((planId) => shipped.catalog.plans.get(planId)?.name);
    expect(names).toContain('TEAMS1');
    expect(plan(person(), give(skuId('MCOEV'), skuId('ENTERPRISEPACK')), shipped).result).toBe('change');
  });

  test('X-18: E1 for E3 in one call leaves no moment without a mailbox, files or Teams', () => {
    const [e1, e3] = [skuId('STANDARDPACK'), skuId('ENTERPRISEPACK')];
    const outcome = plan(person({ direct: [e1] }), swap(e1, e3), shipped);
    expect(outcome).toMatchObject({ result: 'change', gained: [e3], lost: [e1], refusals: [] });
    for (const workload of ['exchange', 'oneDrive', 'teams'] as const) {
      expect(outcome.workloadsBefore.get(workload)).toEqual(new Set([e1]));
      expect(outcome.workloadsAfter.get(workload)).toEqual(new Set([e3]));
    }
  });
});

describe('unassigning', () => {
  test('a license that goes frees its seat, and what stood there is kept for undo', () => {
    expect(plan(person({ direct: { E3: ['yammer'] } }), take('E3'))).toMatchObject({
      result: 'change',
      write: [],
      erase: ['E3'],
      before: [{ skuId: 'E3', disabledPlans: ['yammer'] }],
      gained: [],
      lost: ['E3'],
    });
  });

  test('R-UN-1: what only a group gives is refused, naming the group, and nothing else of the request happens', () => {
    const adele = person({ direct: ['POWER_BI'], groups: { Sales: ['E3'] } });
    expect(plan(adele, take('POWER_BI', 'E3'))).toMatchObject({
      result: 'refused',
      refusals: [{ reason: 'inheritedFromGroup', skuId: 'E3', groups: ['Sales'] }],
    });
  });

  test('X-3, R-UN-3: E3 direct and through Sales: the direct one goes, the seat stays taken, and Sales is told', () => {
    const adele = person({ direct: ['E3'], groups: { Sales: ['E3'] } });
    const outcome = plan(adele, take('E3'));
    expect(outcome).toMatchObject({
      result: 'change',
      erase: ['E3'],
      lost: [],
      notes: [{ note: 'stillThroughGroups', skuId: 'E3', groups: ['Sales'] }],
    });
    expect(canonical(pathsAfter(adele.paths, outcome))).toEqual(['E3 Sales [] Active']);
  });

  test('X-4: E3 only through Sales: taking everything changes nothing, and Sales is told', () => {
    expect(plan(person({ groups: { Sales: ['E3'] } }), { kind: 'removeAll' })).toMatchObject({
      result: 'unchanged',
      refusals: [],
      notes: [{ note: 'inheritedStays', skuId: 'E3', groups: ['Sales'] }],
    });
  });

  test('R-UN-2: taking everything takes what is direct and leaves what is inherited', () => {
    const adele = person({ direct: ['E3', 'PHONE'], groups: { Sales: ['E3', 'POWER_BI'] } });
    const outcome = plan(adele, { kind: 'removeAll' });
    expect(outcome).toMatchObject({ result: 'change', erase: ['E3', 'PHONE'], lost: ['PHONE'] });
    expect(heldSkus(pathsAfter(adele.paths, outcome))).toEqual(new Set(['E3', 'POWER_BI']));
  });

  test('R-UN-4: what something else still needs is not taken, and both are named', () => {
    const adele = person({ direct: ['E3', 'PHONE'] });
    expect(plan(adele, take('E3')).refusals).toEqual([
      { reason: 'dependentNeedsPlan', planId: 'teams', dependentPlanId: 'phone', dependentSkuId: 'PHONE' },
    ]);
    expect(plan(adele, take('E3', 'PHONE')).result).toBe('change');
    expect(plan(adele, { kind: 'removeAll' }).result).toBe('change');
  });

  test('R-UN-4: nor is it turned off', () => {
    expect(plan(person({ direct: ['E3', 'PHONE'] }), turnOff('E3', 'teams')).refusals).toMatchObject([
      { reason: 'dependentNeedsPlan', planId: 'teams', dependentPlanId: 'phone' },
    ]);
    expect(plan(person({ direct: ['E3'] }), turnOff('E3', 'files2')).refusals).toMatchObject([
      { reason: 'dependentNeedsPlan', planId: 'files2', dependentPlanId: 'web', dependentSkuId: 'E3' },
    ]);
    expect(plan(person({ direct: ['E3'] }), turnOff('E3', 'files2', 'web')).result).toBe('change');
  });

  test('R-UN-4: a dependent that a group gives counts as well', () => {
    const adele = person({ direct: ['E3'], groups: { Calls: ['PHONE'] } });
    expect(plan(adele, { kind: 'removeAll' }).refusals).toMatchObject([
      { reason: 'dependentNeedsPlan', planId: 'teams', dependentPlanId: 'phone', dependentSkuId: 'PHONE' },
    ]);
  });

  test('R-UN-4: what another product still gives may go', () => {
    expect(plan(person({ direct: { E3: [], E1: ['files1'], PHONE: [] } }), take('E1')).result).toBe('change');
  });

  test('a path in error holds no seat: taking it frees none, giving the product again takes one', () => {
    const failed: AssignmentPath = { skuId: 'E3', source: DIRECT, disabledPlans: [], state: 'Error' };
    expect(plan(person({ paths: [failed] }), take('E3'))).toMatchObject({ result: 'change', erase: ['E3'], lost: [] });
    expect(plan(person({ paths: [failed] }), give('E3'))).toMatchObject({ result: 'change', gained: ['E3'] });
  });
});

describe('swaps', () => {
  test('one goes and the other comes in one step', () => {
    const adele = person({ direct: { E1: ['yammer'] } });
    const outcome = plan(adele, swap('E1', 'E3'));
    expect(outcome).toMatchObject({
      result: 'change',
      write: [{ skuId: 'E3', disabledPlans: ['yammer'] }],
      erase: ['E1'],
      before: [{ skuId: 'E1', disabledPlans: ['yammer'] }],
      gained: ['E3'],
      lost: ['E1'],
    });
    expect(canonical(pathsAfter(adele.paths, outcome))).toEqual([`E3 ${DIRECT} [yammer] Active`]);
  });

  test('an add-on on the product that goes stands on the one that comes', () => {
    expect(plan(person({ direct: ['E1', 'PHONE'] }), swap('E1', 'E3')).result).toBe('change');
    expect(plan(person({ direct: ['E1', 'PHONE'] }), swap('E1', 'EXCHANGE')).refusals).toMatchObject([
      { reason: 'dependentNeedsPlan', dependentPlanId: 'phone' },
    ]);
  });

  test('the base that goes can’t hold up the add-on that comes', () => {
    expect(plan(person({ direct: ['E1'] }), swap('E1', 'PHONE')).refusals).toEqual([
      { reason: 'prerequisiteMissing', planId: 'phone', needsAnyOf: ['teams'] },
    ]);
  });
});

describe('what a catalog forgot', () => {
  const adele = person({ direct: { E3: ['retired', 'yammer'] } });

  test('a plan that was off and is no longer of the product does not keep the others from being turned', () => {
    expect(plan(adele, turnOff('E3', 'apps'))).toMatchObject({
      result: 'change',
      write: [{ skuId: 'E3', disabledPlans: ['apps', 'retired', 'yammer'] }],
    });
  });

  test('but nobody gets it off anew', () => {
    expect(plan(person({ direct: ['E3'] }), turnOff('E3', 'retired')).refusals).toEqual([
      { reason: 'planNotInSku', skuId: 'E3', planIds: ['retired'] },
    ]);
  });

  test('nor does it keep a license from being put back', () => {
    const licenses = [{ skuId: 'E3', from: null, to: { skuId: 'E3', disabledPlans: ['retired', 'yammer'] } }];
    const restore: Change = { kind: 'restore', licenses, usageLocation: 'FR', excused: [] };
    expect(plan(person(), restore).result).toBe('change');
  });
});

test('a catalog whose product names a plan that is not in it is a mistake of ours', () => {
  const torn = { ...SMALL_CATALOG, plans: new Map([...SMALL_CATALOG.plans].filter(([planId]) => planId !== 'yammer')) };
  expect(() => plan(person(), give('E3'), world({}, torn))).toThrow('service plan yammer');
});
