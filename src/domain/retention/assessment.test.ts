import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyPersonInOrder, anySwap } from '../../../tests/support/random-tenant.ts';
import { catalogOf, person, world } from '../../../tests/support/small-catalog.ts';
import { seatsAvailable } from '../commerce/seats.ts';
import type { Change } from '../licensing/change.ts';
import { type PersonFacts, pathsAfter, type World } from '../licensing/plan.ts';
import { heldSkus } from '../licensing/profile.ts';
import {
  type AssessedProfile,
  assess,
  changedCount,
  findShortage,
  type Shortage,
  seatMoves,
  totalsOf,
} from './assessment.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const NOW = Date.UTC(2026, 2, 1);

/** One of an operation's people: who they are to the rules, and which change is for them. */
interface Member {
  readonly facts: PersonFacts;
  readonly changeNo: number;
}

interface Allotted {
  readonly profiles: readonly AssessedProfile[];
  readonly shortages: readonly Shortage[];
  /** What each member goes without a seat of, in order of selection. */
  readonly shortOf: readonly (string | undefined)[];
}

/** Plans for everybody and gives out the seats, first come first served, the way that an operation does in SQL. */
function allot(members: readonly Member[], changes: readonly Change[], tenant: World): Allotted {
  const keyOf = ({ facts, changeNo }: Member) => `${changeNo} ${JSON.stringify(facts)}`;
  const profiles = [...Map.groupBy(members, keyOf)].map(([factsHash, alike]): AssessedProfile => {
    const [{ facts, changeNo }] = alike as [Member, ...Member[]];
    const change = changes[changeNo] ?? { kind: 'removeAll' };
    const outcome = assess(facts, change, tenant, NOW, DEFAULT_SETTINGS);
    return { changeNo, factsHash, people: alike.length, members: '', facts, outcome };
  });
  const shortOf: (string | undefined)[] = members.map(() => undefined);
  const shortages = (): Shortage[] =>
    [...new Set(shortOf.filter((skuId) => skuId !== undefined))].map((skuId) => {
      const without = members.filter((_, index) => shortOf[index] === skuId);
      const short = [...Map.groupBy(without, keyOf)].map(([factsHash, alike]) => ({
        changeNo: alike[0]?.changeNo ?? 0,
        factsHash,
        people: alike.length,
      }));
      return { skuId, needed: without.length, available: 0, short };
    });
  for (let found = findShortage(profiles, [], tenant); found; found = findShortage(profiles, shortages(), tenant)) {
    const { skuId, seats, askers } = found;
    const asking = members.flatMap((member, index) =>
      shortOf[index] === undefined && askers.some(({ factsHash }) => factsHash === keyOf(member)) ? [index] : [],
    );
    if (seats >= asking.length) throw new Error('Seats are short and nobody goes without.');
    for (const index of asking.slice(seats)) shortOf[index] = skuId;
  }
  return { profiles, shortages: shortages(), shortOf };
}

const change = (add: readonly string[], remove: readonly string[] = []): Change => ({
  kind: 'change',
  add: add.map((skuId) => ({ skuId })),
  remove,
});

function crowd(size: number, facts: PersonFacts, changeNo = 0): Member[] {
  return Array.from({ length: size }, () => ({ facts, changeNo }));
}

function count(shortOf: Allotted['shortOf'], skuId: string): number {
  return shortOf.filter((short) => short === skuId).length;
}

