import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestTenant, testTenant } from '../../tests/support/tenant.ts';

let there: TestTenant;
let mine: string;
let theirs: string;

beforeAll(async () => {
  there = await testTenant();
  [mine, theirs] = await Promise.all([there.token('globalReader'), there.token('globalReader')]);
});
afterAll(() => there.close());

async function call(token: string, method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) {
  const response = await there.app.inject({
    method,
    url: `/api/views${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(payload ? { payload } : {}),
  });
  return { status: response.statusCode, body: response.body === '' ? undefined : response.json() };
}

const save = (name: string, search: object = {}) => call(mine, 'POST', '', { page: 'users', name, search });

test('a view is kept for whoever saved it, by name, and goes when they say so', async () => {
  const { status, body } = await save('Blocked in Sales', { filter: 'blocked', department: 'Sales', desc: true });
  expect(status).toBe(201);
  expect(body.search).toEqual({ filter: 'blocked', department: 'Sales', desc: true });
  await save('all');
  expect((await call(mine, 'GET', '?page=users')).body.value.map(({ name }: { name: string }) => name)).toEqual([
    'all',
    'Blocked in Sales',
  ]);
  expect((await call(theirs, 'GET', '?page=users')).body.value).toEqual([]);
  expect((await call(theirs, 'DELETE', `/${body.id}`)).status).toBe(404);
  expect((await call(mine, 'DELETE', `/${body.id}`)).status).toBe(204);
  expect((await call(mine, 'DELETE', `/${body.id}`)).status).toBe(404);
});

test('a view of the same name takes its place, and there is an end to how many one keeps', async () => {
  await save('One', { q: 'before' });
  await save('ONE', { q: 'after' });
  const { body } = await call(mine, 'GET', '?page=users');
  expect(body.value.filter(({ name }: { name: string }) => name.toLowerCase() === 'one')).toMatchObject([
    { name: 'ONE', search: { q: 'after' } },
  ]);
  const answers = [];
  for (let at = 0; at < 52; at += 1) answers.push((await save(`View ${at}`)).status);
  expect(answers.at(-1)).toBe(409);
  expect((await call(mine, 'GET', '?page=users')).body.value).toHaveLength(50);
  // What is kept already can be changed all the same.
  expect((await save('View 1', { q: 'new' })).status).toBe(201);
});
