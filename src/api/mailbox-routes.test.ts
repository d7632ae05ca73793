import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { sql } from '../base/sql.ts';
import { changed, give, take } from '../operations/licensing/stories-for-tests.ts';

const GB = 1024 ** 3;

let there: TestTenant;
let adele: string;
let token: string;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 5);
  await there.own(SKU.exchangePlan1, 5);
  adele = await there.user('Adele');
  const ben = await there.user('Ben');
  await there.user('Dora');
  await changed(there, give(SKU.exchangePlan1), [adele, ben]);
  token = await there.token('exchangeAdministrator');
});
afterAll(() => there.close());

async function call(method: 'GET' | 'PATCH' | 'POST', path: string, body?: object | string, type = 'application/json') {
  const response = await there.app.inject({
    method,
    url: path,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: response.statusCode, body: response.json() };
}

const MAILBOX = '/api/people/adele@test.example/mailbox';

test('a mailbox is told as administrators need it, with the quota of its plan', async () => {
  const { body } = await call('GET', MAILBOX);
  expect(body).toMatchObject({
    address: 'adele@test.example',
    kind: 'user',
    state: 'active',
    itemCount: 0,
    sizeBytes: 0,
    quotaBytes: 50 * GB,
    archiveQuotaBytes: null,
    onHold: false,
    forwardTo: null,
    automaticReply: { status: 'disabled' },
  });
  expect((await call('GET', '/api/people/dora@test.example/mailbox')).status).toBe(404);
});

test('forwarding and automatic replies are set, told and audited; what people write is not for everybody', async () => {
  const automaticReply = { status: 'alwaysEnabled', internalReplyMessage: 'Family matter' };
  const set = await call('PATCH', MAILBOX, { forwardTo: 'ben@test.example', keepCopy: false, automaticReply });
  expect(set.body).toMatchObject({ forwardTo: 'ben@test.example', keepCopy: false, automaticReply });
  const entries = await there.db.query<{ activity: string }>(
    sql`select activity from audit_entry order by id desc limit 2`,
  );
  expect(entries.map(({ activity }) => activity)).toEqual(['Update mailbox settings', 'Set mail forwarding']);
  const others = await there.app.inject({
    url: MAILBOX,
    headers: { authorization: `Bearer ${await there.token('licenseAdministrator')}` },
  });
  expect(others.body).not.toContain('Family matter');
  expect(others.json().automaticReply.status).toBe('alwaysEnabled');
  const away = await call('PATCH', MAILBOX, { forwardTo: 'me@elsewhere.example' });
  expect([away.status, away.body.error.message]).toEqual([
    409,
    expect.stringContaining('within the organization only'),
  ]);
  expect((await call('PATCH', MAILBOX, { forwardTo: null })).body.forwardTo).toBeNull();
  const scheduled = { status: 'scheduled', scheduledStartDateTime: { dateTime: '2026-03-02', timeZone: 'Nowhere' } };
  expect((await call('PATCH', MAILBOX, { automaticReply: scheduled })).status).toBe(400);
});

describe('conversion to a shared mailbox', () => {
  test('R-US-11: needs a license in that moment, either way; afterwards none is needed, and mail goes on (T-9)', async () => {
    expect((await call('POST', `${MAILBOX}/convert`, { kind: 'user' })).body.error.message).toContain('already');
    const shared = await call('POST', `${MAILBOX}/convert`, { kind: 'shared' });
    expect(shared.body).toEqual({ kind: 'shared', needsLicenseFor: [] });
    await changed(there, take(SKU.exchangePlan1), [adele]);
    expect((await call('GET', MAILBOX)).body).toMatchObject({ kind: 'shared', state: 'active', quotaBytes: 50 * GB });
    const back = await call('POST', `${MAILBOX}/convert`, { kind: 'user' });
    expect([back.status, back.body.error.message]).toEqual([409, expect.stringContaining('must be licensed')]);
    await changed(there, give(SKU.e3), [adele]);
    expect((await call('POST', `${MAILBOX}/convert`, { kind: 'user' })).body).toEqual({
      kind: 'user',
      needsLicenseFor: [],
    });
    expect((await call('GET', MAILBOX)).body).toMatchObject({
      kind: 'user',
      quotaBytes: 100 * GB,
      archiveQuotaBytes: 100 * GB,
    });
  });

  test('says when a license is needed all the same: above the free size, or on hold', async () => {
    await there.db.query(sql`update mailbox set size_bytes = ${60 * GB} where user_id = ${adele}`);
    await there.db.query(sql`update users set litigation_hold_at = now() where id = ${adele}`);
    const { body } = await call('POST', `${MAILBOX}/convert`, { kind: 'shared' });
    expect(body).toEqual({ kind: 'shared', needsLicenseFor: ['size', 'hold'] });
    await there.db.query(sql`update mailbox set size_bytes = 0, kind = 'user' where user_id = ${adele}`);
    await there.db.query(sql`update users set litigation_hold_at = null where id = ${adele}`);
  });

  test('T-1: a mailbox whose license is lost already cannot be converted any more', async () => {
    await changed(there, take(SKU.e3), [adele]);
    const late = await call('POST', `${MAILBOX}/convert`, { kind: 'shared' });
    expect([late.status, late.body.error.message]).toEqual([409, expect.stringContaining('no active mailbox')]);
    await changed(there, give(SKU.e3), [adele]);
  });
});

describe('mail from files', () => {
  beforeEach(async () => {
    await there.db.query(sql`delete from message`);
    await there.db.query(sql`update mailbox set item_count = 0, size_bytes = 0`);
  });
  const IMPORT = '/api/users/adele@test.example/mail';
  const message = (no: number, more = '') =>
    `From: Zoe <zoe@old.example>\nTo: adele@test.example\nSubject: Old ${no}\nDate: Mon, 0${(no % 9) + 1} Feb 2021 08:00:00 +0100\nMessage-ID: <${no}@old.example>\n${more}\nText ${no}\n`;
  const mbox = (...all: string[]) =>
    all.map((text) => `From zoe@old.example Mon Feb  1 08:00:00 2021\n${text}\n`).join('');

  test('an mbox file comes in with its dates, and a second time changes nothing', async () => {
    const file = mbox(...Array.from({ length: 250 }, (_, no) => message(no)), message(7));
    const first = await call('POST', `${IMPORT}?folder=Old mail`, file, 'application/mbox');
    expect(first.body).toEqual({ imported: 250, known: 1, failed: 0, failures: [] });
    const again = await call('POST', `${IMPORT}?folder=old%20mail`, file, 'application/mbox');
    expect(again.body).toMatchObject({ imported: 0, known: 251 });
    const [row] = await there.db.query<{ folder: string; received: Date; is_read: boolean; items: number }>(sql`
      select f.display_name as folder, e.received_at as received, e.is_read, m.item_count as items from message e
      join mail_folder f on f.tenant_id = e.tenant_id and f.id = e.folder_id join mailbox m on m.id = e.mailbox_id
      where e.subject = 'Old 2'`);
    expect(row).toEqual({ folder: 'Old mail', received: new Date('2021-02-03T07:00:00Z'), is_read: true, items: 250 });
    const [audited] = await there.db.query<{ after: unknown }>(sql`
      select after from audit_entry where activity = 'Import mail' order by id limit 1`);
    expect(audited?.after).toEqual({ folder: 'Old mail', imported: 100 });
  });

  test('one message comes in as .eml, without an id by what it is', async () => {
    const eml = 'Subject: No id\nStatus: O\n\nHello\n';
    for (const imported of [1, 0]) {
      const { body } = await call('POST', IMPORT, eml, 'message/rfc822');
      expect(body).toMatchObject({ imported, known: 1 - imported });
    }
    const [row] = await there.db.query<{ is_read: boolean }>(sql`select is_read from message where subject = 'No id'`);
    expect(row?.is_read).toBe(false);
  });

  test('a large message is kept whole, byte by byte', async () => {
    const eml = `Subject: Large\n\n${'A line of text, long enough to fill chunks.\n'.repeat(30_000)}`;
    expect((await call('POST', IMPORT, eml, 'message/rfc822')).body).toMatchObject({ imported: 1 });
    const [row] = await there.db.query<{ same: boolean; size: number }>(sql`
      select string_agg(k.bytes, '' order by k.no) = ${Buffer.from(eml)} as same, max(e.size) as size
      from message e join content_chunk k on k.tenant_id = e.tenant_id and k.hash = e.content_hash where e.subject = 'Large'`);
    expect(row).toEqual({ same: true, size: eml.length });
  });

  test('what is no mail is told with its place, and the rest comes in', async () => {
    const file = mbox(message(1), 'no head at all\n', message(2));
    const { body } = await call('POST', IMPORT, file, 'application/mbox');
    expect(body).toEqual({
      imported: 2,
      known: 0,
      failed: 1,
      failures: [{ no: 2, subject: null, fault: 'unreadable' }],
    });
  });

  test('a full mailbox takes what fits', async () => {
    await there.db.query(sql`update mailbox set size_bytes = ${100 * GB - 200} where user_id = ${adele}`);
    const { body } = await call('POST', IMPORT, mbox(message(1), message(2), message(3)), 'application/mbox');
    expect(body).toMatchObject({
      imported: 1,
      failed: 2,
      failures: [{ no: 2, subject: 'Old 2', fault: 'overQuota' }, { no: 3 }],
    });
  });

  test('nothing comes into a mailbox that is not there', async () => {
    expect((await call('POST', '/api/users/dora@test.example/mail', message(1), 'message/rfc822')).status).toBe(409);
  });
});