describe('seats', () => {
  test.each([
    ['as many as ask', { enabled: 10, consumed: 5 }, 0],
    ['some', { enabled: 10, consumed: 8 }, 3],
    ['none', { enabled: 10, consumed: 10 }, 5],
    ['those of an expired subscription too', { enabled: 8, warning: 2, consumed: 8 }, 3],
    ['not those of a disabled one', { enabled: 10, suspended: 5, consumed: 8 }, 3],
    ['none where more are taken than there are', { enabled: 10, consumed: 14 }, 5],
  ])('R-AS-1: five people ask, and there are %s', (_what, seats, without) => {
    const tenant = world({ E3: seats });
    const { profiles, shortages, shortOf } = allot(crowd(5, person()), [change(['E3'])], tenant);
    expect(count(shortOf, 'E3')).toBe(without);
    expect(totalsOf(profiles, shortages, [], tenant)).toMatchObject({
      people: 5,
      changed: 5 - without,
      refused: without,
    });
  });

  test('R-AS-1: who comes first gets the last seats, whatever they hold beside', () => {
    const [ada, linus] = [person(), person({ direct: ['POWER_BI'] })];
    const members = [...crowd(2, ada), ...crowd(2, linus), ...crowd(2, ada)];
    const { shortOf } = allot(members, [change(['E3'])], world({ E3: { enabled: 13, consumed: 10 } }));
    expect(shortOf).toEqual([undefined, undefined, undefined, 'E3', 'E3', 'E3']);
  });

  test('who has the product through a group needs no seat, and no seat is too few for them', () => {
    const members = [...crowd(3, person({ groups: { Sales: ['E3'] } })), ...crowd(2, person({ direct: ['E3'] }))];
    const { profiles, shortages } = allot(members, [change(['E3'])], world({ E3: { enabled: 10, consumed: 10 } }));
    expect(shortages).toEqual([]);
    expect(seatMoves(profiles, []).get('E3') ?? 0).toBe(0);
  });

  test('§7.2, step 7: seats that the same operation frees are given to others in it', () => {
    const full = { enabled: 10, consumed: 10 };
    const tenant = world({ E1: full, EXCHANGE: full });
    const members = [...crowd(3, person({ direct: ['E1'] }), 0), ...crowd(4, person({ direct: ['EXCHANGE'] }), 1)];
    const changes: Change[] = [
      { kind: 'swap', from: 'E1', to: 'EXCHANGE' },
      { kind: 'swap', from: 'EXCHANGE', to: 'E1' },
    ];
    const { profiles, shortages, shortOf } = allot(members, changes, tenant);
    expect(shortOf).toEqual([...Array(6).fill(undefined), 'E1']);
    expect(seatMoves(profiles, shortages)).toEqual(
      new Map([
        ['EXCHANGE', 0],
        ['E1', 0],
      ]),
    );
  });

  test('a swap into a full product takes nothing from anybody', () => {
    const tenant = world({ E3: { enabled: 10, consumed: 10 } });
    const swap: Change = { kind: 'swap', from: 'E1', to: 'E3' };
    const { profiles, shortages } = allot(crowd(4, person({ direct: ['E1'] })), [swap], tenant);
    expect(seatMoves(profiles, shortages)).toEqual(
      new Map([
        ['E3', 0],
        ['E1', 0],
      ]),
    );
    expect(totalsOf(profiles, shortages, [], tenant)).toMatchObject({
      changed: 0,
      refused: 4,
      refusedByReason: { notEnoughSeats: 4 },
      skus: [],
      monthlySavingCents: 0,
    });
  });

  test('who goes without one product frees none for those who counted on theirs', () => {
    const tenant = world({ E3: { enabled: 10, consumed: 9 }, E1: { enabled: 10, consumed: 10 } });
    const members = [...crowd(3, person({ direct: ['E1'] }), 0), ...crowd(3, person(), 1)];
    const changes: Change[] = [{ kind: 'swap', from: 'E1', to: 'E3' }, change(['E1'])];
    const { shortOf } = allot(members, changes, tenant);
    expect(shortOf).toEqual([undefined, 'E3', 'E3', undefined, 'E1', 'E1']);
  });
});

describe('totals', () => {
  test('say who is changed, who not, and why, each person once', () => {
    const tenant = world({ E3: { enabled: 10, consumed: 8 } });
    const members = [
      ...crowd(5, person()),
      ...crowd(2, person({ direct: ['E3'] })),
      ...crowd(1, person({ usageLocation: null, deleted: true })),
      ...crowd(1, person({ direct: ['E1'] })),
    ];
    const { profiles, shortages } = allot(members, [change(['E3'])], tenant);
    const unmatched = [{ reason: 'unknownPerson' }, { reason: 'deletedPerson' }, { reason: 'unknownPerson' }] as const;
    expect(totalsOf(profiles, shortages, unmatched, tenant)).toEqual({
      people: 12,
      changed: 2,
      unchanged: 2,
      refused: 8,
      mailboxesHeld: 0,
      keepEverything: 2,
      losing: 0,
      refusedByReason: { notEnoughSeats: 3, deletedPerson: 2, mutuallyExclusive: 1, unknownPerson: 2 },
      skus: [{ skuId: 'E3', freed: 0, taken: 2 }],
      monthlySavingCents: -5200,
      shortages: [{ skuId: 'E3', needed: 3, available: 0 }],
    });
  });

  test('say what is freed and saved, and how many lose what', () => {
    const members = [
      ...crowd(2, person({ direct: ['E3'] })),
      ...crowd(3, person({ direct: ['E3', 'EXCHANGE'] })),
      ...crowd(4, person({ direct: ['E3'], onHold: true })),
      ...crowd(5, person({ direct: ['E3'], groups: { Sales: ['E3'] } })),
    ];
    const { profiles } = allot(members, [change([], ['E3'])], world());
    expect(totalsOf(profiles, [], [], world())).toMatchObject({
      changed: 14,
      mailboxesHeld: 2,
      keepEverything: 5,
      losing: 9,
      skus: [{ skuId: 'E3', freed: 9, taken: 0 }],
      monthlySavingCents: 9 * 2600,
    });
  });

  test('a product without a price, or that a tenant has its own price for, is counted at that', () => {
    const { profiles } = allot(
      crowd(3, person({ direct: ['POWER_BI', 'EXCHANGE'] })),
      [{ kind: 'removeAll' }],
      world(),
    );
    const tenant = world({ EXCHANGE: { monthlyPriceCents: 250 } });
    expect(totalsOf(profiles, [], [], tenant).monthlySavingCents).toBe(750);
  });

  test('nobody and nothing is all zeros', () => {
    expect(totalsOf([], [], [], world())).toEqual({
      people: 0,
      changed: 0,
      unchanged: 0,
      refused: 0,
      mailboxesHeld: 0,
      keepEverything: 0,
      losing: 0,
      refusedByReason: {},
      skus: [],
      monthlySavingCents: 0,
      shortages: [],
    });
  });
});

