import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { NOW, SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { DAY_MS } from '../../base/time.ts';
import { readOperation } from '../../queries/operations.ts';
import { deleteUser } from '../directory/delete-user.ts';
import { changeUser } from '../directory/update-user.ts';
import { applyPlan, changeLicenses, planLicenses } from './change-licenses.ts';
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
  requestFor,
  status,
  take,
  undo,
  undoOf,
} from './stories-for-tests.ts';
import { undoRequest } from './undo.ts';

const YAMMER = '7547a3fe-08ee-4ccb-b430-5077c5041653';
const SWAY = 'a23b959c-7ce8-4e57-9140-b90eb88a9e97';

let there: TestTenant;

beforeAll(async () => {
  there = await testTenant();
});
afterEach(() => forget(there));
afterAll(() => there.close());
beforeEach(async () => {
  await there.own(SKU.e1, 10);
  await there.own(SKU.e3, 10);
});

test('undo gives everybody back what they had, with the apps that were off, and stops the clocks', async () => {
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  await changed(there, give(SKU.e3, YAMMER), [ada]);
  await changed(there, give(SKU.e3), [ben]);
  const taken = await changed(there, take(SKU.e3), [ada, ben]);
  expect(await deadlines(there, ada)).toHaveProperty('mailboxPurge');

  const undone = operationOf(await undo(there, taken));
  expect(await direct(there, ada)).toEqual({ [SKU.e3]: [YAMMER] });
  expect(await direct(there, ben)).toEqual({ [SKU.e3]: [] });
  expect(await deadlines(there, ada)).toEqual({});
  expect(await consumed(there, SKU.e3)).toBe(2);
  expect(await readOperation(there.db, there.tenant.tenantId, taken)).toMatchObject({
    status: 'undone',
    undoneBy: undone,
  });
  expect(await readOperation(there.db, there.tenant.tenantId, undone)).toMatchObject({
    status: 'applied',
    undoOf: taken,
  });
});

test('undo of a new license takes it, undo of other apps turned off turns them on again', async () => {
  const ada = await there.user('Ada');
  const given = await changed(there, give(SKU.e3, YAMMER), [ada]);
  const other = await changed(there, { kind: 'setPlans', skuId: SKU.e3, disable: [SWAY], enable: [YAMMER] }, [ada]);
  expect(await direct(there, ada)).toEqual({ [SKU.e3]: [SWAY] });
  operationOf(await undo(there, other));
  expect(await direct(there, ada)).toEqual({ [SKU.e3]: [YAMMER] });
  operationOf(await undo(there, given));
  expect(await direct(there, ada)).toEqual({});
  expect(await consumed(there, SKU.e3)).toBe(0);
});

test('undo of a replacement puts the old product back in one step', async () => {
  const ada = await there.user('Ada');
  await changed(there, give(SKU.e1, YAMMER), [ada]);
  const swapped = await changed(there, { kind: 'swap', from: SKU.e1, to: SKU.e3 }, [ada]);
  expect(await direct(there, ada)).toEqual({ [SKU.e3]: [YAMMER] });
  operationOf(await undo(there, swapped));
  expect(await direct(there, ada)).toEqual({ [SKU.e1]: [YAMMER] });
  expect([await consumed(there, SKU.e1), await consumed(there, SKU.e3)]).toEqual([1, 0]);
  expect(await deadlines(there, ada)).toEqual({});
});

test('undo of an undo does it again, and can be undone again', async () => {
  const ada = await there.user('Ada');
  await changed(there, give(SKU.e3, YAMMER), [ada]);
  const taken = await changed(there, take(SKU.e3), [ada]);
  const back = operationOf(await undo(there, taken));
  const again = operationOf(await undo(there, back));
  expect(await direct(there, ada)).toEqual({});
  expect(await deadlines(there, ada)).toHaveProperty('mailboxPurge');
  operationOf(await undo(there, again));
  expect(await direct(there, ada)).toEqual({ [SKU.e3]: [YAMMER] });
});

