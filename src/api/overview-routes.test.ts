import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOW, SKU, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { newId } from '../base/id.ts';
import { rawSql, sql } from '../base/sql.ts';
import { addDays } from '../base/time.ts';
import type { Overview } from '../client/overview.ts';
import { DIRECT } from '../domain/licensing/profile.ts';
import { insertTenant } from '../store/tenants.ts';

let there: TestTenant;
let token: string;

beforeAll(async () => {
  there = await testTenant();
  token = await there.token('globalReader');
});
afterAll(() => there.close());
beforeEach(async () => {
  const tables = ['users', 'assignment', 'holding', 'deadline', 'approval', 'operation', 'subscription'];
  for (const table of [...tables, 'subscribed_sku', 'seat_day']) await there.db.query(rawSql(`delete from ${table}`));
});

async function get<Answer>(path: string, of = token): Promise<Answer> {
  const response = await there.app.inject({ url: `/api${path}`, headers: { authorization: `Bearer ${of}` } });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<Answer>();
}

const overview = (query = '') => get<Overview>(`/overview${query}`);

async function give(userId: string, skuId: string, state = 'Active'): Promise<void> {
  const { tenantId } = there.tenant;
  await there.db.query(sql`
    insert into assignment (tenant_id, user_id, sku_id, source, state, updated_at)
    values (${tenantId}, ${userId}, ${skuId}, ${DIRECT}, ${state}, ${new Date(NOW)})`);
  await there.db.query(sql`
    insert into holding (tenant_id, user_id, sku_id, sort_key) values (${tenantId}, ${userId}, ${skuId}, 'x')`);
  await there.db.query(sql`
    update subscribed_sku set consumed = consumed + 1 where tenant_id = ${tenantId} and sku_id = ${skuId}`);
}

async function due(subjectId: string, kind: string, at: number): Promise<void> {
  await there.db.query(sql`
    insert into deadline (tenant_id, subject_id, kind, due_at, since)
    values (${there.tenant.tenantId}, ${subjectId}, ${kind}, ${new Date(at)}, ${new Date(NOW)})`);
}

const setPrice = (skuId: string, cents: number | null) =>
  there.db.query(sql`update subscribed_sku set monthly_price_cents = ${cents} where sku_id = ${skuId}`);

test('an empty tenant has an overview of nothing', async () => {
  const { seats, products, history, people, waiting, deadlines } = await overview();
  expect(seats).toEqual({
    owned: 0,
    assigned: 0,
    unused: 0,
    overAssigned: 0,
    monthlyCents: 0,
    unusedCents: 0,
    freeProducts: 0,
    unpricedProducts: 0,
  });
  expect([products, history.series, deadlines]).toEqual([[], [], []]);
  expect(people).toMatchObject({ total: 0, unlicensed: 0, blockedLicensed: 0, blockedCents: 0 });
  expect(waiting).toEqual({ approvals: 0, approved: 0 });
});

test('seats are added up, what is over-assigned is no credit for others, and free products are left out', async () => {
  await there.own(SKU.e3, 5);
  await there.own(SKU.e5, 1);
  await there.own(SKU.powerBi, 1_000_000);
  await Promise.all([setPrice(SKU.e3, 2000), setPrice(SKU.e5, 5000), setPrice(SKU.powerBi, 0)]);
  const [ada, bob] = [await there.user('Ada'), await there.user('Bob')];
  for (const id of [ada, bob]) for (const sku of [SKU.e5, SKU.powerBi]) await give(id, sku);
  await give(ada, SKU.e3);
  const { seats, products, people } = await overview();
  expect(seats).toEqual({
    owned: 6,
    assigned: 3,
    unused: 4,
    overAssigned: 1,
    monthlyCents: 15_000,
    unusedCents: 8000,
    freeProducts: 1,
    unpricedProducts: 0,
  });
  expect(products.find(({ skuId }) => skuId === SKU.e5)).toMatchObject({ overAssigned: 1, unused: 0, unusedCents: 0 });
  expect(people).toMatchObject({ total: 2, unlicensed: 0 });
});

