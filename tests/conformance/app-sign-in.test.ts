import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { newId } from '../../src/base/id.ts';
import { hashSecret } from '../../src/base/secrets.ts';
import { sql } from '../../src/base/sql.ts';
import { buildApp } from '../../src/server/app.ts';
import { deleteApp, insertApp, type NewApp } from '../../src/store/apps.ts';
import { endSessionsBefore } from '../../src/store/principals.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { type PlainBrowser, plainBrowser, signedInBrowser, type Visit } from '../support/plain-browser.ts';
import { TEST_SECRETS, type TestTenant, testTenant } from '../support/tenant.ts';
import { GRAPH_TOOLS } from '../support/user-token.ts';

const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
const HERE = 'http://localhost:8400/';
const SCOPE = 'https://graph.microsoft.com/User.Read.All openid profile offline_access';
const VERIFIER = randomBytes(32).toString('base64url');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

type Form = Record<string, string | undefined>;

let there: TestTenant;
let server: FastifyInstance;
let origin: string;
let tenantId: string;
let made = 0;

beforeAll(async () => {
  there = await testTenant();
  tenantId = there.tenant.tenantId;
  server = await buildApp({ db: there.db, secrets: TEST_SECRETS });
  await server.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await server.close();
  await there.close();
});

/** Lets so many milliseconds pass from now. */
function later(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds });
}

async function person(): Promise<{ id: string; browser: PlainBrowser }> {
  made += 1;
  const id = await there.user(`Somebody${made}`);
  return { id, browser: await signedInBrowser(there, origin, id) };
}

async function registered(app: Partial<NewApp> = {}): Promise<string> {
  const id = newId();
  const base = { id, displayName: 'Tool', secretHash: hashSecret('secret'), permissions: [], roleIds: [] };
  await insertApp(there.db, tenantId, { ...base, disabled: false, redirectUris: [HERE], ...app });
  return id;
}

function parametersOf(form: Form): URLSearchParams {
  const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given);
}

function authorizeAddress(more: Form = {}, tenant = tenantId): string {
  const query = parametersOf({
    client_id: GRAPH_TOOLS,
    response_type: 'code',
    redirect_uri: HERE,
    scope: SCOPE,
    state: 'mine',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...more,
  });
  return `/${tenant}/oauth2/v2.0/authorize?${query}`;
}

async function post(
  path: string,
  form: Form,
): Promise<{ status: number; body: Record<string, string>; headers: Headers }> {
  const response = await fetch(`${origin}/${tenantId}/oauth2/v2.0${path}`, {
    method: 'POST',
    body: parametersOf(form),
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, string>,
    headers: response.headers,
  };
}

const redeem = (code: string, more: Form = {}) =>
  post('/token', {
    grant_type: 'authorization_code',
    client_id: GRAPH_TOOLS,
    redirect_uri: HERE,
    code_verifier: VERIFIER,
    code,
    ...more,
  });
const refresh = (token: string | undefined, more: Form = {}) =>
  post('/token', { grant_type: 'refresh_token', client_id: GRAPH_TOOLS, refresh_token: token, ...more });

/** What is compared of an error: status, error and number. */
const errorOf = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
  status,
  body.error,
  body.error_codes,
];

/** The code that an app gets when a person lets it in. */
async function codeOf(browser: PlainBrowser, more: Form = {}): Promise<string> {
  const { address } = await browser.submit(await browser.visit(authorizeAddress(more)), { answer: 'allow' });
  return must(new URL(address).searchParams.get('code'), 'code');
}

/** What comes back to the app in the address: in its query, or behind it where a token was asked for. */
function answerOf({ address }: Visit): Record<string, string> {
  const { searchParams, hash } = new URL(address);
  return Object.fromEntries([...searchParams, ...new URLSearchParams(hash.slice(1))]);
}

async function grantsOf(userId: string): Promise<number> {
  const rows = await there.db.query(sql`select from oidc_record where user_id = ${userId} and kind = 'Grant'`);
  return rows.length;
}