test('undo touches only whom the operation changed', async () => {
  const [ada, ben, nowhere] = [
    await there.user('Ada'),
    await there.user('Ben'),
    await there.user('No', { location: null }),
  ];
  await changed(there, give(SKU.e3, YAMMER), [ben]);
  await loseSeats(there, SKU.e3, 2);
  const cy = await there.user('Cy');
  const given = operationOf(
    await change(there, { kind: 'change', add: [{ skuId: SKU.e3 }], remove: [] }, [ada, ben, cy, nowhere], {
      keepGoing: true,
    }),
  );
  const { request } = await undoOf(there, given);
  expect(await planLicenses(there.context, request)).toMatchObject({ totals: { people: 1, changed: 1 } });
  operationOf(await undo(there, given));
  expect([await direct(there, ada), await direct(there, ben)]).toEqual([{}, { [SKU.e3]: [YAMMER] }]);
});

test('undo is refused for who was changed since, applies nothing then, and leaves that person out when it keeps going', async () => {
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  const given = await changed(there, give(SKU.e3), [ada, ben]);
  await changed(there, give(SKU.e3, YAMMER), [ben]);
  expect(await undo(there, given)).toMatchObject({
    kind: 'refused',
    plan: { totals: { refusedByReason: { changedSince: 1 } } },
  });
  expect(await direct(there, ada)).toEqual({ [SKU.e3]: [] });
  expect(await status(there, given)).toBe('applied');
  expect(await undo(there, given, { keepGoing: true })).toMatchObject({ kind: 'applied', status: 'partlyApplied' });
  expect([await direct(there, ada), await direct(there, ben)]).toEqual([{}, { [SKU.e3]: [YAMMER] }]);
});

test('undo asks only about the products that the operation touched', async () => {
  await there.own(SKU.visio, 1);
  const ada = await there.user('Ada');
  const given = await changed(there, give(SKU.e3), [ada]);
  await changed(there, give(SKU.visio), [ada]);
  expect(await undo(there, given)).toMatchObject({ kind: 'applied' });
  expect(await direct(there, ada)).toEqual({ [SKU.visio]: [] });
});

test('undo is refused when others have the seats now, and gives what is left to those who came first', async () => {
  await loseSeats(there, SKU.e3, 2);
  const [ada, ben, cy] = [await there.user('Ada'), await there.user('Ben'), await there.user('Cy')];
  await changed(there, give(SKU.e3), [ada, ben]);
  const taken = await changed(there, take(SKU.e3), [ben, ada]);
  await changed(there, give(SKU.e3), [cy]);
  expect(await undo(there, taken)).toMatchObject({
    kind: 'refused',
    plan: { totals: { shortages: [{ skuId: SKU.e3, needed: 1, available: 1 }] } },
  });
  expect(await consumed(there, SKU.e3)).toBe(1);
  expect(await undo(there, taken, { keepGoing: true })).toMatchObject({ kind: 'applied', status: 'partlyApplied' });
  expect([await direct(there, ben), await direct(there, ada)]).toEqual([{ [SKU.e3]: [] }, {}]);
  // Once there is a seat, another undo gives back the rest, and passes over who has theirs.
  await changed(there, take(SKU.e3), [cy]);
  expect(await undo(there, taken)).toMatchObject({ kind: 'applied', plan: { totals: { changed: 1, unchanged: 1 } } });
  expect(await direct(there, ada)).toEqual({ [SKU.e3]: [] });
  expect(await status(there, taken)).toBe('undone');
});

test('undo is refused for deleted people and for products that are no longer ours to give', async () => {
  await there.own(SKU.powerBi, 10);
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  const given = await changed(there, give(SKU.e3), [ada]);
  const other = await changed(there, give(SKU.powerBi), [ben]);
  await deleteUser(there.context, ada);
  await boughtByThemselves(there, SKU.powerBi, ben);
  expect(await undo(there, given)).toMatchObject({
    kind: 'refused',
    plan: { totals: { refusedByReason: { deletedPerson: 1 } } },
  });
  expect(await undo(there, other)).toMatchObject({
    kind: 'refused',
    plan: { totals: { refusedByReason: { selfServicePurchase: 1 } } },
  });
});

