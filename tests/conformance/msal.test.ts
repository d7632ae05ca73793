import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { ConfidentialClientApplication, type Configuration, PublicClientApplication } from '@azure/msal-node';
import type { FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { newId } from '../../src/base/id.ts';
import { hashSecret } from '../../src/base/secrets.ts';
import { buildApp } from '../../src/server/app.ts';
import { insertApp } from '../../src/store/apps.ts';
import { selfSignedCertificate } from '../support/certificate.ts';
import { type PlainBrowser, plainBrowser, signedInBrowser } from '../support/plain-browser.ts';
import { TEST_SECRETS, type TestTenant, testTenant } from '../support/tenant.ts';
import { GRAPH_TOOLS } from '../support/user-token.ts';
import { registerTestApp } from './graph-caller.ts';

const READ = ['https://graph.microsoft.com/User.Read.All'];

let there: TestTenant;
let server: FastifyInstance;
let origin: string;
let authority: string;

beforeAll(async () => {
  there = await testTenant();
  const certificate = selfSignedCertificate();
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate.cert]);
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  server = await buildApp({ db: there.db, secrets: TEST_SECRETS, tls: certificate });
  await server.listen({ host: '127.0.0.1', port: 0 });
  origin = `https://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  authority = `${origin}/${there.tenant.tenantId}`;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await there.close();
});

function optionsFor(clientId: string, more: Partial<Configuration['auth']> = {}): Configuration {
  return { auth: { clientId, authority, knownAuthorities: [new URL(origin).host], ...more } };
}

async function administrator(name: string): Promise<{ id: string; browser: PlainBrowser }> {
  const id = await there.user(name);
  await there.role(id, 'userAdministrator');
  return { id, browser: await signedInBrowser(there, origin, id) };
}

/** What the person does with a device's code. */
async function enterCode(browser: PlainBrowser, address: string, userCode: string): Promise<void> {
  const question = await browser.submit(await browser.visit(address), { user_code: userCode });
  expect(question.text).toContain(userCode);
  const done = await browser.submit(question, { answer: 'allow' });
  expect(done.status).toBe(200);
}

async function graph(token: string, method: string, path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${origin}/v1.0${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await response.json() };
}

test('client credentials', async () => {
  const { clientId, clientSecret } = await registerTestApp(there, { roles: ['globalReader'] });
  const client = new ConfidentialClientApplication(optionsFor(clientId, { clientSecret }));
  const scopes = ['https://graph.microsoft.com/.default'];
  const result = must(await client.acquireTokenByClientCredential({ scopes }), 'result');
  expect((await graph(result.accessToken, 'GET', '/users')).status).toBe(200);
  expect((await client.acquireTokenByClientCredential({ scopes }))?.fromCache).toBe(true);
});

test('device code, the cache, refresh, several at once, and the end of it all', async () => {
  const { id, browser } = await administrator('Dora');
  const client = new PublicClientApplication(optionsFor(GRAPH_TOOLS));
  let message = '';
  const result = must(
    await client.acquireTokenByDeviceCode({
      scopes: READ,
      deviceCodeCallback: (code) => {
        message = code.message;
        void enterCode(browser, code.verificationUri, code.userCode);
      },
    }),
    'result',
  );
  expect(message).toMatch(/^To sign in, use a web browser to open the page https:\S+ and enter the code \S+ to authen/);
  const { tenantId } = there.tenant;
  expect(result.account).toMatchObject({ homeAccountId: `${id}.${tenantId}`, username: 'dora@test.example', tenantId });
  expect((await graph(result.accessToken, 'GET', '/me')).body).toMatchObject({ id });

  const account = must(result.account, 'account');
  expect((await client.acquireTokenSilent({ account, scopes: READ })).fromCache).toBe(true);
  const fresh = await client.acquireTokenSilent({ account, scopes: READ, forceRefresh: true });
  expect([fresh.fromCache, fresh.accessToken === result.accessToken]).toEqual([false, false]);
  // Graph's client asks for a token in each request: when the hour is over, all of them refresh at once.
  const sideBySide = Array.from({ length: 5 }, () =>
    client.acquireTokenSilent({ account, scopes: READ, forceRefresh: true }),
  );
  const tokens = (await Promise.all(sideBySide)).map(({ accessToken }) => accessToken);
  for (const token of tokens) expect((await graph(token, 'GET', '/users')).status).toBe(200);

  const helper = await there.token('helpdeskAdministrator');
  expect(await graph(helper, 'POST', `/users/${id}/revokeSignInSessions`)).toMatchObject({ status: 403 });
  const chief = await there.token('globalAdministrator');
  expect(await graph(chief, 'POST', `/users/${id}/revokeSignInSessions`)).toMatchObject({ status: 200 });
  for (const token of [result.accessToken, ...tokens]) expect((await graph(token, 'GET', '/me')).status).toBe(401);
  await expect(client.acquireTokenSilent({ account, scopes: READ, forceRefresh: true })).rejects.toMatchObject({
    errorCode: 'invalid_grant',
    errorMessage: expect.stringContaining('AADSTS50173'),
  });
});

test('authorization code with PKCE, and more permissions than were granted', async () => {
  const { id, browser } = await administrator('Cora');
  const client = new PublicClientApplication(optionsFor(GRAPH_TOOLS));
  const codeVerifier = randomBytes(32).toString('base64url');
  const request = { scopes: ['User.Read'], redirectUri: 'http://localhost:8400' };
  const address = await client.getAuthCodeUrl({
    ...request,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    codeChallengeMethod: 'S256',
    state: 'mine',
    nonce: 'once',
    prompt: 'select_account',
    loginHint: 'cora@test.example',
  });
  const { address: back } = await browser.submit(await browser.visit(address), { answer: 'allow' });
  const { searchParams } = new URL(back);
  expect(searchParams.get('state')).toBe('mine');
  const code = must(searchParams.get('code'), 'code');
  const result = await client.acquireTokenByCode({ ...request, code, codeVerifier, nonce: 'once' });
  expect(result.account?.homeAccountId).toBe(`${id}.${there.tenant.tenantId}`);
  expect(decodeJwt(result.accessToken)).toMatchObject({ scp: 'User.Read', oid: id, idtyp: 'user' });
  expect((await graph(result.accessToken, 'GET', '/me')).status).toBe(200);
  expect((await graph(result.accessToken, 'GET', '/users')).status).toBe(403);

  const account = must(result.account, 'account');
  // MSAL then knows that a person has to be asked.
  await expect(client.acquireTokenSilent({ account, scopes: READ })).rejects.toMatchObject({
    name: 'InteractionRequiredAuthError',
    subError: 'consent_required',
  });
});

test('the browser that MSAL opens itself', async () => {
  const { id, browser } = await administrator('Ida');
  const client = new PublicClientApplication(optionsFor(GRAPH_TOOLS));
  const result = await client.acquireTokenInteractive({
    scopes: READ,
    openBrowser: async (address) => {
      const form = await browser.submit(await browser.visit(address), { answer: 'allow' });
      const [, action = ''] = /action="([^"]+)"/.exec(form.text) ?? [];
      const policy = form.headers.get('content-security-policy') ?? '';
      const script = /<script>(.*?)<\/script>/s.exec(form.text)?.[1] ?? '';
      expect(policy).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
      expect(policy).toContain(`form-action 'self' ${new URL(action).origin};`);
      await plainBrowser(new URL(action).origin).submit(form, {});
    },
  });
  expect(result.account?.localAccountId).toBe(id);
});

test('an app of the tenant that keeps a secret acts for people too', async () => {
  const { id, browser } = await administrator('Wanda');
  const clientId = newId();
  await insertApp(there.db, there.tenant.tenantId, {
    id: clientId,
    displayName: 'Web app',
    secretHash: hashSecret('its secret'),
    permissions: ['User.Read.All'],
    roleIds: [],
    disabled: false,
    redirectUris: ['https://app.example/callback'],
  });
  const request = { scopes: ['https://graph.microsoft.com/.default'], redirectUri: 'https://app.example/callback' };
  const codeVerifier = randomBytes(32).toString('base64url');
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const client = new ConfidentialClientApplication(optionsFor(clientId, { clientSecret: 'its secret' }));
  const address = await client.getAuthCodeUrl({ ...request, codeChallenge, codeChallengeMethod: 'S256' });
  const { address: back } = await browser.submit(await browser.visit(address), { answer: 'allow' });
  const code = must(new URL(back).searchParams.get('code'), 'code');
  const guess = new ConfidentialClientApplication(optionsFor(clientId, { clientSecret: 'a guess' }));
  await expect(guess.acquireTokenByCode({ ...request, code, codeVerifier })).rejects.toThrow(/AADSTS7000215/);
  const result = await client.acquireTokenByCode({ ...request, code, codeVerifier });
  expect(decodeJwt(result.accessToken)).toMatchObject({
    oid: id,
    appid: clientId,
    appidacr: '1',
    scp: 'User.Read User.Read.All',
  });
  const account = must(result.account, 'account');
  expect((await client.acquireTokenSilent({ account, scopes: request.scopes })).fromCache).toBe(true);
});

test('what a person refuses, an app does not get', async () => {
  const { browser } = await administrator('Nora');
  const client = new PublicClientApplication(optionsFor(GRAPH_TOOLS));
  const asked = client.acquireTokenByDeviceCode({
    scopes: READ,
    deviceCodeCallback: async ({ verificationUri, userCode }) => {
      const question = await browser.submit(await browser.visit(verificationUri), { user_code: userCode });
      expect((await browser.submit(question, { answer: 'decline' })).text).toContain('You did not let the app in.');
    },
  });
  await expect(asked).rejects.toThrow(/authorization_declined/);
});
