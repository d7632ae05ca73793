import { type DatedPath, readPaths } from '../store/assignments.ts';
import type { Database } from '../store/database.ts';

/** Every path on which a person has a product, by product, the direct one first. */
export function readLicensePaths(db: Database, tenantId: string, userId: string): Promise<DatedPath[]> {
  return readPaths(db, tenantId, userId);
}