test('undo gives a license back to a country where it stood, and asks anew about another', async () => {
  const ada = await there.user('Ada');
  await changed(there, give(SKU.e3), [ada]);
  const taken = await changed(there, take(SKU.e3), [ada]);
  await changeUser(there.context, ada, { fields: { usageLocation: 'CU' } });
  expect(await undo(there, taken)).toMatchObject({
    kind: 'refused',
    plan: { totals: { refusedByReason: { usageLocationProhibited: 1 } } },
  });
  await changeUser(there.context, ada, { fields: { usageLocation: 'FR' } });
  expect(await undo(there, taken)).toMatchObject({ kind: 'applied' });
});

test('undo brings an add-on back together with what it needs', async () => {
  await there.own(SKU.phone, 10);
  const ada = await there.user('Ada');
  await changed(there, { kind: 'change', add: [{ skuId: SKU.phone }, { skuId: SKU.e3 }], remove: [] }, [ada]);
  const taken = await changed(there, { kind: 'removeAll' }, [ada]);
  expect(await direct(there, ada)).toEqual({});
  expect(await undo(there, taken)).toMatchObject({ kind: 'applied' });
  expect(await direct(there, ada)).toEqual({ [SKU.phone]: [], [SKU.e3]: [] });
});

test('what was undone is not undone twice, a plan not at all, and what never was is unknown', async () => {
  const ada = await there.user('Ada');
  const given = await changed(there, give(SKU.e3), [ada]);
  const back = operationOf(await undo(there, given));
  expect(await undoRequest(there.context, given)).toEqual({ kind: 'notApplied', status: 'undone', undoneBy: back });
  const plan = await planLicenses(there.context, requestFor(give(SKU.e3), [ada]));
  expect(await undoRequest(there.context, plan.operationId)).toEqual({
    kind: 'notApplied',
    status: 'planned',
    undoneBy: null,
  });
  expect(await undoRequest(there.context, plan.operationId + 1)).toEqual({ kind: 'unknownOperation' });
});

test('two undos of one operation, planned side by side: one is applied', async () => {
  const ada = await there.user('Ada');
  const given = await changed(there, give(SKU.e3), [ada]);
  const { request } = await undoOf(there, given);
  const plans = [await planLicenses(there.context, request), await planLicenses(there.context, request)];
  const results = await Promise.all(
    plans.map(({ operationId, digest }) => applyPlan(there.context, operationId, digest, { keepGoing: false })),
  );
  expect(results.map(({ kind }) => kind).sort()).toEqual(['applied', 'worldMoved']);
  expect(await consumed(there, SKU.e3)).toBe(0);
});

test('undo says until when it loses nothing, counted from when the operation was applied', async () => {
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben', { held: true })];
  await changed(there, give(SKU.e3), [ada, ben]);
  const taken = await changed(there, take(SKU.e3), [ada]);
  const until = NOW + 30 * DAY_MS;
  expect((await undoOf(there, taken)).window).toEqual({ losslessUntil: until, lossless: true });
  const late = await undoRequest({ ...there.context, now: until }, taken);
  expect(late).toMatchObject({ window: { losslessUntil: until, lossless: false } });
  // On hold, nothing of the mailbox is ever lost.
  const held = await changed(there, take(SKU.e3), [ben]);
  expect((await undoOf(there, held)).window).toEqual({ losslessUntil: null, lossless: true });
});

test('undo can be planned and applied at once', async () => {
  const ada = await there.user('Ada');
  const given = await changed(there, give(SKU.e3), [ada]);
  const { request } = await undoOf(there, given);
  operationOf(await changeLicenses(there.context, request, { keepGoing: false }));
  expect(await status(there, given)).toBe('undone');
});
