import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { registerApp } from '../../operations/access/register-app.ts';
import { deleteUser } from '../../operations/directory/delete-user.ts';
import { changed, give } from '../../operations/licensing/stories-for-tests.ts';
import { runCommand } from '../program.ts';

let there: TestTenant;
let environment: Record<string, string>;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 1);
  await there.app.listen({ host: '127.0.0.1', port: 0 });
  const app = await registerApp(there.context, { name: 'Restorer', role: ['userAdministrator'] });
  if ('unknown' in app) throw new Error(app.unknown);
  environment = {
    SEATWISE_SERVER: `http://127.0.0.1:${(there.app.server.address() as AddressInfo).port}`,
    SEATWISE_TENANT: there.tenant.tenantId,
    SEATWISE_CLIENT_ID: app.clientId,
    SEATWISE_CLIENT_SECRET: app.clientSecret ?? '',
  };
});
afterAll(() => there.close());

async function run(...args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const listen = (chunk: unknown) => {
    said += String(chunk);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(listen));
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  try {
    return { code: await runCommand(['--language', 'en', 'users', 'restore', ...args]), said };
  } finally {
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}

async function deletedUser(name: string): Promise<string> {
  const id = await there.user(name);
  await deleteUser(there.context, id);
  return id;
}

test('people are restored by user name or id, with what came back and the new password', async () => {
  const ada = await there.user('Ada');
  await changed(there, give(SKU.e3), [ada]);
  await deleteUser(there.context, ada);
  const ben = await deletedUser('Ben');
  const { code, said } = await run('ADA@test.example', ben);
  expect(code).toBe(0);
  expect(said).toMatch(/Ada \(ada@test\.example\) is restored\.\n.*New password.*: \S{16}\n {2}Licenses: \S/);
  expect(said).toContain('Ben (ben@test.example) is restored.');
});

test('a failure does not stop the others, and is told with its own exit code', async () => {
  await deletedUser('Carl');
  const { code, said } = await run('nobody@test.example', 'carl@test.example');
  expect(code).toBe(4);
  expect(said).toContain('Carl (carl@test.example) is restored.');
  expect(said).toContain('nobody@test.example: Nobody who is deleted has the user name nobody@test.example.');
  expect(said).toContain('1 of 2 could not be restored.');
  expect(await run('nobody@test.example')).toMatchObject({ code: 5 });
});

test('whose name is taken gets another one; of several with one name the id must be given', async () => {
  const first = await deletedUser('Dora');
  const second = await deletedUser('Dora');
  const several = await run('dora@test.example');
  expect(several.code).toBe(2);
  expect(several.said).toContain(first);
  expect(several.said).toContain(second);
  expect(await run(first)).toMatchObject({ code: 0 });
  expect(await run(second)).toMatchObject({ code: 3 });
  expect(await run(second, '--name', 'dora2@test.example')).toMatchObject({ code: 0 });
  expect(await run('a@test.example', 'b@test.example', '--name', 'c@test.example')).toMatchObject({ code: 2 });
});
