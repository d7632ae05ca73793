import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { sql } from '../../base/sql.ts';
import { addDays } from '../../base/time.ts';
import { ROLES } from '../../domain/access/roles.ts';
import { changed, give } from '../licensing/stories-for-tests.ts';
import { deleteUser } from './delete-user.ts';
import { type Restored, restoreUser } from './restore-user.ts';

const YAMMER = '7547a3fe-08ee-4ccb-b430-5077c5041653';
let there: TestTenant;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 3);
  await there.own(SKU.powerBi, 50);
});
afterAll(() => there.close());

async function deleted(userId: string): Promise<void> {
  const result = await deleteUser(there.context, userId);
  if ('reason' in result) throw new Error(result.reason);
}

async function restored(userId: string, wanted: Parameters<typeof restoreUser>[2] = {}): Promise<Restored> {
  const result = await restoreUser(there.context, userId, wanted);
  if ('reason' in result) throw new Error(result.reason);
  return result;
}

/** Everything about a person and the seats, but what a restore is to change. */
async function state(userId: string): Promise<unknown> {
  const { tenantId } = there.tenant;
  const [row] = await there.db.query(sql`
    select (select jsonb_agg(jsonb_build_array(sku_id, source, disabled_plans, state) order by sku_id, source)
        from assignment where tenant_id = ${tenantId} and user_id = ${userId}) as paths,
      (select jsonb_agg(sku_id order by sku_id) from holding where tenant_id = ${tenantId} and user_id = ${userId}) as held,
      (select jsonb_agg(jsonb_build_array(kind, due_at) order by kind) from deadline where tenant_id = ${tenantId} and subject_id = ${userId}) as due,
      (select jsonb_object_agg(sku_id, consumed) from subscribed_sku where tenant_id = ${tenantId}) as seats,
      (select jsonb_build_array(user_principal_name, upn_key, display_name, mail, deleted_at)
        from users where tenant_id = ${tenantId} and id = ${userId}) as person`);
  return row;
}

test('whatever somebody had, deleted and restored they have it again, with the seats and without the deadlines', async () => {
  let no = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.subarray([SKU.e3, SKU.powerBi]),
      fc.boolean(),
      fc.boolean(),
      async (direct, yammerOff, inGroup) => {
        no += 1;
        const user = await there.user(`Somebody${no}`);
        for (const skuId of direct)
          await changed(there, give(skuId, ...(yammerOff && skuId === SKU.e3 ? [YAMMER] : [])), [user]);
        if (inGroup) await there.group(`Group ${no}`, SKU.powerBi, [user]);
        const before = await state(user);
        await deleted(user);
        expect(await state(user)).not.toEqual(before);
        const { password } = await restored(user);
        expect(password).toHaveLength(16);
        expect(await state(user)).toEqual(before);
        await deleted(user);
      },
    ),
    { numRuns: 12 },
  );
});

test('after any deletions and restores, also at once, the seats taken are those of the people who hold them', async () => {
  const { tenantId } = there.tenant;
  const people: string[] = [];
  for (const name of ['North', 'East', 'South', 'West']) people.push(await there.user(name));
  await changed(there, give(SKU.powerBi), people);
  const step = fc.record({ at: fc.nat({ max: 3 }), kind: fc.constantFrom('delete', 'restore') });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      await Promise.all(
        steps.map(({ at, kind }) =>
          kind === 'delete'
            ? deleteUser(there.context, people[at] ?? '')
            : restoreUser(there.context, people[at] ?? '', {}),
        ),
      );
      const [row] = await there.db.query<{ consumed: number; held: number; living: number }>(sql`
        select (select consumed from subscribed_sku where tenant_id = ${tenantId} and sku_id = ${SKU.powerBi}) as consumed,
          (select count(*)::int from holding where tenant_id = ${tenantId} and sku_id = ${SKU.powerBi}) as held,
          (select count(*)::int from users where tenant_id = ${tenantId} and id = any(${people}::uuid[]) and deleted_at is null) as living`);
      expect(row?.consumed).toBe(row?.held);
      expect(row?.held).toBe(row?.living);
    }),
    { numRuns: 15 },
  );
  for (const each of people) await deleteUser(there.context, each);
});

test('licenses come back where no seat is left, and it is said by how many there are too many (R-US-7, X-14)', async () => {
  const people = [];
  for (const name of ['First', 'Second', 'Third']) people.push(await there.user(name));
  await changed(there, give(SKU.e3), people);
  const [first = '', ...others] = people;
  await deleted(first);
  const heir = await there.user('Heir');
  await changed(there, give(SKU.e3), [heir]);
  expect(await restored(first)).toMatchObject({
    restored: [SKU.e3],
    lost: [],
    overAssigned: [{ skuId: SKU.e3, by: 1 }],
  });
  for (const each of [first, heir, ...others]) await deleted(each);
});

