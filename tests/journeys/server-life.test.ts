import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seatwise, serve } from '../support/command.ts';

let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatwise-life-'));
  env = { SEATWISE_DATA: join(folder, 'data') };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the program runs on Node 24, whatever Node started it', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});

test('after a SIGKILL the next start takes over, and what was there is there; a stop is clean', async () => {
  const first = await serve(env);
  await first.end('SIGKILL');
  const second = await serve(env);
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
  expect(second.printed).not.toContain('was empty');
  expect(await second.end('SIGINT')).toBe(0);
  await expect(fetch(`${second.url}/healthz`)).rejects.toThrow();
});

test('a second server on the same data folder is refused, and told where the first one is', async () => {
  const first = await serve(env);
  const second = await seatwise(['serve'], { ...env, SEATWISE_PORT: '0' });
  expect(second.code).toBe(3);
  expect(second.stderr).toContain(first.url);
  await first.end('SIGTERM');
});

test('a port that is taken is told, and nothing keeps running', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => other.once('listening', listening));
  const { port } = other.address() as { port: number };
  const ended = await seatwise(['serve'], { ...env, SEATWISE_PORT: String(port) });
  other.close();
  expect(ended.code).toBe(7);
  expect(ended.stderr).toContain(String(port));
});

test.each([
  [{ SEATWISE_PORT: 'eighty' }, 'SEATWISE_PORT'],
  [{ SEATWISE_PORT: '70000' }, 'SEATWISE_PORT'],
  [{ DATABASE_URL: 'mysql://nowhere' }, 'DATABASE_URL'],
  [{ SEATWISE_TLS_CERT: '/nowhere.pem' }, 'SEATWISE_TLS_KEY'],
])('bad configuration %o is refused, naming the variable', async (bad, variable) => {
  const ended = await seatwise(['serve'], { ...env, ...bad });
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(variable);
});

test('a command works without a server, and leaves no database running', async () => {
  const made = await seatwise(
    ['tenant', 'create', '--sample', '--users', '25', '--seed', '7', '--output', 'json'],
    env,
  );
  expect(made.code).toBe(0);
  const list = await seatwise(['users', '--top', 'all', '--output', 'json'], env);
  expect(JSON.parse(list.stdout)).toHaveLength(25);
});
