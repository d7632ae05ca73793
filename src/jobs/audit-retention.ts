import { addDays } from '../base/time.ts';
import type { Tenant } from '../domain/directory/tenant.ts';
import { auditChange } from '../store/audit.ts';
import { cutAudit } from '../store/audit-retention.ts';
import type { Database } from '../store/database.ts';
import { readTenants } from '../store/tenants.ts';

const BATCH = 10_000;

export interface RetentionHost {
  /** A door to every tenant. */
  readonly db: Database;
  readonly onFailure: (error: unknown) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Ends every tenant's audit entries after its retention time, from the beginning of the log, and says so in the log. */
export async function endOldAudit(host: RetentionHost, now: number): Promise<void> {
  for (const tenant of await readTenants(host.db)) {
    const days = tenant.access.auditRetentionDays;
    if (days === null) continue;
    try {
      while (!host.signal?.aborted && (await endBatch(host.db.ofTenant(tenant.tenantId), tenant, days, now)) === BATCH);
    } catch (error) {
      host.onFailure(error);
    }
  }
}

async function endBatch(
  db: Database,
  { tenantId, displayName, clockOffsetMs }: Tenant,
  days: number,
  now: number,
): Promise<number> {
  const present = now + clockOffsetMs;
  return db.transaction(async (tx) => {
    const cut = await cutAudit(tx, tenantId, new Date(addDays(present, -days)), BATCH);
    if (!cut) return 0;
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
    return cut.removed;
  });
}