describe('the history of seats', () => {
  const day = (days: number) => new Date(addDays(NOW, days)).toISOString().slice(0, 10);
  const past = (rows: readonly (readonly [number, number])[]) =>
    there.db.query(sql`
      insert into seat_day (tenant_id, sku_id, day, enabled, consumed)
      select ${there.tenant.tenantId}, ${SKU.e3}, d::date, 10, c
      from unnest(${rows.map(([days]) => day(days))}::text[], ${rows.map(([, consumed]) => consumed)}::int[]) as t(d, c)
      on conflict (tenant_id, sku_id, day) do update set consumed = excluded.consumed`);

  test('begins with how it stood when the time began, and ends with today', async () => {
    await there.own(SKU.e3, 10);
    await there.db.query(rawSql('update subscribed_sku set consumed = 7'));
    await past([
      [-300, 1],
      [-100, 2],
      [-50, 3],
      [-1, 6],
      [0, 6],
      [2, 9],
    ]);
    const { history } = await overview();
    expect(history.series).toMatchObject([
      {
        skuId: SKU.e3,
        points: [
          { day: day(-90), consumed: 2 },
          { day: day(-50), consumed: 3 },
          { day: day(-1), consumed: 6 },
          { day: day(0), consumed: 7, enabled: 10 },
        ],
      },
    ]);
    expect((await overview('?days=365')).history.series[0]?.points).toHaveLength(5);
  });

  test('is kept by the database, one row a day, by the clock of the tenant', async () => {
    const { tenantId } = there.tenant;
    await there.own(SKU.e3, 10);
    await there.db.query(rawSql('update subscribed_sku set consumed = 1'));
    await there.db.query(rawSql('update subscribed_sku set consumed = 4'));
    await there.db.query(rawSql('update subscribed_sku set monthly_price_cents = 7'));
    await there.db.query(sql`update tenant set clock_offset_ms = ${40 * 86_400_000} where tenant_id = ${tenantId}`);
    await there.db.query(rawSql('update subscribed_sku set suspended = 3'));
    await there.db.query(rawSql('update subscribed_sku set warning = 2, consumed = 5'));
    await there.db.query(sql`update tenant set clock_offset_ms = 0 where tenant_id = ${tenantId}`);
    const rows = await there.db.query<{ ahead: number; enabled: number; consumed: number }>(
      rawSql(`
      select day - (now() at time zone 'UTC')::date as ahead, enabled, consumed from seat_day order by day`),
    );
    expect(rows).toEqual([
      { ahead: 0, enabled: 10, consumed: 4 },
      { ahead: 40, enabled: 12, consumed: 5 },
    ]);
  });

  test('is kept on connections that see one tenant only', async () => {
    await there.own(SKU.e3, 10);
    await there.context.db.query(sql`
      update subscribed_sku set consumed = 2 where tenant_id = ${there.tenant.tenantId} and sku_id = ${SKU.e3}`);
    expect(await there.context.db.query(rawSql('select consumed from seat_day'))).toEqual([{ consumed: 2 }]);
  });
});

