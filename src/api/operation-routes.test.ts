import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOW, SKU, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { newId } from '../base/id.ts';
import { addDays } from '../base/time.ts';
import { decide } from '../operations/access/approvals.ts';
import { as } from '../operations/access/principals-for-tests.ts';
import { applyPlan, planLicenses } from '../operations/licensing/change-licenses.ts';
import {
  change,
  changed,
  forget,
  give,
  operationOf,
  requestFor,
  take,
  undo,
} from '../operations/licensing/stories-for-tests.ts';

let there: TestTenant;
let token: string;

beforeAll(async () => {
  there = await testTenant();
  token = await there.token('globalReader');
});
afterEach(() => forget(there));
afterAll(() => there.close());
beforeEach(async () => {
  await there.own(SKU.e3, 10);
  await there.own(SKU.powerBi, 1);
});

async function list(query = '', language = 'en') {
  const headers = { authorization: `Bearer ${token}`, 'accept-language': language };
  const response = await there.app.inject({ url: `/api/operations${query}`, headers });
  return { status: response.statusCode, body: response.json() };
}

const idsOf = async (query: string) => (await list(query)).body.value.map(({ id }: { id: number }) => id);

describe('operations are found', () => {
  test('by status, and plans only where they are asked for', async () => {
    const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
    const given = await changed(there, give(SKU.e3), [ada, ben]);
    const partly = operationOf(await change(there, give(SKU.powerBi), [ada, ben], { keepGoing: true }));
    const taken = await changed(there, take(SKU.e3), [ben]);
    const undone = operationOf(await undo(there, taken));
    const { operationId: planned } = await planLicenses(there.context, requestFor(take(SKU.e3), [ada]));
    expect(await idsOf('')).toEqual([undone, taken, partly, given]);
    expect(await idsOf('?status=applied')).toEqual([undone, given]);
    expect(await idsOf('?status=partlyApplied')).toEqual([partly]);
    expect(await idsOf('?status=undone')).toEqual([taken]);
    expect(await idsOf('?status=planned')).toEqual([planned]);
    expect(await idsOf('?planned=true')).toEqual([planned]);
  });

  test('by kind, by who asked for them in any case, and by channel', async () => {
    const ada = await there.user('Ada');
    const given = await changed(there, give(SKU.e3), [ada]);
    const taken = await changed({ ...there, context: { ...there.context, channel: 'graph' } }, take(SKU.e3), [ada]);
    const undone = operationOf(await undo(there, taken));
    expect(await idsOf('?kind=undo')).toEqual([undone]);
    expect(await idsOf('?kind=change')).toEqual([taken, given]);
    expect(await idsOf('?kind=swap')).toEqual([]);
    expect(await idsOf('?by=TEST')).toEqual([undone, taken, given]);
    expect(await idsOf('?by=ester')).toEqual([]);
    expect(await idsOf(`?by=${encodeURIComponent('te%')}`)).toEqual([]);
    expect(await idsOf('?channel=graph')).toEqual([taken]);
  });

  test('by product: where somebody got or lost it, and not where they were refused it', async () => {
    const [ada, ben] = [await there.user('Ada'), await there.user('Ben', { location: null })];
    const given = await changed(there, give(SKU.e3), [ada]);
    await changed(there, give(SKU.powerBi), [ada]);
    await change(there, give(SKU.e3), [ben], { keepGoing: true });
    const taken = await changed(there, take(SKU.e3), [ada]);
    expect(await idsOf(`?sku=${SKU.e3}`)).toEqual([taken, given]);
    expect(await idsOf(`?sku=${SKU.visio}`)).toEqual([]);
  });

  test('by person, with what was done to them or why not', async () => {
    const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
    const given = await changed(there, give(SKU.e3), [ada, ben]);
    const short = operationOf(await change(there, give(SKU.powerBi), [ada, ben], { keepGoing: true }));
    await changed(there, take(SKU.e3), [ada]);
    const { body } = await list(`?user=${ben}`);
    expect(body.value).toMatchObject([
      {
        id: short,
        person: { result: 'refused', assigns: [], refusals: [{ reason: 'notEnoughSeats', rule: 'R-AS-1' }] },
      },
      { id: given, person: { result: 'change', assigns: [{ skuId: SKU.e3 }], unassigns: [], refusals: [] } },
    ]);
    expect((await list('')).body.value.every(({ person }: { person: unknown }) => person === null)).toBe(true);
    expect(await idsOf(`?user=${newId()}`)).toEqual([]);
  });

  test('page by page, each page before the last number of the one before', async () => {
    const ada = await there.user('Ada');
    const ids: number[] = [];
    for (let round = 0; round < 5; round += 1)
      ids.unshift(await changed(there, (round % 2 ? take : give)(SKU.e3), [ada]));
    const first = (await list(`?user=${ada}&top=2`)).body;
    const second = (await list(`?user=${ada}&top=2&before=${first.next}`)).body;
    const third = (await list(`?user=${ada}&top=2&before=${second.next}`)).body;
    const all = [first, second, third].flatMap(({ value }) => value.map(({ id }: { id: number }) => id));
    expect(all).toEqual(ids);
    expect(third.next).toBe(null);
  });

  test('what makes no sense is refused', async () => {
    for (const query of ['status=done', 'kind=other', 'sku=x', 'user=x', 'by=', 'before=0', 'by=%00'])
      expect([query, (await list(`?${query}`)).status]).toEqual([query, 400]);
  });
});

