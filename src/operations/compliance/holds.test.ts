import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { sql } from '../../base/sql.ts';
import { readHoldsOf, readRelease } from '../../queries/compliance/holds.ts';
import { putMail } from '../../queries/compliance/mail-for-tests.ts';
import type { Context } from '../context.ts';
import { deleteUser } from '../directory/delete-user.ts';
import { restoreUser } from '../directory/restore-user.ts';
import { changeLicenses } from '../licensing/change-licenses.ts';
import { deadlines, forget, give, requestFor, take } from '../licensing/stories-for-tests.ts';
import { sweep } from '../retention/sweep.ts';
import { applyRetention } from './apply-retention.ts';
import { liftLitigationHold, placeLitigationHold } from './litigation-hold.ts';
import { changePolicy, createPolicy, deletePolicy, type PolicyEffect } from './retention-policies.ts';

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
  for (const sku of [SKU.e3, SKU.exchangePlan1]) await there.own(sku, 10);
  ada = await licensed('Ada');
});

function context(): Context {
  return { ...there.context, now };
}

async function licensed(name: string, sku: string = SKU.e3): Promise<string> {
  const id = await there.user(name);
  await assign(id, sku);
  return id;
}

async function assign(userId: string, sku: string = SKU.e3): Promise<void> {
  await changed(userId, give(sku));
}

async function unassign(userId: string, sku: string = SKU.e3): Promise<void> {
  await changed(userId, take(sku));
}

async function changed(userId: string, change: ReturnType<typeof give>): Promise<void> {
  const result = await changeLicenses(context(), requestFor(change, [userId]), { keepGoing: false });
  if (result.kind !== 'applied') throw new Error(JSON.stringify(result));
}

/** Lets days go by, as a running server does. */
async function pass(days: number): Promise<void> {
  now += days * DAY;
  const { db, tenant } = context();
  await sweep({ db, tenant, from: now, until: now, atOf: () => now, machineNow: Date.now() + 1000 });
}

async function mailbox(userId = ada): Promise<{ id: string; state: string; holds: string[] } | undefined> {
  const [found] = await readHoldsOf(there.db, there.tenant.tenantId, userId);
  return found && { id: found.mailboxId, state: found.state, holds: found.holds.map(({ kind }) => kind) };
}

async function onHold(userId = ada): Promise<boolean | undefined> {
  const [row] = await there.db.query<{ onHold: boolean }>(sql`
    select on_hold as "onHold" from users where tenant_id = ${there.tenant.tenantId} and id = ${userId}`);
  return row?.onHold;
}

async function policy(fields: Partial<Parameters<typeof createPolicy>[1]> = {}): Promise<PolicyEffect> {
  const all = { description: null, action: 'retain', durationDays: null, everyone: true, people: [] } as const;
  return effectOf(await createPolicy(context(), { displayName: 'Keep all', ...all, ...fields }));
}

function effectOf(result: Awaited<ReturnType<typeof createPolicy>>): PolicyEffect {
  if ('reason' in result) throw new Error(JSON.stringify(result));
  return result;
}

async function log(): Promise<string[]> {
  const rows = await there.db.query<{ activity: string }>(sql`
    select activity from audit_entry where tenant_id = ${there.tenant.tenantId} and activity like '%hold%' order by id`);
  return rows.map(({ activity }) => activity);
}

