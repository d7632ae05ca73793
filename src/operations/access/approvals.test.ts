import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { newId } from '../../base/id.ts';
import { rawSql, sql } from '../../base/sql.ts';
import { readApprovals } from '../../store/approvals.ts';
import type { Context } from '../context.ts';
import { applyPlan, changeLicenses, planLicenses } from '../licensing/change-licenses.ts';
import { changed, forget, give, requestFor, take } from '../licensing/stories-for-tests.ts';
import { decide } from './approvals.ts';
import { as } from './principals-for-tests.ts';

const keepAll = { keepGoing: false };
let there: TestTenant;
let people: string[];
let ada: Context;
let ben: Context;
const adaId = newId();
const benId = newId();

beforeAll(async () => {
  there = await testTenant();
});
afterAll(() => there.close());
beforeEach(async () => {
  await forget(there);
  await there.db.query(sql`delete from approval where tenant_id = ${there.tenant.tenantId}`);
  await there.own(SKU.e3, 10);
  people = [];
  for (const name of ['Cleo', 'Dan', 'Eve', 'Fay']) people.push(await there.user(name));
  await changed(there, give(SKU.e3), people);
  const tenant = { ...there.tenant, access: { ...there.tenant.access, approvalAbove: 2 } };
  ada = { ...as(there, adaId, ['licenseAdministrator']), tenant };
  ben = { ...as(there, benId, ['licenseAdministrator']), tenant };
});

const holders = async () =>
  (await there.db.query(sql`select from holding where tenant_id = ${there.tenant.tenantId}`)).length;
const open = () => readApprovals(there.db, there.tenant.tenantId, true);

test('a removal from more people than the tenant allows waits for a second administrator, then goes through', async () => {
  const { operationId, digest } = await planLicenses(ada, requestFor(take(SKU.e3), people));
  const asked = await applyPlan(ada, operationId, digest, keepAll);
  expect(asked).toMatchObject({ kind: 'needsApproval', state: 'asked' });
  expect(await holders()).toBe(4);
  expect(await applyPlan(ada, operationId, digest, keepAll)).toMatchObject({ state: 'waiting' });
  const [approval] = await open();
  expect(approval).toMatchObject({ kind: 'removal', operationId, people: 4, requestedByName: adaId });

  expect(await decide(ada, approval?.id ?? 0, 'approved')).toEqual({ kind: 'own' });
  expect(await decide(ben, approval?.id ?? 0, 'approved')).toMatchObject({ kind: 'decided' });
  expect(await applyPlan(ada, operationId, digest, keepAll)).toMatchObject({ kind: 'applied' });
  expect(await holders()).toBe(0);
});

test('fewer people, and what takes nothing from anybody, need nobody else', async () => {
  const few = await changeLicenses(ada, requestFor(take(SKU.e3), people.slice(0, 2)), keepAll);
  expect(few.kind).toBe('applied');
  const all = await changeLicenses(ada, requestFor(give(SKU.e3), people), keepAll);
  expect(all.kind).toBe('applied');
  expect(await open()).toEqual([]);
});

test('a product replaced by another that keeps everything is no removal of services, but of a product', async () => {
  await there.own(SKU.e5, 10);
  const swap = { kind: 'swap', from: SKU.e3, to: SKU.e5 } as const;
  expect(await changeLicenses(ada, requestFor(swap, people), keepAll)).toMatchObject({ kind: 'needsApproval' });
});

test('sent again after the yes, a direct change applies what was approved; a third time it needs a new yes', async () => {
  const request = requestFor(take(SKU.e3), people);
  const asked = await changeLicenses(ada, request, keepAll);
  if (asked.kind !== 'needsApproval') throw new Error(asked.kind);
  expect(await changeLicenses(ada, request, keepAll)).toMatchObject({ approvalId: asked.approvalId, state: 'waiting' });
  await decide(ben, asked.approvalId, 'approved');
  expect(await changeLicenses(ada, request, keepAll)).toMatchObject({ kind: 'applied' });
  await changed(there, give(SKU.e3), people);
  const again = await changeLicenses(ada, request, keepAll);
  expect(again).toMatchObject({ kind: 'needsApproval', state: 'asked' });
});

