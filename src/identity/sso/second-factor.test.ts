import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startProvider, type TestProvider } from '../../../tests/support/openid-provider.ts';
import { type PlainBrowser, plainBrowser } from '../../../tests/support/plain-browser.ts';
import { hashPassword } from '../../base/passwords.ts';
import { sql } from '../../base/sql.ts';
import { hadSecondFactor } from './claimed-person.ts';
import { mayUsePassword } from './password-policy.ts';
import { goToProvider, redirectUriOf, type SsoStory, ssoStory } from './story-for-tests.ts';

let story: SsoStory;
let provider: TestProvider;
let browser: PlainBrowser;

beforeAll(async () => {
  story = await ssoStory();
  provider = await startProvider({ authentication: 'none' });
  provider.allow(redirectUriOf(story.origin, story.there.tenant.tenantId));
  await story.there.role(await story.there.user('Gina'), 'helpdeskAdministrator');
  await story.there.user('Ada');
  await story.configure(provider.issuer, { clientSecret: null });
  await story.access({ administratorsNeedSecondFactor: true });
});
afterAll(async () => {
  await story.close();
  await provider.stop();
});
beforeEach(() => {
  browser = plainBrowser(story.origin);
});

async function signIn(name: string, amr?: readonly string[]): Promise<URL> {
  provider.people.set(name, { email: `${name}@test.example`, ...(amr ? { amr } : {}) });
  const back = await goToProvider(browser, provider, 'test.example', name, '/help');
  return new URL((await browser.visit(back.address)).address);
}

async function post(path: string, body: unknown): Promise<Record<string, unknown> & { next?: string }> {
  const response = await fetch(`${story.origin}/api/sign-in/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, cookies: response.headers.getSetCookie(), ...((await response.json()) as object) };
}

test('where the tenant demands a second factor of administrators, the provider’s counts', async () => {
  expect((await signIn('gina', ['pwd', 'mfa'])).pathname).toBe('/help');
  expect(browser.cookies.has('seatwise_session')).toBe(true);
});

test('people who are no administrators need none', async () => {
  expect((await signIn('ada')).pathname).toBe('/help');
});

test('an administrator whom the provider did not ask sets one up here, and is asked for it from then on', async () => {
  const place = await signIn('gina', ['pwd']);
  expect(`${place.pathname}${place.search}`).toBe('/sign-in?returnTo=%2Fhelp');
  expect(browser.cookies.has('seatwise_session')).toBe(false);
  const step = new URLSearchParams(place.hash.slice(1));
  expect(step.get('next')).toBe('enroll');
  const flow = step.get('flow') ?? '';
  const { secret } = await post('enroll', { flow });
  const totp = new TOTP({ secret: String(secret) });
  const code = () => totp.generate({ timestamp: story.clock.now });
  const done = await post('enroll/confirm', { flow, code: code() });
  expect(done).toMatchObject({ status: 200, next: 'done' });
  expect(String(done.cookies)).toMatch('seatwise_session=');

  story.clock.now += 60_000;
  const next = new URLSearchParams((await signIn('gina', ['pwd'])).hash.slice(1));
  expect(next.get('next')).toBe('secondFactor');
  expect(next.get('factors')).toBe('authenticator,recoveryCode');
  const answered = await post('code', { flow: next.get('flow'), code: code() });
  expect(answered).toMatchObject({ status: 200, next: 'done' });
  const [entry] = (await story.audited('Sign in')).slice(-1);
  expect(entry).toMatchObject({ after: { methods: ['sso', 'authenticator'] } });
});

test('an administrator who is blocked is not asked for anything more', async () => {
  const { role, user } = story.there;
  await role(await user('Bea', { enabled: false }), 'helpdeskAdministrator');
  const place = await signIn('bea', ['pwd']);
  expect(`${place.pathname}${place.search}${place.hash}`).toBe('/sign-in?error=ssoBlocked&returnTo=%2Fhelp');
});

test('only what says that there were several factors counts as such', () => {
  for (const claims of [
    { amr: ['mfa'] },
    { amr: ['pwd', 'mfa'] },
    { acr: 'mfa' },
    { acr: 'https://refeds.org/profile/mfa' },
  ])
    expect([claims, hadSecondFactor(claims)]).toEqual([claims, true]);
  for (const claims of [
    {},
    { amr: 'mfa' },
    { amr: ['pwd'] },
    { amr: [['mfa']] },
    { acr: '1' },
    { acr: ['mfa'] },
    { mfa: true },
  ])
    expect([claims, hadSecondFactor(claims)]).toEqual([claims, false]);
});

test('where the provider alone signs people in, a right password opens nothing but to a Global Administrator', async () => {
  const { db, user, role } = story.there;
  await role(await user('Rita'), 'globalAdministrator');
  const hash = await hashPassword('Correct-Horse-1');
  await db.query(sql`update users set password_hash = ${hash}`);
  await story.access({ administratorsNeedSecondFactor: false });
  const signIn = async (name: string) =>
    (await post('password', { userPrincipalName: `${name}@test.example`, password: 'Correct-Horse-1' })).status;
  expect(await signIn('ada')).toBe(200);
  await story.configure(provider.issuer, { passwordsToo: false });
  expect([await signIn('ada'), await signIn('rita')]).toEqual([401, 200]);
  await story.configure(provider.issuer);
  await story.access({ administratorsNeedSecondFactor: true });
});

test('where the provider alone signs people in, Global Administrators keep their passwords', () => {
  const [global, other] = [{ isGlobalAdministrator: true }, { isGlobalAdministrator: false }];
  expect([undefined, { passwordsToo: true }, { passwordsToo: false }].map((one) => mayUsePassword(one, other))).toEqual(
    [true, true, false],
  );
  expect(mayUsePassword({ passwordsToo: false }, global)).toBe(true);
});
