import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { shippedCatalog } from '../../src/domain/commerce/shipped-catalog.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { errorOf, graphCaller } from './graph-caller.ts';

const YAMMER = '7547a3fe-08ee-4ccb-b430-5077c5041653';
const EXCHANGE_PLAN_2 = 'efb87545-963c-4e0d-99df-69c6916d9eb0';
const E3_PLANS = shippedCatalog().products.get(SKU.e3)?.planIds ?? [];
const E3_PART = 'ENTERPRISEPACK';

let there: TestTenant;
let call: ReturnType<typeof graphCaller>;

beforeAll(async () => {
  there = await testTenant();
  call = graphCaller(there, await there.token('licenseAdministrator'));
  await there.own(SKU.e3, 10);
  await there.own(SKU.exchangePlan1, 10);
});
afterAll(() => there.close());

const assign = (user: string, addLicenses: object[], removeLicenses: string[] = []) =>
  call('POST', `/v1.0/users/${user}/assignLicense`, { body: { addLicenses, removeLicenses } });
const read = async (url: string) => (await call('GET', `/v1.0${url}`)).body;

test('a license is visible everywhere at once, and gone at once', async () => {
  const ada = await there.user('Ada');
  await assign(ada, [{ skuId: SKU.e3, disabledPlans: [YAMMER] }]);

  const { value } = await read(`/users/${ada}/licenseDetails`);
  expect(value).toHaveLength(1);
  expect(Object.keys(value[0])).toEqual(['id', 'skuId', 'skuPartNumber', 'servicePlans']);
  expect(value[0]).toMatchObject({ skuId: SKU.e3, skuPartNumber: E3_PART });
  const statuses = new Map(
    value[0].servicePlans.map((plan: Record<string, string>) => [plan.servicePlanId, plan.provisioningStatus]),
  );
  expect([...statuses.keys()]).toEqual(E3_PLANS);
  expect([...statuses].filter(([, status]) => status !== 'Success')).toEqual([[YAMMER, 'Disabled']]);
  expect(value[0].servicePlans).toContainEqual({
    servicePlanId: EXCHANGE_PLAN_2,
    servicePlanName: 'EXCHANGE_S_ENTERPRISE',
    provisioningStatus: 'Success',
    appliesTo: 'User',
  });

  const user = await read(
    `/users/${ada}?$select=assignedLicenses,licenseAssignmentStates,assignedPlans,provisionedPlans`,
  );
  expect(user.assignedLicenses).toEqual([{ disabledPlans: [YAMMER], skuId: SKU.e3 }]);
  expect(user.licenseAssignmentStates).toEqual([
    {
      skuId: SKU.e3,
      disabledPlans: [YAMMER],
      assignedByGroup: null,
      state: 'Active',
      error: 'None',
      lastUpdatedDateTime: '2026-03-01T09:00:00Z',
    },
  ]);
  expect(user.assignedPlans).toHaveLength(E3_PLANS.length - 1);
  expect(user.assignedPlans).toContainEqual({
    assignedDateTime: '2026-03-01T09:00:00Z',
    capabilityStatus: 'Enabled',
    service: 'exchange',
    servicePlanId: EXCHANGE_PLAN_2,
  });
  expect(user.provisionedPlans).toContainEqual({
    capabilityStatus: 'Enabled',
    provisioningStatus: 'Success',
    service: 'exchange',
  });
  expect((await skuOf(SKU.e3)).consumedUnits).toBe(1);

  await assign(ada, [], [SKU.e3]);
  expect((await read(`/users/${ada}/licenseDetails`)).value).toEqual([]);
  expect(await read(`/users/${ada}?$select=assignedLicenses,licenseAssignmentStates`)).toMatchObject({
    assignedLicenses: [],
    licenseAssignmentStates: [],
  });
  expect((await skuOf(SKU.e3)).consumedUnits).toBe(0);
});

test('the id of a licenseDetails is tenant and product, as .NET writes GUIDs, in base64url', async () => {
  const ben = await there.user('Ben');
  await assign(ben, [{ skuId: SKU.e3 }]);
  const { value } = await read(`/users/${ben}/licenseDetails?$select=id`);
  expect(Object.keys(value[0])).toEqual(['id']);
  expect(value[0].id).toMatch(/^[\w-]{43}$/);
  const bytes = Buffer.from(value[0].id, 'base64url');
  expect([dotNetGuid(bytes.subarray(0, 16)), dotNetGuid(bytes.subarray(16))]).toEqual([there.tenant.tenantId, SKU.e3]);
  const one = await read(`/users/${ben}/licenseDetails/${value[0].id}`);
  expect(one).toMatchObject({ skuPartNumber: E3_PART });
  expect(one['@odata.context']).toBe(`http://localhost:80/v1.0/$metadata#users('${ben}')/licenseDetails/$entity`);
  expect(errorOf(await call('GET', `/v1.0/users/${ben}/licenseDetails/nothing`))).toEqual([
    404,
    'Request_ResourceNotFound',
    "Resource 'nothing' does not exist or one of its queried reference-property objects are not present.",
  ]);
  await assign(ben, [], [SKU.e3]);
});

