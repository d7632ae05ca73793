import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import { addDays } from '../../base/time.ts';
import { DEFAULT_SETTINGS, type RetentionSettings } from '../../domain/retention/settings.ts';
import { storeContent } from '../../workloads/content/content.ts';
import type { Context } from '../context.ts';
import { deleteUser } from '../directory/delete-user.ts';
import { purgeDeletedUser } from '../directory/purge-user.ts';
import { restoreUser } from '../directory/restore-user.ts';
import { changeLicenses } from '../licensing/change-licenses.ts';
import { deadlines, forget, give, requestFor, take } from '../licensing/stories-for-tests.ts';
import { sweep } from './sweep.ts';

let there: TestTenant;
let ada: string;
let now: number;

const DAY = 86_400_000;
const at = (day: string) => Date.parse(`${day}T09:00:00Z`);

beforeAll(async () => {
  there = await testTenant();
});
afterAll(() => there.close());
beforeEach(async () => {
  await forget(there);
  now = at('2026-03-01');
  await there.own(SKU.e3, 10);
  await there.own(SKU.e1, 10);
  ada = await there.user('Ada');
});

function context(settings: Partial<RetentionSettings> = {}): Context {
  const { tenant } = there;
  return { ...there.context, tenant: { ...tenant, settings: { ...DEFAULT_SETTINGS, ...settings } }, now };
}

async function assign(add: string, settings?: Partial<RetentionSettings>, userIds = [ada]): Promise<void> {
  const result = await changeLicenses(context(settings), requestFor(give(add), userIds), { keepGoing: false });
  if (result.kind !== 'applied') throw new Error(JSON.stringify(result));
}

async function unassign(remove: string, settings?: Partial<RetentionSettings>, userIds = [ada]): Promise<void> {
  const result = await changeLicenses(context(settings), requestFor(take(remove), userIds), { keepGoing: false });
  if (result.kind !== 'applied') throw new Error(JSON.stringify(result));
}

/** Lets the time come, as a running server does. */
async function reach(day: number, settings?: Partial<RetentionSettings>): Promise<number> {
  now = day;
  const { db, tenant } = context(settings);
  return sweep({ db, tenant, from: now, until: now, atOf: () => now, machineNow: Date.now() + 1000 });
}

async function mailboxes(userId = ada): Promise<{ id: string; state: string; messages: number }[]> {
  return there.db.query(sql`
    select m.id, m.state, (select count(*)::int from message g where g.tenant_id = m.tenant_id and g.mailbox_id = m.id) as messages
    from mailbox m where m.tenant_id = ${there.tenant.tenantId} and m.user_id = ${userId} order by m.created_at`);
}

async function drive(userId = ada): Promise<string | undefined> {
  const [row] = await there.db.query<{ state: string }>(sql`
    select state from drive where tenant_id = ${there.tenant.tenantId} and user_id = ${userId}`);
  return row?.state;
}

/** Puts a message into the mailbox of a person. */
async function write(text: string, userId = ada): Promise<void> {
  const { tenantId } = there.tenant;
  const { hash, size } = await storeContent(there.db, tenantId, Buffer.from(text));
  await there.db.query(sql`
    insert into message (tenant_id, mailbox_id, id, folder_id, content_hash, size, conversation_id, received_at, created_at, modified_at)
    select ${tenantId}, id, ${newId()}, ${newId()}, ${hash}, ${size}, ${newId()}, ${new Date(now)}, ${new Date(now)}, ${new Date(now)}
    from mailbox where tenant_id = ${tenantId} and user_id = ${userId} and state <> 'inactive'`);
}

async function people(): Promise<string[]> {
  const rows = await there.db.query<{ id: string }>(sql`
    select id from users where tenant_id = ${there.tenant.tenantId}`);
  return rows.map(({ id }) => id);
}

async function contents(): Promise<number> {
  const [row] = await there.db.query<{ count: number }>(sql`
    select count(*)::int as count from content_chunk where tenant_id = ${there.tenant.tenantId}`);
  return row?.count ?? 0;
}

async function log(): Promise<string[]> {
  const rows = await there.db.query<{ activity: string }>(sql`
    select activity from audit_entry where tenant_id = ${there.tenant.tenantId} and channel = 'job' order by id`);
  return rows.map(({ activity }) => activity);
}

