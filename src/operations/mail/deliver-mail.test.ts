import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { sql } from '../../base/sql.ts';
import { NO_AUTOMATIC_REPLIES } from '../../domain/mail/mailbox-settings.ts';
import { changed, give, take } from '../licensing/stories-for-tests.ts';
import { changeMailbox } from './change-mailbox.ts';
import { deliverMail } from './deliver-mail.ts';

let there: TestTenant;
let adele: string;
let ben: string;
let cleo: string;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 10);
  [adele, ben, cleo] = await Promise.all([there.user('Adele'), there.user('Ben'), there.user('Cleo')]);
  await changed(there, give(SKU.e3), [adele, ben, cleo]);
});
afterAll(() => there.close());
beforeEach(async () => {
  await there.db.query(sql`delete from message`);
  await there.db.query(sql`delete from automatic_reply_sent`);
  await there.db.query(sql`
    update mailbox set item_count = 0, size_bytes = 0, forward_to = null, forward_keeps_copy = true, settings = '{}'`);
});

const BEN = 'ben@test.example';

function deliver(recipients: string[], { sender = BEN as string | null, fields = '' } = {}) {
  const raw = `From: Ben <${BEN}>\r\nTo: ${recipients.join(', ')}\r\nSubject: Hello\r\nMessage-ID: <one@test.example>\r\n${fields}\r\nText\r\n`;
  return deliverMail(there.context, { sender, recipients }, Buffer.from(raw));
}

/** The subjects in each inbox. */
async function inboxes(): Promise<Record<string, string[]>> {
  const rows = await there.db.query<{ name: string; subjects: string[] }>(sql`
    select m.display_name as name, array_agg(e.subject order by e.subject) as subjects
    from message e join mailbox m on m.tenant_id = e.tenant_id and m.id = e.mailbox_id group by 1 order by 1`);
  return Object.fromEntries(rows.map(({ name, subjects }) => [name, subjects]));
}

async function forward(userId: string, forwardTo: string, keepCopy: boolean) {
  expect(await changeMailbox(there.context, userId, { forwardTo, keepCopy })).toBe('changed');
}

test('one address in several spellings gets one message', async () => {
  await deliver(['adele@test.example', 'ADELE@test.example', 'Adele@Test.Example']);
  expect(await inboxes()).toEqual({ Adele: ['Hello'] });
});

test('mail is found by the mail address and by proxy addresses, also after they changed', async () => {
  await there.db.query(sql`
    update users set mail = 'A.Vance@test.example', proxy_addresses = '{SMTP:a.vance@test.example,smtp:av@test.example,x500:/o=x}'
    where id = ${adele}`);
  const { delivered, bounced } = await deliver(['a.vance@test.example', 'AV@test.example', '/o=x@test.example']);
  expect(delivered).toEqual(['a.vance@test.example', 'av@test.example']);
  expect(bounced).toEqual([{ address: '/o=x@test.example', reason: 'unknownRecipient' }]);
  await there.db.query(sql`update users set proxy_addresses = '{}' where id = ${adele}`);
  expect((await deliver(['av@test.example'])).bounced).toHaveLength(1);
});

test('forwarded mail goes on, with a copy or without', async () => {
  await forward(adele, 'cleo@test.example', true);
  await deliver(['adele@test.example']);
  expect(await inboxes()).toEqual({ Adele: ['Hello'], Cleo: ['Hello'] });
  await there.db.query(sql`delete from message`);
  await forward(adele, 'cleo@test.example', false);
  await deliver(['adele@test.example', 'cleo@test.example']);
  expect(await inboxes()).toEqual({ Cleo: ['Hello'] });
});

test('mail that would be forwarded for ever stays where the way would close', async () => {
  await forward(adele, 'cleo@test.example', false);
  await forward(cleo, 'adele@test.example', false);
  await deliver(['adele@test.example']);
  expect(await inboxes()).toEqual({ Cleo: ['Hello'] });
});

test('mail whose way on is closed is lost to nobody: it stays where it came in', async () => {
  await forward(adele, 'cleo@test.example', false);
  await changed(there, take(SKU.e3), [cleo]);
  expect((await deliver(['adele@test.example'])).bounced).toEqual([]);
  expect(await inboxes()).toEqual({ Adele: ['Hello'] });
  await changed(there, give(SKU.e3), [cleo]);
});

