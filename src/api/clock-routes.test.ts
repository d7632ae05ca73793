import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOW, SKU, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { sql } from '../base/sql.ts';
import { addDays } from '../base/time.ts';
import { sweepTenants } from '../jobs/sweeper.ts';
import { changed, forget, give, take } from '../operations/licensing/stories-for-tests.ts';
import { announcePurges } from '../operations/retention/last-look.ts';
import { readTenants } from '../store/tenants.ts';

let there: TestTenant;
let token: string;
let ada: string;

beforeAll(async () => {
  there = await testTenant();
  token = await there.token('globalAdministrator');
});
afterAll(() => there.close());
beforeEach(async () => {
  await forget(there);
  await there.db.query(sql`update tenant set clock_offset_ms = 0, kind = 'sandbox', access_settings = '{}'`);
  await there.own(SKU.e3, 5);
  ada = await there.user('Ada');
  await changed(there, give(SKU.e3), [ada]);
  await changed(there, take(SKU.e3), [ada]);
});

async function call(method: 'GET' | 'POST', path: string, body?: object, language = 'en') {
  const headers = { authorization: `Bearer ${token}`, 'accept-language': language };
  const response = await there.app.inject({ method, url: `/api${path}`, headers, ...(body ? { payload: body } : {}) });
  return { status: response.statusCode, body: response.json() };
}

const states = () =>
  there.db.query<{ state: string }>(sql`select state from mailbox where tenant_id = ${there.tenant.tenantId}`);

describe('the clock of a sandbox', () => {
  test('is shown with what is due next', async () => {
    expect((await call('GET', '/clock')).body).toEqual({
      now: new Date(NOW).toISOString(),
      aheadDays: 0,
      movable: true,
      nextDue: new Date(addDays(NOW, 30)).toISOString(),
    });
  });

  test('moves forward, and everything due on the way happens in order, each at its own moment', async () => {
    const { status, body } = await call('POST', '/clock', { days: 100 });
    expect(status).toBe(200);
    expect(body.deadlines).toBe(3);
    expect(body.events.map(({ at, activity, final }: Record<string, unknown>) => [at, activity, final])).toEqual([
      [new Date(addDays(NOW, 30)).toISOString(), 'Purge mailbox', true],
      [new Date(addDays(NOW, 60)).toISOString(), 'Set OneDrive read-only', false],
      [new Date(addDays(NOW, 93)).toISOString(), 'Archive OneDrive', false],
    ]);
    const logged = await there.db.query<{ activity: string; at: Date }>(sql`
      select activity, at from audit_entry where tenant_id = ${there.tenant.tenantId} and channel in ('job', 'api') order by id desc limit 4`);
    expect(logged.map(({ activity, at }) => [activity, at.getTime()])).toEqual([
      ['Move clock', addDays(NOW, 100)],
      ['Archive OneDrive', addDays(NOW, 93)],
      ['Set OneDrive read-only', addDays(NOW, 60)],
      ['Purge mailbox', addDays(NOW, 30)],
    ]);
    const { body: clock } = await call('GET', '/clock');
    expect(clock).toMatchObject({ now: new Date(addDays(NOW, 100)).toISOString(), aheadDays: 100, nextDue: null });
  });

  test('tells in the reader’s language what happened', async () => {
    const { body } = await call('POST', '/clock', { days: 31 }, 'fr');
    expect(body.events[0].text).toContain('a effacé définitivement la boîte aux lettres d’Ada');
  });

  test('goes neither back nor too far, nor by two ways at once', async () => {
    expect((await call('POST', '/clock', { to: '2020-01-01T00:00:00Z' })).body.error.message).toMatch(/forward only/);
    expect((await call('POST', '/clock', { to: '2999-01-01T00:00:00Z' })).status).toBe(400);
    expect((await call('POST', '/clock', { days: 1, to: '2030-01-01T00:00:00Z' })).status).toBe(400);
    expect((await call('POST', '/clock', {})).status).toBe(400);
    expect(await states()).toEqual([{ state: 'held' }]);
  });

  test('of a production tenant stands still for everybody', async () => {
    await there.db.query(sql`update tenant set kind = 'production'`);
    expect(await call('POST', '/clock', { days: 1 })).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict' } },
    });
  });
});

