import type { Database } from '../store/database.ts';
import { readDomains } from '../store/tenants.ts';

/** The verified domains of a tenant, lower case, the default first. */
export function listDomains(db: Database, tenantId: string): Promise<string[]> {
  return readDomains(db, tenantId);
}
