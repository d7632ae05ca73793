import { afterAll, beforeAll, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';

let there: TestTenant;
let bearer: Record<string, string>;

beforeAll(async () => {
  there = await testTenant();
  bearer = { authorization: `Bearer ${await there.token('globalAdministrator')}` };
});
afterAll(() => there.close());

const assign = async (userId: string, skuId: string) => {
  const payload = { addLicenses: [{ skuId }], removeLicenses: [] };
  const url = `/v1.0/users/${userId}/assignLicense`;
  return (await there.app.inject({ method: 'POST', url, headers: bearer, payload })).statusCode;
};
const own = async (skuId: string, total: number) =>
  there.app.inject({ method: 'PUT', url: `/api/skus/${skuId}/seats`, headers: bearer, payload: { total } });
const list = async (url: string) => (await there.app.inject({ url, headers: bearer })).json().value;

test('X-1: two subscriptions of a product are one row, with their seats added up', async () => {
  await there.own(SKU.e3, 5);
  await there.own(SKU.e3, 8);
  for (const name of ['Ann', 'Bob', 'Cyd']) expect(await assign(await there.user(name), SKU.e3)).toBe(200);
  expect(await list('/v1.0/subscribedSkus')).toMatchObject([
    {
      skuPartNumber: 'ENTERPRISEPACK',
      prepaidUnits: { enabled: 13 },
      consumedUnits: 3,
      subscriptionIds: [{}, {}].map(() => expect.any(String)),
    },
  ]);
  expect(await list('/api/skus')).toMatchObject([{ total: 13, consumed: 3, available: 10, subscriptions: 2 }]);
});

test('X-10: seats are not given back below what is assigned, and are once somebody lost theirs', async () => {
  expect((await own(SKU.powerBi, 2)).statusCode).toBe(200);
  const [dan, eva] = [await there.user('Dan'), await there.user('Eva')];
  expect([await assign(dan, SKU.powerBi), await assign(eva, SKU.powerBi)]).toEqual([200, 200]);
  const refused = await own(SKU.powerBi, 1);
  expect(refused.statusCode).toBe(409);
  expect(refused.json().error).toMatchObject({ code: 'seatsAssigned', consumed: 2 });
  const payload = { addLicenses: [], removeLicenses: [SKU.powerBi] };
  await there.app.inject({ method: 'POST', url: `/v1.0/users/${dan}/assignLicense`, headers: bearer, payload });
  expect((await own(SKU.powerBi, 1)).statusCode).toBe(200);
});

test('seats and prices are for those who buy: a License Administrator is refused', async () => {
  const licenses = { authorization: `Bearer ${await there.token('licenseAdministrator')}` };
  const response = await there.app.inject({
    method: 'PUT',
    url: `/api/skus/${SKU.e3}/seats`,
    headers: licenses,
    payload: { total: 50 },
  });
  expect(response.statusCode).toBe(403);
});

test('a price of the tenant’s own decides what a plan saves', async () => {
  const payload = { monthlyPriceCents: 1234 };
  await there.app.inject({ method: 'PUT', url: `/api/skus/${SKU.e3}/price`, headers: bearer, payload });
  const plan = await there.app.inject({
    method: 'POST',
    url: '/api/plans',
    headers: bearer,
    payload: { change: { kind: 'unassign', products: [SKU.e3] }, people: { holders: SKU.e3 } },
  });
  expect(plan.json().totals).toMatchObject({ changed: 3, monthlySavingCents: 3 * 1234, currency: 'EUR' });
});

test('input that means nothing is a 400 that names the field, and a broken list is told with its reason', async () => {
  const post = async (payload: object) => {
    const response = await there.app.inject({ method: 'POST', url: '/api/plans', headers: bearer, payload });
    return [response.statusCode, response.json().error.code];
  };
  const change = { kind: 'unassign', products: [SKU.e3] };
  expect(await post({ change, people: {} })).toEqual([400, 'invalidInput']);
  expect(await post({ change: { kind: 'steal' }, people: { users: ['a'] } })).toEqual([400, 'invalidInput']);
  expect(await post({ change, people: { where: 'department eq' } })).toEqual([400, 'invalidFilter']);
  expect(await post({ change, people: { csv: 'colour\nred\n' } })).toEqual([400, 'invalidFile']);
  expect(await post({ change: { kind: 'unassign', products: ['E7'] }, people: { users: ['a'] } })).toEqual([
    400,
    'unknownProduct',
  ]);
});