describe('a forecast', () => {
  test('shows the tenant as it will be, by the code that will do it, and changes nothing', async () => {
    const before = await there.db.query(sql`select * from deadline order by kind`);
    const { body } = await call('GET', `/forecast?on=${new Date(addDays(NOW, 70)).toISOString()}`);
    expect(body.today.mailboxes).toMatchObject({ held: 1 });
    expect(body.future.mailboxes).toMatchObject({ held: 0, active: 0 });
    expect(body.future.drives).toMatchObject({ active: 0, readOnly: 1 });
    expect(body.counts).toEqual([
      { activity: 'Purge mailbox', count: 1 },
      { activity: 'Set OneDrive read-only', count: 1 },
    ]);
    expect(await states()).toEqual([{ state: 'held' }]);
    expect(await there.db.query(sql`select * from deadline order by kind`)).toEqual(before);
    expect((await call('GET', '/clock')).body.aheadDays).toBe(0);
  });

  test('is what then really happens', async () => {
    const on = new Date(addDays(NOW, 70)).toISOString();
    const { body: foreseen } = await call('GET', `/forecast?on=${on}`);
    const { body: done } = await call('POST', '/clock', { to: on });
    expect(done.events).toEqual(foreseen.events);
    const { body: after } = await call('GET', `/forecast?on=${on}`);
    expect(after.today).toEqual(foreseen.future);
  });

  test('shows one person’s data as it will be', async () => {
    const on = new Date(addDays(NOW, 70)).toISOString();
    const { body } = await call('GET', `/users/${ada}/data?on=${on}`);
    expect(body.workloads).toContainEqual(expect.objectContaining({ workload: 'exchange', state: 'gone' }));
    expect(await states()).toEqual([{ state: 'held' }]);
  });

  test('does not look back', async () => {
    expect((await call('GET', '/forecast?on=2020-01-01T00:00:00Z')).status).toBe(400);
  });
});

describe('in a production tenant what ends for good', () => {
  beforeEach(() => there.db.query(sql`update tenant set kind = 'production'`));

  const sweepAt = (day: number) =>
    sweepTenants(
      {
        db: there.db,
        onFailure: (error) => {
          throw error;
        },
      },
      addDays(NOW, day),
    );

  test('is announced a day before, and then done at its moment', async () => {
    await sweepAt(28.5);
    expect((await call('GET', '/purges?days=60')).body.value).toMatchObject([{ name: 'Ada', announcedAt: null }]);
    await sweepAt(29);
    const [announced] = (await call('GET', '/purges?days=60')).body.value;
    expect(announced.announcedAt).toBe(new Date(addDays(NOW, 29)).toISOString());
    await sweepAt(29.9);
    expect(await states()).toEqual([{ state: 'held' }]);
    await sweepAt(30);
    expect(await states()).toEqual([]);
  });

  test('waits for a day after its announcement, however late a server that slept is', async () => {
    await sweepAt(50);
    expect(await states()).toEqual([{ state: 'held' }]);
    await sweepAt(50.5);
    expect(await states()).toEqual([{ state: 'held' }]);
    await sweepAt(51);
    expect(await states()).toEqual([]);
  });

  test('waits for a person where the tenant says so', async () => {
    await there.db.query(sql`update tenant set access_settings = '{"purgeNeedsConfirmation": true}'`);
    await sweepAt(29);
    await sweepAt(40);
    expect(await states()).toEqual([{ state: 'held' }]);
    expect((await call('POST', '/purges/confirm', { ids: [ada] })).body).toEqual({ confirmed: 1 });
    await sweepAt(40.1);
    expect(await states()).toEqual([]);
  });

  test('is announced once, with names, in the log that webhooks carry on', async () => {
    const [tenant] = await readTenants(there.db);
    if (!tenant) throw new Error('no tenant');
    expect(await announcePurges(there.db, tenant, addDays(NOW, 29))).toHaveLength(1);
    expect(await announcePurges(there.db, tenant, addDays(NOW, 29.5))).toHaveLength(0);
    const [entry] = await there.db.query<{ after: { items: unknown[] } }>(sql`
      select after from audit_entry where activity = 'Announce purge'`);
    expect(entry?.after.items).toMatchObject([{ kind: 'mailboxPurge', name: 'Ada' }]);
  });

  test('is announced to the Global Administrators by mail, too', async () => {
    const boss = await there.user('Boss');
    await there.role(boss, 'globalAdministrator');
    await changed(there, give(SKU.e3), [boss]);
    await sweepAt(29);
    const mail = await there.db.query<{ subject: string; preview: string }>(sql`
      select g.subject, g.body_preview as preview from message g
      join mailbox m on m.tenant_id = g.tenant_id and m.id = g.mailbox_id where m.user_id = ${boss}`);
    expect(mail).toEqual([
      { subject: 'Will be deleted for good: 1', preview: expect.stringContaining('Ada, 31 March 2026') },
    ]);
  });

  test('what is not final needs no announcement', async () => {
    await sweepAt(61);
    const [drive] = await there.db.query(sql`select state from drive`);
    expect(drive).toEqual({ state: 'readOnly' });
  });

  test('a license given back and taken anew begins without the old announcement', async () => {
    await sweepAt(29);
    await changed(there, give(SKU.e3), [ada]);
    await changed(there, take(SKU.e3), [ada]);
    expect((await call('GET', '/purges?days=60')).body.value).toMatchObject([{ announcedAt: null }]);
  });
});
