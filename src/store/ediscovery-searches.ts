import { rawSql, sql } from '../base/sql.ts';
import type { SearchScope } from '../domain/compliance/search-scope.ts';
import { foldName } from '../domain/directory/fold-name.ts';
import type { Database } from './database.ts';
import type { CaseActor } from './ediscovery-cases.ts';

export interface SearchFields {
  readonly displayName: string;
  readonly description: string | null;
  /** In the Keyword Query Language; empty: everything. */
  readonly query: string;
  /** Rows of the same, of which one is enough. */
  readonly keywords: readonly string[];
  readonly scope: SearchScope;
}

export interface StoredSearch extends SearchFields {
  readonly id: string;
  readonly caseId: string;
  readonly createdAt: Date;
  readonly createdById: string | null;
  readonly createdBy: string;
  readonly modifiedAt: Date;
  readonly modifiedById: string | null;
  readonly modifiedBy: string;
}

const COLUMNS = rawSql(`id, case_id as "caseId", display_name as "displayName", description, query, keywords, scope,
  created_at as "createdAt", created_by_id as "createdById", created_by as "createdBy", modified_at as "modifiedAt",
  modified_by_id as "modifiedById", modified_by as "modifiedBy"`);

/** The searches of a case, by name. */
export async function readSearches(db: Database, tenantId: string, caseId: string): Promise<StoredSearch[]> {
  return db.query<StoredSearch>(sql`
    select ${COLUMNS} from ediscovery_search where tenant_id = ${tenantId} and case_id = ${caseId}
    order by name_key collate "C", id`);
}

/** A search of a case; undefined where there is none. */
export async function findSearch(
  db: Database,
  tenantId: string,
  caseId: string,
  id: string,
): Promise<StoredSearch | undefined> {
  const [row] = await db.query<StoredSearch>(sql`
    select ${COLUMNS} from ediscovery_search where tenant_id = ${tenantId} and case_id = ${caseId} and id = ${id}`);
  return row;
}

/** Whether another search of the case has this name, in whatever case and accents (R-CO-8). */
export async function isSearchNameTaken(
  tx: Database,
  tenantId: string,
  caseId: string,
  displayName: string,
  besides: string,
): Promise<boolean> {
  const rows = await tx.query(sql`
    select from ediscovery_search
    where tenant_id = ${tenantId} and case_id = ${caseId} and name_key = ${foldName(displayName)} and id <> ${besides}`);
  return rows.length > 0;
}

/** Writes a search as it is from now on, new or changed. */
export async function writeSearch(
  tx: Database,
  tenantId: string,
  caseId: string,
  id: string,
  { displayName, description, query, keywords, scope }: SearchFields,
  by: CaseActor,
): Promise<void> {
  await tx.query(sql`
    insert into ediscovery_search (tenant_id, case_id, id, display_name, name_key, description, query, keywords, scope,
      created_at, created_by_id, created_by, modified_at, modified_by_id, modified_by)
    values (${tenantId}, ${caseId}, ${id}, ${displayName}, ${foldName(displayName)}, ${description}, ${query}, ${keywords}::text[],
      ${JSON.stringify(scope)}, ${by.at}, ${by.id}, ${by.name}, ${by.at}, ${by.id}, ${by.name})
    on conflict (tenant_id, case_id, id) do update set display_name = excluded.display_name, name_key = excluded.name_key,
      description = excluded.description, query = excluded.query, keywords = excluded.keywords, scope = excluded.scope,
      modified_at = excluded.modified_at, modified_by_id = excluded.modified_by_id, modified_by = excluded.modified_by`);
}

/** Removes a search with what was done with it. */
export async function removeSearch(tx: Database, tenantId: string, caseId: string, id: string): Promise<void> {
  await tx.query(sql`
    delete from ediscovery_operation where tenant_id = ${tenantId} and case_id = ${caseId} and search_id = ${id}`);
  await tx.query(sql`
    delete from ediscovery_search where tenant_id = ${tenantId} and case_id = ${caseId} and id = ${id}`);
}

/** What was done in a case that clients look after. */
export interface CaseOperation {
  readonly id: string;
  readonly searchId: string | null;
  readonly action: 'estimateStatistics' | 'holdUpdate' | 'exportResult';
  readonly status: 'succeeded' | 'failed';
  readonly createdAt: Date;
  readonly createdById: string | null;
  readonly createdBy: string;
  readonly completedAt: Date | null;
  readonly result: Readonly<Record<string, unknown>>;
}

const OPERATION =
  rawSql(`id, search_id as "searchId", action, status, created_at as "createdAt", created_by_id as "createdById",
  created_by as "createdBy", completed_at as "completedAt", result`);

/** Writes down what was done in a case. */
export async function insertCaseOperation(
  tx: Database,
  tenantId: string,
  caseId: string,
  { id, searchId, action, result }: Pick<CaseOperation, 'id' | 'searchId' | 'action' | 'result'>,
  by: CaseActor,
): Promise<void> {
  await tx.query(sql`
    insert into ediscovery_operation (tenant_id, case_id, id, search_id, action, status, created_at, created_by_id, created_by, completed_at, result)
    values (${tenantId}, ${caseId}, ${id}, ${searchId}, ${action}, 'succeeded', ${by.at}, ${by.id}, ${by.name}, ${by.at}, ${JSON.stringify(result)})`);
}

/** What was done in a case, the latest first; of one search, or one thing, if wanted. */
export async function readCaseOperations(
  db: Database,
  tenantId: string,
  caseId: string,
  wanted: { readonly id?: string; readonly searchId?: string; readonly action?: CaseOperation['action'] },
  top: number,
): Promise<CaseOperation[]> {
  const { id, searchId, action } = wanted;
  return db.query<CaseOperation>(sql`
    select ${OPERATION} from ediscovery_operation where tenant_id = ${tenantId} and case_id = ${caseId}
      and ${id === undefined ? sql`true` : sql`id = ${id}`}
      and ${searchId === undefined ? sql`true` : sql`search_id = ${searchId}`}
      and ${action === undefined ? sql`true` : sql`action = ${action}`}
    order by created_at desc, id desc limit ${top}`);
}