describe('deadlines', () => {
  test('stand by day of the tenant’s time zone and by kind, for thirty days, with the person where it is one', async () => {
    const [ada, bob, eve] = [await there.user('Ada'), await there.user('Bob'), await there.user('Eve')];
    // 23:30 UTC is the next day in Paris.
    await due(ada, 'mailboxPurge', Date.parse('2026-03-03T23:30:00Z'));
    await due(bob, 'mailboxPurge', Date.parse('2026-03-04T10:00:00Z'));
    await due(bob, 'oneDriveReadOnly', Date.parse('2026-03-04T10:00:00Z'));
    await due(eve, 'mailboxPurge', NOW - 1);
    await due(eve, 'oneDriveArchive', addDays(NOW, 30));
    const { deadlines } = await overview();
    expect(deadlines).toEqual([
      { day: '2026-03-04', kind: 'mailboxPurge', people: 2, person: null, final: true },
      {
        day: '2026-03-04',
        kind: 'oneDriveReadOnly',
        people: 1,
        person: { userId: bob, displayName: 'Bob', userPrincipalName: 'bob@test.example', deleted: false },
        final: false,
      },
    ]);
    const people = (query: string) => get<{ total: number; value: { displayName: string }[] }>(`/deadlines?${query}`);
    const first = await people('kind=mailboxPurge&day=2026-03-04&top=1');
    expect([first.total, first.value.map(({ displayName }) => displayName)]).toEqual([2, ['Ada']]);
    const second = await people('kind=mailboxPurge&day=2026-03-04&top=1&skip=1');
    expect(second.value.map(({ displayName }) => displayName)).toEqual(['Bob']);
    expect(await people('kind=mailboxPurge&day=2026-03-03')).toEqual({ total: 0, value: [] });
  });

  test.each([
    'kind=party&day=2026-03-04',
    'kind=userPurge&day=2026-02-30',
    'kind=userPurge',
    'kind=userPurge&day=2026-03-04&top=0',
  ])('are refused where the question makes no sense: %s', async (query) => {
    const response = await there.app.inject({
      url: `/api/deadlines?${query}`,
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.statusCode).toBe(400);
  });
});

test('problems are counted, with the people whom no filter finds as a list', async () => {
  await there.own(SKU.e3, 5);
  await there.own(SKU.e5, 5);
  await setPrice(SKU.e3, 2000);
  await setPrice(SKU.e5, null);
  const [ada, bob, eve] = [
    await there.user('Ada', { enabled: false }),
    await there.user('Bob', { location: null, enabled: false }),
    await there.user('Eve', { location: null }),
  ];
  await give(ada, SKU.e3);
  await give(eve, SKU.e5, 'ActiveWithError');
  const { tenantId } = there.tenant;
  const approval = (decision: string | null, operationId: number) =>
    there.db.query(sql`
      insert into approval (tenant_id, kind, operation_id, people, requested_by_name, requested_at, decision)
      values (${tenantId}, 'removal', ${operationId}, 2000, 'Ada', ${new Date(NOW)}, ${decision})`);
  const plan = async (status: string) => {
    const [row] = await there.db.query<{ id: number }>(sql`
      insert into operation (tenant_id, status, request, digest, totals, actor, channel, created_at, planned_at)
      values (${tenantId}, ${status}, '{}', 'x', '{}', '{}', 'api', ${new Date(NOW)}, ${new Date(NOW)}) returning id`);
    return row?.id ?? 0;
  };
  await approval(null, await plan('planned'));
  await approval('approved', await plan('planned'));
  await approval('approved', await plan('applied'));
  await approval('rejected', await plan('planned'));
  const { people, waiting } = await overview();
  expect(people).toEqual({
    total: 3,
    unlicensed: 1,
    blocked: 2,
    licenseErrors: 1,
    blockedLicensed: 1,
    blockedCents: 2000,
    withoutLocation: 2,
  });
  expect(waiting).toEqual({ approvals: 1, approved: 1 });
  const list = async (problem: string) =>
    (await get<{ value: { userId: string }[] }>(`/overview/people?problem=${problem}`)).value.map(
      ({ userId }) => userId,
    );
  expect(await list('blockedLicensed')).toEqual([ada]);
  expect(await list('withoutLocation')).toEqual([bob, eve]);
});

test('nothing of another tenant is seen', async () => {
  const tenantId = newId();
  await insertTenant(there.db, { ...there.tenant, tenantId, defaultDomain: 'other.example' });
  await there.db.query(sql`
    insert into subscribed_sku (tenant_id, sku_id, enabled, consumed) values (${tenantId}, ${SKU.e3}, 9, 9)`);
  await there.db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, created_at, account_enabled)
    values (${tenantId}, ${newId()}, 'x@other.example', 'x@other.example', 'X', 'x', ${new Date(NOW)}, false)`);
  await there.db.query(sql`
    insert into deadline (tenant_id, subject_id, kind, due_at, since)
    values (${tenantId}, ${newId()}, 'userPurge', ${new Date(addDays(NOW, 3))}, ${new Date(NOW)})`);
  const { products, people, deadlines, history } = await overview();
  expect([products, deadlines, history.series]).toEqual([[], [], []]);
  expect(people).toMatchObject({ total: 0, blocked: 0 });
  expect(await get(`/deadlines?kind=userPurge&day=2026-03-04`)).toEqual({ total: 0, value: [] });
  expect(await get('/overview/people?problem=withoutLocation')).toEqual({ total: 0, value: [] });
});
