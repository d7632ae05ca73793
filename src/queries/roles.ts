import type { Database } from '../store/database.ts';
import * as store from '../store/roles.ts';

/** Who holds which role, by role and name. */
export function readRoleAssignments(
  db: Database,
  tenantId: string,
  wanted: Parameters<typeof store.readRoleAssignments>[2] = {},
): Promise<store.RoleAssignment[]> {
  return store.readRoleAssignments(db, tenantId, wanted);
}

/** The administrative units by name, with how many living people each has now. */
export function readUnits(db: Database, tenantId: string): Promise<(store.Unit & { people: number })[]> {
  return store.readUnits(db, tenantId);
}
