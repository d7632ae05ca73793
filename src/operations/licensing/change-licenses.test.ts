import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { NOW, SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { DAY_MS } from '../../base/time.ts';
import { listOperations } from '../../queries/operations.ts';
import { changeLicenses } from './change-licenses.ts';
import {
  boughtByThemselves,
  change,
  changed,
  consumed,
  deadlines,
  direct,
  forget,
  give,
  loseSeats,
  operationOf,
  peopleOf,
  requestFor,
  take,
} from './stories-for-tests.ts';

let there: TestTenant;

beforeAll(async () => {
  there = await testTenant();
});
afterEach(() => forget(there));
afterAll(() => there.close());

test('the last seats go in order of selection, not of names', async () => {
  await there.own(SKU.e3, 2);
  const [ada, ben, cy] = [await there.user('Ada'), await there.user('Ben'), await there.user('Cy')];
  const result = await change(there, give(SKU.e3), [cy, ada, ben], { keepGoing: true });
  expect(result).toMatchObject({ kind: 'applied', status: 'partlyApplied' });
  expect(await peopleOf(there, operationOf(result))).toEqual([
    ['Cy', 'change'],
    ['Ada', 'change'],
    ['Ben', 'short'],
  ]);
  expect(await direct(there, cy)).toEqual({ [SKU.e3]: [] });
  expect(await direct(there, ben)).toEqual({});
  expect(await consumed(there, SKU.e3)).toBe(2);
});

test('R-AS-1: a shortage applies nothing, says how many go without, and leaves no operation behind', async () => {
  await there.own(SKU.e3, 2);
  const people = [await there.user('Ada'), await there.user('Ben'), await there.user('Cy')];
  const result = await change(there, give(SKU.e3), people);
  expect(result).toMatchObject({
    kind: 'refused',
    plan: {
      totals: {
        people: 3,
        changed: 2,
        refused: 1,
        refusedByReason: { notEnoughSeats: 1 },
        shortages: [{ skuId: SKU.e3, needed: 1, available: 2 }],
      },
    },
  });
  expect(await consumed(there, SKU.e3)).toBe(0);
  for (const planned of [true, false]) {
    expect(await listOperations(there.db, there.tenant.tenantId, { planned, before: null, top: 10 })).toEqual([]);
  }
});

test('who is refused, or means nobody, is left out when it is kept going, and stops everybody when not', async () => {
  await there.own(SKU.e3, 10);
  const ada = await there.user('Ada');
  const nowhere = await there.user('Nowhere', { location: null });
  const request = requestFor(give(SKU.e3), [nowhere, ada], {
    unmatched: [{ person: 'Adda', reason: 'unknownPerson' }],
  });
  expect(await changeLicenses(there.context, request, { keepGoing: false })).toMatchObject({ kind: 'refused' });
  expect(await consumed(there, SKU.e3)).toBe(0);

  expect(await changeLicenses(there.context, request, { keepGoing: true })).toMatchObject({
    kind: 'applied',
    status: 'partlyApplied',
    plan: {
      totals: { people: 3, changed: 1, refused: 2, refusedByReason: { usageLocationMissing: 1, unknownPerson: 1 } },
    },
  });
  expect(await direct(there, ada)).toEqual({ [SKU.e3]: [] });
  expect(await direct(there, nowhere)).toEqual({});
});

test('when nobody can be changed, to keep going applies nothing either', async () => {
  await there.own(SKU.e3, 10);
  const nowhere = await there.user('Nowhere', { location: null });
  expect(await change(there, give(SKU.e3), [nowhere], { keepGoing: true })).toMatchObject({ kind: 'refused' });
});

test('who has it already is unchanged, and when everybody is, no operation is left behind', async () => {
  await there.own(SKU.e3, 10);
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  const first = await changed(there, give(SKU.e3), [ada]);
  expect(await change(there, give(SKU.e3), [ada])).toMatchObject({
    kind: 'unchanged',
    plan: { totals: { unchanged: 1 } },
  });
  expect(await change(there, give(SKU.e3), [ada, ben])).toMatchObject({
    kind: 'applied',
    status: 'applied',
    plan: { totals: { changed: 1, unchanged: 1 } },
  });
  const operations = await listOperations(there.db, there.tenant.tenantId, { planned: false, before: null, top: 10 });
  expect(operations).toHaveLength(2);
  expect(operations.at(-1)?.id).toBe(first);
  expect(await consumed(there, SKU.e3)).toBe(2);
});

test('a person who stands twice in a list counts once and takes one seat', async () => {
  await there.own(SKU.e3, 1);
  const ada = await there.user('Ada');
  expect(await change(there, give(SKU.e3), [ada, ada])).toMatchObject({
    kind: 'applied',
    status: 'applied',
    plan: { totals: { people: 1, changed: 1 } },
  });
  expect(await consumed(there, SKU.e3)).toBe(1);
});

test('the holders of a product are whoever has it, through groups too, in order of name', async () => {
  await there.own(SKU.e3, 10);
  await there.own(SKU.visio, 10);
  const [zoe, ada] = [await there.user('Zoe'), await there.user('Ada')];
  await there.user('Ben');
  await changed(there, give(SKU.e3), [zoe]);
  await there.group('Sales', SKU.e3, [ada]);
  const result = await changeLicenses(
    there.context,
    requestFor(give(SKU.visio), [], {
      groups: [{ change: give(SKU.visio), people: { kind: 'holders', skuId: SKU.e3 } }],
      selection: { by: 'holders', skuId: SKU.e3 },
    }),
    { keepGoing: false },
  );
  expect(await peopleOf(there, operationOf(result))).toEqual([
    ['Ada', 'change'],
    ['Zoe', 'change'],
  ]);
});

test('X-3: a product held directly and through a group takes one seat, and stays when the direct license goes', async () => {
  await there.own(SKU.e3, 10);
  const ada = await there.user('Ada');
  const sales = await there.group('Sales', SKU.e3, [ada]);
  await changed(there, give(SKU.e3), [ada]);
  expect(await consumed(there, SKU.e3)).toBe(1);
  const result = await change(there, take(SKU.e3), [ada]);
  expect(result).toMatchObject({
    kind: 'applied',
    plan: {
      totals: { keepEverything: 1, mailboxesHeld: 0, skus: [] },
      profiles: [{ outcome: { lost: [], notes: [{ note: 'stillThroughGroups', skuId: SKU.e3, groups: [sales] }] } }],
    },
  });
  expect(await consumed(there, SKU.e3)).toBe(1);
  expect(await deadlines(there, ada)).toEqual({});
});

test('X-4: to unassign everything changes nothing for who has only inherited products, and names the group', async () => {
  await there.own(SKU.e3, 10);
  const ada = await there.user('Ada');
  const sales = await there.group('Sales', SKU.e3, [ada]);
  expect(await change(there, { kind: 'removeAll' }, [ada])).toMatchObject({
    kind: 'unchanged',
    plan: { profiles: [{ outcome: { notes: [{ note: 'inheritedStays', skuId: SKU.e3, groups: [sales] }] } }] },
  });
  expect(await consumed(there, SKU.e3)).toBe(1);
});

test('to unassign everything takes what is direct and leaves what is inherited or bought by the person', async () => {
  await there.own(SKU.e3, 10);
  await there.own(SKU.visio, 10);
  const ada = await there.user('Ada');
  await there.own(SKU.powerBi, 1);
  await changed(there, give(SKU.powerBi), [ada]);
  await changed(there, give(SKU.visio), [ada]);
  await there.group('Sales', SKU.e3, [ada]);
  await boughtByThemselves(there, SKU.powerBi, ada);
  expect(await change(there, { kind: 'removeAll' }, [ada])).toMatchObject({
    kind: 'applied',
    plan: { profiles: [{ outcome: { erase: [SKU.visio] } }] },
  });
  expect(await direct(there, ada)).toEqual({ [SKU.powerBi]: [] });
  expect(await consumed(there, SKU.e3)).toBe(1);
});

test('X-15: what somebody bought for themselves is not taken, and the purchaser is named', async () => {
  await there.own(SKU.powerBi, 1);
  const ada = await there.user('Ada');
  await changed(there, give(SKU.powerBi), [ada]);
  await boughtByThemselves(there, SKU.powerBi, ada);
  expect(await change(there, take(SKU.powerBi), [ada])).toMatchObject({
    kind: 'refused',
    plan: {
      profiles: [{ outcome: { refusals: [{ reason: 'selfServicePurchase', skuId: SKU.powerBi, purchaser: 'Ada' }] } }],
    },
  });
  expect(await consumed(there, SKU.powerBi)).toBe(1);
});

test('X-18: one product is replaced by another in one step, and the mailbox never stops', async () => {
  await there.own(SKU.e1, 1);
  await there.own(SKU.e3, 1);
  const ada = await there.user('Ada');
  await changed(there, give(SKU.e1), [ada]);
  const result = await change(there, { kind: 'swap', from: SKU.e1, to: SKU.e3 }, [ada]);
  expect(result).toMatchObject({ kind: 'applied', plan: { totals: { mailboxesHeld: 0 } } });
  expect(await direct(there, ada)).toEqual({ [SKU.e3]: [] });
  expect([await consumed(there, SKU.e1), await consumed(there, SKU.e3)]).toEqual([0, 1]);
  expect(await deadlines(there, ada)).toEqual({});
});

test('a replacement into a full product takes nothing away', async () => {
  await there.own(SKU.e1, 1);
  await there.own(SKU.e3, 1);
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  await changed(there, give(SKU.e1), [ada]);
  await changed(there, give(SKU.e3), [ben]);
  expect(await change(there, { kind: 'swap', from: SKU.e1, to: SKU.e3 }, [ada])).toMatchObject({ kind: 'refused' });
  expect(await direct(there, ada)).toEqual({ [SKU.e1]: [] });
});

test('two groups of people can trade full products with each other, as seats freed in the same step count', async () => {
  await there.own(SKU.e1, 1);
  await there.own(SKU.e3, 1);
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  await changed(there, give(SKU.e1), [ada]);
  await changed(there, give(SKU.e3), [ben]);
  const result = await changeLicenses(
    there.context,
    requestFor(give(SKU.e3), [], {
      groups: [
        { change: { kind: 'swap', from: SKU.e1, to: SKU.e3 }, people: { kind: 'ids', userIds: [ada] } },
        { change: { kind: 'swap', from: SKU.e3, to: SKU.e1 }, people: { kind: 'ids', userIds: [ben] } },
      ],
    }),
    { keepGoing: false },
  );
  expect(result).toMatchObject({ kind: 'applied', status: 'applied' });
  expect(await direct(there, ada)).toEqual({ [SKU.e3]: [] });
  expect(await direct(there, ben)).toEqual({ [SKU.e1]: [] });
});

test('who gets no seat keeps what they had, and what they would have freed is not given to others', async () => {
  await there.own(SKU.e1, 2);
  await there.own(SKU.e3, 1);
  const [ada, ben, cy] = [await there.user('Ada'), await there.user('Ben'), await there.user('Cy')];
  await changed(there, give(SKU.e1), [ada, ben]);
  // Cy could have an E1 if both others left it; only one seat of E3 is there to leave for.
  const result = await changeLicenses(
    there.context,
    requestFor(give(SKU.e3), [], {
      groups: [
        { change: { kind: 'swap', from: SKU.e1, to: SKU.e3 }, people: { kind: 'ids', userIds: [ada, ben] } },
        { change: give(SKU.e1), people: { kind: 'ids', userIds: [cy, await there.user('Dee')] } },
      ],
    }),
    { keepGoing: true },
  );
  expect(await peopleOf(there, operationOf(result))).toEqual([
    ['Ada', 'change'],
    ['Ben', 'short'],
    ['Cy', 'change'],
    ['Dee', 'short'],
  ]);
  expect([await consumed(there, SKU.e1), await consumed(there, SKU.e3)]).toEqual([2, 1]);
});

test('an over-assigned product gives no seat to anybody until it has one, and takes seats back at any time', async () => {
  await there.own(SKU.e3, 2);
  const [ada, ben, cy] = [await there.user('Ada'), await there.user('Ben'), await there.user('Cy')];
  await changed(there, give(SKU.e3), [ada, ben]);
  await loseSeats(there, SKU.e3, 0);
  expect(await change(there, give(SKU.e3), [cy])).toMatchObject({
    kind: 'refused',
    plan: { totals: { shortages: [{ skuId: SKU.e3, needed: 1, available: 0 }] } },
  });
  expect(await change(there, take(SKU.e3), [ada])).toMatchObject({ kind: 'applied' });
  expect(await consumed(there, SKU.e3)).toBe(1);
});

test('two changes at the same time: the last seat is given once, and the other is told that there is none', async () => {
  await there.own(SKU.e3, 1);
  const people = [await there.user('Ada'), await there.user('Ben')];
  const results = await Promise.all(people.map((id) => change(there, give(SKU.e3), [id])));
  expect(results.map(({ kind }) => kind).sort()).toEqual(['applied', 'refused']);
  expect(results.find(({ kind }) => kind === 'refused')).toMatchObject({
    plan: { totals: { shortages: [{ skuId: SKU.e3, needed: 1, available: 0 }] } },
  });
  expect(await consumed(there, SKU.e3)).toBe(1);
});

test('forty changes at the same time share three seats and nobody waits for ever', async () => {
  await there.own(SKU.e3, 3);
  const people = await Promise.all(Array.from({ length: 40 }, (_, index) => there.user(`Person${index}`)));
  const results = await Promise.all(people.map((id) => change(there, give(SKU.e3), [id])));
  expect(results.filter(({ kind }) => kind === 'applied')).toHaveLength(3);
  expect(results.filter(({ kind }) => kind === 'refused')).toHaveLength(37);
  expect(await consumed(there, SKU.e3)).toBe(3);
});

test('mail is held from the moment of the change; a hold keeps it without a date', async () => {
  await there.own(SKU.e3, 10);
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben', { held: true })];
  await changed(there, give(SKU.e3), [ada, ben]);
  await changed(there, take(SKU.e3), [ada, ben]);
  expect(await deadlines(there, ada)).toEqual({ mailboxPurge: NOW + 30 * DAY_MS, oneDriveReadOnly: NOW + 60 * DAY_MS });
  expect(await deadlines(there, ben)).toEqual({ oneDriveReadOnly: NOW + 60 * DAY_MS });
});