test('begins are the workloads that were not there before', () => {
  const outcome = assess(person({ direct: ['EXCHANGE'] }), change(['E3']), world(), NOW, DEFAULT_SETTINGS);
  expect([...outcome.begins].sort()).toEqual([
    'exchangeArchive',
    'officeApps',
    'officeWeb',
    'oneDrive',
    'sharePoint',
    'teams',
    'vivaEngage',
  ]);
});

/** Products that stand beside each other, so that seats are all that is short. */
const CATALOG = catalogOf(
  { mail: { workloads: ['exchange'] }, files: { workloads: ['oneDrive'] }, teams: { workloads: ['teams'] } },
  {
    s0: { planIds: ['mail'] },
    s1: { planIds: ['files'] },
    s2: { planIds: ['mail', 'teams'] },
    s3: { planIds: ['teams'] },
    s4: { planIds: ['mail', 'files', 'teams'] },
  },
);

const anyTenant: fc.Arbitrary<World> = fc
  .tuple(
    ...[...CATALOG.products.keys()].map((skuId) =>
      fc
        .record({
          enabled: fc.nat(6),
          warning: fc.nat(1),
          consumed: fc.nat(6),
          monthlyPriceCents: fc.option(fc.nat(5000)),
        })
        .map((sku) => [skuId, sku] as const),
    ),
  )
  .map((seats) => world(Object.fromEntries(seats), CATALOG));

const someSkus = fc.subarray([...CATALOG.products.keys()], { maxLength: 2 });
const anyEasyChange: fc.Arbitrary<Change> = fc.oneof(
  someSkus.map((skuIds) => change(skuIds)),
  someSkus.map((skuIds) => change([], skuIds)),
  anySwap,
  fc.constant({ kind: 'removeAll' as const }),
  someSkus.map((skuIds) => ({ kind: 'replace' as const, add: skuIds.map((skuId) => ({ skuId })) })),
);

/** A tenant with few seats, up to three changes, and up to a dozen people of a few kinds. */
const anyOperation = fc
  .record({
    tenant: anyTenant,
    changes: fc.array(anyEasyChange, { minLength: 1, maxLength: 3 }),
    kinds: fc.array(anyPersonInOrder, { minLength: 1, maxLength: 4 }),
    picks: fc.array(fc.tuple(fc.nat(3), fc.nat(2)), { maxLength: 12 }),
  })
  .map(({ tenant, changes, kinds, picks }) => {
    const members = picks.flatMap(([kind, changeNo]): Member[] => {
      const facts = kinds[kind % kinds.length];
      return facts ? [{ facts, changeNo: changeNo % changes.length }] : [];
    });
    return { tenant, changes, members };
  });

