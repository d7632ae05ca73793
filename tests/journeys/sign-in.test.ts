import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { hashPassword } from '../../src/base/passwords.ts';
import { sql } from '../../src/base/sql.ts';
import { buildApp } from '../../src/server/app.ts';
import { makeSetupLink } from '../../src/server/bootstrap.ts';
import { findTenant, insertTenant, updateAccessSettings } from '../../src/store/tenants.ts';
import { browserFor, type PlainBrowser } from '../support/cookie-browser.ts';
import { NOW, TEST_SECRETS, type TestTenant, testTenant } from '../support/tenant.ts';

const PASSWORD = 'Correct horse 7';
const MINUTE = 60_000;
let there: TestTenant;
let app: TestTenant['app'];
let now: number;
let hash: string;
let ada: string;
let adaName: string;

beforeAll(async () => {
  there = await testTenant();
  hash = await hashPassword(PASSWORD);
  app = await buildApp({ db: there.db, secrets: TEST_SECRETS, clock: { now: () => now } });
});
afterAll(async () => {
  await app.close();
  await there.close();
});
beforeEach(async () => {
  // Each story begins later than all others: what happened to one person slows nobody else.
  now = Math.max(now ?? NOW, NOW) + 1_000 * MINUTE;
  adaName = `ada${newId().slice(-12)}`;
  ada = await there.user(adaName);
  await there.db.query(sql`update users set password_hash = ${hash} where id = ${ada}`);
});

const open = (address?: string): PlainBrowser => browserFor(app, address);
const credentials = (password = PASSWORD) => ({ userPrincipalName: `${adaName}@test.example`, password });

async function signedIn(browser = open()): Promise<PlainBrowser> {
  expect(await browser.post('/api/sign-in/password', credentials())).toMatchObject({
    status: 200,
    body: { next: 'done' },
  });
  await browser.learnToken();
  return browser;
}

