import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { selfSignedCertificate } from '../../../tests/support/certificate.ts';
import { CLIENT_SECRET, startProvider, type TestProvider } from '../../../tests/support/openid-provider.ts';
import { type PlainBrowser, plainBrowser } from '../../../tests/support/plain-browser.ts';
import { TEST_SECRETS } from '../../../tests/support/tenant.ts';
import { sql } from '../../base/sql.ts';
import { buildApp } from '../../server/app.ts';
import { FLOW_SECONDS } from './begin-sso.ts';
import { goToProvider, placeOf, redirectUriOf, type SsoStory, ssoStory } from './story-for-tests.ts';

let story: SsoStory;
let provider: TestProvider;
let ada: string;
let browser: PlainBrowser;

beforeAll(async () => {
  story = await ssoStory();
  provider = await startProvider();
  provider.allow(redirectUriOf(story.origin, story.there.tenant.tenantId));
  ada = await story.there.user('Ada');
  await story.there.user('Bob', { enabled: false });
});
afterAll(async () => {
  await story.close();
  await provider.stop();
});
beforeEach(async () => {
  browser = plainBrowser(story.origin);
  provider.people.clear();
  provider.people.set('ada', { email: 'ada@test.example', email_verified: true });
  await story.access({ administratorsNeedSecondFactor: false });
  await story.configure(provider.issuer, { clientSecret: CLIENT_SECRET });
});
afterEach(() => {
  story.clock.now = Date.now();
});

const signIn = async (login: string, returnTo?: string) =>
  placeOf(await browser.visit((await goToProvider(browser, provider, 'test.example', login, returnTo)).address));

const whoIsIn = async () => {
  const { status, text } = await browser.visit('/api/session');
  return status === 200 ? (JSON.parse(text).user.id as string) : status;
};

test('who the provider names by a verified mail address is signed in, and lands where they wanted to go', async () => {
  expect(await signIn('ada', '/account?tab=2')).toBe('/account?tab=2');
  expect(await whoIsIn()).toBe(ada);
  const [session] = await story.there.db.query<{ methods: string[] }>(
    sql`select methods from session where user_id = ${ada}`,
  );
  expect(session?.methods).toEqual(['sso']);
});

test('the session’s cookie can’t be read by scripts, and goes to this server alone', async () => {
  await signIn('ada');
  expect([...browser.cookies.keys()].sort()).toEqual(['seatwise_device', 'seatwise_session']);
  const attributes = browser.cookies.get('seatwise_session')?.attributes;
  expect(attributes).toMatch(/Path=\/;/);
  expect(attributes).toMatch(/HttpOnly/);
  expect(attributes).toMatch(/SameSite=Lax/);
  expect(attributes).not.toMatch(/Domain/);
});