test('a yes is for what was shown: when the people changed since, the plan is not applied', async () => {
  const { operationId, digest } = await planLicenses(ada, requestFor(take(SKU.e3), people));
  const asked = await applyPlan(ada, operationId, digest, keepAll);
  if (asked.kind !== 'needsApproval') throw new Error(asked.kind);
  await decide(ben, asked.approvalId, 'approved');
  await changed(there, take(SKU.e3), [people[0] ?? '']);
  expect((await applyPlan(ada, operationId, digest, keepAll)).kind).toBe('worldMoved');
});

test('a no is final for the plan, and may be given by whoever asked', async () => {
  const { operationId, digest } = await planLicenses(ada, requestFor(take(SKU.e3), people));
  const asked = await applyPlan(ada, operationId, digest, keepAll);
  if (asked.kind !== 'needsApproval') throw new Error(asked.kind);
  expect(await decide(ada, asked.approvalId, 'rejected')).toMatchObject({ kind: 'decided' });
  expect(await decide(ben, asked.approvalId, 'approved')).toEqual({ kind: 'decidedAlready', decision: 'rejected' });
  expect(await applyPlan(ada, operationId, digest, keepAll)).toMatchObject({ state: 'rejected' });
  expect(await holders()).toBe(4);
});

test('only a person who might do the same can agree: no app, no reader, nobody whose unit is smaller', async () => {
  const asked = await changeLicenses(ada, requestFor(take(SKU.e3), people), keepAll);
  if (asked.kind !== 'needsApproval') throw new Error(asked.kind);
  const units = [{ department: 'Sales', usageLocation: null }];
  for (const who of [
    as(there, newId(), ['licenseAdministrator'], { kind: 'app' }),
    as(there, newId(), ['globalReader']),
    as(there, newId(), ['licenseAdministrator'], { units }),
  ]) {
    expect(await decide(who, asked.approvalId, 'approved')).toEqual({ kind: 'forbidden' });
  }
  expect(await decide(ben, asked.approvalId + 1, 'approved')).toEqual({ kind: 'unknown' });
});

test('who works on the machine itself needs nobody', async () => {
  const context = { ...there.context, tenant: ada.tenant };
  expect((await changeLicenses(context, requestFor(take(SKU.e3), people), keepAll)).kind).toBe('applied');
});

test('two administrators who decide at once: one decision stands', async () => {
  const asked = await changeLicenses(ada, requestFor(take(SKU.e3), people), keepAll);
  if (asked.kind !== 'needsApproval') throw new Error(asked.kind);
  const cleo = { ...as(there, newId(), ['licenseAdministrator']), tenant: ada.tenant };
  const results = await Promise.all([
    decide(ben, asked.approvalId, 'approved'),
    decide(cleo, asked.approvalId, 'rejected'),
  ]);
  expect(results.map(({ kind }) => kind).sort()).toEqual(['decided', 'decidedAlready']);
});

test('a plan that waits is kept when others are cleared away', async () => {
  const { operationId, digest } = await planLicenses(ada, requestFor(take(SKU.e3), people));
  await applyPlan(ada, operationId, digest, keepAll);
  const other = await planLicenses(ada, requestFor(take(SKU.e3), people));
  await there.db.query(rawSql(`update operation set created_at = now() - interval '2 days' where status = 'planned'`));
  await planLicenses(ada, requestFor(take(SKU.e3), people));
  const left = await there.db.query<{ id: number }>(sql`
    select id from operation where tenant_id = ${there.tenant.tenantId} and id in (${operationId}, ${other.operationId})`);
  expect(left).toEqual([{ id: operationId }]);
});

test('who asked, who agreed and who refused stand in the audit log', async () => {
  const asked = await changeLicenses(ada, requestFor(take(SKU.e3), people), keepAll);
  if (asked.kind !== 'needsApproval') throw new Error(asked.kind);
  await decide(ben, asked.approvalId, 'approved');
  const entries = await there.db.query(sql`
    select activity, actor_name from audit_entry where tenant_id = ${there.tenant.tenantId}
      and activity in ('Request approval', 'Approve') order by id`);
  expect(entries).toEqual([
    { activity: 'Request approval', actor_name: adaId },
    { activity: 'Approve', actor_name: benId },
  ]);
});
