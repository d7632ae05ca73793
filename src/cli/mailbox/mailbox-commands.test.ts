import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { registerApp } from '../../operations/access/register-app.ts';
import { changed, give } from '../../operations/licensing/stories-for-tests.ts';
import { runCommand } from '../program.ts';

let there: TestTenant;
let environment: Record<string, string>;
let folder: string;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 2);
  await changed(there, give(SKU.e3), [await there.user('Ada'), await there.user('Ben')]);
  await there.app.listen({ host: '127.0.0.1', port: 0 });
  const app = await registerApp(there.context, { name: 'Postmaster', role: ['exchangeAdministrator'] });
  if ('unknown' in app) throw new Error(app.unknown);
  environment = {
    SEATWISE_SERVER: `http://127.0.0.1:${(there.app.server.address() as AddressInfo).port}`,
    SEATWISE_TENANT: there.tenant.tenantId,
    SEATWISE_CLIENT_ID: app.clientId,
    SEATWISE_CLIENT_SECRET: app.clientSecret ?? '',
  };
  folder = await mkdtemp(join(tmpdir(), 'seatwise-mail-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await there.close();
});
afterEach(() => {
  process.exitCode = undefined;
});

async function run(...args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  process.exitCode = undefined;
  const listen = (chunk: unknown) => {
    said += String(chunk);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(listen));
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  try {
    const code = await runCommand(['--language', 'en', ...args]);
    return { code: code === 0 ? Number(process.exitCode ?? 0) : code, said };
  } finally {
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}

test('mail of an .mbox and of an .eml file comes into a mailbox; what is no mail is told with its place', async () => {
  const one = join(folder, 'one.eml');
  const many = join(folder, 'many.mbox');
  await writeFile(one, 'From: x@old.example\nSubject: One\nMessage-ID: <1@old.example>\n\nText\n');
  await writeFile(
    many,
    'From a\nSubject: A\nMessage-ID: <a@old.example>\n\nA\n\nFrom b\nno mail\n\nFrom c\nSubject: C\n\nC\n',
  );
  const { code, said } = await run('import', 'mail', '--user', 'ada@test.example', one, many, '--folder', 'Old mail');
  expect(said).toContain('one.eml: 1 imported, 0 there already, 0 not taken');
  expect(said).toContain('many.mbox: 2 imported, 0 there already, 1 not taken');
  expect(said).toContain('message 2, –: it cannot be read as mail');
  expect(code).toBe(4);
  const again = await run('import', 'mail', '--user', 'ada@test.example', one, '--folder', 'old mail');
  expect([again.code, again.said]).toEqual([0, expect.stringContaining('0 imported, 1 there already')]);
});

test('a mailbox is shown, forwarded and converted', async () => {
  const shown = await run('mailbox', 'show', 'ada@test.example');
  expect(shown.said).toMatch(/Mailbox of one person\nActive since .*\n3 messages, \d+ byte of 100 GB\n/);
  const forwarded = await run('mailbox', 'forward', 'ada@test.example', '--to', 'ben@test.example', '--no-copy');
  expect(forwarded.said).toBe('Mail of ada@test.example is forwarded to ben@test.example; no copy stays.\n');
  expect((await run('mailbox', 'forward', 'ada@test.example', '--off')).said).toContain('is not forwarded');
  const wrong = await run('mailbox', 'forward', 'ada@test.example', '--to', 'me@elsewhere.example');
  expect([wrong.code, wrong.said]).toEqual([3, expect.stringContaining('within the organization only')]);
  expect((await run('mailbox', 'forward', 'ada@test.example')).code).toBe(2);
  const converted = await run('mailbox', 'convert', 'ada@test.example', '--shared');
  expect(converted.said).toContain('is a shared one now.\nIt needs no license any more');
  expect((await run('mailbox', 'convert', 'ada@test.example', '--shared')).said).toContain('shared already');
});
