import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';

/** The template ids of the directory roles that a person or app holds. */
export async function readRoles(db: Database, tenantId: string, principalId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select role_template_id as id from role_assignment where tenant_id = ${tenantId} and principal_id = ${principalId}`);
  return rows.map(({ id }) => id);
}

/** How many living people with open sign-in hold a role, besides one person. */
export async function countOtherHolders(
  db: Database,
  tenantId: string,
  roleId: string,
  besides: string,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select count(*)::int as count from role_assignment r
    join users u on u.tenant_id = r.tenant_id and u.id = r.principal_id
    where r.tenant_id = ${tenantId} and r.role_template_id = ${roleId} and r.scope = '/' and u.id <> ${besides}
      and u.account_enabled and u.deleted_at is null`);
  return row?.count ?? 0;
}
