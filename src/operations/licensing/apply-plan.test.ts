import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { NOW, SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import { DAY_MS } from '../../base/time.ts';
import type { Change } from '../../domain/licensing/change.ts';
import { setPrice, setSeats } from '../commerce/set-seats.ts';
import { deleteUser } from '../directory/delete-user.ts';
import { changeUser } from '../directory/update-user.ts';
import { applyPlan, type Plan, planLicenses } from './change-licenses.ts';
import {
  change,
  changed,
  consumed,
  deadlines,
  direct,
  forget,
  give,
  loseSeats,
  peopleOf,
  requestFor,
  status,
  take,
} from './stories-for-tests.ts';

let there: TestTenant;

beforeAll(async () => {
  there = await testTenant();
});
afterEach(() => forget(there));
afterAll(() => there.close());
beforeEach(async () => {
  await there.own(SKU.e3, 10);
});

const planned = (wanted: Change, userIds: readonly string[]) =>
  planLicenses(there.context, requestFor(wanted, userIds));
const apply = ({ operationId, digest }: Plan, keepGoing = false) =>
  applyPlan(there.context, operationId, digest, { keepGoing });

test('a plan changes nothing until it is applied, and then does what it said', async () => {
  const ada = await there.user('Ada');
  const plan = await planned(give(SKU.e3), [ada]);
  expect(await status(there, plan.operationId)).toBe('planned');
  expect([await direct(there, ada), await consumed(there, SKU.e3)]).toEqual([{}, 0]);

  const result = await apply(plan);
  expect(result).toMatchObject({
    kind: 'applied',
    status: 'applied',
    plan: { totals: plan.totals, profiles: plan.profiles },
  });
  expect(await status(there, plan.operationId)).toBe('applied');
  expect([await direct(there, ada), await consumed(there, SKU.e3)]).toEqual([{ [SKU.e3]: [] }, 1]);
});

test('what follows is dated from when the plan is applied, not from when it was made', async () => {
  const ada = await there.user('Ada');
  await changed(there, give(SKU.e3), [ada]);
  const plan = await planned(take(SKU.e3), [ada]);
  const later = { ...there.context, now: NOW + 3 * DAY_MS };
  expect(await applyPlan(later, plan.operationId, plan.digest, { keepGoing: false })).toMatchObject({
    kind: 'applied',
  });
  expect(await deadlines(there, ada)).toMatchObject({ mailboxPurge: NOW + 33 * DAY_MS });
});

test('a plan that refuses somebody is applied only when it is to keep going, and waits until then', async () => {
  const [ada, nowhere] = [await there.user('Ada'), await there.user('Nowhere', { location: null })];
  const plan = await planned(give(SKU.e3), [ada, nowhere]);
  expect(await apply(plan)).toMatchObject({ kind: 'refused', plan: { totals: { refused: 1 } } });
  expect([await status(there, plan.operationId), await consumed(there, SKU.e3)]).toEqual(['planned', 0]);
  expect(await apply(plan, true)).toMatchObject({ kind: 'applied', status: 'partlyApplied' });
  expect(await status(there, plan.operationId)).toBe('partlyApplied');
});

test.each<[string, (userId: string) => Promise<unknown>]>([
  ['was given another license', (userId) => change(there, give(SKU.exchangePlan1), [userId])],
  [
    'has other apps turned off',
    (userId) => change(there, give(SKU.e3, '7547a3fe-08ee-4ccb-b430-5077c5041653'), [userId]),
  ],
  ['moved to another country', (userId) => changeUser(there.context, userId, { fields: { usageLocation: 'US' } })],
  ['was deleted', (userId) => deleteUser(there.context, userId)],
])('a plan is refused when one of its people %s since, and names that person', async (_what, happens) => {
  await there.own(SKU.exchangePlan1, 10);
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  await changed(there, give(SKU.e3), [ada, ben]);
  const plan = await planned(take(SKU.e3), [ada, ben]);
  await happens(ben);
  expect(await apply(plan)).toEqual({
    kind: 'worldMoved',
    people: [{ userId: ben, displayName: 'Ben' }],
    count: 1,
    skuIds: [],
  });
  expect(await direct(there, ada)).toEqual({ [SKU.e3]: [] });
  expect(await status(there, plan.operationId)).toBe('planned');
});

test('a person who changed and changed back is who they were', async () => {
  await there.own(SKU.visio, 10);
  const ada = await there.user('Ada');
  const plan = await planned(give(SKU.e3), [ada]);
  await changed(there, give(SKU.visio), [ada]);
  await changed(there, take(SKU.visio), [ada]);
  expect(await apply(plan)).toMatchObject({ kind: 'applied' });
});

test('a plan is refused when others took its seats since, and names the product', async () => {
  await loseSeats(there, SKU.e3, 1);
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  const plan = await planned(give(SKU.e3), [ada]);
  await changed(there, give(SKU.e3), [ben]);
  expect(await apply(plan)).toEqual({ kind: 'worldMoved', people: [], count: 0, skuIds: [SKU.e3] });
  expect(await direct(there, ada)).toEqual({});
});

test('a plan is refused when its product was suspended since, and names the products of those whom it concerns', async () => {
  await there.own(SKU.visio, 10);
  await there.own(SKU.exchangePlan1, 10);
  const [ada, nowhere] = [await there.user('Ada'), await there.user('Nowhere', { location: null })];
  await changed(there, give(SKU.visio), [ada]);
  const wanted: Change = { kind: 'change', add: [{ skuId: SKU.e3 }], remove: [SKU.visio] };
  const plan = await planLicenses(
    there.context,
    requestFor(wanted, [], {
      groups: [
        { change: wanted, people: { kind: 'ids', userIds: [ada] } },
        // Refused then as now: nothing has changed about it.
        { change: give(SKU.exchangePlan1), people: { kind: 'ids', userIds: [nowhere] } },
      ],
    }),
  );
  await there.db.query(sql`
    update subscribed_sku set suspended = enabled, enabled = 0 where tenant_id = ${there.tenant.tenantId} and sku_id = ${SKU.e3}`);
  expect(await apply(plan, true)).toMatchObject({ kind: 'worldMoved', count: 0, skuIds: [SKU.e3, SKU.visio] });
  expect(await direct(there, ada)).toEqual({ [SKU.visio]: [] });
});

test('a plan holds when only the price changed, or seats were added, or others took seats that it does not need', async () => {
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  const plan = await planned(give(SKU.e3), [ada]);
  await setPrice(there.context, SKU.e3, 4200);
  await setSeats(there.context, SKU.e3, 20);
  await changed(there, give(SKU.e3), [ben]);
  expect(await apply(plan)).toMatchObject({ kind: 'applied', plan: { totals: { monthlySavingCents: -4200 } } });
});

test('seats bought after a plan are not for those whom it left out', async () => {
  await setSeats(there.context, SKU.e3, 1);
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  const plan = await planned(give(SKU.e3), [ada, ben]);
  await setSeats(there.context, SKU.e3, 10);
  expect(await apply(plan, true)).toMatchObject({
    kind: 'applied',
    status: 'partlyApplied',
    plan: { totals: plan.totals },
  });
  expect(await peopleOf(there, plan.operationId)).toEqual([
    ['Ada', 'change'],
    ['Ben', 'short'],
  ]);
  expect(await direct(there, ben)).toEqual({});
});

test('a plan is applied by its digest only', async () => {
  const plan = await planned(give(SKU.e3), [await there.user('Ada')]);
  expect(await apply({ ...plan, digest: 'another' })).toMatchObject({ kind: 'worldMoved' });
  expect(await consumed(there, SKU.e3)).toBe(0);
});

test('a plan that never was, or is of another tenant, is unknown', async () => {
  const plan = await planned(give(SKU.e3), [await there.user('Ada')]);
  expect(await apply({ ...plan, operationId: plan.operationId + 1 })).toEqual({ kind: 'unknownPlan' });
  const elsewhere = { ...there.context, tenant: { ...there.tenant, tenantId: newId() } };
  expect(await applyPlan(elsewhere, plan.operationId, plan.digest, { keepGoing: false })).toEqual({
    kind: 'unknownPlan',
  });
});

test('a plan is applied once, however often and however fast one asks', async () => {
  const ada = await there.user('Ada');
  const plan = await planned(give(SKU.e3), [ada]);
  const results = await Promise.all([apply(plan), apply(plan), apply(plan)]);
  expect(results.map(({ kind }) => kind).sort()).toEqual(['applied', 'notPlanned', 'notPlanned']);
  expect(await apply(plan)).toEqual({ kind: 'notPlanned', status: 'applied' });
  expect(await consumed(there, SKU.e3)).toBe(1);
});

test('two plans over the same person: the second to be applied is refused', async () => {
  const ada = await there.user('Ada');
  const [one, two] = [await planned(give(SKU.e3), [ada]), await planned(give(SKU.e3), [ada])];
  const results = await Promise.all([apply(one), apply(two)]);
  expect(results.map(({ kind }) => kind).sort()).toEqual(['applied', 'worldMoved']);
  expect(await consumed(there, SKU.e3)).toBe(1);
});

test('plans are kept for a day, what was applied for ever', async () => {
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  const done = await changed(there, give(SKU.e3), [ada]);
  const [old, young] = [await planned(give(SKU.e3), [ben]), await planned(give(SKU.e3), [ben])];
  const made = async ({ operationId }: { operationId: number }, hoursAgo: number) =>
    there.db.query(sql`
      update operation set created_at = now() - make_interval(hours => ${hoursAgo})
      where tenant_id = ${there.tenant.tenantId} and id = ${operationId}`);
  await made({ operationId: done }, 1000);
  await made(old, 25);
  await made(young, 23);
  await planned(give(SKU.e3), [ben]);
  expect(await apply(old)).toEqual({ kind: 'unknownPlan' });
  expect(await status(there, done)).toBe('applied');
  expect(await apply(young)).toMatchObject({ kind: 'applied' });
  const [left] = await there.db.query<{ people: number; profiles: number }>(sql`
    select (select count(*)::int from operation_person where operation_id = ${old.operationId}) as people,
      (select count(*)::int from operation_profile where operation_id = ${old.operationId}) as profiles`);
  expect(left).toEqual({ people: 0, profiles: 0 });
});

test('a plan sees one moment, whatever others change while it is made', async () => {
  await there.own(SKU.visio, 10);
  const ada = await there.user('Ada');
  let over = false;
  const flipping = (async () => {
    for (let on = true; !over; on = !on) await changed(there, on ? give(SKU.visio) : take(SKU.visio), [ada]);
  })();
  for (let round = 0; round < 40; round += 1) {
    await Promise.all(Array.from({ length: 4 }, () => planned(take(SKU.visio), [ada])));
  }
  over = true;
  await flipping;
  // The hash that says whether somebody changed since, and the facts that the plan was worked out from, belong together.
  const seen = await there.db.query<{ factsHash: string; facts: number }>(sql`
    select facts_hash as "factsHash", count(distinct facts)::int as facts from operation_profile group by facts_hash`);
  expect(seen.filter(({ facts }) => facts > 1)).toEqual([]);
  expect(seen).toHaveLength(2);
});
