import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import { parseFilter } from '../../odata/filter.ts';
import { userFilterSql } from '../../queries/user-filter.ts';
import { as } from '../access/principals-for-tests.ts';
import { applyPlan, changeLicenses, planLicenses } from './change-licenses.ts';
import { changed, forget, give, peopleOf, requestFor, take } from './stories-for-tests.ts';
import { undoRequest } from './undo.ts';

const SALES = { department: 'sales', usageLocation: null };
const FRANCE = { department: null, usageLocation: 'FR' };
let there: TestTenant;
let sam: string;
let hal: string;
let uma: string;

beforeAll(async () => {
  there = await testTenant();
});
afterAll(() => there.close());
beforeEach(async () => {
  await forget(there);
  await there.own(SKU.e3, 10);
  sam = await there.user('Sam', { department: 'Sales', location: 'US' });
  hal = await there.user('Hal', { department: 'HR', location: 'FR' });
  uma = await there.user('Uma', { location: 'US' });
  await changed(there, give(SKU.e3), [sam, hal, uma]);
});

const scoped = (units: readonly { department: string | null; usageLocation: string | null }[], id = newId()) =>
  as(there, id, ['licenseAdministrator'], { units });

test('an administrator of a unit changes its people, and is refused the others', async () => {
  const result = await changeLicenses(scoped([SALES]), requestFor(take(SKU.e3), [sam, hal, uma]), { keepGoing: true });
  if (result.kind !== 'applied') throw new Error(result.kind);
  expect(result.plan.totals).toMatchObject({ changed: 1, refused: 2, refusedByReason: { outOfReach: 2 } });
  expect(await peopleOf(there, result.plan.operationId)).toEqual([
    ['Sam', 'change'],
    ['Hal', 'refused'],
    ['Uma', 'refused'],
  ]);
});

test('several units add up', async () => {
  const result = await changeLicenses(scoped([SALES, FRANCE]), requestFor(take(SKU.e3), [sam, hal]), {
    keepGoing: false,
  });
  expect(result.kind).toBe('applied');
});

test('of everybody who matches a filter, too, only the unit’s people are changed', async () => {
  const node = parseFilter("usageLocation eq 'US'");
  const condition = 'error' in node ? node : userFilterSql(node);
  if ('error' in condition) throw new Error(condition.error);
  const request = {
    ...requestFor(take(SKU.e3), []),
    groups: [{ change: take(SKU.e3), people: { kind: 'filter' as const, condition } }],
  };
  const result = await changeLicenses(scoped([SALES]), request, { keepGoing: true });
  expect(result).toMatchObject({ kind: 'applied', plan: { totals: { changed: 1, refused: 1 } } });
});

test('who comes into the unit or leaves it after the plan was made is noticed', async () => {
  const context = scoped([SALES]);
  for (const [who, department] of [
    [hal, 'Sales'],
    [sam, 'HR'],
  ] as const) {
    const { operationId, digest } = await planLicenses(context, requestFor(take(SKU.e3), [sam, hal, uma]));
    await there.db.query(sql`
      update users set department = ${department} where tenant_id = ${there.tenant.tenantId} and id = ${who}`);
    const result = await applyPlan(context, operationId, digest, { keepGoing: true });
    expect(result).toMatchObject({ kind: 'worldMoved', people: [{ userId: who }] });
  }
});

test('a plan of an administrator of all is not applied by one of a unit; the other way round it is', async () => {
  const everybody = as(there, newId(), ['licenseAdministrator']);
  const wide = await planLicenses(everybody, requestFor(take(SKU.e3), [sam]));
  expect((await applyPlan(scoped([SALES]), wide.operationId, wide.digest, { keepGoing: false })).kind).toBe(
    'beyondReach',
  );
  const narrow = await planLicenses(scoped([SALES]), requestFor(take(SKU.e3), [sam]));
  expect((await applyPlan(scoped([FRANCE]), narrow.operationId, narrow.digest, { keepGoing: false })).kind).toBe(
    'beyondReach',
  );
  expect((await applyPlan(everybody, narrow.operationId, narrow.digest, { keepGoing: false })).kind).toBe('applied');
});

test('undo reaches no further than its administrator', async () => {
  const done = await changed(there, take(SKU.e3), [sam, hal]);
  const context = scoped([SALES]);
  const undo = await undoRequest(context, done);
  if (undo.kind !== 'request') throw new Error(undo.kind);
  const result = await changeLicenses(context, undo.request, { keepGoing: false });
  expect(result).toMatchObject({ kind: 'refused', plan: { totals: { refusedByReason: { outOfReach: 1 } } } });
});

test('nobody takes their own license by accident; said on purpose, it is taken, and an undo is no accident', async () => {
  const self = as(there, sam, ['licenseAdministrator']);
  const bulk = await changeLicenses(self, requestFor(take(SKU.e3), [sam, hal]), { keepGoing: true });
  if (bulk.kind !== 'applied') throw new Error(bulk.kind);
  expect(await peopleOf(there, bulk.plan.operationId)).toEqual([
    ['Sam', 'refused'],
    ['Hal', 'change'],
  ]);
  const onPurpose = requestFor(take(SKU.e3), [sam], { includeSelf: true });
  const done = await changeLicenses(self, onPurpose, { keepGoing: false });
  if (done.kind !== 'applied') throw new Error(done.kind);
  const undo = await undoRequest(self, done.plan.operationId);
  if (undo.kind !== 'request') throw new Error(undo.kind);
  const back = await changeLicenses(self, undo.request, { keepGoing: false });
  if (back.kind !== 'applied') throw new Error(back.kind);
  const again = await undoRequest(self, back.plan.operationId);
  if (again.kind !== 'request') throw new Error(again.kind);
  expect((await changeLicenses(self, again.request, { keepGoing: false })).kind).toBe('applied');
});

test('to give oneself a license, or other services of it, is no loss', async () => {
  const self = as(there, uma, ['licenseAdministrator']);
  await there.own(SKU.powerBi, 5);
  expect((await changeLicenses(self, requestFor(give(SKU.powerBi), [uma]), { keepGoing: false })).kind).toBe('applied');
});

test('an app has no license of its own to protect', async () => {
  const app = as(there, newId(), ['licenseAdministrator'], { kind: 'app' });
  expect((await changeLicenses(app, requestFor(take(SKU.e3), [sam]), { keepGoing: false })).kind).toBe('applied');
});
