import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { systemClock } from '../../base/time.ts';
import { registerApp } from '../../operations/access/register-app.ts';
import { changed, give, take } from '../../operations/licensing/stories-for-tests.ts';
import { putMail } from '../../queries/compliance/mail-for-tests.ts';
import { runCommand } from '../program.ts';

let there: TestTenant;
let folder: string;

beforeAll(async () => {
  there = await testTenant(systemClock);
  folder = await mkdtemp(join(tmpdir(), 'seatwise-'));
  await there.own(SKU.e3, 5);
  for (const name of ['Ada', 'Ben']) {
    const id = await there.user(name);
    await changed(there, give(SKU.e3), [id]);
    await putMail(there, id, { subject: `Budget of ${name}` });
    if (name === 'Ben') await changed(there, take(SKU.e3), [id]);
  }
  await there.app.listen({ host: '127.0.0.1', port: 0 });
  const app = await registerApp(there.context, { name: 'cli', role: ['complianceAdministrator', 'eDiscoveryManager'] });
  if ('unknown' in app) throw new Error(app.unknown);
  const { port } = there.app.server.address() as AddressInfo;
  vi.stubEnv('SEATWISE_SERVER', `http://127.0.0.1:${port}`);
  vi.stubEnv('SEATWISE_TENANT', there.tenant.tenantId);
  vi.stubEnv('SEATWISE_CLIENT_ID', app.clientId);
  vi.stubEnv('SEATWISE_CLIENT_SECRET', app.clientSecret ?? '');
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
  await there.close();
});

/** Runs a command in this process. Gives its code, and what it wrote. */
async function run(...args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const listen = (chunk: unknown) => {
    said += String(chunk);
    return true;
  };
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(listen);
  const code = await runCommand(['compliance', ...args, '--language', 'en']);
  vi.restoreAllMocks();
  return { code, said };
}

test('a litigation hold is placed, listed and lifted; without a terminal nobody lifts it by mistake, and the facts are told', async () => {
  expect(await run('hold', 'add', 'ada@test.example', '--reason', 'Dispute')).toMatchObject({ code: 0 });
  expect((await run('hold', 'list')).said).toMatch(/Ada +ada@test\.example +open +litigation hold/);
  const asked = await run('hold', 'remove', 'ada@test.example');
  expect(asked).toMatchObject({ code: 6, said: expect.stringContaining('One mailbox goes on as it is.') });
  expect((await run('hold', 'list', '--user', 'ada@test.example')).said).toContain('litigation hold');
  expect((await run('hold', 'remove', 'ada@test.example', '--yes')).said).toContain('counts as held until');
  const refused = await run('hold', 'add', 'ben@test.example');
  expect(refused).toMatchObject({ code: 3, said: expect.stringContaining('Give back a license with Exchange') });
});

test('a policy is made, changed and removed by its name', async () => {
  expect((await run('policy', 'add', 'All', '--everyone', '--days', '30')).said).toContain(
    'Mailboxes that it holds now: 1.',
  );
  expect((await run('policy', 'list')).said).toMatch(/All +keep +30 +everyone +1/);
  expect((await run('policy', 'change', 'all', '--except', 'ada@test.example')).said).toContain('no longer: 1');
  expect((await run('policy', 'remove', 'All', '--yes')).code).toBe(0);
  expect(await run('policy', 'remove', 'All', '--yes')).toMatchObject({ code: 5 });
  expect(await run('policy', 'add', 'None')).toMatchObject({ code: 2 });
});

test('a case is opened, holds, searches, exports and is closed', async () => {
  expect((await run('case', 'create', 'Contoso')).code).toBe(0);
  const added = await run('case', 'add', 'contoso', 'ada@test.example', '--hold');
  expect(added.said).toContain('Mailboxes that the case holds now and did not before: 1.');
  expect((await run('case', 'show', 'Contoso')).said).toMatch(/Ada +ada@test\.example +open +yes/);
  expect((await run('search', 'add', 'Contoso', 'Budget', '--query', 'subject:budget', '--everyone')).code).toBe(0);
  const found = await run('search', 'run', 'Contoso', 'budget');
  expect(found.said).toContain('1 item found');
  expect(found.said).toContain('The license of Ben has been gone since');
  expect((await run('search', 'hits', 'Contoso', 'Budget')).said).toContain('Budget of Ada');
  const file = join(folder, 'budget.zip');
  expect((await run('export', 'Contoso', 'Budget', file)).code).toBe(0);
  expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK');
  const wrong = await run('search', 'add', 'Contoso', 'Wrong', '--query', 'colour:red');
  expect(wrong).toMatchObject({ code: 2, said: expect.stringContaining('no property called “colour”') });
  expect(await run('case', 'delete', 'Contoso', '--yes')).toMatchObject({ code: 3 });
  expect(await run('case', 'close', 'Contoso')).toMatchObject({ code: 6 });
  expect((await run('case', 'close', 'Contoso', '--yes')).said).toContain('is closed');
  expect((await run('case', 'delete', 'Contoso', '--yes')).code).toBe(0);
  expect((await run('case', 'list')).said).toContain('There is no case that you may open.');
});
