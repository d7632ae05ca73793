import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { NOW, SKU, type TestTenant, testTenant } from '../support/tenant.ts';

let there: TestTenant;
let bearer: Record<string, string>;

beforeAll(async () => {
  there = await testTenant();
  bearer = { authorization: `Bearer ${await there.token('licenseAdministrator')}` };
  await there.own(SKU.e3, 10);
  await there.own(SKU.exchangePlan1, 10);
});
afterAll(() => there.close());

const post = async (url: string, payload: object) => {
  const response = await there.app.inject({ method: 'POST', url, headers: bearer, payload });
  return { status: response.statusCode, body: response.json() };
};
const consumed = async (skuId: string) => {
  const [row] = await there.db.query<{ consumed: number }>(sql`
    select consumed from subscribed_sku where tenant_id = ${there.tenant.tenantId} and sku_id = ${skuId}`);
  return row?.consumed;
};

test('a license is assigned, taken with its consequences shown before, and given back by undo with its plans off', async () => {
  const ada = await there.user('Ada');
  const yammer = '7547a3fe-08ee-4ccb-b430-5077c5041653';
  const assigned = await post(`/v1.0/users/${ada}/assignLicense`, {
    addLicenses: [{ skuId: SKU.e3, disabledPlans: [yammer] }],
    removeLicenses: [],
  });
  expect(assigned.status).toBe(200);
  expect(await consumed(SKU.e3)).toBe(1);

  const plan = await post('/api/plans', {
    change: { kind: 'unassign', products: ['enterprisepack'] },
    people: { users: ['ada@test.example'] },
  });
  expect(plan.status).toBe(201);
  expect(plan.body.totals).toMatchObject({ people: 1, changed: 1, refused: 0, mailboxesHeld: 1 });
  const events = plan.body.profiles[0].consequences.map(({ event, on }: { event: string; on: string }) => [
    event,
    on.slice(0, 10),
  ]);
  expect(events).toContainEqual(['mailboxHeld', '2026-03-01']);
  expect(events).toContainEqual(['mailboxPurged', '2026-03-31']);
  expect(await consumed(SKU.e3)).toBe(1);

  const applied = await post(`/api/plans/${plan.body.id}/apply`, { digest: plan.body.digest });
  expect(applied).toMatchObject({ status: 200, body: { status: 'applied' } });
  expect(await consumed(SKU.e3)).toBe(0);
  const deadlines = await there.db.query<{ kind: string; dueAt: Date }>(sql`
    select kind, due_at as "dueAt" from deadline where tenant_id = ${there.tenant.tenantId} and subject_id = ${ada} order by kind`);
  expect(deadlines.map(({ kind }) => kind)).toEqual(['mailboxPurge', 'oneDriveReadOnly']);
  expect(deadlines[0]?.dueAt.getTime()).toBe(NOW + 30 * 86_400_000);

  const undo = await post(`/api/operations/${plan.body.id}/undo`, {});
  expect(undo).toMatchObject({ status: 201, body: { lossless: true } });
  await post(`/api/plans/${undo.body.id}/apply`, { digest: undo.body.digest });
  const licenses = await there.app.inject({ url: '/api/users/ada@test.example/licenses', headers: bearer });
  expect(licenses.json()).toMatchObject({
    licenses: [{ skuId: SKU.e3, direct: true, disabledPlans: [{ planId: yammer }] }],
    deadlines: [],
  });
  expect(await consumed(SKU.e3)).toBe(1);
});

test('T-18: a mailbox that another product carries stays, and the plan says through which', async () => {
  const ben = await there.user('Ben');
  await post(`/v1.0/users/${ben}/assignLicense`, {
    addLicenses: [{ skuId: SKU.e3 }, { skuId: SKU.exchangePlan1 }],
    removeLicenses: [],
  });
  const plan = await post('/api/plans', { change: { kind: 'unassign', products: [SKU.e3] }, people: { users: [ben] } });
  expect(plan.body.totals.mailboxesHeld).toBe(0);
  const stays = plan.body.profiles[0].consequences.find(
    ({ workload }: { workload: string }) => workload === 'exchange',
  );
  expect(stays).toMatchObject({ event: 'stays', coveredBy: [SKU.exchangePlan1] });
});

test('a plan is refused once a person has changed since, and says who', async () => {
  const eve = await there.user('Eve');
  await post(`/v1.0/users/${eve}/assignLicense`, { addLicenses: [{ skuId: SKU.e3 }], removeLicenses: [] });
  const plan = await post('/api/plans', { change: { kind: 'unassign', products: [SKU.e3] }, people: { users: [eve] } });
  await post(`/v1.0/users/${eve}/assignLicense`, { addLicenses: [{ skuId: SKU.exchangePlan1 }], removeLicenses: [] });
  const applied = await post(`/api/plans/${plan.body.id}/apply`, { digest: plan.body.digest });
  expect(applied).toMatchObject({
    status: 409,
    body: { error: { code: 'worldMoved', count: 1, people: [{ displayName: 'Eve' }] } },
  });
});

test('what another product still gives stays, and is nothing to worry about (T-18)', async () => {
  const cyd = await there.user('Cyd');
  for (const skuId of [SKU.e3, SKU.exchangePlan1])
    await post(`/v1.0/users/${cyd}/assignLicense`, { addLicenses: [{ skuId, disabledPlans: [] }], removeLicenses: [] });
  const plan = await post('/api/plans', {
    change: { kind: 'unassign', products: [SKU.exchangePlan1] },
    people: { users: [cyd] },
  });
  const told = plan.body.profiles[0].consequences.map(
    ({ event, workload, recoverable }: { event: string; workload: string; recoverable: boolean }) =>
      `${workload} ${event} ${recoverable}`,
  );
  expect(told).toEqual(['toDo stays true', 'exchange stays true']);
});
