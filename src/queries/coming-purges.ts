import { addDays } from '../base/time.ts';
import type { Database } from '../store/database.ts';
import { type ComingPurge, readComingPurges } from '../store/last-look.ts';

/** What ends for good within so many days of a moment, the soonest first. */
export function listComingPurges(
  db: Database,
  tenantId: string,
  { now, days, top }: { readonly now: number; readonly days: number; readonly top: number },
): Promise<ComingPurge[]> {
  return readComingPurges(db, tenantId, new Date(addDays(now, days)), top);
}
