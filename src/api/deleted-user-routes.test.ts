import { afterAll, beforeAll, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { sql } from '../base/sql.ts';
import { addDays } from '../base/time.ts';
import { deleteUser } from '../operations/directory/delete-user.ts';
import { changed, give } from '../operations/licensing/stories-for-tests.ts';

let there: TestTenant;
let authorization: string;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 1);
  authorization = `Bearer ${await there.token('userAdministrator')}`;
});
afterAll(() => there.close());

async function send(method: 'GET' | 'POST', url: string, payload?: object) {
  const response = await there.app.inject({ method, url, headers: { authorization }, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.json() };
}

/** Somebody who was deleted so many days ago. */
async function deletedUser(name: string, daysAgo = 0): Promise<string> {
  const id = await there.user(name);
  await deleteUser({ ...there.context, now: addDays(there.context.now, -daysAgo) }, id);
  return id;
}

test('deleted people are listed from the latest on, page by page, and found by words of their names', async () => {
  const ids = [];
  for (const [place, name] of ['Ada Long', 'Ben Long', 'Carl Short', 'Élise Long'].entries()) {
    ids.push(await deletedUser(name, place));
  }
  const names = [];
  let next: string | null = null;
  do {
    const after: string = next === null ? '' : `&after=${encodeURIComponent(next)}`;
    const { body } = await send('GET', `/api/deleted-users?top=2&search=long${after}`);
    names.push(...body.value.map(({ displayName }: { displayName: string }) => displayName));
    next = body.next;
  } while (next !== null);
  expect(names).toEqual(['Ada Long', 'Ben Long', 'Élise Long']);
  expect((await send('GET', '/api/deleted-users?search=elise')).body).toMatchObject({
    total: 4,
    value: [{ id: ids[3], restorableUntil: new Date(addDays(there.context.now, 27)).toISOString(), licenses: [] }],
  });
});

test('a restore tells what came back, by how many there are too many, and the password that was made', async () => {
  const gina = await there.user('Gina');
  await changed(there, give(SKU.e3), [gina]);
  await deleteUser(there.context, gina);
  await changed(there, give(SKU.e3), [await there.user('Hugo')]);
  expect((await send('GET', '/api/deleted-users?search=gina')).body.value).toMatchObject([
    { licenses: [{ skuId: SKU.e3, direct: true }] },
  ]);
  const { status, body } = await send('POST', `/api/deleted-users/${gina}/restore`, {});
  expect(status).toBe(200);
  expect(body).toMatchObject({
    userId: gina,
    userPrincipalName: 'gina@test.example',
    restored: [{ skuId: SKU.e3 }],
    lost: [],
    overAssigned: [{ skuId: SKU.e3, by: 1 }],
    droppedAddresses: [],
    roles: [],
  });
  expect(body.password).toHaveLength(16);
  const [logged] = await there.db.query(sql`
    select target_id from audit_entry where tenant_id = ${there.tenant.tenantId} and activity = 'Restore user'`);
  expect(logged).toEqual({ target_id: gina });
});

test('a restore is refused with a reason that can be acted on', async () => {
  const iris = await deletedUser('Iris');
  await there.user('Iris');
  const restore = (id: string, payload: object = {}) => send('POST', `/api/deleted-users/${id}/restore`, payload);
  const codeOf = async (answer: ReturnType<typeof restore>) => {
    const { status, body } = await answer;
    return [status, body.error.code];
  };
  expect(await codeOf(restore(iris))).toEqual([409, 'nameTaken']);
  expect(await codeOf(restore(iris, { userPrincipalName: 'iris@elsewhere.example' }))).toEqual([400, 'invalidName']);
  expect(await codeOf(restore(iris, { password: 'weak' }))).toEqual([400, 'weakPassword']);
  expect(await codeOf(restore(await deletedUser('Jon', 30)))).toEqual([409, 'tooLate']);
  const chief = await there.user('Chief');
  await there.role(chief, 'globalAdministrator');
  await there.role(await there.user('Other chief'), 'globalAdministrator');
  await deleteUser(there.context, chief);
  expect(await codeOf(restore(chief))).toEqual([403, 'forbidden']);
  const given = await restore(iris, { userPrincipalName: 'iris2@test.example', password: 'Back again 9' });
  expect(given.body).toMatchObject({ userPrincipalName: 'iris2@test.example', password: null });
});