describe('whatever the tenant, the people and the changes', () => {
  test('no operation leaves more seats taken than can be assigned, unless it only gives back (R-AS-1)', () => {
    eachOperation(({ tenant, profiles, shortages }) => {
      expect(findShortage(profiles, shortages, tenant)).toBeUndefined();
      for (const [skuId, by] of seatMoves(profiles, shortages)) {
        const sku = tenant.skus.get(skuId);
        if (by > 0) expect(by).toBeLessThanOrEqual(sku ? seatsAvailable(sku) : 0);
      }
    });
  });

  test('of a product, who goes without comes after everybody who gets it', () => {
    eachOperation(({ served, members, shortOf }) => {
      for (const skuId of new Set(shortOf.filter((short) => short !== undefined))) {
        const last = members.findLastIndex((_, index) => served[index]?.gained.includes(skuId));
        expect(shortOf.indexOf(skuId)).toBeGreaterThan(last);
      }
    });
  });

  test('with one product to give and none to take, nobody goes without while a seat is left', () => {
    fc.assert(
      fc.property(anyOperation, ({ tenant, members }) => {
        const changes = [change(['s0'])];
        const { profiles, shortOf } = allot(
          members.map((member) => ({ ...member, changeNo: 0 })),
          changes,
          tenant,
        );
        const asked = seatMoves(profiles, []).get('s0') ?? 0;
        const sku = tenant.skus.get('s0');
        expect(count(shortOf, 's0')).toBe(Math.max(0, asked - Math.max(0, sku ? seatsAvailable(sku) : 0)));
      }),
      { numRuns: 1000 },
    );
  });

  test('people are changed, unchanged or refused, each once, and for one reason', () => {
    eachOperation(({ tenant, members, served, profiles, shortages, shortOf }) => {
      const totals = totalsOf(profiles, shortages, [{ reason: 'unknownPerson' }], tenant);
      expect(totals.people).toBe(members.length + 1);
      expect(totals.changed + totals.unchanged + totals.refused).toBe(totals.people);
      expect(Object.values(totals.refusedByReason).reduce((sum, people) => sum + people, 0)).toBe(totals.refused);
      expect(totals.changed).toBe(served.filter((outcome) => outcome !== undefined).length);
      expect(totals.refusedByReason.notEnoughSeats ?? 0).toBe(shortOf.filter((short) => short !== undefined).length);
      expect(profiles.reduce((sum, profile) => sum + changedCount(profile, shortages), 0)).toBe(totals.changed);
    });
  });

  test('seats move by what people hold afterwards less what they held, counted one by one', () => {
    eachOperation(({ tenant, members, served, profiles, shortages }) => {
      const moves = seatMoves(profiles, shortages);
      const totals = totalsOf(profiles, shortages, [], tenant);
      let saving = 0;
      for (const skuId of tenant.catalog.products.keys()) {
        const before = members.map(({ facts }) => heldSkus(facts.paths).has(skuId));
        const after = members.map(({ facts }, index) => {
          const outcome = served[index];
          return heldSkus(outcome ? pathsAfter(facts.paths, outcome) : facts.paths).has(skuId);
        });
        const freed = before.filter((had, index) => had && !after[index]).length;
        const taken = after.filter((has, index) => has && !before[index]).length;
        expect(moves.get(skuId) ?? 0).toBe(taken - freed);
        expect(totals.skus.find((sku) => sku.skuId === skuId) ?? { freed: 0, taken: 0 }).toMatchObject({
          freed,
          taken,
        });
        saving += (freed - taken) * (tenant.skus.get(skuId)?.monthlyPriceCents ?? 0);
      }
      expect(totals.monthlySavingCents).toBe(saving);
    });
  });

  test('mailboxes held and people who keep everything are counted among those changed only', () => {
    eachOperation(({ tenant, served, profiles, shortages }) => {
      const totals = totalsOf(profiles, shortages, [], tenant);
      const events = served.flatMap((outcome) => (outcome ? [outcome.consequences.map(({ event }) => event)] : []));
      expect(totals.mailboxesHeld).toBe(events.filter((told) => told.includes('mailboxHeld')).length);
      expect(totals.keepEverything).toBe(events.filter((told) => told.every((event) => event === 'stays')).length);
    });
  });
});

interface Checked extends Allotted {
  readonly tenant: World;
  readonly members: readonly Member[];
  /** The outcome of each member who is really changed. */
  readonly served: readonly (AssessedProfile['outcome'] | undefined)[];
}

function eachOperation(check: (operation: Checked) => void): void {
  let short = 0;
  fc.assert(
    fc.property(anyOperation, ({ tenant, changes, members }) => {
      const allotted = allot(members, changes, tenant);
      const served = members.map(({ facts, changeNo }, index) => {
        const outcome = assess(facts, changes[changeNo] ?? { kind: 'removeAll' }, tenant, NOW, DEFAULT_SETTINGS);
        return outcome.result === 'change' && allotted.shortOf[index] === undefined ? outcome : undefined;
      });
      short += allotted.shortages.length;
      check({ ...allotted, tenant, members, served });
    }),
    { numRuns: 1500 },
  );
  expect(short, 'operations in which seats run out').toBeGreaterThan(100);
}
