import { joinSql, rawSql, type Sql, sql } from '../../src/base/sql.ts';
import type { AssignmentPath, DirectLicense } from '../../src/domain/licensing/profile.ts';
import type { AssessedOutcome } from '../../src/domain/retention/assessment.ts';
import type { Database } from '../../src/store/database.ts';

export interface StoredPath extends AssignmentPath {
  readonly userId: string;
  readonly updatedAt: number;
}

interface Seats {
  readonly skuId: string;
  /** What can be assigned: enabled and in the grace time. */
  readonly usable: number;
  readonly suspended: number;
  readonly consumed: number;
}

/** Everything of a tenant that licenses are about. */
export interface TenantState {
  readonly paths: readonly StoredPath[];
  /** Person and product. */
  readonly holdings: readonly string[];
  readonly skus: readonly Seats[];
  /** By person and kind, when it is due. */
  readonly deadlines: Readonly<Record<string, number>>;
  readonly people: readonly {
    readonly id: string;
    readonly deleted: boolean;
    readonly location: string | null;
    readonly held: boolean;
  }[];
  readonly audited: number;
}

/** Reads a tenant as it is at one moment. */
export async function readState(db: Database, tenantId: string): Promise<TenantState> {
  const [row] = await db.query<{ state: TenantState }>({
    name: 'torture-state',
    text: `select jsonb_build_object(
      'paths', (select coalesce(jsonb_agg(jsonb_build_object('userId', user_id, 'skuId', sku_id, 'source', source,
          'disabledPlans', disabled_plans, 'state', state, 'updatedAt', (extract(epoch from updated_at) * 1000)::bigint)
          order by user_id, sku_id, source), '[]') from assignment where tenant_id = $1),
      'holdings', (select coalesce(jsonb_agg(user_id || ' ' || sku_id order by user_id, sku_id), '[]') from holding where tenant_id = $1),
      'skus', (select coalesce(jsonb_agg(jsonb_build_object('skuId', sku_id, 'usable', enabled + warning, 'suspended', suspended,
          'consumed', consumed) order by sku_id), '[]') from subscribed_sku where tenant_id = $1),
      'deadlines', (select coalesce(jsonb_object_agg(subject_id || ' ' || kind, (extract(epoch from due_at) * 1000)::bigint), '{}')
          from deadline where tenant_id = $1),
      'people', (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'deleted', deleted_at is not null, 'location', usage_location,
          'held', litigation_hold_at is not null) order by id), '[]') from users where tenant_id = $1),
      'audited', (select count(*) from audit_entry where tenant_id = $1)) as state`,
    values: [tenantId],
  });
  if (!row) throw new Error('No state.');
  return row.state;
}

/** What is written of one person of an operation. */
export interface PersonOfOperation {
  readonly userId: string;
  readonly shortOf: string | null;
  readonly outcome: AssessedOutcome;
}

/** The people of an operation in order of selection, with what was planned for each. */
export async function readPeople(db: Database, tenantId: string, operationId: number): Promise<PersonOfOperation[]> {
  return db.query<PersonOfOperation>(sql`
    select p.user_id as "userId", p.short_of as "shortOf", f.outcome
    from operation_person p join operation_profile f using (tenant_id, operation_id, change_no, facts_hash)
    where p.tenant_id = ${tenantId} and p.operation_id = ${operationId} order by p.position`);
}

export interface Audited {
  readonly userId: string;
  readonly before: readonly DirectLicense[];
  readonly after: readonly DirectLicense[];
}

/** What the audit log says about an operation, in its order. */
export async function readAudit(db: Database, tenantId: string, operationId: number): Promise<Audited[]> {
  return db.query<Audited>(sql`
    select target_id as "userId", before, after from audit_entry
    where tenant_id = ${tenantId} and operation_id = ${operationId} order by id`);
}

/** One number for everything that is stored of a tenant, but for its plans and operations. */
export async function fingerprint(db: Database, tenantId: string): Promise<string> {
  const tables = (await tablesOf(db)).filter((table) => !table.startsWith('operation'));
  const [row] = await db.query<{ print: string }>(sql`
    select md5(concat(${joinSql(
      tables.map((table) => hashOf(table, tenantId)),
      ', ',
    )})) as print`);
  return row?.print ?? '';
}

/** How many plans and operations a tenant has. */
export async function countOperations(db: Database, tenantId: string): Promise<number | undefined> {
  const [row] = await db.query<{ count: number }>(sql`
    select count(*)::int as count from operation where tenant_id = ${tenantId}`);
  return row?.count;
}

function hashOf(table: string, tenantId: string): Sql {
  return sql`(select md5(string_agg(t::text, '|' order by t::text)) from ${rawSql(table)} t where tenant_id = ${tenantId})`;
}

let known: Promise<string[]> | undefined;

function tablesOf(db: Database): Promise<string[]> {
  known ??= db
    .query<{ name: string }>(sql`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'tenant_id' order by 1`)
    .then((rows) => rows.map(({ name }) => name));
  return known;
}