test('a list tells until when an undo loses nothing, and whom it is about where it is one person', async () => {
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  await changed(there, give(SKU.e3), [ada, ben]);
  await changed(there, take(SKU.e3), [ada]);
  expect((await list()).body.value).toMatchObject([
    {
      undoLosslessUntil: new Date(addDays(NOW, 30)).toISOString(),
      onePerson: { userId: ada, displayName: 'Ada' },
    },
    { undoLosslessUntil: null, onePerson: null },
  ]);
});

test('a plan’s approvals are found by its number, with the reason that was given', async () => {
  const tenant = { ...there.tenant, access: { ...there.tenant.access, approvalAbove: 0 } };
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  await changed(there, give(SKU.e3), [ada, ben]);
  const cleo = { ...as(there, newId(), ['licenseAdministrator']), tenant };
  const dan = { ...as(there, newId(), ['licenseAdministrator']), tenant };
  const plans: number[] = [];
  for (const person of [ada, ben]) {
    const { operationId, digest } = await planLicenses(cleo, requestFor(take(SKU.e3), [person]));
    const asked = await applyPlan(cleo, operationId, digest, { keepGoing: false });
    if (asked.kind !== 'needsApproval') throw new Error(asked.kind);
    await decide(dan, asked.approvalId, 'rejected', `Not ${operationId}`);
    plans.push(operationId);
  }
  const headers = { authorization: `Bearer ${token}` };
  const { value } = (await there.app.inject({ url: `/api/approvals?all=true&operation=${plans[1]}`, headers })).json();
  expect(value).toMatchObject([{ operationId: plans[1], decision: 'rejected', reason: `Not ${plans[1]}` }]);
  const entries = (await there.app.inject({ url: `/api/audit?operation=${plans[1]}`, headers })).json().value;
  expect(entries[0]).toMatchObject({ activity: 'Reject', after: { reason: `Not ${plans[1]}` } });
});

test('the audit log leaves out the activities that are not wanted', async () => {
  const ada = await there.user('Ada');
  await changed(there, give(SKU.e3), [ada]);
  const headers = { authorization: `Bearer ${token}` };
  const get = async (except: string) =>
    (await there.app.inject({ url: `/api/audit?target=${ada}${except}`, headers })).json().value.length;
  expect(await get('')).toBe(1);
  expect(await get('&except=Sign in,Update user')).toBe(1);
  expect(await get('&except=Sign in,Change user license')).toBe(0);
});
