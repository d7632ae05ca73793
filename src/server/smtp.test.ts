import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW, SKU, TEST_SECRETS, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { sql } from '../base/sql.ts';
import { changed, give, take } from '../operations/licensing/stories-for-tests.ts';
import { type RunningSmtp, startSmtp } from './smtp.ts';

let there: TestTenant;
let smtp: RunningSmtp;
let cleo: string;
const faults: unknown[] = [];

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 5);
  const people = await Promise.all([there.user('Adele'), there.user('Ben'), there.user('Cleo')]);
  cleo = people[2] ?? '';
  await there.user('Dora');
  await changed(there, give(SKU.e3), people);
  await changed(there, take(SKU.e3), [cleo]);
  const log = (error: unknown) => faults.push(error);
  smtp = await startSmtp({ db: there.db, secrets: TEST_SECRETS, clock: { now: () => NOW }, log }, 0);
});
afterAll(async () => {
  await smtp.close();
  await there.close();
});

function send(message: SendMailOptions) {
  const transport = createTransport({ host: '127.0.0.1', port: smtp.port, secure: false });
  return transport.sendMail({ from: 'printer@devices.example', subject: 'Scan', text: 'See the file.', ...message });
}

async function inbox(name: string) {
  return there.db.query<{ subject: string; from: string; attachments: { name: string }[] }>(sql`
    select e.subject, e.from_address as from, e.attachments from message e
    join mailbox m on m.id = e.mailbox_id where m.display_name = ${name} order by e.id`);
}

test('a program of this machine hands in mail, with attachments and for several people', async () => {
  const { accepted } = await send({
    to: ['adele@test.example', 'BEN@test.example'],
    attachments: [{ filename: 'scan.pdf', content: Buffer.from('%PDF-') }],
  });
  expect(accepted).toHaveLength(2);
  for (const name of ['Adele', 'Ben'])
    expect(await inbox(name)).toMatchObject([
      { subject: 'Scan', from: 'printer@devices.example', attachments: [{ name: 'scan.pdf' }] },
    ]);
});

test.each([
  ['nobody@test.example', 550, 'Nobody in the organization has this address'],
  ['dora@test.example', 550, 'The person has no mailbox'],
  ['cleo@test.example', 550, 'no license with Exchange any more'],
  ['someone@elsewhere.example', 550, 'within the organization only'],
])('%s is refused with %d while the program still listens: %s', async (to, code, reason) => {
  await expect(send({ to })).rejects.toMatchObject({ responseCode: code, response: expect.stringContaining(reason) });
});

test('who can be reached gets the mail although others can’t', async () => {
  const { accepted, rejected } = await send({ to: ['adele@test.example', 'nobody@test.example'], subject: 'Half' });
  expect([accepted, rejected]).toEqual([['adele@test.example'], ['nobody@test.example']]);
  expect((await inbox('Adele')).at(-1)).toMatchObject({ subject: 'Half' });
});

test('a message that is too large is refused before it is sent', async () => {
  const content = Buffer.alloc(36 * 1024 * 1024);
  await expect(send({ to: 'adele@test.example', attachments: [{ filename: 'x', content }] })).rejects.toMatchObject({
    responseCode: 552,
  });
});

test('nothing went wrong on the server meanwhile', () => {
  expect(faults).toEqual([]);
});