describe('a license that is given', () => {
  test('brings a mailbox and a drive, once', async () => {
    await assign(SKU.e3);
    await unassign(SKU.e3);
    await assign(SKU.e3);
    expect(await mailboxes()).toMatchObject([{ state: 'active' }]);
    expect(await drive()).toBe('active');
  });

  test('without mail brings no mailbox', async () => {
    await there.own(SKU.powerBi, 5);
    await assign(SKU.powerBi);
    expect(await mailboxes()).toEqual([]);
    expect(await drive()).toBeUndefined();
  });
});

describe('the last Exchange plan goes (T-1)', () => {
  beforeEach(async () => {
    await assign(SKU.e3);
    await write('keep me');
    await unassign(SKU.e3);
  });

  test('the mailbox is held at once, and nothing is lost', async () => {
    expect(await mailboxes()).toMatchObject([{ state: 'held', messages: 1 }]);
  });

  test('X-5: given back on day 29, all mail is there', async () => {
    await reach(at('2026-03-30'));
    await assign(SKU.e3);
    await reach(at('2026-05-30'));
    expect(await mailboxes()).toMatchObject([{ state: 'active', messages: 1 }]);
  });

  test('X-5: past day 30 the mail is gone for good, and a license brings a new, empty mailbox', async () => {
    const [before] = await mailboxes();
    await reach(at('2026-04-01'));
    expect(await mailboxes()).toEqual([]);
    expect(await contents()).toBe(0);
    await assign(SKU.e3);
    const [after] = await mailboxes();
    expect(after).toMatchObject({ state: 'active', messages: 0 });
    expect(after?.id).not.toBe(before?.id);
    expect(await log()).toEqual(['Purge mailbox']);
  });

  test('mail that somebody else has too stays theirs', async () => {
    const bob = await there.user('Bob');
    await assign(SKU.e1, {}, [bob]);
    await write('keep me', bob);
    await reach(at('2026-04-01'));
    expect(await mailboxes(bob)).toMatchObject([{ messages: 1 }]);
    expect(await contents()).toBe(1);
  });

  test('a minute before the moment nothing is done, at the moment it is, and only once', async () => {
    const due = at('2026-03-31');
    expect(await reach(due - 60_000)).toBe(0);
    expect(await reach(due)).toBe(1);
    expect(await reach(due + DAY)).toBe(0);
  });
});

test('X-18, T-18: a replacement by a plan that has mail too leaves the mailbox as it is', async () => {
  await assign(SKU.e1);
  await write('keep me');
  const replaced = await changeLicenses(
    context(),
    requestFor({ kind: 'change', add: [{ skuId: SKU.e3, disabledPlans: [] }], remove: [SKU.e1] }, [ada]),
    { keepGoing: false },
  );
  expect(replaced.kind).toBe('applied');
  await reach(at('2027-03-01'));
  expect(await mailboxes()).toMatchObject([{ state: 'active', messages: 1 }]);
});

test('T-2: under a hold the mailbox is kept, without a day', async () => {
  await assign(SKU.e3);
  await write('evidence');
  await hold();
  await unassign(SKU.e3);
  await reach(at('2028-03-01'));
  expect(await mailboxes()).toMatchObject([{ state: 'keptByHold', messages: 1 }]);
});

test('T-1: with delayed delicensing the mailbox works for thirty days more, and mail is kept for sixty in all', async () => {
  const delayed = { delicenseDelayEnabled: true };
  await assign(SKU.e3);
  await write('keep me');
  await unassign(SKU.e3, delayed);
  await reach(addDays(at('2026-03-01'), 29), delayed);
  expect(await mailboxes()).toMatchObject([{ state: 'active' }]);
  await reach(addDays(at('2026-03-01'), 30), delayed);
  expect(await mailboxes()).toMatchObject([{ state: 'held', messages: 1 }]);
  await reach(addDays(at('2026-03-01'), 59), delayed);
  expect(await mailboxes()).toMatchObject([{ state: 'held', messages: 1 }]);
  await reach(addDays(at('2026-03-01'), 60), delayed);
  expect(await mailboxes()).toEqual([]);
});