describe('a litigation hold', () => {
  test('keeps the mailbox when the license goes, for as long as it stands (T-2)', async () => {
    await placeLitigationHold(context(), ada, 'Case 12');
    await unassign(ada);
    await pass(400);
    expect(await mailbox()).toMatchObject({ state: 'keptByHold', holds: ['litigation'] });
  });

  test('lifted from a mailbox without a license: 30 days of delay, then those of T-1 (T-2)', async () => {
    await placeLitigationHold(context(), ada, null);
    await unassign(ada);
    expect(await liftLitigationHold(context(), ada, 'Settled')).toMatchObject({ delayUntil: at('2026-03-31') });
    expect(await onHold()).toBe(true);
    await pass(29);
    expect(await mailbox()).toMatchObject({ state: 'keptByHold', holds: ['delay'] });
    await pass(1);
    expect(await mailbox()).toMatchObject({ state: 'held', holds: [] });
    expect(await onHold()).toBe(false);
    expect(await deadlines(there, ada)).toMatchObject({ mailboxPurge: at('2026-04-30') });
    await pass(30);
    expect(await mailbox()).toBeUndefined();
    expect(await log()).toEqual(['Place litigation hold', 'Lift litigation hold', 'End delay hold']);
  });

  test('lifted from an open mailbox changes nothing about it, before or after the delay', async () => {
    await placeLitigationHold(context(), ada, null);
    await liftLitigationHold(context(), ada, null);
    await pass(40);
    expect(await mailbox()).toMatchObject({ state: 'active', holds: [] });
    expect(await onHold()).toBe(false);
  });

  test('outlives the person, as does the mailbox (T-7), until it is lifted: then 30 days and 183', async () => {
    await placeLitigationHold(context(), ada, null);
    await deleteUser(context(), ada);
    await pass(40);
    expect(await onHold()).toBeUndefined();
    expect(await mailbox()).toMatchObject({ state: 'inactive', holds: ['litigation'] });
    await liftLitigationHold(context(), ada, null);
    await pass(30 + 182);
    expect(await mailbox()).toMatchObject({ state: 'inactive', holds: [] });
    await pass(1);
    expect(await mailbox()).toBeUndefined();
  });

  test('comes back with a person who is restored, and stands once', async () => {
    await placeLitigationHold(context(), ada, null);
    await deleteUser(context(), ada);
    await restoreUser(context(), ada, {});
    expect(await mailbox()).toMatchObject({ state: 'active', holds: ['litigation'] });
    await liftLitigationHold(context(), ada, null);
    expect(await mailbox()).toMatchObject({ holds: ['delay'] });
  });

  test('placed again during the delay stands on its own when the delay ends', async () => {
    await placeLitigationHold(context(), ada, null);
    await liftLitigationHold(context(), ada, null);
    await unassign(ada);
    await pass(10);
    await placeLitigationHold(context(), ada, null);
    await pass(40);
    expect(await mailbox()).toMatchObject({ state: 'keptByHold', holds: ['litigation'] });
  });

  test('needs Exchange Online Plan 2 or archiving (R-CO-1)', async () => {
    const ben = await licensed('Ben', SKU.exchangePlan1);
    expect(await placeLitigationHold(context(), ben, null)).toMatchObject({ reason: 'needsArchiving' });
  });

  test('comes too late for a mailbox whose license is gone; given back, it can be placed', async () => {
    await unassign(ada);
    expect(await placeLitigationHold(context(), ada, null)).toMatchObject({
      reason: 'mailboxClosed',
      deletedOn: at('2026-03-31'),
    });
    await assign(ada);
    expect(await placeLitigationHold(context(), ada, null)).toHaveProperty('placed');
  });

  test('is neither placed twice nor lifted where there is none, and nobody unknown gets one', async () => {
    expect(await liftLitigationHold(context(), ada, null)).toMatchObject({ reason: 'notHeld' });
    expect(await mailbox()).toMatchObject({ holds: [] });
    await placeLitigationHold(context(), ada, null);
    expect(await placeLitigationHold(context(), ada, null)).toMatchObject({ reason: 'heldAlready' });
    expect(await placeLitigationHold(context(), there.tenant.tenantId, null)).toEqual({ reason: 'unknownUser' });
    const eve = await there.user('Eve');
    expect(await placeLitigationHold(context(), eve, null)).toMatchObject({ reason: 'noMailbox' });
  });
});

describe('a retention policy', () => {
  test('for everyone holds all mailboxes but those left out, and the ones that come later', async () => {
    const ben = await licensed('Ben', SKU.exchangePlan1);
    expect(await policy({ people: [ben] })).toMatchObject({ placed: 1 });
    const cora = await licensed('Cora');
    expect([await onHold(ada), await onHold(ben), await onHold(cora)]).toEqual([true, false, true]);
    await unassign(cora);
    expect(await mailbox(cora)).toMatchObject({ state: 'keptByHold', holds: ['policy'] });
  });

  test('also holds a mailbox that a license opens again', async () => {
    await unassign(ada);
    await policy();
    expect(await mailbox()).toMatchObject({ state: 'held', holds: [] });
    await assign(ada);
    expect(await mailbox()).toMatchObject({ state: 'active', holds: ['policy'] });
  });

  test('that only deletes holds nothing', async () => {
    expect(await policy({ action: 'deleteOnly', durationDays: 365 })).toMatchObject({ placed: 0 });
    await licensed('Ben');
    expect(await onHold()).toBe(false);
  });

  test('for people who are named needs what a hold needs, and is refused whole (R-CO-1)', async () => {
    const ben = await licensed('Ben', SKU.exchangePlan1);
    const fields = { displayName: 'Two', description: null, action: 'retain', durationDays: null } as const;
    const refused = await createPolicy(context(), { ...fields, everyone: false, people: [ada, ben] });
    expect(refused).toMatchObject({ reason: 'notHoldable', refused: [{ userId: ben, reason: 'needsArchiving' }] });
    expect(await onHold()).toBe(false);
    expect(await createPolicy(context(), { ...fields, everyone: false, people: [] })).toEqual({
      reason: 'nobodyNamed',
    });
  });

  test('that is changed or deleted releases with a delay whom nothing else holds', async () => {
    const ben = await licensed('Ben');
    const { policyId } = await policy();
    await placeLitigationHold(context(), ben, null);
    const release = await readRelease(there.db, there.tenant.tenantId, { kind: 'policy', source: policyId });
    expect(release).toEqual({ held: 2, released: [{ state: 'active', mailboxes: 1, names: ['Ada'] }] });
    expect(effectOf(await changePolicy(context(), policyId, { people: [ben] }))).toMatchObject({
      lifted: 1,
      delayed: 0,
    });
    expect(await deletePolicy(context(), policyId)).toMatchObject({ lifted: 1, delayed: 1 });
    expect(await mailbox()).toMatchObject({ holds: ['delay'] });
    expect(await mailbox(ben)).toMatchObject({ holds: ['litigation'] });
    await pass(30);
    expect([await onHold(ada), await onHold(ben)]).toEqual([false, true]);
  });

  test('has a name of its own, whatever its case', async () => {
    await policy();
    const fields = { description: null, action: 'retain', durationDays: null, everyone: true, people: [] } as const;
    expect(await createPolicy(context(), { displayName: 'KEEP ALL', ...fields })).toEqual({ reason: 'nameTaken' });
  });

  test('reaches no inactive mailbox, but keeps one that it held before (R-CO-6)', async () => {
    const ben = await licensed('Ben');
    await placeLitigationHold(context(), ben, null);
    await deleteUser(context(), ben);
    await policy();
    await deleteUser(context(), ada);
    expect(await mailbox(ben)).toMatchObject({ state: 'inactive', holds: ['litigation'] });
    expect(await mailbox()).toMatchObject({ state: 'inactive', holds: ['policy'] });
  });
});

