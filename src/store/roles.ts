import { rawSql, sql } from '../base/sql.ts';
import type { UnitRule } from '../domain/access/reach.ts';
import type { Database } from './database.ts';

/** The template ids of the directory roles that a person or app holds, for everybody or for a unit. */
export async function readRoles(db: Database, tenantId: string, principalId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select distinct role_template_id as id from role_assignment where tenant_id = ${tenantId} and principal_id = ${principalId}`);
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

/** Somebody's or an app's hold of a role. */
export interface RoleAssignment {
  readonly principalId: string;
  readonly kind: 'user' | 'app';
  readonly displayName: string;
  /** Null for an app. */
  readonly userPrincipalName: string | null;
  readonly roleId: string;
  /** The administrative unit that it is limited to; null: the whole directory. */
  readonly unit: { readonly id: string; readonly displayName: string } | null;
}

/** Who holds which role, by role and name; deleted people are left out. */
export async function readRoleAssignments(
  db: Database,
  tenantId: string,
  wanted: { readonly principalId?: string | undefined; readonly roleId?: string | undefined } = {},
): Promise<RoleAssignment[]> {
  const principal = wanted.principalId === undefined ? sql`true` : sql`r.principal_id = ${wanted.principalId}`;
  const role = wanted.roleId === undefined ? sql`true` : sql`r.role_template_id = ${wanted.roleId}`;
  return db.query<RoleAssignment>(sql`
    select r.principal_id as "principalId", case when u.id is null then 'app' else 'user' end as kind,
      coalesce(u.display_name, a.display_name) as "displayName", u.user_principal_name as "userPrincipalName",
      r.role_template_id as "roleId",
      case when n.id is not null then jsonb_build_object('id', n.id, 'displayName', n.display_name) end as unit
    from role_assignment r
    left join users u on u.tenant_id = r.tenant_id and u.id = r.principal_id and u.deleted_at is null
    left join app a on a.tenant_id = r.tenant_id and a.id = r.principal_id
    left join administrative_unit n on n.tenant_id = r.tenant_id and r.scope = '/administrativeUnits/' || n.id
    where r.tenant_id = ${tenantId} and coalesce(u.id, a.id) is not null and (r.scope = '/' or n.id is not null)
      and ${principal} and ${role}
    order by r.role_template_id, coalesce(u.sort_key, a.display_name) collate "C", r.principal_id, r.scope`);
}

/** Gives a role. Gives false where it is held already. */
export async function insertRole(
  tx: Database,
  tenantId: string,
  principalId: string,
  roleId: string,
  unitId: string | null,
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into role_assignment (tenant_id, principal_id, role_template_id, scope)
    values (${tenantId}, ${principalId}, ${roleId}, ${scopeOf(unitId)}) on conflict do nothing returning 1`);
  return rows.length > 0;
}

/** Takes a role. Gives false where it was not held. */
export async function deleteRole(
  tx: Database,
  tenantId: string,
  principalId: string,
  roleId: string,
  unitId: string | null,
): Promise<boolean> {
  const rows = await tx.query(sql`
    delete from role_assignment where tenant_id = ${tenantId} and principal_id = ${principalId}
      and role_template_id = ${roleId} and scope = ${scopeOf(unitId)} returning 1`);
  return rows.length > 0;
}

function scopeOf(unitId: string | null): string {
  return unitId === null ? '/' : `/administrativeUnits/${unitId}`;
}

export interface Unit extends UnitRule {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
}

const UNIT_COLUMNS = rawSql(
  'n.id, n.display_name as "displayName", n.description, n.department, n.usage_location as "usageLocation"',
);

/** The administrative units by name, with how many living people each has now. */
export async function readUnits(db: Database, tenantId: string): Promise<(Unit & { people: number })[]> {
  return db.query(sql`
    select ${UNIT_COLUMNS}, (
      select count(*)::int from users u where u.tenant_id = n.tenant_id and u.deleted_at is null
        and (n.department is null or u.department_key = lower(n.department))
        and (n.usage_location is null or u.usage_location = n.usage_location)) as people
    from administrative_unit n where n.tenant_id = ${tenantId} order by lower(n.display_name), n.id`);
}

/** One unit, locked until the transaction ends. */
export async function lockUnit(tx: Database, tenantId: string, id: string): Promise<Unit | undefined> {
  const [row] = await tx.query<Unit>(sql`
    select ${UNIT_COLUMNS} from administrative_unit n where n.tenant_id = ${tenantId} and n.id = ${id} for update`);
  return row;
}

/** Adds a unit, or changes the one with its id. */
export async function writeUnit(tx: Database, tenantId: string, unit: Unit): Promise<void> {
  await tx.query(sql`
    insert into administrative_unit (tenant_id, id, display_name, description, department, usage_location, created_at)
    values (${tenantId}, ${unit.id}, ${unit.displayName}, ${unit.description}, ${unit.department}, ${unit.usageLocation}, now())
    on conflict (tenant_id, id) do update set display_name = excluded.display_name, description = excluded.description,
      department = excluded.department, usage_location = excluded.usage_location`);
}

/** Removes a unit and the roles that were limited to it. */
export async function deleteUnit(tx: Database, tenantId: string, id: string): Promise<void> {
  await tx.query(sql`delete from role_assignment where tenant_id = ${tenantId} and scope = ${scopeOf(id)}`);
  await tx.query(sql`delete from administrative_unit where tenant_id = ${tenantId} and id = ${id}`);
}

/** The people and apps that hold a role for the whole directory. */
export async function readRoleHolders(db: Database, tenantId: string, roleTemplateId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select principal_id as id from role_assignment
    where tenant_id = ${tenantId} and role_template_id = ${roleTemplateId} and scope = '/'`);
  return rows.map(({ id }) => id);
}