describe('files without a license (T-3)', () => {
  test('X-8: are read-only on day 60, archived on day 93, and open again with a license', async () => {
    now = at('2025-08-01');
    await assign(SKU.e3);
    await unassign(SKU.e3);
    await reach(at('2025-09-29'));
    expect(await drive()).toBe('active');
    await reach(at('2025-09-30'));
    expect(await drive()).toBe('readOnly');
    await reach(at('2025-11-01'));
    expect(await drive()).toBe('readOnly');
    await reach(at('2025-11-02'));
    expect(await drive()).toBe('archived');
    await assign(SKU.e3);
    expect(await drive()).toBe('active');
    expect(await deadlines(there, ada)).toEqual({});
  });

  test('after weeks of downtime the same days follow from the days that were told', async () => {
    await assign(SKU.e3);
    await unassign(SKU.e3);
    await reach(addDays(now, 80));
    expect(await drive()).toBe('readOnly');
    expect(await deadlines(there, ada)).toEqual({ oneDriveArchive: addDays(at('2026-03-01'), 93) });
    await reach(addDays(at('2026-03-01'), 300));
    expect(await drive()).toBe('archived');
  });

  test('by the rule of 2021 nothing ever happens to them', async () => {
    const rule = { oneDriveUnlicensedRule: '2021' } as const;
    await assign(SKU.e3, rule);
    await unassign(SKU.e3, rule);
    await reach(addDays(now, 2000), rule);
    expect(await drive()).toBe('active');
  });

  test('that nobody pays the archive for go to the recycle bin on day 93 and are deleted on day 186', async () => {
    const unpaid = { oneDriveArchiveBilling: false };
    await assign(SKU.e3, unpaid);
    await unassign(SKU.e3, unpaid);
    await reach(addDays(at('2026-03-01'), 93), unpaid);
    expect(await drive()).toBe('recycleBin');
    await reach(addDays(at('2026-03-01'), 185), unpaid);
    expect(await drive()).toBe('recycleBin');
    await reach(addDays(at('2026-03-01'), 186), unpaid);
    expect(await drive()).toBeUndefined();
  });
});

describe('a person is deleted (T-6, T-7)', () => {
  beforeEach(async () => {
    await assign(SKU.e3);
    await write('keep me');
  });

  test('and restored within the days, with mail and files as they were', async () => {
    await deleteUser(context(), ada);
    expect(await mailboxes()).toMatchObject([{ state: 'softDeleted', messages: 1 }]);
    await reach(at('2026-03-30'));
    expect(await restoreUser(context(), ada, {})).toMatchObject({ userId: ada });
    await reach(at('2027-03-30'));
    expect(await mailboxes()).toMatchObject([{ state: 'active', messages: 1 }]);
    expect(await drive()).toBe('active');
  });

  test('account and mail are gone on day 30, files go to the recycle bin then and are deleted on day 123', async () => {
    await deleteUser(context(), ada);
    await reach(at('2026-03-31'));
    expect(await people()).toEqual([]);
    expect(await mailboxes()).toEqual([]);
    expect(await drive()).toBe('recycleBin');
    await reach(addDays(at('2026-03-01'), 122));
    expect(await drive()).toBe('recycleBin');
    await reach(addDays(at('2026-03-01'), 123));
    expect(await drive()).toBeUndefined();
    expect(await log()).toEqual([
      'Move OneDrive to recycle bin',
      'Purge mailbox',
      'Hard delete user',
      'Delete OneDrive',
    ]);
  });

  test('the manager gets access and mail about it, and is reminded a week before it ends', async () => {
    const eve = await there.user('Eve');
    await assign(SKU.e1, {}, [eve]);
    await there.db.query(sql`update users set manager_id = ${eve} where id = ${ada}`);
    await deleteUser(context(), ada);
    const subjects = async () =>
      (
        await there.db.query<{ subject: string }>(sql`
          select g.subject from message g join mailbox m on m.tenant_id = g.tenant_id and m.id = g.mailbox_id
          where m.user_id = ${eve} order by g.received_at`)
      ).map(({ subject }) => subject);
    expect(await subjects()).toEqual(['You can open the OneDrive of Ada']);
    await reach(at('2026-03-24'));
    expect(await subjects()).toEqual(['You can open the OneDrive of Ada', 'The OneDrive of Ada ends soon']);
    expect(await log()).toEqual(['Remind of OneDrive']);
  });

  test('X-9: files kept for a year are archived on day 93 all the same, and go to the recycle bin after the year', async () => {
    const kept = { oneDriveRetentionDays: 365 };
    await deleteUser(context(kept), ada);
    await reach(addDays(at('2026-03-01'), 94), kept);
    expect(await drive()).toBe('archived');
    await reach(addDays(at('2026-03-01'), 365), kept);
    expect(await drive()).toBe('recycleBin');
    await reach(addDays(at('2026-03-01'), 458), kept);
    expect(await drive()).toBeUndefined();
  });

  test('T-7: under a hold the mailbox becomes an inactive one, which outlives its person', async () => {
    await hold();
    await deleteUser(context(), ada);
    await there.db.query(sql`
      insert into mailbox_hold (tenant_id, mailbox_id, kind, source, since)
      select tenant_id, id, 'case', ${newId()}, ${new Date(now)} from mailbox where tenant_id = ${there.tenant.tenantId}`);
    await reach(at('2027-03-01'));
    expect(await people()).toEqual([]);
    expect(await mailboxes()).toMatchObject([{ state: 'inactive', messages: 1 }]);
  });

  test('whose license went before has the mailbox’s own day, also when the person is restored (order matters)', async () => {
    await unassign(SKU.e3);
    now = at('2026-03-20');
    await deleteUser(context(), ada);
    await reach(at('2026-03-30'));
    expect(await mailboxes()).toMatchObject([{ state: 'held', messages: 1 }]);
    await reach(at('2026-03-31'));
    expect(await mailboxes()).toEqual([]);
    expect(await people()).toEqual([ada]);
  });

  test('and for good by hand: the mailbox stays for thirty days more, and then goes (EXDEL)', async () => {
    await deleteUser(context(), ada);
    now = at('2026-03-11');
    const approving = {
      ...context(),
      tenant: { ...context().tenant, access: { ...there.tenant.access, purgeNeedsApproval: false } },
    };
    expect(await purgeDeletedUser(approving, ada)).toBe('purged');
    await reach(at('2026-04-09'));
    expect(await mailboxes()).toMatchObject([{ state: 'softDeleted', messages: 1 }]);
    await reach(at('2026-04-10'));
    expect(await mailboxes()).toEqual([]);
  });
});