describe('a password', () => {
  test('leads into a session that is seen, used and ended', async () => {
    const browser = await signedIn();
    const { status, body } = await browser.get('/api/session');
    expect(status).toBe(200);
    expect(body).toMatchObject({ user: { id: ada }, tenant: { displayName: 'Test' }, roles: [], actions: [] });
    expect(await browser.post('/api/sign-out', {})).toMatchObject({ status: 204 });
    expect(await browser.get('/api/session')).toMatchObject({ status: 401 });
  });

  test('is refused with one and the same answer, whatever is wrong', async () => {
    await there.user('nobodysPassword');
    const blocked = await there.user(`blocked${adaName}`, { enabled: false });
    await there.db.query(sql`update users set password_hash = ${hash} where id = ${blocked}`);
    const answers = [];
    for (const userPrincipalName of [
      `${adaName}@test.example`,
      `nobodyspassword@test.example`,
      `blocked${adaName}@test.example`,
      'never-was@test.example',
      'ada@elsewhere.example',
      'no name at all',
    ]) {
      const password = userPrincipalName.startsWith('blocked') ? PASSWORD : 'Wrong horse 7';
      const { status, body } = await open().post('/api/sign-in/password', { userPrincipalName, password });
      answers.push(JSON.stringify([status, body]));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('signInFailed');
  });

  test('is not asked for where the form comes from another site, and no request of another site is carried out', async () => {
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect(await open().post('/api/sign-in/password', credentials(), foreign)).toMatchObject({ status: 403 });
    const browser = await signedIn();
    expect(await browser.post('/api/sign-out', {}, foreign)).toMatchObject({ status: 403 });
    expect(await browser.get('/api/session')).toMatchObject({ status: 200 });
  });

  test('that an administrator has set must be changed, not into itself, and not into a weak one', async () => {
    await there.db.query(sql`update users set force_change_password = true where id = ${ada}`);
    const browser = open();
    const { body } = await browser.post('/api/sign-in/password', credentials());
    expect(body).toMatchObject({ next: 'newPassword' });
    const flow = String(body.flow);
    for (const password of ['short', PASSWORD]) {
      expect(await browser.post('/api/sign-in/new-password', { flow, password })).toMatchObject({ status: 400 });
    }
    const chosen = 'Another horse 8';
    expect(await browser.post('/api/sign-in/new-password', { flow, password: chosen })).toMatchObject({
      body: { next: 'done' },
    });
    expect(await browser.get('/api/session')).toMatchObject({ status: 200 });
    expect(await browser.post('/api/sign-in/new-password', { flow, password: 'Third horse 9' })).toMatchObject({
      status: 401,
    });
    expect(await open().post('/api/sign-in/password', credentials(chosen))).toMatchObject({ status: 200 });
  });
});

describe('lockout', () => {
  const wrong = () => credentials('Wrong horse 7');

  test('slows whoever guesses, and neither the owner’s own browser nor anybody else', async () => {
    const own = await signedIn();
    await own.post('/api/sign-out', {});
    const stranger = open('203.0.113.7');
    for (let guess = 0; guess < 6; guess += 1) await stranger.post('/api/sign-in/password', wrong());
    const { status, body, headers } = await stranger.post('/api/sign-in/password', credentials());
    expect([status, body.error?.code]).toEqual([429, 'tooManyAttempts']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(await own.post('/api/sign-in/password', credentials())).toMatchObject({ status: 200 });
    now += 16 * MINUTE;
    expect(await stranger.post('/api/sign-in/password', credentials())).toMatchObject({ status: 200 });
  });

  test('guesses that arrive at once are counted one by one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => open('203.0.113.9').post('/api/sign-in/password', wrong())),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  test('a name that nobody has is slowed like one that somebody has', async () => {
    const name = `ghost${newId().slice(-12)}@test.example`;
    const statuses = [];
    for (let guess = 0; guess < 7; guess += 1) {
      const { status } = await open('203.0.113.8').post('/api/sign-in/password', {
        userPrincipalName: name,
        password: 'x',
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  test('one address that tries many people is slowed too', async () => {
    const statuses = new Set<number>();
    for (let guess = 0; guess < 60; guess += 1) {
      const { status } = await open('203.0.113.66').post('/api/sign-in/password', {
        userPrincipalName: `p${guess}${adaName}@test.example`,
        password: 'x',
      });
      statuses.add(status);
    }
    expect([...statuses].sort()).toEqual([401, 429]);
  });
});

describe('a session', () => {
  test('ends when nobody uses it, and at the latest after its hours, used or not', async () => {
    const idle = await signedIn();
    now += 59 * MINUTE;
    expect(await idle.get('/api/session')).toMatchObject({ status: 200 });
    now += 59 * MINUTE;
    expect(await idle.get('/api/session')).toMatchObject({ status: 200 });
    now += 60 * MINUTE;
    expect(await idle.get('/api/session')).toMatchObject({ status: 401 });

    const busy = await signedIn();
    for (let half = 0; half < 23; half += 1) {
      now += 30 * MINUTE;
      expect(await busy.get('/api/session')).toMatchObject({ status: 200 });
    }
    now += 30 * MINUTE;
    expect(await busy.get('/api/session')).toMatchObject({ status: 401 });
  });

  test.each([
    ['blocked', sql`account_enabled = false`],
    ['deleted', sql`deleted_at = now()`],
    ['signed out everywhere', sql`sessions_valid_from = '2100-01-01'`],
  ])('ends with the next request when the person is %s', async (_what, change) => {
    const browser = await signedIn();
    await there.db.query(sql`update users set ${change} where id = ${ada}`);
    expect(await browser.get('/api/session')).toMatchObject({ status: 401 });
    expect(await browser.get('/v1.0/me')).toMatchObject({ status: 401 });
  });

  test('has the rights of the roles that the person holds at that moment', async () => {
    const browser = await signedIn();
    expect(await browser.get('/v1.0/users')).toMatchObject({ status: 403 });
    await there.role(ada, 'globalReader');
    expect(await browser.get('/v1.0/users')).toMatchObject({ status: 200 });
    await there.db.query(sql`delete from role_assignment where principal_id = ${ada}`);
    expect(await browser.get('/v1.0/users')).toMatchObject({ status: 403 });
  });

  test('changes something only with its own token', async () => {
    await there.role(ada, 'globalAdministrator');
    const browser = await signedIn();
    const other = await signedIn();
    const unit = { displayName: 'Sales', department: 'Sales' };
    const tokens = { none: '', made: 'made-up', others: other.token };
    for (const token of Object.values(tokens)) {
      expect(await browser.post('/api/units', unit, { 'x-csrf-token': token })).toMatchObject({
        status: 403,
        body: { error: { code: 'csrf' } },
      });
      expect(
        await browser.send('PATCH', `/v1.0/users/${ada}`, { city: 'Paris' }, { 'x-csrf-token': token }),
      ).toMatchObject({
        status: 403,
      });
    }
    for (const foreign of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ]) {
      expect(await browser.post('/api/units', unit, foreign)).toMatchObject({ status: 403 });
    }
    expect(await browser.post('/api/units', unit)).toMatchObject({ status: 201 });
  });

  test('has a cookie that no script reads and that other sites’ requests do not carry; over HTTPS it is bound to the host', async () => {
    const browser = open();
    const { cookies } = await browser.post('/api/sign-in/password', credentials());
    const session = cookies.find((one) => one.startsWith('seatwise_session='));
    expect(session).toMatch(/; HttpOnly; SameSite=Lax$/);
    expect(session).toContain('; Path=/;');
    expect(session).not.toContain('Domain');
    // Nothing of it stands in the database: a copy of the tables opens no session.
    const secret = /\.([\w-]+);/.exec(session ?? '')?.[1];
    const rows = await there.db.query<{ text: string }>(
      sql`select session::text as text from session where user_id = ${ada}`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text).not.toContain(secret);
  });

  test.each(['', 'x', '.', 'a.b', `${newId()}.x`, `${newId()}.x.y`, "';--.x"])(
    'is not opened by the cookie %j',
    async (value) => {
      const response = await app.inject({ url: '/api/session', cookies: { seatwise_session: value } });
      expect(response.statusCode).toBe(401);
    },
  );

  test('is listed and ended by its owner, one by one and all others', async () => {
    const [first, second, third] = [await signedIn(), await signedIn(), await signedIn()];
    const { body } = await first.get('/api/account/sessions');
    const sessions = body.value as { id: string; current: boolean }[];
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, false, true]);
    const own = sessions.find(({ current }) => current)?.id;
    const other = sessions.find(({ current }) => !current)?.id;
    expect(await first.send('DELETE', `/api/account/sessions/${other}`)).toMatchObject({ status: 204 });
    expect(await first.send('DELETE', `/api/account/sessions/${newId()}`)).toMatchObject({ status: 404 });
    const alive = [await second.get('/api/session'), await third.get('/api/session')].map(({ status }) => status);
    expect(alive.sort()).toEqual([200, 401]);
    expect(await first.send('DELETE', '/api/account/sessions')).toMatchObject({ status: 204 });
    expect(await first.get('/api/account/sessions')).toMatchObject({ body: { value: [{ id: own }] } });
  });
});

describe('an authenticator app', () => {
  const codeOf = (secret: string) => new TOTP({ secret, period: 30 }).generate({ timestamp: now });

  async function withApp(): Promise<{ secret: string; recoveryCodes: string[] }> {
    const browser = await signedIn();
    const { body } = await browser.post('/api/account/authenticator', {});
    const secret = String(body.secret);
    expect(body.uri).toContain('otpauth://totp/');
    expect((body.qr as string[]).every((row) => /^[01]+$/.test(row))).toBe(true);
    expect(await browser.post('/api/account/authenticator/confirm', { code: '000000' })).toMatchObject({ status: 403 });
    const confirmed = await browser.post('/api/account/authenticator/confirm', { code: codeOf(secret) });
    now += MINUTE;
    return { secret, recoveryCodes: confirmed.body.recoveryCodes as string[] };
  }

  test('is asked for after the password; a code is taken once, and a little early or late', async () => {
    const { secret } = await withApp();
    const code = codeOf(secret);
    const first = open();
    const begun = await first.post('/api/sign-in/password', credentials());
    expect(begun.body).toMatchObject({ next: 'secondFactor', factors: ['authenticator', 'recoveryCode'] });
    expect(await first.get('/api/session')).toMatchObject({ status: 401 });
    now += 20_000;
    expect(await first.post('/api/sign-in/code', { flow: begun.body.flow, code })).toMatchObject({
      body: { next: 'done' },
    });
    const second = open();
    const again = await second.post('/api/sign-in/password', credentials());
    expect(await second.post('/api/sign-in/code', { flow: again.body.flow, code })).toMatchObject({ status: 401 });
    now += 2 * MINUTE;
    expect(await second.post('/api/sign-in/code', { flow: again.body.flow, code: codeOf(secret) })).toMatchObject({
      body: { next: 'done' },
    });
  });

  test('guessing codes is slowed as guessing passwords is', async () => {
    await withApp();
    const browser = open('203.0.113.77');
    const { body } = await browser.post('/api/sign-in/password', credentials());
    const statuses = [];
    for (let guess = 0; guess < 6; guess += 1) {
      statuses.push((await browser.post('/api/sign-in/code', { flow: body.flow, code: '123456' })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });

  test('gives way to each recovery code once', async () => {
    const { recoveryCodes } = await withApp();
    expect(recoveryCodes).toHaveLength(10);
    const signIn = async (code: string) => {
      const browser = open();
      const { body } = await browser.post('/api/sign-in/password', credentials());
      return browser.post('/api/sign-in/code', { flow: body.flow, code });
    };
    const [code = ''] = recoveryCodes;
    expect(await signIn(code.toUpperCase())).toMatchObject({ body: { next: 'done' } });
    expect(await signIn(code)).toMatchObject({ status: 401 });
  });

  test('its secret is encrypted in the database', async () => {
    const { secret } = await withApp();
    const [row] = await there.db.query<{ text: string }>(sql`
      select authenticator_app::text as text from authenticator_app where user_id = ${ada}`);
    expect(row?.text).not.toContain(secret);
  });

  test('is set up at the sign-in where the tenant demands it of administrators', async () => {
    await updateAccessSettings(there.db, there.tenant.tenantId, { administratorsNeedSecondFactor: true });
    try {
      await there.role(ada, 'licenseAdministrator');
      const browser = open();
      const begun = await browser.post('/api/sign-in/password', credentials());
      expect(begun.body).toMatchObject({ next: 'enroll' });
      const { body } = await browser.post('/api/sign-in/enroll', { flow: begun.body.flow });
      const confirmed = await browser.post('/api/sign-in/enroll/confirm', {
        flow: begun.body.flow,
        code: codeOf(String(body.secret)),
      });
      expect(confirmed.body).toMatchObject({ next: 'done' });
      expect(confirmed.body.recoveryCodes).toHaveLength(10);
      expect(await browser.get('/api/session')).toMatchObject({ status: 200 });
    } finally {
      await updateAccessSettings(there.db, there.tenant.tenantId, { administratorsNeedSecondFactor: false });
    }
  });
});

describe('an administrator', () => {
  async function helpdesk(): Promise<PlainBrowser> {
    const name = `helper${newId().slice(-12)}`;
    const id = await there.user(name);
    await there.db.query(sql`update users set password_hash = ${hash} where id = ${id}`);
    await there.role(id, 'helpdeskAdministrator');
    const browser = open();
    await browser.post('/api/sign-in/password', { userPrincipalName: `${name}@test.example`, password: PASSWORD });
    await browser.learnToken();
    return browser;
  }

  test('voids a password and hands out a link that serves once', async () => {
    const admin = await helpdesk();
    const victim = await signedIn();
    const { status, body } = await admin.post(`/api/users/${ada}/reset-password`, {});
    expect(status).toBe(200);
    expect(await victim.get('/api/session')).toMatchObject({ status: 401 });
    expect(await open().post('/api/sign-in/password', credentials())).toMatchObject({ status: 401 });
    const path = `/api${String(body.path)}`;
    expect(await open().get(path)).toMatchObject({
      body: { kind: 'reset', userPrincipalName: `${adaName}@test.example` },
    });
    expect(await open().post(path, { password: 'weak' })).toMatchObject({ status: 400 });
    const browser = open();
    expect(await browser.post(path, { password: 'Another horse 8' })).toMatchObject({ body: { next: 'done' } });
    expect(await browser.get('/api/session')).toMatchObject({ status: 200 });
    expect(await open().post(path, { password: 'Third horse 9' })).toMatchObject({ status: 404 });
    expect(await open().get(path)).toMatchObject({ status: 404 });
  });

  test('does none of this to a higher administrator, nor to somebody of the on-premises directory', async () => {
    const admin = await helpdesk();
    await there.db.query(sql`update users set on_premises_sync_enabled = true where id = ${ada}`);
    expect(await admin.post(`/api/users/${ada}/reset-password`, {})).toMatchObject({ status: 409 });
    await there.role(ada, 'globalAdministrator');
    for (const verb of ['reset-password', 'reset-factors', 'end-sessions']) {
      expect(await admin.post(`/api/users/${ada}/${verb}`, {})).toMatchObject({ status: 403 });
    }
    expect(await admin.post('/api/users/nobody@test.example/end-sessions', {})).toMatchObject({ status: 404 });
  });

  test('sees where somebody is signed in, and ends it', async () => {
    const admin = await helpdesk();
    const victim = await signedIn();
    const { body } = await admin.get(`/api/users/${ada}/sessions`);
    expect(body.value).toMatchObject([{ methods: ['password'] }]);
    now += 1;
    expect(await admin.post(`/api/users/${ada}/end-sessions`, {})).toMatchObject({ status: 204 });
    expect(await victim.get('/api/session')).toMatchObject({ status: 401 });
  });
});

describe('a production tenant that nobody administers yet', () => {
  test('is set up once, by whoever has the link, and no sooner or later', async () => {
    const tenantId = newId();
    await insertTenant(there.db, { ...there.tenant, tenantId, defaultDomain: 'new.example', kind: 'production' });
    const tenant = await findTenant(there.db, tenantId);
    if (!tenant) throw new Error('no tenant');
    now = Date.now();
    const old = await makeSetupLink(there.db, tenant);
    const link = await makeSetupLink(there.db, tenant);
    expect(await open().get(`/api${old?.path}`)).toMatchObject({ status: 404 });
    const path = `/api${link?.path}`;
    expect(await open().get(path)).toMatchObject({ body: { kind: 'first', domain: 'new.example' } });
    const choices = { displayName: 'Grace', userPrincipalName: 'grace@new.example', password: PASSWORD };
    for (const wrong of [
      { userPrincipalName: 'grace@elsewhere.example' },
      { userPrincipalName: 'grace' },
      { displayName: ' ' },
      { password: 'weak' },
    ]) {
      expect(await open().post(path, { ...choices, ...wrong })).toMatchObject({ status: 400 });
    }
    const both = await Promise.all([
      open().post(path, choices),
      open().post(path, { ...choices, userPrincipalName: 'eve@new.example' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    const people = await there.db.query(sql`select from users where tenant_id = ${tenantId}`);
    expect(people).toHaveLength(1);
    expect(await makeSetupLink(there.db, tenant)).toBeUndefined();
    // A real tenant has no list to sign in from.
    expect(await open().get(`/api/sign-in/people?tenant=${tenantId}`)).toMatchObject({ status: 404 });
    const [person] = await there.db.query<{ id: string }>(sql`select id from users where tenant_id = ${tenantId}`);
    expect(await open().post('/api/sign-in/as', { tenantId, userId: person?.id })).toMatchObject({ status: 401 });
  });

  test('its link runs out after a day', async () => {
    const tenantId = newId();
    await insertTenant(there.db, { ...there.tenant, tenantId, defaultDomain: 'late.example', kind: 'production' });
    const tenant = await findTenant(there.db, tenantId);
    if (!tenant) throw new Error('no tenant');
    const link = await makeSetupLink(there.db, tenant);
    now = Date.now() + 25 * 60 * MINUTE;
    expect(await open().get(`/api${link?.path}`)).toMatchObject({ status: 404 });
  });
});

test('what happens at the door stands in the audit log', async () => {
  const browser = await signedIn();
  await browser.post('/api/account/password', { current: PASSWORD, password: 'Another horse 8' });
  const entries = await there.db.query<{ activity: string }>(sql`
    select activity from audit_entry where target_id = ${ada} order by id`);
  expect(entries.map(({ activity }) => activity)).toEqual(['Sign in', 'Change password']);
});
