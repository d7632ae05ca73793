import { sql } from '../base/sql.ts';
import type { PersonFacts } from '../domain/licensing/plan.ts';
import type { StoredRequest } from '../domain/licensing/stored-request.ts';
import type { AssessedOutcome, Totals } from '../domain/retention/assessment.ts';
import type { Database } from '../store/database.ts';
import { OPERATION_COLUMNS, type OperationRow } from '../store/operations.ts';

export type Operation = OperationRow<StoredRequest, Totals>;

/** Operations, newest first: those that did something, or the plans that wait. */
export async function listOperations(
  db: Database,
  tenantId: string,
  page: { readonly planned: boolean; readonly before: number | null; readonly top: number },
): Promise<Operation[]> {
  return db.query<Operation>({
    text: `select ${OPERATION_COLUMNS} from operation
      where tenant_id = $1 and (status = 'planned') = $2 and ($3::bigint is null or id < $3) order by id desc limit $4`,
    values: [tenantId, page.planned, page.before, page.top],
  });
}

/** One operation; undefined if there is none. */
export async function readOperation(db: Database, tenantId: string, id: number): Promise<Operation | undefined> {
  const [row] = await db.query<Operation>({
    text: `select ${OPERATION_COLUMNS} from operation where tenant_id = $1 and id = $2`,
    values: [tenantId, id],
  });
  return row;
}

export interface OperationProfile {
  readonly no: number;
  readonly changeNo: number;
  readonly people: number;
  readonly facts: PersonFacts;
  readonly outcome: AssessedOutcome;
}

/** An operation's profiles, the largest first, with what happens to the people of each. */
export async function readOperationProfiles(db: Database, tenantId: string, id: number): Promise<OperationProfile[]> {
  return db.query<OperationProfile>(sql`
    select (row_number() over (order by people desc, change_no, facts_hash))::int as no, change_no as "changeNo", people, facts, outcome
    from operation_profile where tenant_id = ${tenantId} and operation_id = ${id} order by no`);
}

export interface OperationPerson {
  readonly position: number;
  readonly userId: string;
  readonly userPrincipalName: string | null;
  readonly displayName: string | null;
  readonly profileNo: number;
  readonly result: 'change' | 'unchanged' | 'refused';
  /** The product whose seats ran out before this person. */
  readonly shortOf: string | null;
}

/** A page of an operation's people in order of selection, each with the number of the profile that tells the rest. */
export async function readOperationPeople(
  db: Database,
  tenantId: string,
  id: number,
  page: { readonly after: number; readonly top: number; readonly result: string | null },
): Promise<OperationPerson[]> {
  return db.query<OperationPerson>(sql`
    with profile as (
      select change_no, facts_hash, outcome->>'result' as result,
        (row_number() over (order by people desc, change_no, facts_hash))::int as no
      from operation_profile where tenant_id = ${tenantId} and operation_id = ${id})
    select p.position, p.user_id as "userId", u.user_principal_name as "userPrincipalName", u.display_name as "displayName",
      f.no as "profileNo", case when p.short_of is null then f.result else 'refused' end as result, p.short_of as "shortOf"
    from operation_person p join profile f using (change_no, facts_hash)
    left join users u on u.tenant_id = ${tenantId} and u.id = p.user_id
    where p.tenant_id = ${tenantId} and p.operation_id = ${id} and p.position > ${page.after}
      and (${page.result}::text is null or ${page.result} = case when p.short_of is null then f.result else 'refused' end)
    order by p.position limit ${page.top}`);
}

/** The names of a tenant's groups, by id. */
export async function readGroupNames(db: Database, tenantId: string): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; name: string }>(sql`
    select id, display_name as name from groups where tenant_id = ${tenantId}`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