describe('the page on which a person lets an app in', () => {
  test('names the app, the person, what is asked and where the answer goes, in the browser’s language', async () => {
    const { browser } = await person();
    const page = await browser.visit(authorizeAddress());
    expect(page.status).toBe(200);
    for (const text of [
      'Microsoft Graph Command Line Tools',
      `somebody${made}@test.example`,
      'Test',
      'localhost:8400',
    ]) {
      expect(page.text).toContain(text);
    }
    expect(page.text).toContain('Read everybody’s profile');
    expect(page.text).toContain('Go on doing so while you are away');
    const response = await server.inject({
      url: new URL(page.address).pathname,
      headers: {
        host: new URL(origin).host,
        'accept-language': 'fr-CH, fr;q=0.9, en;q=0.8',
        cookie: [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; '),
      },
    });
    expect(response.body).toContain('<html lang="fr">');
    expect(response.body).toContain('Lire le profil de tout le monde');
  });

  test('can be neither framed nor scripted nor kept', async () => {
    const { browser } = await person();
    const { text, headers } = await browser.visit(authorizeAddress());
    expect(text).not.toMatch(/<script|\son\w+=/i);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    for (const [name, { attributes }] of browser.cookies) {
      if (name === 'seatwise_session') continue;
      expect(attributes.toLowerCase()).toContain('httponly');
      expect(attributes.toLowerCase()).toContain('samesite=lax');
      expect(attributes).toContain(`path=/${tenantId}/oauth2`);
    }
  });

  test('waits until somebody has signed in', async () => {
    const stranger = plainBrowser(origin);
    const { address } = await stranger.visit(authorizeAddress());
    const url = new URL(address);
    expect(url.pathname).toBe('/sign-in');
    const returnTo = must(url.searchParams.get('returnTo'), 'returnTo');
    expect(returnTo).toMatch(new RegExp(`^/${tenantId}/oauth2/consent/[\\w-]+$`));

    const { browser: signedIn } = await person();
    const session = must(signedIn.cookies.get('seatwise_session'), 'session');
    const cookies = Object.fromEntries([...stranger.cookies].map(([name, { value }]) => [name, value]));
    const later = plainBrowser(origin, { ...cookies, seatwise_session: session.value });
    expect((await later.visit(returnTo)).status).toBe(200);
  });

  test('asks for a sign-in where the person is signed in to another tenant', async () => {
    const other = { ...there.tenant, tenantId: newId(), defaultDomain: `${newId()}.example` };
    await insertTenant(there.db, other);
    const id = newId();
    await there.db.query(sql`
      insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, created_at)
      values (${other.tenantId}, ${id}, ${`eve@${other.defaultDomain}`}, ${`eve@${other.defaultDomain}`}, 'Eve', 'eve', now())`);
    const browser = await signedInBrowser({ db: there.db, tenant: other }, origin, id);
    expect(new URL((await browser.visit(authorizeAddress())).address).pathname).toBe('/sign-in');
    expect((await browser.visit(authorizeAddress({}, other.tenantId))).status).toBe(200);
  });

  test('takes no answer without its own token', async () => {
    const { id, browser } = await person();
    const page = await browser.visit(authorizeAddress());
    for (const token of ['', 'x', must(browser.cookies.get('seatwise_session'), 'session').value]) {
      expect((await browser.submit(page, { answer: 'allow', token })).status).toBe(400);
    }
    expect(await grantsOf(id)).toBe(0);
    expect(answerOf(await browser.submit(page, { answer: 'allow' }))).toMatchObject({ state: 'mine' });
    expect(await grantsOf(id)).toBe(1);
  });

  test('is of one browser and of one sign-in', async () => {
    const [asked, elsewhere] = [await person(), await person()];
    const page = await asked.browser.visit(authorizeAddress());
    const foreign = await elsewhere.browser.visit(page.address);
    expect(foreign.status).toBe(400);
    expect(foreign.text).toContain('belongs to another browser');
    // The same browser, but meanwhile somebody else is signed in.
    const cookies = Object.fromEntries([...asked.browser.cookies].map(([name, { value }]) => [name, value]));
    const session = must(elsewhere.browser.cookies.get('seatwise_session'), 'session').value;
    const switched = plainBrowser(origin, { ...cookies, seatwise_session: session });
    expect((await switched.submit(page, { answer: 'allow' })).status).toBe(400);
    expect([await grantsOf(asked.id), await grantsOf(elsewhere.id)]).toEqual([0, 0]);
  });

  test('a refusal goes back to the app', async () => {
    const { id, browser } = await person();
    const answer = await browser.submit(await browser.visit(authorizeAddress()), { answer: 'decline' });
    expect(answerOf(answer)).toMatchObject({
      error: 'access_denied',
      error_description: 'AADSTS65004: User declined to consent to access the app.',
      state: 'mine',
    });
    expect(await grantsOf(id)).toBe(0);
  });

  test('what was allowed is in the audit log', async () => {
    const { id, browser } = await person();
    await codeOf(browser);
    const [entry] = await there.db.query<{ activity: string; name: string; after: unknown }>(sql`
      select activity, target_name as name, after from audit_entry where tenant_id = ${tenantId} and actor_id = ${id}`);
    expect(entry).toEqual({
      activity: 'Consent to application',
      name: 'Microsoft Graph Command Line Tools',
      after: { scopes: ['User.Read.All'] },
    });
  });

  test('a new sign-in is asked for where the app wants one', async () => {
    const id = await there.user('Olga');
    const early = await signedInBrowser(there, origin, id, Date.now() - 120_000);
    expect(new URL((await early.visit(authorizeAddress({ prompt: 'login' }))).address).pathname).toBe('/sign-in');
    expect(new URL((await early.visit(authorizeAddress({ max_age: '60' }))).address).pathname).toBe('/sign-in');
    expect((await early.visit(authorizeAddress({ max_age: '600' }))).status).toBe(200);
    expect(answerOf(await early.visit(authorizeAddress({ prompt: 'none' })))).toMatchObject({
      error: 'login_required',
    });
  });
});

describe('a request that is wrong', () => {
  test.each<[string, Form, string]>([
    ['an unknown app', { client_id: newId() }, 'AADSTS700016'],
    ['no app', { client_id: undefined }, 'client_id'],
    ['an address elsewhere', { redirect_uri: 'https://evil.example/' }, 'AADSTS50011'],
    ['an address that only begins like one', { redirect_uri: 'http://localhost.evil.example/' }, 'AADSTS50011'],
    ['an address with credentials', { redirect_uri: 'http://localhost@evil.example/' }, 'AADSTS50011'],
    ['another path of this machine', { redirect_uri: 'http://localhost:8400/other' }, 'AADSTS50011'],
    ['this machine by its number', { redirect_uri: 'http://127.0.0.1:8400/' }, 'AADSTS50011'],
    ['no address', { redirect_uri: undefined }, 'redirect_uri'],
  ])('%s: is told to the person and sent nowhere', async (_, more, text) => {
    const { browser } = await person();
    const page = await browser.visit(authorizeAddress(more));
    expect([page.status, new URL(page.address).origin]).toEqual([400, origin]);
    expect(page.text).toContain(text);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test.each<[string, Form, string]>([
    ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a token instead of a code', { response_type: 'token' }, 'unsupported_response_type'],
    ['an unknown permission', { scope: 'User.Dance' }, 'invalid_scope'],
    ['another resource', { scope: 'https://vault.azure.net/.default' }, 'invalid_scope'],
  ])('%s: is told to the app', async (_, more, error) => {
    const { browser } = await person();
    expect(answerOf(await browser.visit(authorizeAddress(more)))).toMatchObject({ error, state: 'mine' });
  });

  test('a permission that the app was not registered for', async () => {
    const { browser } = await person();
    const client = await registered({ isPublic: true, permissions: ['AuditLog.Read.All'] });
    const asked = (scope: string) => browser.visit(authorizeAddress({ client_id: client, scope }));
    expect(answerOf(await asked('User.ReadWrite.All'))).toMatchObject({ error: 'invalid_scope' });
    expect((await asked('User.Read AuditLog.Read.All')).status).toBe(200);
  });

  test('an unknown tenant', async () => {
    const { browser } = await person();
    const page = await browser.visit(authorizeAddress({}, 'nowhere.example'));
    expect(page.status).toBe(400);
    expect(page.text).toContain('nowhere.example');
  });

  test('a tenant may be named by its domain', async () => {
    const { browser } = await person();
    expect((await browser.visit(authorizeAddress({}, 'test.example'))).status).toBe(200);
  });

  test.each(['common', 'organizations'])('%s is the tenant, as long as there is only one', async (name) => {
    const { browser } = await person();
    await insertTenant(there.db, { ...there.tenant, tenantId: newId(), defaultDomain: `${newId()}.example` });
    expect((await browser.visit(authorizeAddress({}, name))).text).toContain('AADSTS90002');
    await there.db.query(sql`delete from tenant where tenant_id <> ${tenantId}`);
    expect((await browser.visit(authorizeAddress({}, name))).status).toBe(200);
    const document = await fetch(`${origin}/${name}/v2.0/.well-known/openid-configuration`);
    expect(await document.json()).toMatchObject({ issuer: `${origin}/${tenantId}/v2.0` });
  });

  test('an app that is switched off, or another tenant’s', async () => {
    const { browser } = await person();
    const client = await registered({ isPublic: true, disabled: false });
    await there.db.query(sql`update app set disabled_at = now() where id = ${client}`);
    expect((await browser.visit(authorizeAddress({ client_id: client }))).text).toContain('AADSTS700016');
  });
});

describe('a code', () => {
  test('becomes tokens that say who, for whom and what', async () => {
    const { id, browser } = await person();
    const { status, body, headers } = await redeem(await codeOf(browser), { client_info: '1', scope: SCOPE });
    expect(status).toBe(200);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      scope: 'openid profile https://graph.microsoft.com/User.Read.All',
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(JSON.parse(Buffer.from(body.client_info ?? '', 'base64url').toString())).toEqual({
      uid: id,
      utid: tenantId,
    });
    const access = decodeJwt(body.access_token ?? '');
    expect(access).toMatchObject({
      aud: 'https://graph.microsoft.com',
      iss: `${origin}/${tenantId}/v2.0`,
      appid: GRAPH_TOOLS,
      appidacr: '0',
      idtyp: 'user',
      oid: id,
      tid: tenantId,
      scp: 'User.Read.All',
      upn: `somebody${made}@test.example`,
      ver: '1.0',
      wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'],
    });
    expect(Number(access.exp) - Number(access.iat)).toBeLessThanOrEqual(3600);
    expect(decodeJwt(body.id_token ?? '')).toMatchObject({ aud: GRAPH_TOOLS, oid: id, tid: tenantId, ver: '2.0' });
  });

  test('without offline_access gives nothing to refresh with, and without openid no ID token', async () => {
    const { browser } = await person();
    const { body } = await redeem(await codeOf(browser, { scope: 'User.Read' }));
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'ext_expires_in', 'scope', 'token_type']);
  });

  test('serves once, and its second use ends what the first one gave', async () => {
    const { browser } = await person();
    const code = await codeOf(browser);
    const first = await redeem(code);
    expect(errorOf(await redeem(code))).toEqual([400, 'invalid_grant', [54005]]);
    expect(errorOf(await refresh(first.body.refresh_token))).toEqual([400, 'invalid_grant', [70000]]);
  });

  test('serves once, however many ask at the same time', async () => {
    const { browser } = await person();
    const code = await codeOf(browser);
    const answers = await Promise.all(Array.from({ length: 6 }, () => redeem(code)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  test.each<[string, Form, number]>([
    ['another verifier', { code_verifier: randomBytes(32).toString('base64url') }, 501481],
    ['no verifier', { code_verifier: undefined }, 501481],
    ['another address', { redirect_uri: 'http://localhost:9999/' }, 500112],
    ['another app', { client_id: AZURE_CLI }, 70000],
  ])('is worth nothing with %s', async (_, more, number) => {
    const { browser } = await person();
    expect(errorOf(await redeem(await codeOf(browser), more))).toEqual([400, 'invalid_grant', [number]]);
  });

  test('is worth nothing after five minutes', async () => {
    const { browser } = await person();
    const code = await codeOf(browser);
    later(6 * 60_000);
    expect(errorOf(await redeem(code))).toEqual([400, 'invalid_grant', [70008]]);
  });

  test('is worth nothing after the person was blocked', async () => {
    const { id, browser } = await person();
    const code = await codeOf(browser);
    await there.db.query(sql`update users set account_enabled = false where id = ${id}`);
    expect(errorOf(await redeem(code))).toEqual([400, 'invalid_grant', [50057]]);
  });

  test.each<[string, Form, unknown[]]>([
    ['no code', { code: undefined }, [400, 'invalid_request', [900144]]],
    ['no address', { redirect_uri: undefined }, [400, 'invalid_request', [900144]]],
    ['no app', { client_id: undefined }, [400, 'invalid_request', [900144]]],
    ['an unknown app', { client_id: newId() }, [400, 'unauthorized_client', [700016]]],
    ['a secret of an app that has none', { client_secret: 'guess' }, [401, 'invalid_client', [700025]]],
    ['a made-up code', {}, [400, 'invalid_grant', [70000]]],
    ['a code with a NUL', { code: 'a\0b' }, [400, 'invalid_grant', [70000]]],
    ['another resource', { scope: 'https://vault.azure.net/.default' }, [400, 'invalid_resource', [500011]]],
  ])('%s is told as the field tells it', async (_, more, expected) => {
    const answer = await redeem('made-up', more);
    expect(errorOf(answer)).toEqual(expected);
    expect(answer.body.error_description).toMatch(/^AADSTS\d+: .* Trace ID: .* Correlation ID: .* Timestamp: /);
  });

  test('of an app that keeps a secret takes the secret', async () => {
    const { browser } = await person();
    const client = await registered({ permissions: ['User.Read.All'] });
    const code = await codeOf(browser, { client_id: client });
    const ask = (client_secret?: string) => redeem(code, { client_id: client, client_secret });
    expect(errorOf(await ask())).toEqual([401, 'invalid_client', [7000218]]);
    expect(errorOf(await ask('guess'))).toEqual([401, 'invalid_client', [7000215]]);
    expect((await ask('secret')).status).toBe(200);
  });
});

describe('a refresh token', () => {
  const tokens = async (more: Form = {}) => {
    const { id, browser } = await person();
    const { body } = await redeem(await codeOf(browser, more), more.client_id ? { client_id: more.client_id } : {});
    return { id, token: must(body.refresh_token, 'refresh token') };
  };

  test('gives new tokens and a new one in its place', async () => {
    const { token } = await tokens();
    const { status, body } = await refresh(token, {
      scope: 'https://graph.microsoft.com/.default openid offline_access',
    });
    expect([status, body.scope]).toEqual([200, 'openid https://graph.microsoft.com/.default User.Read.All']);
    expect(body.refresh_token).not.toBe(token);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  test('is good for a moment longer, for requests side by side', async () => {
    const { token } = await tokens();
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  test('that was replaced before and comes again ends all: somebody has stolen it', async () => {
    const { id, token } = await tokens();
    const { body } = await refresh(token);
    await there.db.query(sql`
      update oidc_record set consumed_at = consumed_at - interval '1 minute' where user_id = ${id} and kind = 'RefreshToken'`);
    expect(errorOf(await refresh(token))).toEqual([400, 'invalid_grant', [70000]]);
    expect(errorOf(await refresh(body.refresh_token))).toEqual([400, 'invalid_grant', [70000]]);
  });

  test.each<[string, (id: string) => Promise<unknown>, number]>([
    [
      'the person is blocked',
      (id) => there.db.query(sql`update users set account_enabled = false where id = ${id}`),
      50057,
    ],
    [
      'the person is deleted',
      (id) => there.db.query(sql`update users set deleted_at = now() where id = ${id}`),
      500341,
    ],
    ['the person’s sessions were ended', (id) => endSessionsBefore(there.db, tenantId, id, new Date()), 50173],
    [
      'the grant is gone',
      (id) => there.db.query(sql`delete from oidc_record where user_id = ${id} and kind = 'Grant'`),
      70000,
    ],
  ])('is worth nothing when %s', async (_, end, number) => {
    const { id, token } = await tokens();
    await end(id);
    expect(errorOf(await refresh(token))).toEqual([400, 'invalid_grant', [number]]);
  });

  test('is renewed for 90 days after the person let the app in, and no longer', async () => {
    const { token } = await tokens();
    later(80 * 86_400_000);
    const { body } = await refresh(token);
    later(11 * 86_400_000);
    expect(errorOf(await refresh(body.refresh_token))).toEqual([400, 'invalid_grant', [700084]]);
    vi.useRealTimers();
    const unused = await tokens();
    later(91 * 86_400_000);
    expect(errorOf(await refresh(unused.token))).toEqual([400, 'invalid_grant', [700082]]);
  });

  test('of a removed app, and of another app', async () => {
    const client = await registered({ isPublic: true, permissions: ['User.Read.All'] });
    const { token } = await tokens({ client_id: client });
    expect(errorOf(await refresh(token))).toEqual([400, 'invalid_grant', [70000]]);
    await deleteApp(there.db, tenantId, client);
    expect(errorOf(await refresh(token, { client_id: client }))).toEqual([400, 'unauthorized_client', [700016]]);
  });

  test('gives no more than was granted', async () => {
    const { token } = await tokens();
    const answer = await refresh(token, { scope: 'User.ReadWrite.All' });
    expect([...errorOf(answer), answer.body.suberror]).toEqual([400, 'invalid_grant', [65001], 'consent_required']);
  });

  test('works after a sign-in that followed the end of all sessions, in the same second', async () => {
    const { id } = await person();
    await endSessionsBefore(there.db, tenantId, id, new Date());
    const browser = await signedInBrowser(there, origin, id, Date.now() + 1);
    const { body } = await redeem(await codeOf(browser));
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });
});

describe('a device', () => {
  const ask = (more: Form = {}) => post('/devicecode', { client_id: AZURE_CLI, scope: SCOPE, ...more });
  const poll = (code: string | undefined, more: Form = {}) =>
    post('/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: AZURE_CLI,
      device_code: code,
      ...more,
    });
  const enter = async (browser: PlainBrowser, code: string) =>
    browser.submit(await browser.visit(`/${tenantId}/oauth2/deviceauth`), { user_code: code });

  test('waits, and gets its tokens when the person has let it in', async () => {
    const { id, browser } = await person();
    const { status, body: asked } = await ask();
    expect(status).toBe(200);
    expect(asked).toEqual({
      device_code: expect.stringMatching(/^[\w-]{43}$/),
      user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verification_uri: `${origin}/${tenantId}/oauth2/deviceauth`,
      expires_in: 900,
      interval: 5,
      message: expect.stringContaining(asked.user_code ?? ''),
    });
    const pending = [400, 'authorization_pending', [70016]];
    for (let times = 0; times < 5; times += 1) expect(errorOf(await poll(asked.device_code))).toEqual(pending);
    const question = await enter(browser, (asked.user_code ?? '').toLowerCase().replace('-', ' '));
    expect(question.text).toContain('Microsoft Azure CLI');
    expect(question.text).toContain(asked.user_code);
    expect(question.text).toContain('127.0.0.1');
    expect(errorOf(await poll(asked.device_code))).toEqual(pending);
    expect((await browser.submit(question, { answer: 'allow' })).text).toContain('Microsoft Azure CLI is let in');
    const { body } = await poll(asked.device_code);
    expect(decodeJwt(body.access_token ?? '')).toMatchObject({ oid: id, appid: AZURE_CLI, scp: 'User.Read.All' });
    expect(errorOf(await poll(asked.device_code))).toEqual([400, 'bad_verification_code', [70018]]);
  });

  test('is told that the person refused', async () => {
    const { browser } = await person();
    const { body: asked } = await ask();
    const page = await browser.submit(await enter(browser, asked.user_code ?? ''), { answer: 'decline' });
    expect(page.text).toContain('You did not let the app in.');
    expect(errorOf(await poll(asked.device_code))).toEqual([400, 'authorization_declined', [65004]]);
  });

  test('is told that its code has expired, or is none', async () => {
    const { body: asked } = await ask();
    later(16 * 60_000);
    expect(errorOf(await poll(asked.device_code))).toEqual([400, 'expired_token', [70019]]);
    const { browser } = await person();
    expect((await enter(browser, asked.user_code ?? '')).text).toContain('The code has expired.');
    vi.useRealTimers();
    expect(errorOf(await poll('made-up'))).toEqual([400, 'bad_verification_code', [70018]]);
    const { body: other } = await ask();
    expect(errorOf(await poll(other.device_code, { client_id: GRAPH_TOOLS }))).toEqual([400, 'invalid_grant', [70000]]);
  });

  test('a code is entered by hand, into our own form, and serves one person', async () => {
    const [first, second] = [await person(), await person()];
    const { body: asked } = await ask();
    const code = asked.user_code ?? '';
    const prefilled = await first.browser.visit(`/${tenantId}/oauth2/deviceauth?user_code=${code}`);
    expect(prefilled.text).not.toContain(code);
    expect(prefilled.text).not.toContain('<script');
    expect((await first.browser.submit(prefilled, { user_code: code, xsrf: 'guess' })).text).toContain(
      'That did not work',
    );
    expect((await enter(first.browser, 'BBBB-BBBB')).text).toContain('There is no such code');
    expect((await enter(first.browser, code)).text).toContain('Let Microsoft Azure CLI in?');
    expect((await enter(second.browser, code)).text).toContain('used already');
  });

  test('two people on one machine, one after the other, each let their own device in', async () => {
    const [first, second] = [await person(), await person()];
    const machine = (jar: PlainBrowser, session: PlainBrowser) =>
      plainBrowser(origin, {
        ...Object.fromEntries([...jar.cookies].map(([name, { value }]) => [name, value])),
        seatwise_session: must(session.cookies.get('seatwise_session'), 'session').value,
      });
    let jar = first.browser;
    for (const { id, browser } of [first, second]) {
      jar = machine(jar, browser);
      const { body: asked } = await ask();
      await jar.submit(await enter(jar, asked.user_code ?? ''), { answer: 'allow' });
      expect(decodeJwt((await poll(asked.device_code)).body.access_token ?? '')).toMatchObject({ oid: id });
    }
  });

  test('gets no code for an app that keeps a secret, or for none', async () => {
    const secretive = await registered();
    expect(errorOf(await ask({ client_id: secretive }))).toEqual([401, 'invalid_client', [7000218]]);
    expect(errorOf(await ask({ client_id: newId() }))).toEqual([400, 'unauthorized_client', [700016]]);
    expect(errorOf(await ask({ scope: undefined }))).toEqual([400, 'invalid_request', [900144]]);
    expect(errorOf(await ask({ scope: 'User.Dance' }))).toEqual([400, 'invalid_scope', [70011]]);
  });

  test('gets one for a public app of the tenant without any address', async () => {
    const client = await registered({ isPublic: true, redirectUris: [] });
    expect((await ask({ client_id: client, scope: 'User.Read' })).status).toBe(200);
  });
});

describe('signing out', () => {
  const LOGOUT = () => `/${tenantId}/oauth2/v2.0/logout`;

  test('asks first, then ends the console’s session, and leads back to a registered address only', async () => {
    const { browser } = await person();
    const client = await registered({ redirectUris: ['https://app.example/callback'] });
    const query = new URLSearchParams({ client_id: client, post_logout_redirect_uri: 'https://app.example/callback' });
    const page = await browser.visit(`${LOGOUT()}?${query}`);
    expect(page.text).toContain('Sign out?');
    expect((await browser.visit(authorizeAddress())).status).toBe(200);
    expect((await browser.submit(page, { token: 'guess' })).text).toContain('Sign out?');
    expect((await browser.submit(page, {})).address).toBe('https://app.example/callback');
    expect(new URL((await browser.visit(authorizeAddress())).address).pathname).toBe('/sign-in');
    query.set('post_logout_redirect_uri', 'https://evil.example/');
    expect(new URL((await browser.visit(`${LOGOUT()}?${query}`)).address).origin).toBe(origin);
  });
});