test('over HTTPS the cookies are bound to this very host, and so is the address to come back to', async () => {
  const app = await buildApp({ db: story.there.db, secrets: TEST_SECRETS, tls: selfSignedCertificate() });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const { headers } = await new Promise<IncomingMessage>((done) =>
    get(`https://127.0.0.1:${port}/api/sign-in/sso?tenant=test.example`, { rejectUnauthorized: false }, done),
  );
  expect(headers['set-cookie']).toEqual([
    expect.stringMatching(/^__Host-seatwise_sso_[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
  ]);
  const back = redirectUriOf(`https://127.0.0.1:${port}`, story.there.tenant.tenantId);
  expect(new URL(headers.location ?? '').searchParams.get('redirect_uri')).toBe(back);
  await app.close();
});

test('the way there asks for a code, with PKCE, state and nonce, and binds the browser with a cookie of ten minutes', async () => {
  const sentTo = new URL((await browser.visit('/api/sign-in/sso?tenant=test.example')).address);
  expect(Object.fromEntries(sentTo.searchParams)).toEqual({
    client_id: 'seatwise',
    response_type: 'code',
    redirect_uri: redirectUriOf(story.origin, story.there.tenant.tenantId),
    scope: 'openid profile email',
    state: expect.stringMatching(/^[0-9a-f-]{36}\.[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  });
  const [[name, cookie] = ['', undefined]] = browser.cookies;
  expect(name).toMatch(/^seatwise_sso_/);
  expect(cookie?.attributes).toBe('Max-Age=600; Path=/; HttpOnly; SameSite=Lax');
});

test('a sign-in stands in the audit log, with its method and without any secret', async () => {
  const before = (await story.audited('Sign in')).length;
  await signIn('ada');
  const entries = (await story.audited('Sign in')).slice(before);
  expect(entries).toMatchObject([{ actorId: ada, targetId: ada, channel: 'console', after: { methods: ['sso'] } }]);
  const [whole] = await story.there.db.query<{ log: string }>(
    sql`select string_agg(audit_entry::text, '') as log from audit_entry`,
  );
  expect(whole?.log).not.toContain(CLIENT_SECRET);
});

test('people are found by preferred_username, whatever its case', async () => {
  await story.configure(provider.issuer, { clientSecret: CLIENT_SECRET, userClaim: 'preferred_username' });
  provider.people.set('x', { preferred_username: 'ADA@Test.Example' });
  expect(await signIn('x')).toBe('/account');
  expect(await whoIsIn()).toBe(ada);
});

test('people are found by a subject that is their id', async () => {
  await story.configure(provider.issuer, { clientSecret: CLIENT_SECRET, userClaim: 'sub' });
  provider.people.set(ada, {});
  expect(await signIn(ada)).toBe('/account');
  expect(await whoIsIn()).toBe(ada);
});

test('people are found by a mail address that is not their user principal name, where one alone has it', async () => {
  const { db, tenant, user } = story.there;
  const cleo = await user('Cleo');
  const dan = await user('Dan');
  const write = (id: string, mail: string) =>
    db.query(sql`update users set mail = ${mail} where tenant_id = ${tenant.tenantId} and id = ${id}`);
  await write(cleo, 'Cleo.Smith@example.com');
  provider.people.set('cleo', { email: 'cleo.smith@EXAMPLE.com', email_verified: true });
  expect(await signIn('cleo')).toBe('/account');
  expect(await whoIsIn()).toBe(cleo);
  await write(dan, 'cleo.smith@example.com');
  browser = plainBrowser(story.origin);
  await db.query(sql`update users set deleted_at = now() where id = ${dan}`);
  expect(await signIn('cleo')).toBe('/account');
  await db.query(sql`update users set deleted_at = null where id = ${dan}`);
  expect(await signIn('cleo')).toBe('/sign-in?error=ssoUnknownPerson&returnTo=%2Faccount');
});

test('an administrator is not found by a mail address, which lower administrators may write', async () => {
  const { db, tenant, user, role } = story.there;
  const gina = await user('Gina');
  await role(gina, 'globalAdministrator');
  await db.query(
    sql`update users set mail = 'mallory@example.com' where tenant_id = ${tenant.tenantId} and id = ${gina}`,
  );
  provider.people.set('mallory', { email: 'mallory@example.com', email_verified: true });
  expect(await signIn('mallory')).toMatch('ssoUnknownPerson');
  provider.people.set('gina', { email: 'gina@test.example', email_verified: true });
  expect(await signIn('gina')).toBe('/account');
  expect(await whoIsIn()).toBe(gina);
});

test('nobody is made: who is unknown here stays outside', async () => {
  const count = async () => (await story.there.db.query(sql`select from users`)).length;
  const before = await count();
  provider.people.set('eve', { email: 'eve@test.example', email_verified: true });
  expect(await signIn('eve')).toBe('/sign-in?error=ssoUnknownPerson&returnTo=%2Faccount');
  provider.people.set('nameless', {});
  expect(await signIn('nameless')).toMatch('ssoUnknownPerson');
  expect(await whoIsIn()).toBe(401);
  expect(await count()).toBe(before);
});

test('who is blocked stays outside', async () => {
  provider.people.set('bob', { email: 'bob@test.example', email_verified: true });
  expect(await signIn('bob')).toBe('/sign-in?error=ssoBlocked&returnTo=%2Faccount');
  expect(await whoIsIn()).toBe(401);
});

test('who is deleted is unknown', async () => {
  const finn = await story.there.user('Finn');
  await story.there.db.query(sql`update users set deleted_at = now(), upn_key = id || upn_key where id = ${finn}`);
  provider.people.set('finn', { email: 'finn@test.example', email_verified: true });
  expect(await signIn('finn')).toMatch('ssoUnknownPerson');
});

test('a mail address that the provider itself doubts names nobody', async () => {
  provider.people.set('liar', { email: 'ada@test.example', email_verified: false });
  expect(await signIn('liar')).toBe('/sign-in?error=ssoRefused&returnTo=%2Faccount');
  provider.people.set('silent', { email: 'ada@test.example' });
  expect(await signIn('silent')).toBe('/account');
});

test('who cancels at the provider comes back to the sign-in', async () => {
  expect(await signIn('nobody at all')).toBe('/sign-in?error=ssoRefused&returnTo=%2Faccount');
  expect([...browser.cookies.keys()]).toEqual([]);
});

test('an answer serves once', async () => {
  const back = await goToProvider(browser, provider, 'test.example', 'ada');
  const copy = plainBrowser(
    story.origin,
    Object.fromEntries([...browser.cookies].map(([name, { value }]) => [name, value])),
  );
  expect(placeOf(await browser.visit(back.address))).toBe('/account');
  expect(placeOf(await copy.visit(back.address))).toBe('/sign-in?error=ssoExpired');
  expect(placeOf(await browser.visit(back.address))).toBe('/sign-in?error=ssoExpired');
});

test('of two who bring the same answer at once, one gets in', async () => {
  const back = await goToProvider(browser, provider, 'test.example', 'ada');
  const cookies = Object.fromEntries([...browser.cookies].map(([name, { value }]) => [name, value]));
  const places = await Promise.all(
    [1, 2, 3].map(async () => placeOf(await plainBrowser(story.origin, cookies).visit(back.address))),
  );
  expect(places.sort()).toEqual(['/account', '/sign-in?error=ssoExpired', '/sign-in?error=ssoExpired']);
});

test('an answer serves only the browser that asked, and another’s try does not spoil it', async () => {
  const back = await goToProvider(browser, provider, 'test.example', 'ada');
  const other = plainBrowser(story.origin);
  expect(placeOf(await other.visit(back.address))).toBe('/sign-in?error=ssoExpired');
  // One with a cookie of its own way there is another browser all the same.
  await goToProvider(other, provider, 'test.example', 'ada');
  const [[, { value }] = ['', { value: '' }]] = other.cookies;
  const [name = ''] = browser.cookies.keys();
  const forger = plainBrowser(story.origin, { [name]: value });
  expect(placeOf(await forger.visit(back.address))).toBe('/sign-in?error=ssoExpired');
  expect(placeOf(await browser.visit(back.address))).toBe('/account');
});

test('two tabs do not disturb each other', async () => {
  const first = await goToProvider(browser, provider, 'test.example', 'ada', '/help');
  const second = await goToProvider(browser, provider, 'test.example', 'ada', '/account');
  expect(placeOf(await browser.visit(first.address))).toBe('/help');
  expect(placeOf(await browser.visit(second.address))).toBe('/account');
});

test('who begins again and again carries five cookies at most, and the last five ways serve', async () => {
  const ways = [];
  for (let at = 0; at < 8; at += 1) {
    await new Promise((later) => setTimeout(later, 2)); // ids are ordered by the millisecond
    ways.push(await goToProvider(browser, provider, 'test.example', 'ada'));
  }
  expect(browser.cookies.size).toBe(5);
  expect(placeOf(await browser.visit(ways[2]?.address ?? ''))).toBe('/sign-in?error=ssoExpired');
  expect(placeOf(await browser.visit(ways[3]?.address ?? ''))).toBe('/account');
});

test('who takes longer than ten minutes begins again', async () => {
  const back = await goToProvider(browser, provider, 'test.example', 'ada');
  story.clock.now += FLOW_SECONDS * 1000 + 1;
  expect(placeOf(await browser.visit(back.address))).toBe('/sign-in?error=ssoExpired');
});

test('an answer with a changed state, without one, or with none of the rest is refused', async () => {
  const brokenBy = async (change: (answer: URLSearchParams) => void) => {
    const url = new URL((await goToProvider(browser, provider, 'test.example', 'ada')).address);
    change(url.searchParams);
    return placeOf(await browser.visit(url.href));
  };
  const state = (answer: URLSearchParams) => answer.get('state') ?? '';
  expect(await brokenBy((answer) => answer.set('state', `${state(answer)}x`))).toMatch('ssoRefused');
  expect(await brokenBy((answer) => answer.set('state', state(answer).split('.')[0] ?? ''))).toMatch('ssoRefused');
  expect(await brokenBy((answer) => answer.append('state', state(answer)))).toMatch('ssoRefused');
  expect(await brokenBy((answer) => answer.set('state', 'x'.repeat(5_000)))).toMatch('ssoExpired');
  expect(await brokenBy((answer) => answer.set('state', '\0'))).toMatch('ssoExpired');
  expect(await brokenBy((answer) => answer.delete('state'))).toMatch('ssoExpired');
  expect(await brokenBy((answer) => answer.delete('code'))).toMatch('ssoRefused');
  expect(await brokenBy((answer) => answer.set('code', 'made up'))).toMatch('ssoRefused');
  expect(await brokenBy((answer) => answer.set('iss', 'https://evil.example'))).toMatch('ssoRefused');
  expect(await brokenBy((answer) => answer.delete('iss'))).toMatch('ssoRefused');
  expect(await whoIsIn()).toBe(401);
});

test('one leaves only for places of this server', async () => {
  for (const wrong of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
  ])
    expect(await signIn('ada', wrong)).toBe('/');
});

test('a request for the headers alone uses nothing up', async () => {
  const back = await goToProvider(browser, provider, 'test.example', 'ada');
  const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
  expect((await fetch(back.address, { method: 'HEAD', headers: { cookie } })).status).toBe(404);
  expect(placeOf(await browser.visit(back.address))).toBe('/account');
});

test('a tenant without a provider, and none at all, say so', async () => {
  await story.anotherTenant('bare.example');
  for (const tenant of ['bare.example', 'nowhere.example', '', '%00', crypto.randomUUID()])
    expect(placeOf(await browser.visit(`/api/sign-in/sso?tenant=${tenant}`))).toBe('/sign-in?error=ssoNotConfigured');
  const unknown = redirectUriOf(story.origin, crypto.randomUUID());
  expect(placeOf(await browser.visit(`${unknown}?state=a&code=b`))).toBe('/sign-in?error=ssoNotConfigured');
});

test('a provider that is down can’t be reached, before and after, and works again when it is up', async () => {
  const back = await goToProvider(browser, provider, 'test.example', 'ada');
  await provider.stop();
  expect(placeOf(await browser.visit(back.address))).toBe('/sign-in?error=ssoUnreachable&returnTo=%2Faccount');
  story.clock.now += 3_600_000; // what was remembered of it is forgotten
  expect(placeOf(await browser.visit('/api/sign-in/sso?tenant=test.example'))).toBe('/sign-in?error=ssoUnreachable');
  await provider.start();
  expect(await signIn('ada')).toBe('/account');
});

test('the provider’s keys may change at any time, even while somebody is there', async () => {
  expect(await signIn('ada')).toBe('/account');
  await provider.rotateKeys();
  expect(await signIn('ada')).toBe('/account');
  const back = await goToProvider(browser, provider, 'test.example', 'ada');
  await provider.rotateKeys();
  expect(placeOf(await browser.visit(back.address))).toBe('/account');
});

test('what the provider says of itself is asked for once in a while', async () => {
  const asked = () => provider.asked.get('/.well-known/openid-configuration') ?? 0;
  story.clock.now += 3_600_000;
  await signIn('ada');
  const before = asked();
  for (const _ of [1, 2, 3]) await signIn('ada');
  expect(asked()).toBe(before);
  story.clock.now += 16 * 60_000;
  await Promise.all([signIn('ada'), signIn('ada')]);
  expect(asked()).toBe(before + 1);
});

test('who set another provider meanwhile lets nobody in who was at the one before', async () => {
  const back = await goToProvider(browser, provider, 'test.example', 'ada');
  const next = await startProvider({ authentication: 'none' });
  await story.configure(next.issuer, { clientSecret: null });
  expect(placeOf(await browser.visit(back.address))).toBe('/sign-in?error=ssoExpired&returnTo=%2Faccount');
  await next.stop();
});

test.each(['client_secret_post', 'none'] as const)(
  'a client that proves itself by %s is served too',
  async (authentication) => {
    const other = await startProvider({ authentication }, { conformIdTokenClaims: false });
    other.allow(redirectUriOf(story.origin, story.there.tenant.tenantId));
    other.people.set('ada', { email: 'ada@test.example' });
    await story.configure(other.issuer, { clientSecret: authentication === 'none' ? null : CLIENT_SECRET });
    const back = await goToProvider(browser, other, 'test.example', 'ada');
    expect(placeOf(await browser.visit(back.address))).toBe('/account');
    expect(await whoIsIn()).toBe(ada);
    await other.stop();
  },
);

test('a wrong client secret lets nobody in', async () => {
  await story.configure(provider.issuer, { clientSecret: 'another secret' });
  expect(await signIn('ada')).toBe('/sign-in?error=ssoRefused&returnTo=%2Faccount');
});
