import type { Tenant } from '../domain/directory/tenant.ts';
import type { Database } from '../store/database.ts';
import { findTenant } from '../store/tenants.ts';

/** The tenant that an address names, by id or domain. Addresses hold what they like, and the database takes no NUL. */
export async function tenantNamed(db: Database, name: string): Promise<Tenant | undefined> {
  return name.includes('\0') ? undefined : findTenant(db, name);
}
