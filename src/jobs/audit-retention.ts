import { auditChange } from '../store/audit.ts';
import { cutAudit } from '../store/audit-retention.ts';
import type { Database } from '../store/database.ts';
import { readTenants } from '../store/tenants.ts';

const BATCH = 10_000;
const DAY_MS = 86_400_000;

/** Ends every tenant's audit entries after its retention time, from the beginning of the log, and says so in the log. */
export async function endOldAudit(db: Database, now: number): Promise<void> {
  for (const { tenantId, displayName, access, clockOffsetMs } of await readTenants(db)) {
    const days = access.auditRetentionDays;
    if (days === null) continue;
    const present = now + clockOffsetMs;
    for (let more = true; more; ) {
      more = await db.ofTenant(tenantId).transaction(async (tx) => {
        const cut = await cutAudit(tx, tenantId, new Date(present - days * DAY_MS), BATCH);
        if (!cut) return false;
        await auditChange(
          tx,
          tenantId,
          {
            activity: 'Remove audit entries',
            targetType: 'Tenant',
            targetId: tenantId,
            targetName: displayName,
            after: { upTo: cut.lastId, removed: cut.removed, olderThanDays: days },
          },
          { actorId: null, actorName: 'Seatwise', channel: 'job', requestId: null, at: new Date(present) },
        );
        return cut.removed === BATCH;
      });
    }
  }
}