test('a name that somebody else has by now is not given twice; another one is taken', async () => {
  const user = await there.user('Twin');
  await deleted(user);
  await there.user('Twin');
  expect(await restoreUser(there.context, user, {})).toEqual({ reason: 'nameTaken' });
  expect(await restoreUser(there.context, user, { userPrincipalName: 'twin@elsewhere.example' })).toEqual({
    reason: 'unverifiedDomain',
  });
  const { userPrincipalName } = await restored(user, { userPrincipalName: 'Twin.Two@test.example' });
  expect(userPrincipalName).toBe('Twin.Two@test.example');
});

test('addresses that somebody else has by now are dropped, and told (R-US-9)', async () => {
  const { tenantId } = there.tenant;
  const user = await there.user('Sender');
  await there.db.query(sql`
    update users set proxy_addresses = ${['SMTP:sender@test.example', 'smtp:sales@test.example']}::text[]
    where tenant_id = ${tenantId} and id = ${user}`);
  await deleted(user);
  const heir = await there.user('Sales');
  await there.db.query(sql`
    update users set proxy_addresses = ${['SMTP:Sales@test.example']}::text[] where tenant_id = ${tenantId} and id = ${heir}`);
  expect((await restored(user)).droppedAddresses).toEqual(['smtp:sales@test.example']);
  const [row] = await there.db.query(
    sql`select proxy_addresses from users where tenant_id = ${tenantId} and id = ${user}`,
  );
  expect(row).toEqual({ proxy_addresses: ['SMTP:sender@test.example'] });
});

test('what a group no longer gives stays lost, and the mailbox that hung on it keeps its deadline', async () => {
  const { tenantId } = there.tenant;
  await there.own(SKU.exchangePlan1, 5);
  const user = await there.user('Member');
  const group = await there.group('Mail', SKU.exchangePlan1, [user]);
  await deleted(user);
  await there.db.query(sql`delete from group_license where tenant_id = ${tenantId} and group_id = ${group}`);
  expect(await restored(user)).toMatchObject({ restored: [], lost: [SKU.exchangePlan1] });
  const due = await there.db.query(sql`
    select kind from deadline where tenant_id = ${tenantId} and subject_id = ${user} order by kind`);
  expect(due).toEqual([{ kind: 'mailboxPurge' }]);
});

test('files that nothing gives any more count as unlicensed since the deletion (T-3), and are kept with the account', async () => {
  const { tenantId } = there.tenant;
  const user = await there.user('Filer');
  const group = await there.group('Files', SKU.e3, [user]);
  await deleted(user);
  await there.db.query(sql`delete from group_license where tenant_id = ${tenantId} and group_id = ${group}`);
  await restored(user);
  const due = await there.db.query<{ kind: string; days: number }>(sql`
    select kind, extract(epoch from due_at - ${new Date(there.context.now)}::timestamptz) / 86400 as days
    from deadline where tenant_id = ${tenantId} and subject_id = ${user} order by kind`);
  expect(due.map(({ kind, days }) => ({ kind, days: Number(days) }))).toEqual([
    { kind: 'mailboxPurge', days: 30 },
    { kind: 'oneDriveReadOnly', days: 60 },
  ]);
});

test('roles that were never taken hold again, and are told', async () => {
  const user = await there.user('Chief');
  await there.role(user, 'reportsReader');
  await deleted(user);
  expect((await restored(user)).roleIds).toEqual([ROLES.reportsReader.id]);
});

test('after the tenant’s days it is too late, and the day before it is not (R-US-8)', async () => {
  const user = await there.user('Late');
  await deleted(user);
  const later = { ...there.context, now: addDays(there.context.now, 30) };
  expect(await restoreUser(later, user, {})).toEqual({ reason: 'tooLate' });
  expect(await restoreUser({ ...later, now: later.now - 1 }, user, { password: 'short' })).toEqual({
    reason: 'weakPassword',
  });
  expect(await restoreUser({ ...later, now: later.now - 1 }, user, {})).toMatchObject({ userId: user });
});

test('who is not deleted is nobody to restore, nor is somebody of the on-premises directory', async () => {
  const user = await there.user('Living');
  expect(await restoreUser(there.context, user, {})).toEqual({ reason: 'unknownUser' });
  await deleted(user);
  await there.db.query(sql`
    update users set on_premises_sync_enabled = true where tenant_id = ${there.tenant.tenantId} and id = ${user}`);
  expect(await restoreUser(there.context, user, {})).toEqual({ reason: 'syncedUser' });
});
