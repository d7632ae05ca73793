import { afterAll, beforeAll, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { sql } from '../base/sql.ts';
import { addDays } from '../base/time.ts';
import { changed, give } from '../operations/licensing/stories-for-tests.ts';

let there: TestTenant;
let authorization: string;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 5);
  await there.own(SKU.powerBi, 5);
  authorization = `Bearer ${await there.token('userAdministrator')}`;
});
afterAll(() => there.close());

async function post(url: string, users: readonly string[]) {
  const response = await there.app.inject({ method: 'POST', url, headers: { authorization }, payload: { users } });
  return { status: response.statusCode, body: response.json() };
}

async function isDeleted(id: string): Promise<boolean> {
  const [row] = await there.db.query<{ gone: boolean }>(sql`
    select deleted_at is not null as gone from users where tenant_id = ${there.tenant.tenantId} and id = ${id}`);
  return row?.gone ?? false;
}

test('the preview puts people with the same fate together, names who is refused, and changes nothing', async () => {
  const [ada, ben, carl] = [await there.user('Ada'), await there.user('Ben'), await there.user('Carl')];
  const chief = await there.user('Chief');
  await changed(there, give(SKU.e3), [ada, ben]);
  await changed(there, give(SKU.powerBi), [ben]);
  await there.role(chief, 'globalAdministrator');
  const users = [carl, chief, ben, ada];
  const { status, body } = await post('/api/deletions/preview', users);
  expect(status).toBe(200);
  expect(body.value.map(({ people }: { people: { displayName: string }[] }) => people)).toEqual([
    [
      { id: ada, displayName: 'Ada' },
      { id: ben, displayName: 'Ben' },
    ],
    [{ id: carl, displayName: 'Carl' }],
  ]);
  expect(body.value[0].licenses).toMatchObject([
    { skuId: SKU.e3, people: 2 },
    { skuId: SKU.powerBi, people: 1 },
  ]);
  expect(body.value[0].consequences).toContainEqual(
    expect.objectContaining({
      event: 'mailboxPurged',
      recoverable: false,
      on: new Date(addDays(there.context.now, 30)).toISOString(),
      rule: 'T-6',
    }),
  );
  expect(body.value[1].consequences).toMatchObject([{ event: 'accountPurged', recoverable: true }]);
  expect(body.refused).toMatchObject([{ id: chief, displayName: 'Chief', reason: 'protectedAdministrator' }]);
  expect(await Promise.all(users.map(isDeleted))).toEqual([false, false, false, false]);

  const done = await post('/api/deletions', users);
  expect(done.body.value).toMatchObject([
    { id: carl, deleted: true },
    { id: chief, deleted: false, reason: 'protectedAdministrator' },
    { id: ben, deleted: true },
    { id: ada, deleted: true },
  ]);
  expect(await Promise.all(users.map(isDeleted))).toEqual([true, false, true, true]);
});
