import { describe, expect, test } from 'vitest';
import { person, world } from '../../../tests/support/small-catalog.ts';
import { type Refusal, type RefusalReason, RULE_OF_REFUSAL } from '../refusals.ts';
import { type AssessedProfile, assess, type Shortage, totalsOf } from '../retention/assessment.ts';
import { DEFAULT_SETTINGS } from '../retention/settings.ts';
import type { AddedLicense, Change } from './change.ts';
import { type PersonFacts, planChange, type World } from './plan.ts';

interface Case<Reason extends RefusalReason> {
  readonly facts: PersonFacts;
  readonly change: Change;
  readonly tenant?: World;
  readonly refusal: Extract<Refusal, { reason: Reason }>;
  readonly rule: string | null;
}

const change = (add: readonly AddedLicense[], remove: readonly string[] = []): Change => ({
  kind: 'change',
  add,
  remove,
});

/** What reaches each reason that a plan gives. Seats are counted over all people, and have their own test below. */
const CASES: { readonly [Reason in Exclude<RefusalReason, 'notEnoughSeats'>]: Case<Reason> } = {
  outOfReach: {
    facts: person({ direct: ['E3'], outOfReach: true }),
    change: change([], ['E3']),
    refusal: { reason: 'outOfReach' },
    rule: null,
  },
  ownLicense: {
    facts: person({ direct: ['E3'], isAsker: true }),
    change: change([], ['E3']),
    refusal: { reason: 'ownLicense' },
    rule: null,
  },
  deletedPerson: {
    facts: person({ direct: ['E3'], deleted: true }),
    change: change([], ['E3']),
    refusal: { reason: 'deletedPerson' },
    rule: null,
  },
  unknownSku: {
    facts: person(),
    change: change([{ skuId: 'no-such-sku' }]),
    refusal: { reason: 'unknownSku', skuId: 'no-such-sku' },
    rule: null,
  },
  unownedSku: {
    facts: person(),
    change: change([{ skuId: 'VISIO' }]),
    refusal: { reason: 'unownedSku', skuId: 'VISIO' },
    rule: null,
  },
  selfServicePurchase: {
    facts: person({ direct: ['POWER_BI'] }),
    change: change([], ['POWER_BI']),
    tenant: world({ POWER_BI: { selfServicePurchaser: 'Adele Vance' } }),
    refusal: { reason: 'selfServicePurchase', skuId: 'POWER_BI', purchaser: 'Adele Vance' },
    rule: 'R-AS-12',
  },
  skuNotForUsers: {
    facts: person(),
    change: change([{ skuId: 'STORAGE' }]),
    refusal: { reason: 'skuNotForUsers', skuId: 'STORAGE' },
    rule: null,
  },
  inheritedFromGroup: {
    facts: person({ groups: { Sales: ['E3'], Paris: ['E3'] } }),
    change: change([], ['E3']),
    refusal: { reason: 'inheritedFromGroup', skuId: 'E3', groups: ['Sales', 'Paris'] },
    rule: 'R-UN-1',
  },
  notAssigned: {
    facts: person(),
    change: change([], ['E3']),
    refusal: { reason: 'notAssigned', skuId: 'E3' },
    rule: null,
  },
  addedAndRemoved: {
    facts: person({ direct: ['E3'] }),
    change: change([{ skuId: 'E3', disabledPlans: ['yammer'] }], ['E3']),
    refusal: { reason: 'addedAndRemoved', skuId: 'E3' },
    rule: null,
  },
  usageLocationMissing: {
    facts: person({ usageLocation: null }),
    change: change([{ skuId: 'E3' }]),
    refusal: { reason: 'usageLocationMissing' },
    rule: 'R-AS-3',
  },
  usageLocationProhibited: {
    facts: person({ usageLocation: 'CU' }),
    change: change([{ skuId: 'EXCHANGE' }]),
    refusal: { reason: 'usageLocationProhibited', skuId: 'EXCHANGE', planId: 'mail1', country: 'CU' },
    rule: 'R-AS-5',
  },
  planNotInSku: {
    facts: person(),
    change: change([{ skuId: 'EXCHANGE', disabledPlans: ['mail1', 'mail2', 'apps'] }]),
    refusal: { reason: 'planNotInSku', skuId: 'EXCHANGE', planIds: ['apps', 'mail2'] },
    rule: null,
  },
  subscriptionSuspended: {
    facts: person(),
    change: change([{ skuId: 'E3' }]),
    tenant: world({ E3: { enabled: 0, suspended: 25 } }),
    refusal: { reason: 'subscriptionSuspended', skuId: 'E3' },
    rule: 'R-AS-11',
  },
  mutuallyExclusive: {
    facts: person({ direct: ['E1'] }),
    change: change([{ skuId: 'E3' }]),
    refusal: { reason: 'mutuallyExclusive', planId: 'files1', otherPlanId: 'files2' },
    rule: 'R-AS-6',
  },
  prerequisiteMissing: {
    facts: person(),
    change: change([{ skuId: 'PHONE' }]),
    refusal: { reason: 'prerequisiteMissing', planId: 'phone', needsAnyOf: ['teams'] },
    rule: 'R-AS-7',
  },
  dependentNeedsPlan: {
    facts: person({ direct: ['E3', 'PHONE'] }),
    change: change([], ['E3']),
    refusal: { reason: 'dependentNeedsPlan', planId: 'teams', dependentPlanId: 'phone', dependentSkuId: 'PHONE' },
    rule: 'R-UN-4',
  },
  changedSince: {
    facts: person({ direct: ['E3'] }),
    change: {
      kind: 'restore',
      licenses: [{ skuId: 'E3', from: null, to: { skuId: 'E3', disabledPlans: ['yammer'] } }],
      usageLocation: 'FR',
      excused: [],
    },
    refusal: { reason: 'changedSince', skuId: 'E3' },
    rule: null,
  },
};

