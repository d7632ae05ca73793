import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { newId } from '../base/id.ts';
import { rawSql, sql } from '../base/sql.ts';
import { DAY_MS } from '../base/time.ts';
import { addDestination } from '../operations/audit/destinations.ts';
import { verifyAudit } from '../operations/audit/verify-audit.ts';
import { changeUser } from '../operations/directory/update-user.ts';
import { forget } from '../operations/licensing/stories-for-tests.ts';
import { insertTenant, updateAccessSettings } from '../store/tenants.ts';
import { endOldAudit } from './audit-retention.ts';

let there: TestTenant;
let person: string;

beforeAll(async () => {
  there = await testTenant();
});
afterAll(() => there.close());
beforeEach(async () => {
  await forget(there);
  await there.db.query(rawSql('delete from audit_destination'));
  person = await there.user('Ada');
});

const onFailure = (error: unknown) => {
  throw error;
};
const endOld = (moment: number) => endOldAudit({ db: there.db, onFailure }, moment);

let moves = 0;
/** Leaves an entry in the log. */
async function somethingHappens(): Promise<void> {
  moves += 1;
  await changeUser(there.context, person, { fields: { city: `City ${moves}` } });
}

describe('the retention time', () => {
  const days = (count: number) => there.context.now + count * DAY_MS;

  test('ends old entries from the beginning, says so, and the rest of the log still proves itself', async () => {
    for (let number = 0; number < 5; number += 1) await somethingHappens();
    await changeUser({ ...there.context, now: days(40) }, person, { fields: { city: 'Lyon' } });
    await endOld(days(60));
    const whole = await verifyAudit(there.context);
    expect(whole).toMatchObject({ kind: 'whole', entries: 6, from: 1 });
    await updateAccessSettings(there.db, there.tenant.tenantId, { auditRetentionDays: 30 });
    try {
      await endOld(days(60));
      const left = await there.db.query<{ activity: string }>(sql`
        select activity from audit_entry where tenant_id = ${there.tenant.tenantId} order by id`);
      expect(left.map(({ activity }) => activity)).toEqual(['Update user', 'Remove audit entries']);
      expect(await verifyAudit(there.context)).toMatchObject({ kind: 'whole', entries: 2, from: 6 });
      const [said] = await there.db.query<{ after: unknown; actor: string }>(sql`
        select after, actor_name as actor from audit_entry where activity = 'Remove audit entries'`);
      expect(said).toEqual({ after: { upTo: 5, removed: 5, olderThanDays: 30 }, actor: 'Seatwise' });
      await endOld(days(60));
      expect(await verifyAudit(there.context)).toMatchObject({ kind: 'whole', entries: 2 });
      // A head that was kept before says nothing any more about what is gone, and still proves what is left.
      if (whole.kind !== 'whole') throw new Error('broken');
      expect(await verifyAudit(there.context, whole.head)).toMatchObject({ kind: 'whole', kept: 'same' });
      expect(await verifyAudit(there.context, { id: 2, hash: '0'.repeat(64) })).toMatchObject({ kept: 'removed' });
      // Later the entry that said so has had its time too; another one says how far it goes now.
      await endOld(days(120));
      expect(await verifyAudit(there.context)).toMatchObject({ kind: 'whole', entries: 1, from: 8 });
    } finally {
      await updateAccessSettings(there.db, there.tenant.tenantId, { auditRetentionDays: null });
    }
  });

  test('waits for what has yet to be sent on', async () => {
    await updateAccessSettings(there.db, there.tenant.tenantId, { auditRetentionDays: 30 });
    try {
      await addDestination(there.context, 'https://siem.example/hook');
      await somethingHappens();
      await endOld(days(400));
      expect(await verifyAudit(there.context)).toMatchObject({ entries: 2 });
    } finally {
      await updateAccessSettings(there.db, there.tenant.tenantId, { auditRetentionDays: null });
    }
  });

  test('by several servers at once ends everything once', async () => {
    for (let number = 0; number < 5; number += 1) await somethingHappens();
    await updateAccessSettings(there.db, there.tenant.tenantId, { auditRetentionDays: 30 });
    try {
      await Promise.all([endOld(days(60)), endOld(days(60)), endOld(days(60))]);
      expect(await verifyAudit(there.context)).toMatchObject({ kind: 'whole', entries: 1, from: 6 });
    } finally {
      await updateAccessSettings(there.db, there.tenant.tenantId, { auditRetentionDays: null });
    }
  });
});

test('what fails for one tenant is told, and the others’ entries end all the same', async () => {
  const broken = { ...there.tenant, tenantId: newId(), defaultDomain: 'broken.example', displayName: 'Broken' };
  await insertTenant(there.db, broken);
  await there.db.query(sql`delete from audit_chain where tenant_id = ${broken.tenantId}`);
  await there.db.query(sql`
    insert into audit_entry (tenant_id, id, at, activity, actor_name, channel, target_type, target_name, hash)
    values (${broken.tenantId}, 1, ${new Date(0)}, 'x', 'x', 'x', 'x', 'x', '')`);
  for (const { tenantId } of [broken, there.tenant]) {
    await updateAccessSettings(there.db, tenantId, { auditRetentionDays: 30 });
  }
  await somethingHappens();
  const told: string[] = [];
  await endOldAudit({ db: there.db, onFailure: (error) => told.push(String(error)) }, there.context.now + 60 * DAY_MS);
  expect(told).toEqual([expect.stringContaining('has no audit chain')]);
  expect(await verifyAudit(there.context)).toMatchObject({ kind: 'whole', entries: 1, from: 2 });
});