test('mail is forwarded to mailboxes of the organization only, and never to itself', async () => {
  for (const forwardTo of ['me@elsewhere.example', 'nobody@test.example', 'nonsense', 'x@y@z'])
    expect(await changeMailbox(there.context, adele, { forwardTo })).toEqual({
      reason: 'forwardToUnknown',
      address: forwardTo,
    });
  expect(await changeMailbox(there.context, adele, { forwardTo: 'av@test.example' })).toMatchObject({
    reason: 'forwardToUnknown',
  });
  expect(await changeMailbox(there.context, adele, { forwardTo: 'ADELE@test.example' })).toEqual({
    reason: 'forwardToItself',
  });
});

test('a full mailbox bounces, and says so', async () => {
  const quota = 100 * 1024 ** 3;
  await there.db.query(sql`update mailbox set size_bytes = ${quota - 50} where user_id = ${adele}`);
  expect((await deliver(['adele@test.example'])).bounced).toEqual([
    { address: 'adele@test.example', reason: 'overQuota' },
  ]);
  expect(await inboxes()).toEqual({ Ben: ['Undeliverable: Hello'] });
  await there.db.query(sql`update mailbox set size_bytes = ${quota - 5_000} where user_id = ${adele}`);
  expect((await deliver(['adele@test.example'])).bounced).toEqual([]);
});

test('nothing is reported to nobody: a report that cannot be delivered ends there', async () => {
  expect((await deliver(['nobody@test.example'], { sender: null })).bounced).toHaveLength(1);
  expect((await deliver(['nobody@test.example'], { sender: 'ghost@test.example' })).bounced).toHaveLength(1);
  expect(await inboxes()).toEqual({});
});

test('automatic replies go out once to each sender, until they are set anew', async () => {
  const settings = {
    automaticRepliesSetting: {
      ...NO_AUTOMATIC_REPLIES,
      status: 'alwaysEnabled' as const,
      internalReplyMessage: 'Away.',
    },
  };
  await changeMailbox(there.context, adele, { settings });
  await deliver(['adele@test.example']);
  await deliver(['adele@test.example']);
  expect(await inboxes()).toEqual({ Adele: ['Hello', 'Hello'], Ben: ['Automatic reply: Hello'] });
  await changeMailbox(there.context, adele, { settings });
  await deliver(['adele@test.example']);
  expect((await inboxes()).Ben).toHaveLength(2);
});

test('two people who are both away write each other one reply, and no more', async () => {
  const settings = {
    automaticRepliesSetting: {
      ...NO_AUTOMATIC_REPLIES,
      status: 'alwaysEnabled' as const,
      internalReplyMessage: 'Away.',
    },
  };
  await changeMailbox(there.context, adele, { settings });
  await changeMailbox(there.context, ben, { settings });
  await deliver(['adele@test.example']);
  expect(await inboxes()).toEqual({ Adele: ['Hello'], Ben: ['Automatic reply: Hello'] });
});

test.each([
  'Auto-Submitted: auto-generated',
  'Precedence: bulk',
  'List-Id: <news.example>',
  'X-Auto-Response-Suppress: OOF',
])('nothing replies to mail of a program: %s', async (field) => {
  const automaticRepliesSetting = {
    ...NO_AUTOMATIC_REPLIES,
    status: 'alwaysEnabled' as const,
    internalReplyMessage: 'Away.',
  };
  await changeMailbox(there.context, adele, { settings: { automaticRepliesSetting } });
  await deliver(['adele@test.example'], { fields: `${field}\r\n` });
  expect(await inboxes()).toEqual({ Adele: ['Hello'] });
});

test('messages that cross do not wait for each other', async () => {
  const automaticRepliesSetting = {
    ...NO_AUTOMATIC_REPLIES,
    status: 'alwaysEnabled' as const,
    internalReplyMessage: 'Away.',
  };
  for (const user of [adele, ben]) await changeMailbox(there.context, user, { settings: { automaticRepliesSetting } });
  const pairs = Array.from({ length: 30 }, (_, no) =>
    no % 2 === 0
      ? deliver(['adele@test.example', 'cleo@test.example', 'nobody@test.example'])
      : deliver(['cleo@test.example', BEN], { sender: 'adele@test.example' }),
  );
  const done = await Promise.allSettled(pairs);
  expect(done.filter(({ status }) => status === 'rejected')).toEqual([]);
  const [row] = await there.db.query<{ wrong: number }>(sql`
    select count(*)::int as wrong from mailbox m
    where item_count <> (select count(*) from message e where e.tenant_id = m.tenant_id and e.mailbox_id = m.id)`);
  expect(row?.wrong).toBe(0);
});