describe('every reason for a "no" is reached', () => {
  test.each(Object.values(CASES))('$refusal.reason ($rule)', ({ facts, change: wanted, tenant, refusal, rule }) => {
    const outcome = planChange(facts, wanted, tenant ?? world());
    expect(outcome.result).toBe('refused');
    expect(outcome.refusals).toEqual([refusal]);
    expect(RULE_OF_REFUSAL[refusal.reason]).toBe(rule);
  });

  test('notEnoughSeats (R-AS-1), once seats are counted', () => {
    const tenant = world({ E3: { enabled: 10, consumed: 8 } });
    const facts = person();
    const outcome = assess(facts, change([{ skuId: 'E3' }]), tenant, 0, DEFAULT_SETTINGS);
    const profile: AssessedProfile = { changeNo: 0, factsHash: 'all', people: 5, members: '', facts, outcome };
    const shortage: Shortage = {
      skuId: 'E3',
      needed: 3,
      available: 2,
      short: [{ changeNo: 0, factsHash: 'all', people: 3 }],
    };
    expect(totalsOf([profile], [shortage], [], tenant)).toMatchObject({
      changed: 2,
      refused: 3,
      refusedByReason: { notEnoughSeats: 3 },
    });
    expect(RULE_OF_REFUSAL.notEnoughSeats).toBe('R-AS-1');
  });
});

/** In one change, each two neighbors of the order that Graph checks in: the first is told first. */
const IN_ORDER: readonly [RefusalReason, RefusalReason, PersonFacts, Change, World?][] = [
  ['deletedPerson', 'unknownSku', person({ deleted: true }), change([{ skuId: 'no-such-sku' }])],
  ['unknownSku', 'notAssigned', person(), change([{ skuId: 'no-such-sku' }], ['E3'])],
  ['unownedSku', 'inheritedFromGroup', person({ groups: { Sales: ['E3'] } }), change([{ skuId: 'VISIO' }], ['E3'])],
  ['skuNotForUsers', 'notAssigned', person(), change([{ skuId: 'STORAGE' }], ['E3'])],
  [
    'selfServicePurchase',
    'notAssigned',
    person(),
    change([{ skuId: 'POWER_BI' }], ['E3']),
    world({ POWER_BI: { selfServicePurchaser: 'Adele' } }),
  ],
  ['notAssigned', 'addedAndRemoved', person({ direct: ['E1'] }), change([{ skuId: 'E1' }], ['E1', 'E3'])],
  [
    'addedAndRemoved',
    'usageLocationMissing',
    person({ direct: ['E1'], usageLocation: null }),
    change([{ skuId: 'E1', disabledPlans: ['yammer'] }], ['E1']),
  ],
  [
    'usageLocationMissing',
    'planNotInSku',
    person({ usageLocation: null }),
    change([{ skuId: 'E1', disabledPlans: ['apps'] }]),
  ],
  [
    'usageLocationProhibited',
    'planNotInSku',
    person({ usageLocation: 'CU' }),
    change([{ skuId: 'E1', disabledPlans: ['apps'] }]),
  ],
  [
    'planNotInSku',
    'subscriptionSuspended',
    person(),
    change([{ skuId: 'E1', disabledPlans: ['apps'] }]),
    world({ E1: { enabled: 0, suspended: 1 } }),
  ],
  [
    'subscriptionSuspended',
    'mutuallyExclusive',
    person({ direct: ['E1'] }),
    change([{ skuId: 'E3' }]),
    world({ E3: { enabled: 0, suspended: 1 } }),
  ],
  [
    'mutuallyExclusive',
    'prerequisiteMissing',
    person(),
    change([{ skuId: 'E1' }, { skuId: 'E3' }, { skuId: 'CALLING' }]),
  ],
  [
    'mutuallyExclusive',
    'dependentNeedsPlan',
    person({ direct: { E1: [], E3: ['files2'], PHONE: [] } }),
    change([
      { skuId: 'E3', disabledPlans: ['teams'] },
      { skuId: 'E1', disabledPlans: ['teams'] },
    ]),
  ],
];

test.each(IN_ORDER)('%s is told before %s (§7.2)', (first, second, facts, wanted, tenant) => {
  const reasons = planChange(facts, wanted, tenant ?? world()).refusals.map(({ reason }) => reason);
  expect([...new Set(reasons)]).toEqual([first, second]);
});

test('a product that is not ours to touch gets no second reason', () => {
  const nobody = person();
  expect(planChange(nobody, change([], ['VISIO', 'no-such-sku']), world()).refusals).toEqual([
    { reason: 'unownedSku', skuId: 'VISIO' },
    { reason: 'unknownSku', skuId: 'no-such-sku' },
  ]);
});

test('everything that is wrong is told at once', () => {
  const { refusals } = planChange(
    person({ direct: ['E1'], usageLocation: 'CU' }),
    change([{ skuId: 'E3', disabledPlans: ['visio'] }, { skuId: 'CALLING' }], ['POWER_BI']),
    world(),
  );
  expect(refusals.map(({ reason }) => reason)).toEqual([
    'notAssigned',
    'usageLocationProhibited',
    'usageLocationProhibited',
    'planNotInSku',
    'mutuallyExclusive',
    'prerequisiteMissing',
  ]);
});
