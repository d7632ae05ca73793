import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import type { PersonFacts } from '../domain/licensing/plan.ts';
import type { OperationKind, StoredRequest } from '../domain/licensing/stored-request.ts';
import type { AssessedOutcome, Totals } from '../domain/retention/assessment.ts';
import type { Database } from '../store/database.ts';
import { OPERATION_COLUMNS, type OperationRow } from '../store/operations.ts';

export type Operation = OperationRow<StoredRequest, Totals>;

/** Which operations are meant; all that is given must hold. */
interface OperationFilter {
  /** Plans that wait, or (false) what was done. */
  readonly planned: boolean;
  readonly status?: Operation['status'] | undefined;
  readonly kind?: OperationKind | undefined;
  readonly channel?: string | undefined;
  /** The beginning of the name of who asked for it, in any case. */
  readonly by?: string | undefined;
  /** Somebody got or lost this product by it. */
  readonly skuId?: string | undefined;
  /** This person was among its people. */
  readonly userId?: string | undefined;
  /** It undid this operation, for some or for all. */
  readonly undoOf?: number | undefined;
}

/** A page of operations, newest first. */
export async function listOperations(
  db: Database,
  tenantId: string,
  page: OperationFilter & { readonly before: number | null; readonly top: number },
): Promise<Operation[]> {
  return db.query<Operation>(sql`
    select ${rawSql(OPERATION_COLUMNS)} from operation
    where tenant_id = ${tenantId} and ${joinSql(conditionsOf(tenantId, page), ' and ')}
    order by id desc limit ${page.top}`);
}

function conditionsOf(
  tenantId: string,
  {
    planned,
    before,
    status,
    kind,
    channel,
    by,
    skuId,
    userId,
    undoOf,
  }: OperationFilter & { readonly before: number | null },
): Sql[] {
  return [
    planned ? rawSql(`status = 'planned'`) : rawSql(`status <> 'planned'`),
    before !== null && sql`id < ${before}`,
    status !== undefined && sql`status = ${status}`,
    kind !== undefined && sql`kind = ${kind}`,
    channel !== undefined && sql`channel = ${channel}`,
    undoOf !== undefined && sql`undo_of = ${undoOf}`,
    // All that begin so lie between two values of the index.
    by !== undefined && sql`actor_key >= lower(${by}) and actor_key < lower(${by}) || ${'\u{10ffff}'}`,
    skuId !== undefined &&
      sql`id in (select s.operation_id from operation_sku s where s.tenant_id = ${tenantId} and s.sku_id = ${skuId})`,
    userId !== undefined &&
      sql`id in (select p.operation_id from operation_person p where p.tenant_id = ${tenantId} and p.user_id = ${userId})`,
  ].filter((condition): condition is Sql => typeof condition === 'object');
}

/** What a list tells of an operation beside its totals. */
export interface OperationGlance {
  readonly id: number;
  /** Until when an undo loses nothing, in milliseconds; null: no limit. */
  readonly losslessUntil: number | null;
  /** Whom it is about, where it is one person. */
  readonly userId: string | null;
  readonly displayName: string | null;
}

/** What lists tell of operations, by number; one statement, however many they are. */
export async function readGlances(
  db: Database,
  tenantId: string,
  operations: readonly Pick<Operation, 'id' | 'totals'>[],
): Promise<Map<number, OperationGlance>> {
  const ids = operations.map(({ id }) => id);
  const ofOne = operations.filter(({ totals }) => totals.people === 1).map(({ id }) => id);
  const rows = await db.query<OperationGlance>(sql`
    select o.id, o.lossless_until as "losslessUntil", u.id as "userId", u.display_name as "displayName"
    from (
      select wanted.id, (
        select min((c->>'recoverableUntil')::bigint)
        from operation_profile f, jsonb_array_elements(f.outcome->'consequences') c
        where f.tenant_id = ${tenantId} and f.operation_id = wanted.id) as lossless_until
      from unnest(${ids}::bigint[]) as wanted(id)) o
    left join operation_person p on p.tenant_id = ${tenantId} and p.operation_id = o.id and o.id = any(${ofOne}::bigint[])
    left join users u on u.tenant_id = ${tenantId} and u.id = p.user_id`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What operations did to one person, by number: the person's profile, and the product that had no seat left. */
export async function readOutcomesOf(
  db: Database,
  tenantId: string,
  userId: string,
  ids: readonly number[],
): Promise<Map<number, OperationProfile & Pick<OperationPerson, 'shortOf'>>> {
  const rows = await db.query<OperationProfile & Pick<OperationPerson, 'shortOf'> & { id: number }>(sql`
    select p.operation_id as id, 1 as no, f.change_no as "changeNo", f.people, f.facts, f.outcome, p.short_of as "shortOf"
    from operation_person p
    join operation_profile f on f.tenant_id = ${tenantId} and f.operation_id = p.operation_id
      and f.change_no = p.change_no and f.facts_hash = p.facts_hash
    where p.tenant_id = ${tenantId} and p.user_id = ${userId} and p.operation_id = any(${ids}::bigint[])`);
  return new Map(rows.map(({ id, ...row }) => [id, row]));
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
  page: {
    readonly after: number;
    readonly top: number;
    readonly result: string | null;
    /** Only those of these profiles. */
    readonly profiles?: readonly number[];
  },
): Promise<OperationPerson[]> {
  const result = rawSql(`case when p.short_of is null then f.result else 'refused' end`);
  const people = await db.query<Omit<OperationPerson, 'userPrincipalName' | 'displayName'>>(sql`
    with profile as (
      select change_no, facts_hash, outcome->>'result' as result,
        (row_number() over (order by people desc, change_no, facts_hash))::int as no
      from operation_profile where tenant_id = ${tenantId} and operation_id = ${id})
    select p.position, p.user_id as "userId", f.no as "profileNo", ${result} as result, p.short_of as "shortOf"
    from operation_person p join profile f using (change_no, facts_hash)
    where p.tenant_id = ${tenantId} and p.operation_id = ${id} and p.position > ${page.after}
      and (${page.result}::text is null or ${page.result} = ${result})
      and (${page.profiles ?? null}::int[] is null or f.no = any(${page.profiles ?? null}::int[]))
    order by p.position limit ${page.top}`);
  // Looked up apart: joined, a page of a fresh operation of a million people would look at all of them.
  const found = await db.query<{ id: string; userPrincipalName: string; displayName: string }>(sql`
    select id, user_principal_name as "userPrincipalName", display_name as "displayName" from users
    where tenant_id = ${tenantId} and id = any(${people.map(({ userId }) => userId)}::uuid[])`);
  const users = new Map(found.map((user) => [user.id, user]));
  return people.map((person) => ({
    ...person,
    userPrincipalName: users.get(person.userId)?.userPrincipalName ?? null,
    displayName: users.get(person.userId)?.displayName ?? null,
  }));
}

/** The names of a tenant's groups, by id. */
export async function readGroupNames(db: Database, tenantId: string): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; name: string }>(sql`
    select id, display_name as name from groups where tenant_id = ${tenantId}`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