test('what comes through a group says so, and counts among the details', async () => {
  const cleo = await there.user('Cleo');
  const group = await there.group('Staff', SKU.e3, [cleo], [YAMMER]);
  const { licenseAssignmentStates: states, assignedLicenses } = await read(
    `/users/${cleo}?$select=licenseAssignmentStates,assignedLicenses`,
  );
  expect(states).toMatchObject([{ skuId: SKU.e3, assignedByGroup: group, state: 'Active', error: 'None' }]);
  expect(assignedLicenses).toEqual([{ disabledPlans: [YAMMER], skuId: SKU.e3 }]);
  expect((await read(`/users/${cleo}/licenseDetails`)).value).toMatchObject([{ skuPartNumber: E3_PART }]);
});

test('a path in error is told and gives nothing', async () => {
  const dan = await there.user('Dan');
  await assign(dan, [{ skuId: SKU.exchangePlan1 }]);
  await there.db.query(sql`
    update assignment set state = 'Error', error = 'CountViolation' where user_id = ${dan}`);
  const user = await read(`/users/${dan}?$select=assignedLicenses,licenseAssignmentStates,assignedPlans`);
  expect(user).toMatchObject({ assignedLicenses: [], assignedPlans: [] });
  expect(user.licenseAssignmentStates).toMatchObject([{ state: 'Error', error: 'CountViolation' }]);
  expect((await read(`/users/${dan}/licenseDetails`)).value).toEqual([]);
});

test('subscribedSkus is one page of everything that is owned', async () => {
  const { tenantId } = there.tenant;
  const subscriptions = await there.db.query<{ id: string }>(
    sql`select id from subscription where sku_id = ${SKU.exchangePlan1}`,
  );
  const body = await read('/subscribedSkus');
  expect(body['@odata.context']).toBe('http://localhost:80/v1.0/$metadata#subscribedSkus');
  const sku = body.value.find(({ skuId }: { skuId: string }) => skuId === SKU.exchangePlan1);
  expect(sku).toEqual({
    accountName: 'test',
    accountId: tenantId,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: expect.any(Number),
    id: `${tenantId}_${SKU.exchangePlan1}`,
    skuId: SKU.exchangePlan1,
    skuPartNumber: 'EXCHANGESTANDARD',
    subscriptionIds: subscriptions.map(({ id }) => id),
    prepaidUnits: { enabled: 10, suspended: 0, warning: 0, lockedOut: 0 },
    servicePlans: expect.any(Array),
  });
  expect(sku.servicePlans).toHaveLength(3);
  expect(sku.servicePlans[0]).toEqual({
    servicePlanId: expect.any(String),
    servicePlanName: expect.any(String),
    provisioningStatus: 'Success',
    appliesTo: expect.stringMatching(/^(User|Company)$/),
  });

  const one = await read(`/subscribedSkus/${sku.id.toUpperCase()}`);
  const { '@odata.context': context, ...rest } = one;
  expect(context).toBe('http://localhost:80/v1.0/$metadata#subscribedSkus/$entity');
  expect(rest).toEqual(sku);
});

test('of subscribedSkus, $select counts and the other options do not', async () => {
  const body = await read(
    '/subscribedSkus?$select=SkuPartNumber,skuId&$top=1&$filter=consumedUnits gt 5000&$count=true',
  );
  expect(body['@odata.context']).toBe('http://localhost:80/v1.0/$metadata#subscribedSkus(skuId,skuPartNumber)');
  expect(body.value).toHaveLength(2);
  for (const sku of body.value) expect(Object.keys(sku)).toEqual(['skuId', 'skuPartNumber']);
  const [all, none] = [await read('/subscribedSkus?$select=*'), await read('/subscribedSkus?$select=')];
  expect(Object.keys(all.value[0])).toHaveLength(11);
  expect(none).toEqual(await read('/subscribedSkus'));
});

test.each([
  ['active', 'Enabled', { enabled: 3, warning: 0, suspended: 0, lockedOut: 0 }],
  ['expired', 'Warning', { enabled: 0, warning: 3, suspended: 0, lockedOut: 0 }],
  ['disabled', 'Suspended', { enabled: 0, warning: 0, suspended: 3, lockedOut: 0 }],
  ['deleted', 'Deleted', { enabled: 0, warning: 0, suspended: 0, lockedOut: 0 }],
])('a subscription that is %s makes a product %s', async (state, capabilityStatus, prepaidUnits) => {
  await there.db.query(sql`delete from subscription where sku_id = ${SKU.visio}`);
  await there.own(SKU.visio, 3, { state });
  expect(await skuOf(SKU.visio)).toMatchObject({ capabilityStatus, prepaidUnits });
});

async function skuOf(skuId: string) {
  return read(`/subscribedSkus/${there.tenant.tenantId}_${skuId}`);
}

/** A GUID from the bytes of .NET: the first three groups are little-endian. */
function dotNetGuid(bytes: Buffer): string {
  const hex = (from: number, to: number, reverse = false) => {
    const part = Buffer.from(bytes.subarray(from, to));
    return (reverse ? part.reverse() : part).toString('hex');
  };
  return [hex(0, 4, true), hex(4, 6, true), hex(6, 8, true), hex(8, 10), hex(10, 16)].join('-');
}
