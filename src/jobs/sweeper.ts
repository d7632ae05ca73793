import { announcePurges } from '../operations/retention/last-look.ts';
import { sweep } from '../operations/retention/sweep.ts';
import { readTenants } from '../store/tenants.ts';
import type { RetentionHost } from './audit-retention.ts';

/** Works off what is due in every tenant; in production tenants what ends something for good is announced before. */
export async function sweepTenants({ db, onFailure, signal }: RetentionHost, machineNow: number): Promise<number> {
  let count = 0;
  for (const tenant of await readTenants(db)) {
    if (signal?.aborted) return count;
    const now = machineNow + tenant.clockOffsetMs;
    const sealed = db.ofTenant(tenant.tenantId);
    try {
      if (tenant.kind === 'production') await announcePurges(sealed, tenant, now);
      count += await sweep({ db: sealed, tenant, from: now, until: now, atOf: () => now, machineNow, signal });
    } catch (error) {
      onFailure(error);
    }
  }
  return count;
}
