import { readTenants } from '../store/tenants.ts';
import { dropAbandoned } from '../workloads/content/content.ts';
import { endExpired } from '../workloads/onedrive/uploads.ts';
import type { RetentionHost } from './audit-retention.ts';

/** Content that nobody refers to is safe for so long: whoever stored it writes the reference next. */
const SAFE_MS = 3_600_000;

/** Ends uploads that expired, and drops content that nobody refers to: of uploads given up, and of what was replaced. */
export async function cleanContent({ db, onFailure, signal }: RetentionHost, machineNow: number): Promise<void> {
  for (const { tenantId } of await readTenants(db)) {
    if (signal?.aborted) return;
    try {
      const sealed = db.ofTenant(tenantId);
      await endExpired(sealed, tenantId, new Date(machineNow));
      await dropAbandoned(sealed, tenantId, new Date(machineNow - SAFE_MS));
    } catch (error) {
      onFailure(error);
    }
  }
}
