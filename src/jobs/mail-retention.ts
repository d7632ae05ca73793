import { applyRetention } from '../operations/compliance/apply-retention.ts';
import { readTenants } from '../store/tenants.ts';
import type { RetentionHost } from './audit-retention.ts';

/** Deletes, in every tenant, the mail that its retention policies delete by now. */
export async function endExpiredMail({ db, onFailure, signal }: RetentionHost, machineNow: number): Promise<void> {
  for (const { tenantId, clockOffsetMs } of await readTenants(db)) {
    if (signal?.aborted) return;
    try {
      await applyRetention(db.ofTenant(tenantId), tenantId, { now: machineNow + clockOffsetMs, machineNow, signal });
    } catch (error) {
      onFailure(error);
    }
  }
}
