import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, seatwise, serve } from '../support/command.ts';

let folder: string;
let env: Record<string, string>;
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatwise-audit-'));
  env = { SEATWISE_DATA: join(folder, 'data') };
  server = await serve(env);
  // Somebody who has the product directly, as the server says itself.
  const [, sku = '', person = ''] = /plan unassign --sku (\S+) --user (\S+)/.exec(server.printed) ?? [];
  expect((await run('unassign', '--sku', sku, '--user', person, '--yes')).stdout).toContain('1');
});
afterAll(async () => {
  await server.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => seatwise(args, env);

test('who took what from whom is found again, in both languages, for people and for programs', async () => {
  const found = await run('audit', 'list', '--activity', 'change user license');
  expect(found.stdout).toMatch(/took .* from .*, on the command line, with the plan #1; mailbox held until /);
  const french = await run('audit', 'list', '--activity', 'Change user license', '--language', 'fr');
  expect(french.stdout).toMatch(/a retiré .* à .*, en ligne de commande, avec le plan n° 1 ; /);
  const [entry] = JSON.parse((await run('audit', '--operation', '1', '--output', 'json')).stdout);
  expect(entry).toMatchObject({ activity: 'Change user license', operationId: 1, channel: 'cli' });
  expect((await run('audit', 'list', '--target', entry.targetName.slice(0, 4))).stdout).toContain(entry.sentence);
  expect((await run('audit', 'list', '--text', entry.targetName.slice(2))).stdout).toContain(entry.sentence);
  expect((await run('audit', 'list', '--before', String(entry.id), '--output', 'json')).stdout).not.toContain('took');
  expect((await run('audit', 'list', '--target', 'nobody at all')).stdout).toBe('There are no such entries.\n');
  expect(await run('audit', 'list', '--from', 'once')).toMatchObject({ code: 2 });
});

test('the log proves itself, and its export proves it to others', async () => {
  const verified = await run('audit', 'verify');
  expect(verified).toMatchObject({ code: 0 });
  const head = /^ {2}(\d+:[0-9a-f]{64})$/m.exec(verified.stdout)?.[1] ?? '';
  const file = join(folder, 'audit.jsonl');
  expect(await run('audit', 'export', file)).toMatchObject({ code: 0 });
  let hash = '0'.repeat(64);
  let last = 0;
  for (const line of (await readFile(file, 'utf8')).trimEnd().split('\n')) {
    const entry = JSON.parse(line);
    hash = createHash('sha256').update(Buffer.from(hash, 'hex')).update(entry.text).digest('hex');
    expect(entry).toMatchObject({ id: last + 1, hash });
    last = entry.id;
  }
  expect(head).toBe(`${last}:${hash}`);
  expect(await run('audit', 'verify', '--head', head)).toMatchObject({ code: 0 });
  const wrong = await run('audit', 'verify', '--head', `${last}:${'0'.repeat(64)}`);
  expect([wrong.code, wrong.stderr]).toEqual([
    3,
    expect.stringContaining(`The log was rewritten: entry ${last} has another hash than the one that was kept.`),
  ]);
  expect((await run('audit', 'verify', '--head', `${last + 5}:${hash}`)).stderr).toContain(
    `Entry ${last + 1} is missing.`,
  );
  expect((await run('audit', 'verify', '--head', 'nonsense')).code).toBe(2);
  expect((await run('audit', 'export', '-', '--operation', '1')).stdout).toMatch(/^\ufeff?id,at,sentence,activity,/);
});

test('settings are shown and changed, and what they were is remembered', async () => {
  expect((await run('tenant', 'settings', '--set', 'approvalAbove=500', 'sessionIdleMinutes=30')).code).toBe(0);
  expect((await run('tenant', 'settings')).stdout).toMatch(/approvalAbove +500\n/);
  const [entry] = JSON.parse((await run('audit', 'list', '--top', '1', '--output', 'json')).stdout);
  expect(entry.before).toEqual({ approvalAbove: 1000, sessionIdleMinutes: 60 });
  expect(entry.sentence).toContain('people above whom a removal needs a second administrator (1,000 → 500)');
  expect(await run('tenant', 'settings', '--set', 'sessionIdleMinutes=1')).toMatchObject({ code: 2 });
  expect(await run('tenant', 'settings', '--set', 'nonsense')).toMatchObject({ code: 2 });
});

test('the running server sends the log on, and goes on after it was started again', async () => {
  const received: { id: number; sentence: string }[] = [];
  let secret = '';
  let status = 200;
  const receiver = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const told = new Webhook(secret).verify(body, request.headers as Record<string, string>) as {
      data: { entries: { id: number; sentence: string }[] };
    };
    if (status === 200) received.push(...told.data.entries);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const added = await run('audit', 'forward', 'add', url);
    secret = /^ {2}(whsec_\S+)$/m.exec(added.stdout)?.[1] ?? '';
    const [{ id, waiting }] = JSON.parse((await run('audit', 'forward', '--output', 'json')).stdout);
    expect(typeof waiting).toBe('number');
    expect(await run('audit', 'forward', 'test', id)).toMatchObject({
      code: 0,
      stdout: 'The test message has arrived.\n',
    });
    await expect.poll(() => received.length, { timeout: 20_000 }).toBe(1);
    await server.end('SIGTERM');
    await run('tenant', 'settings', '--set', 'approvalAbove=600');
    server = await serve(env);
    await expect.poll(() => received.length, { timeout: 20_000 }).toBe(2);
    expect(received[1]?.id).toBe((received[0]?.id ?? 0) + 1);
    expect(received[1]?.sentence).toContain('(500 → 600)');
    status = 500;
    const refused = await run('audit', 'forward', 'test', id);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('The receiver answered 500.')]);
    expect(await run('audit', 'forward', 'remove', id)).toMatchObject({ code: 0 });
    expect((await run('audit', 'forward', 'list')).stdout).toBe('The log is sent nowhere.\n');
  } finally {
    receiver.close();
  }
});
