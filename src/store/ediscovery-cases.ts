import { rawSql, type Sql, sql } from '../base/sql.ts';
import type { CaseReach } from '../domain/access/case-reach.ts';
import { foldName } from '../domain/directory/fold-name.ts';
import type { Database } from './database.ts';

/** Who did something to a case, and when. */
export interface CaseActor {
  readonly id: string | null;
  readonly name: string;
  readonly at: Date;
}

export interface CaseFields {
  readonly displayName: string;
  readonly description: string | null;
  readonly externalId: string | null;
}

export interface StoredCase extends CaseFields {
  readonly id: string;
  readonly status: 'active' | 'closed';
  readonly createdAt: Date;
  readonly createdById: string | null;
  readonly createdBy: string;
  readonly modifiedAt: Date;
  readonly modifiedById: string | null;
  readonly modifiedBy: string;
  readonly closedAt: Date | null;
  readonly closedById: string | null;
  readonly closedBy: string | null;
}

const COLUMNS = rawSql(`c.id, c.display_name as "displayName", c.description, c.external_id as "externalId", c.status,
  c.created_at as "createdAt", c.created_by_id as "createdById", c.created_by as "createdBy",
  c.modified_at as "modifiedAt", c.modified_by_id as "modifiedById", c.modified_by as "modifiedBy",
  c.closed_at as "closedAt", c.closed_by_id as "closedById", c.closed_by as "closedBy"`);

function reached(reach: CaseReach): Sql {
  return reach === 'all'
    ? sql`true`
    : sql`exists (select from ediscovery_member x
        where x.tenant_id = c.tenant_id and x.case_id = c.id and x.principal_id = ${reach.memberId})`;
}

/** The cases that somebody may open, by name. */
export async function readCases(db: Database, tenantId: string, reach: CaseReach): Promise<StoredCase[]> {
  return db.query<StoredCase>(sql`
    select ${COLUMNS} from ediscovery_case c where c.tenant_id = ${tenantId} and ${reached(reach)}
    order by c.name_key collate "C", c.id`);
}

/** A case that somebody may open; undefined where there is none. */
export async function findCase(
  db: Database,
  tenantId: string,
  id: string,
  reach: CaseReach,
): Promise<StoredCase | undefined> {
  const [row] = await db.query<StoredCase>(sql`
    select ${COLUMNS} from ediscovery_case c where c.tenant_id = ${tenantId} and c.id = ${id} and ${reached(reach)}`);
  return row;
}

/** The same, locked until the transaction ends. */
export async function lockCase(
  tx: Database,
  tenantId: string,
  id: string,
  reach: CaseReach,
): Promise<StoredCase | undefined> {
  const [row] = await tx.query<StoredCase>(sql`
    select ${COLUMNS} from ediscovery_case c where c.tenant_id = ${tenantId} and c.id = ${id} and ${reached(reach)} for update`);
  return row;
}

/** Whether another case has this name, in whatever case and accents. */
export async function isCaseNameTaken(
  tx: Database,
  tenantId: string,
  displayName: string,
  besides: string | null,
): Promise<boolean> {
  const rows = await tx.query(sql`
    select from ediscovery_case
    where tenant_id = ${tenantId} and name_key = ${foldName(displayName)} and id is distinct from ${besides}::uuid`);
  return rows.length > 0;
}

/** Opens a case; whoever opens it is its first member. */
export async function insertCase(
  tx: Database,
  tenantId: string,
  id: string,
  { displayName, description, externalId }: CaseFields,
  by: CaseActor,
): Promise<void> {
  await tx.query(sql`
    insert into ediscovery_case (tenant_id, id, display_name, name_key, description, external_id, created_at, created_by_id, created_by,
      modified_at, modified_by_id, modified_by)
    values (${tenantId}, ${id}, ${displayName}, ${foldName(displayName)}, ${description}, ${externalId}, ${by.at}, ${by.id}, ${by.name},
      ${by.at}, ${by.id}, ${by.name})`);
  if (by.id !== null) await insertMember(tx, tenantId, id, { id: by.id, displayName: by.name }, by.at);
}

/** Writes what a case is called and whether it is open. */
export async function updateCase(
  tx: Database,
  tenantId: string,
  id: string,
  { displayName, description, externalId, status }: CaseFields & Pick<StoredCase, 'status'>,
  by: CaseActor,
): Promise<void> {
  const closes = status === 'closed';
  await tx.query(sql`
    update ediscovery_case set display_name = ${displayName}, name_key = ${foldName(displayName)}, description = ${description},
      external_id = ${externalId}, status = ${status}, modified_at = ${by.at}, modified_by_id = ${by.id}, modified_by = ${by.name},
      closed_at = case when not ${closes} then null when status = 'closed' then closed_at else ${by.at} end,
      closed_by_id = case when not ${closes} then null when status = 'closed' then closed_by_id else ${by.id}::uuid end,
      closed_by = case when not ${closes} then null when status = 'closed' then closed_by else ${by.name} end
    where tenant_id = ${tenantId} and id = ${id}`);
}

const PARTS = ['ediscovery_operation', 'ediscovery_search', 'ediscovery_custodian', 'ediscovery_member'];

/** Removes a case and all that belongs to it; its holds are the caller's to lift. */
export async function removeCase(tx: Database, tenantId: string, id: string): Promise<void> {
  for (const table of PARTS) {
    await tx.query(sql`delete from ${rawSql(table)} where tenant_id = ${tenantId} and case_id = ${id}`);
  }
  await tx.query(sql`delete from ediscovery_case where tenant_id = ${tenantId} and id = ${id}`);
}

export interface CaseMember {
  readonly id: string;
  readonly displayName: string;
  readonly addedAt: Date;
}

/** Who may open a case beside eDiscovery Administrators. */
export async function readMembers(db: Database, tenantId: string, caseId: string): Promise<CaseMember[]> {
  return db.query<CaseMember>(sql`
    select x.principal_id as id, coalesce(u.display_name, x.display_name) as "displayName", x.added_at as "addedAt"
    from ediscovery_member x left join users u on u.tenant_id = x.tenant_id and u.id = x.principal_id
    where x.tenant_id = ${tenantId} and x.case_id = ${caseId} order by x.added_at, x.principal_id`);
}

/** Adds a member. Gives false where they were one already. */
export async function insertMember(
  tx: Database,
  tenantId: string,
  caseId: string,
  { id, displayName }: { readonly id: string; readonly displayName: string },
  at: Date,
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into ediscovery_member (tenant_id, case_id, principal_id, display_name, added_at)
    values (${tenantId}, ${caseId}, ${id}, ${displayName}, ${at}) on conflict do nothing returning 1`);
  return rows.length > 0;
}

/** Removes a member, and gives the name; undefined where they were none. */
export async function removeMember(
  tx: Database,
  tenantId: string,
  caseId: string,
  principalId: string,
): Promise<string | undefined> {
  const [row] = await tx.query<{ displayName: string }>(sql`
    delete from ediscovery_member where tenant_id = ${tenantId} and case_id = ${caseId} and principal_id = ${principalId}
    returning display_name as "displayName"`);
  return row?.displayName;
}