describe('the sweeper', () => {
  test('works off each deadline once, with two servers on one database', async () => {
    const many = await Promise.all(Array.from({ length: 30 }, (_, no) => there.user(`P${no}`)));
    await there.own(SKU.exchangePlan1, 40);
    await assign(SKU.exchangePlan1, {}, many);
    await unassign(SKU.exchangePlan1, {}, many);
    now = at('2026-05-01');
    const { db, tenant } = context();
    const options = { db, tenant, from: now, until: now, atOf: () => now, machineNow: Date.now() + 1000 };
    const counts = await Promise.all([sweep(options), sweep(options), sweep(options)]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect((await log()).length).toBe(30);
  });

  test('that dies in the middle leaves whole batches, and goes on where it stopped', async () => {
    await assign(SKU.e3);
    await unassign(SKU.e3);
    now = addDays(at('2026-03-01'), 200);
    const { db, tenant } = context();
    const options = { db, tenant, from: now, until: now, atOf: () => now, machineNow: Date.now() + 1000 };
    let batches = 0;
    await expect(
      sweep({
        ...options,
        beforeBatch: async () => {
          batches += 1;
          if (batches === 2) throw new Error('killed');
        },
      }),
    ).rejects.toThrow('killed');
    expect(await log()).toEqual(['Purge mailbox']);
    expect(await sweep(options)).toBe(2);
    expect(await log()).toEqual(['Purge mailbox', 'Set OneDrive read-only', 'Archive OneDrive']);
  });

  test('does nothing for what the world has overtaken: a hold that came upon a held mailbox keeps it', async () => {
    await assign(SKU.e3);
    await write('evidence');
    await unassign(SKU.e3);
    await hold();
    await reach(at('2026-04-15'));
    expect(await mailboxes()).toMatchObject([{ state: 'keptByHold', messages: 1 }]);
    expect(await log()).toEqual([]);
  });
});

async function hold(): Promise<void> {
  await there.db.query(sql`
    update users set litigation_hold_at = ${new Date(now)} where tenant_id = ${there.tenant.tenantId} and id = ${ada}`);
}
