import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consoleFiles } from './console-files.ts';

const SCRIPT = 'console.info("seats")';
const HTML_READER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

let folder: string;
let app: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatwise-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(
    join(folder, 'index.html'),
    '<meta nonce="CSP-NONCE"><script nonce="CSP-NONCE" src="/assets/a-1.js"></script>',
  );
  await writeFile(join(folder, 'favicon.svg'), '<svg/>');
  await writeFile(join(folder, 'assets/a-1.js'), SCRIPT);
  await writeFile(join(folder, 'assets/a-1.js.br'), brotliCompressSync(SCRIPT));
  await writeFile(join(folder, 'secret.txt'), 'not for everybody');
  app = Fastify();
  await consoleFiles(app, folder);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test.each(['/', '/sign-in', '/sign-in?returnTo=/account', '/setup/abc', '/account', '/help'])(
  '%s is the console, never kept without asking',
  async (url) => {
    const page = await app.inject({ url });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['cache-control']).toBe('no-cache');
    expect(page.headers.etag).toBeUndefined();
  },
);

test('each answer has a nonce of its own, in the page and in its policy, for styles alone', async () => {
  const answers = await Promise.all([app.inject('/'), app.inject('/')]);
  const nonces = answers.map(({ body, headers }) => {
    const [, nonce = ''] = /nonce="([^"]+)"/.exec(body) ?? [];
    const policy = String(headers['content-security-policy']);
    expect(body).not.toContain('CSP-NONCE');
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("script-src 'self';");
    return nonce;
  });
  expect(nonces[0]).toMatch(/^[\w+/]{22}==$/);
  expect(new Set(nonces).size).toBe(2);
});

test('a file whose name tells its content is kept for a year, and comes compressed to who can read that', async () => {
  const plain = await app.inject({ url: '/assets/a-1.js', headers: { 'accept-encoding': 'identity' } });
  expect(plain.body).toBe(SCRIPT);
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const small = await app.inject({ url: '/assets/a-1.js', headers: { 'accept-encoding': 'gzip, br' } });
  expect(small.headers['content-encoding']).toBe('br');
  expect(small.headers['content-type']).toMatch(/^(text|application)\/javascript/);
  expect(brotliDecompressSync(small.rawPayload).toString()).toBe(SCRIPT);
});

describe('what is not there is not found:', () => {
  test.each(['/nowhere', '/account/more', '/setup/a/b', '/assets/gone.js', '/index.html', '/secret.txt'])(
    '%s',
    async (url) => {
      expect((await app.inject({ url })).statusCode).toBe(404);
      const page = await app.inject({ url, headers: HTML_READER });
      expect(page.statusCode).toBe(404);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    },
  );

  test.each([
    '/assets/../secret.txt',
    '/assets/..%2fsecret.txt',
    '/assets/%2e%2e/index.html',
    '/..%2f..%2fpackage.json',
  ])('nothing outside: %s', async (url) => {
    const answer = await app.inject({ url });
    expect([400, 403, 404]).toContain(answer.statusCode);
    expect(answer.body).not.toContain('not for everybody');
  });

  test('a program gets JSON', async () => {
    const answer = await app.inject({ method: 'POST', url: '/nowhere', headers: HTML_READER });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ error: { status: 404, code: 'notFound' } });
  });
});

test('without a build the server says so in a line', async () => {
  const bare = Fastify();
  await consoleFiles(bare, join(folder, 'nowhere'));
  const answer = await bare.inject('/');
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('npm run build');
  expect((await bare.inject('/favicon.svg')).statusCode).toBe(404);
  await bare.close();
});
