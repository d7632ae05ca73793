import { addDays } from '../../base/time.ts';
import { deletesFrom } from '../../domain/compliance/retention-policy.ts';
import { auditChange } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { lockForMany } from '../../store/lock.ts';
import { type DeletingPolicy, deleteExpired, readDeletingPolicies } from '../../workloads/exchange/expired-mail.ts';

const BATCH = 1_000;

/**
 * Deletes what the retention policies of a tenant delete by now, and says so in the log. A policy begins days after its
 * last change, so that a mistake can be taken back. Both moments in milliseconds. Gives how many messages went.
 */
export async function applyRetention(
  db: Database,
  tenantId: string,
  {
    now,
    machineNow,
    signal,
  }: { readonly now: number; readonly machineNow: number; readonly signal?: AbortSignal | undefined },
): Promise<number> {
  let all = 0;
  for (const policy of await readDeletingPolicies(db, tenantId)) {
    const from = deletesFrom(policy, policy.modifiedAt.getTime());
    if (from === null || from > now) continue;
    for (let count = BATCH; count === BATCH && !signal?.aborted; ) {
      count = await db.transaction((tx) => applyOnce(tx, tenantId, policy, now, machineNow));
      all += count;
    }
  }
  return all;
}

async function applyOnce(
  tx: Database,
  tenantId: string,
  { id, displayName, durationDays }: DeletingPolicy,
  now: number,
  machineNow: number,
): Promise<number> {
  // No hold is placed while it is looked at what nothing holds.
  await lockForMany(tx, tenantId);
  const count = await deleteExpired(tx, tenantId, id, {
    olderThan: new Date(addDays(now, -durationDays)),
    now: new Date(now),
    before: new Date(machineNow),
    most: BATCH,
  });
  if (count === 0) return 0;
  await auditChange(
    tx,
    tenantId,
    {
      activity: 'Delete expired mail',
      targetType: 'Policy',
      targetId: id,
      targetName: displayName,
      after: { items: count, olderThanDays: durationDays },
    },
    { actorId: null, actorName: 'Seatwise', channel: 'job', requestId: null, at: new Date(now) },
  );
  return count;
}