test('a hold of a case or a policy is a fact of plans: taking the license then keeps the mail', async () => {
  await policy();
  const before = await onHold();
  await unassign(ada);
  expect(before).toBe(true);
  expect(await deadlines(there, ada)).not.toHaveProperty('mailboxPurge');
});

describe('a policy that deletes', () => {
  async function subjects(): Promise<string[]> {
    const rows = await there.db.query<{ subject: string }>(sql`
      select subject from message where tenant_id = ${there.tenant.tenantId} order by subject`);
    return rows.map(({ subject }) => subject);
  }

  async function apply(): Promise<number> {
    const { tenantId } = there.tenant;
    return applyRetention(there.db.ofTenant(tenantId), tenantId, { now, machineNow: Date.now() + 1000 });
  }

  beforeEach(async () => {
    await putMail(there, ada, { subject: 'new', received: '2026-02-25T09:00:00Z' });
    await putMail(there, ada, { subject: 'old', received: '2026-01-01T09:00:00Z' });
  });

  test('deletes what is older than its days, a week after it was made, with its bytes and counts', async () => {
    await policy({ action: 'deleteOnly', durationDays: 30 });
    expect(await apply()).toBe(0);
    now += 7 * DAY;
    expect(await apply()).toBe(1);
    expect(await subjects()).toEqual(['new']);
    const [content] = await there.db.query(
      sql`select count(*)::int as count from content where tenant_id = ${there.tenant.tenantId}`,
    );
    expect(content).toEqual({ count: 1 });
    expect(await apply()).toBe(0);
  });

  test('deletes nothing that a hold keeps, or another policy for longer; and nothing of people whom it leaves out', async () => {
    const ben = await licensed('Ben');
    await putMail(there, ben, { subject: 'old of Ben', received: '2026-01-01T09:00:00Z' });
    await policy({ action: 'retainThenDelete', durationDays: 30, people: [ben] });
    const { policyId } = await policy({ displayName: 'Longer', durationDays: 100 });
    now += 7 * DAY;
    expect(await apply()).toBe(0);
    await deletePolicy(context(), policyId);
    expect(await apply()).toBe(1);
    expect(await subjects()).toEqual(['new', 'old of Ben']);
    await placeLitigationHold(context(), ada, null);
    now += 60 * DAY;
    expect(await apply()).toBe(0);
    await liftLitigationHold(context(), ada, null);
    expect(await apply()).toBe(1);
    expect(await subjects()).toEqual(['old of Ben']);
  });

  test('deletes nothing during the delay after the last hold', async () => {
    await policy({ action: 'deleteOnly', durationDays: 30 });
    await placeLitigationHold(context(), ada, null);
    now += 7 * DAY;
    await liftLitigationHold(context(), ada, null);
    expect(await apply()).toBe(0);
    await pass(30);
    expect(await apply()).toBe(2);
  });

  test('needs a number of days', async () => {
    const fields = { description: null, durationDays: null, everyone: true, people: [] } as const;
    const refused = await createPolicy(context(), { displayName: 'All', action: 'deleteOnly', ...fields });
    expect(refused).toEqual({ reason: 'durationMissing' });
  });
});
