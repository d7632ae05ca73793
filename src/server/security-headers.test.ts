import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selfSignedCertificate } from '../../tests/support/certificate.ts';
import { TEST_SECRETS, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { buildApp } from './app.ts';
import { HTTPS_HEADERS, SECURITY_HEADERS } from './security-headers.ts';

let tenant: TestTenant;
let folder: string;
let app: FastifyInstance;

beforeAll(async () => {
  tenant = await testTenant();
  folder = await mkdtemp(join(tmpdir(), 'seatwise-headers-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<meta nonce="CSP-NONCE">');
  await writeFile(join(folder, 'assets/a-1.js'), '');
  app = await buildApp({ db: tenant.db, secrets: TEST_SECRETS, consoleFolder: folder });
});
afterAll(async () => {
  await app.close();
  await tenant.close();
  await rm(folder, { recursive: true });
});

describe('every answer carries the table of headers:', () => {
  const ANSWERS: readonly [string, number, InjectOptions][] = [
    ['a page of the console', 200, { url: '/sign-in' }],
    ['a script', 200, { url: '/assets/a-1.js' }],
    ['a script that is not there', 404, { url: '/assets/none.js' }],
    ['a way to an identity provider', 302, { url: '/api/sign-in/sso?tenant=nobody' }],
    ['a session that is not there', 401, { url: '/api/session' }],
    ['JSON of our API', 200, { url: '/api/openapi.json' }],
    ['a refusal of our API', 401, { url: '/api/operations' }],
    ['something unknown under our API', 404, { url: '/api/nowhere' }],
    [
      'a body that is no JSON',
      400,
      { method: 'POST', url: '/api/sign-in/start', payload: '{', headers: { 'content-type': 'application/json' } },
    ],
    ['a refusal of Graph', 401, { url: '/v1.0/users' }],
    ['a method that Graph has not', 405, { method: 'PUT', url: '/v1.0/users' }],
    ['a token that is not given', 400, { method: 'POST', url: '/common/oauth2/v2.0/token' }],
    ['a page that is not there', 404, { url: '/nowhere', headers: { accept: 'text/html' } }],
    ['a path that cannot be read', 400, { url: '/%c0' }],
    ['whether it lives', 200, { url: '/healthz' }],
  ];

  test.each(ANSWERS)('%s (%i)', async (_what, status, options) => {
    const token = await tenant.token('globalReader');
    const withToken = status === 405 ? { headers: { authorization: `Bearer ${token}` } } : {};
    const answer = await app.inject({ ...options, ...withToken });
    expect(answer.statusCode).toBe(status);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      // A redirect may say even less of where it comes from.
      if (status === 302 && name === 'referrer-policy') continue;
      const given = String(answer.headers[name]);
      expect(`${name}: ${given.replace(/ 'nonce-[\w+/=]+'/, '')}`).toBe(`${name}: ${value}`);
    }
    for (const name of Object.keys(HTTPS_HEADERS)) expect(answer.headers).not.toHaveProperty(name);
  });

  test('Graph with a token', async () => {
    const authorization = `Bearer ${await tenant.token('globalReader')}`;
    const answer = await app.inject({ url: '/v1.0/users', headers: { authorization } });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject(SECURITY_HEADERS);
  });
});

test('no page may run what is not a file of the server, be framed, or send a form elsewhere', () => {
  const policy = new Map(
    (SECURITY_HEADERS['content-security-policy'] ?? '').split('; ').map((part) => [part.split(' ')[0], part]),
  );
  expect(policy.get('default-src')).toBe("default-src 'none'");
  expect(policy.get('script-src')).toBe("script-src 'self'");
  expect(policy.get('connect-src')).toBe("connect-src 'self'");
  expect(policy.get('form-action')).toBe("form-action 'self'");
  expect(policy.get('frame-ancestors')).toBe("frame-ancestors 'none'");
  expect(policy.get('base-uri')).toBe("base-uri 'none'");
  expect(SECURITY_HEADERS['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
});

test('over HTTPS the browser is told to stay there', async () => {
  const secure = await buildApp({ db: tenant.db, secrets: TEST_SECRETS, tls: selfSignedCertificate() });
  await secure.listen({ host: '127.0.0.1', port: 0 });
  const { port } = secure.server.address() as AddressInfo;
  const headers = await new Promise((done, failed) =>
    request({ host: '127.0.0.1', port, path: '/healthz', rejectUnauthorized: false }, (answer) => done(answer.headers))
      .on('error', failed)
      .end(),
  );
  await secure.close();
  expect(headers).toMatchObject({ ...SECURITY_HEADERS, ...HTTPS_HEADERS });
});
