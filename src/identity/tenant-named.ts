import type { Tenant } from '../domain/directory/tenant.ts';
import type { Database } from '../store/database.ts';
import { findTenant, readTenants } from '../store/tenants.ts';

/** The tenant that an address names, by id or domain. Addresses hold what they like, and the database takes no NUL. */
export async function tenantNamed(db: Database, name: string): Promise<Tenant | undefined> {
  return name.includes('\0') ? undefined : findTenant(db, name);
}

/**
 * The tenant under which a person signs in: clients that know none say `common` or `organizations`, which is clear as
 * long as there is only one.
 */
export async function signInTenant(db: Database, name: string): Promise<Tenant | undefined> {
  if (name !== 'common' && name !== 'organizations') return tenantNamed(db, name);
  const [only, ...others] = await readTenants(db);
  return others.length === 0 ? only : undefined;
}
