import { rawSql, type Sql, sql } from '../base/sql.ts';
import type { SubscriptionState } from '../domain/commerce/seats.ts';
import type { AssignmentState } from '../domain/licensing/profile.ts';
import { deadlinesEndedBy } from '../domain/retention/deadlines.ts';
import { type AuditOrigin, appendEntries } from './audit.ts';
import type { Database } from './database.ts';

/** One path on which a staged person has a product. */
export interface StagedPath {
  /** The person's line in the stage of users. */
  readonly line: number;
  readonly sku_id: string;
  readonly source: string;
  readonly disabled_plans: readonly string[];
  readonly state: AssignmentState;
  readonly error: string;
  /** Null: unknown. */
  readonly updated_at: string | null;
}

export interface StagedGroup {
  readonly id: string;
  readonly display_name: string;
  readonly description: string | null;
  readonly mail: string | null;
  readonly mail_nickname: string | null;
  readonly mail_enabled: boolean | null;
  readonly security_enabled: boolean | null;
  readonly group_types: readonly string[] | null;
  readonly membership_rule: string | null;
  readonly created_at: string | null;
}

export interface StagedGroupLicense {
  readonly group_id: string;
  readonly sku_id: string;
  readonly disabled_plans: readonly string[];
}

interface StagedMember {
  readonly group_id: string;
  readonly user_id: string;
}

export interface StagedSubscription {
  readonly id: string;
  readonly sku_id: string;
  readonly quantity: number;
  readonly state: SubscriptionState;
  readonly channel: 'direct' | 'reseller' | 'selfServicePurchase' | 'selfServiceTrial' | 'imported';
  readonly is_trial: boolean;
  readonly purchaser_id: string | null;
  readonly starts_at: string | null;
  readonly ends_at: string | null;
}

/** What waits to be staged, by table. */
export interface StagedRows {
  readonly import_path: StagedPath[];
  readonly import_group: StagedGroup[];
  readonly import_group_license: StagedGroupLicense[];
  readonly import_member: StagedMember[];
  readonly import_subscription: StagedSubscription[];
}

type StageTable = keyof StagedRows;

const COLUMNS: Readonly<Record<StageTable, string>> = {
  import_path:
    'line int, sku_id uuid, source uuid, disabled_plans uuid[], state text, error text, updated_at timestamptz',
  import_group: `id uuid, display_name text, description text, mail text, mail_nickname text, mail_enabled boolean,
    security_enabled boolean, group_types text[], membership_rule text, created_at timestamptz`,
  import_group_license: 'group_id uuid, sku_id uuid, disabled_plans uuid[]',
  import_member: 'group_id uuid, user_id uuid',
  import_subscription: `id uuid, sku_id uuid, quantity int, state text, channel text, is_trial boolean, purchaser_id uuid,
    starts_at timestamptz, ends_at timestamptz`,
};

const TABLES = Object.keys(COLUMNS) as StageTable[];

/** Makes room for a tenant beside its people (`openUserStage`). */
export async function openTenantStage(tx: Database): Promise<void> {
  for (const table of TABLES) await tx.query(rawSql(`create temp table ${table} (${COLUMNS[table]}) on commit drop`));
}

/** Adds rows to the stage. */
export async function stageRows<Table extends StageTable>(
  tx: Database,
  table: Table,
  rows: StagedRows[Table],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(sql`
    insert into ${rawSql(table)}
    select * from json_to_recordset(${JSON.stringify(rows)}) as r(${rawSql(COLUMNS[table])})`);
}

/** Lets the database know what was staged, so that it plans well. */
export async function analyzeTenantStage(tx: Database): Promise<void> {
  await tx.query(rawSql(`analyze ${TABLES.join(', ')}`));
}

export async function closeTenantStage(tx: Database): Promise<void> {
  await tx.query(rawSql(`drop table ${TABLES.join(', ')}`));
}

export interface WrittenCounts {
  readonly added: number;
  readonly changed: number;
}

/** Writes the staged groups. What a file does not say stays; deleted groups are left alone. */
export async function upsertGroups(tx: Database, tenantId: string, now: Date): Promise<WrittenCounts> {
  return counted(
    tx,
    sql`
      insert into groups as known (tenant_id, id, display_name, description, mail, mail_nickname, mail_enabled,
        security_enabled, group_types, membership_rule, created_at)
      select ${tenantId}::uuid, id, display_name, description, mail, mail_nickname, coalesce(mail_enabled, false),
        coalesce(security_enabled, true), coalesce(group_types, '{}'), membership_rule, coalesce(created_at, ${now})
      from import_group
      on conflict (tenant_id, id) do update set display_name = excluded.display_name,
        description = coalesce(excluded.description, known.description), mail = coalesce(excluded.mail, known.mail),
        mail_nickname = coalesce(excluded.mail_nickname, known.mail_nickname), mail_enabled = excluded.mail_enabled,
        security_enabled = excluded.security_enabled, group_types = excluded.group_types,
        membership_rule = coalesce(excluded.membership_rule, known.membership_rule)
      where known.deleted_at is null and (known.display_name, known.description, known.mail, known.mail_nickname,
          known.mail_enabled, known.security_enabled, known.group_types, known.membership_rule)
        is distinct from (excluded.display_name, coalesce(excluded.description, known.description),
          coalesce(excluded.mail, known.mail), coalesce(excluded.mail_nickname, known.mail_nickname), excluded.mail_enabled,
          excluded.security_enabled, excluded.group_types, coalesce(excluded.membership_rule, known.membership_rule))
      returning xmax = 0 as added`,
  );
}

/** Writes the staged licenses of groups. None is taken away. */
export async function upsertGroupLicenses(tx: Database, tenantId: string): Promise<WrittenCounts> {
  return counted(
    tx,
    sql`
      insert into group_license as known (tenant_id, group_id, sku_id, disabled_plans)
      select ${tenantId}::uuid, group_id, sku_id, disabled_plans from import_group_license
      on conflict (tenant_id, group_id, sku_id) do update set disabled_plans = excluded.disabled_plans
      where known.disabled_plans <> excluded.disabled_plans
      returning xmax = 0 as added`,
  );
}

/** Writes the staged memberships of people; others (devices, groups in groups) are counted and left out. */
export async function insertMembers(
  tx: Database,
  tenantId: string,
): Promise<{ readonly added: number; readonly leftOut: number; readonly unknownGroups: readonly string[] }> {
  const [row] = await tx.query<{ added: number; leftOut: number; unknownGroups: string[] }>(sql`
    with found as (
      select m.group_id, u.id as user_id, g.id is not null as in_group
      from import_member m
      left join import_person p on p.id = m.user_id and p.refusal is null
      left join users u on u.tenant_id = ${tenantId} and u.id = coalesce(p.user_id, m.user_id) and u.deleted_at is null
      left join groups g on g.tenant_id = ${tenantId} and g.id = m.group_id and g.deleted_at is null),
    added as (
      insert into group_member (tenant_id, group_id, user_id)
      select distinct ${tenantId}::uuid, group_id, user_id from found where in_group and user_id is not null
      on conflict do nothing returning 1)
    select (select count(*)::int from added) as added,
      (select count(*)::int from found where user_id is null) as "leftOut",
      array(select distinct group_id::text from found where not in_group order by 1) as "unknownGroups"`);
  return row ?? { added: 0, leftOut: 0, unknownGroups: [] };
}

/**
 * Writes the staged paths of people who are taken, and the seats they hold. Paths that the files do not have stay, and
 * are counted. Leaves an audit entry where the direct licenses of a person changed.
 */
export async function upsertPaths(
  tx: Database,
  tenantId: string,
  origin: AuditOrigin,
): Promise<WrittenCounts & { readonly kept: number }> {
  const direct = sql`
    select coalesce(jsonb_agg(jsonb_build_object('skuId', a.sku_id, 'disabledPlans', a.disabled_plans) order by a.sku_id), '[]')
    from assignment a where a.tenant_id = ${tenantId} and a.user_id = t.user_id
      and a.source = '00000000-0000-0000-0000-000000000000'`;
  await tx.query(sql`create temp table import_touched (user_id uuid, before jsonb) on commit drop`);
  await tx.query(sql`
    insert into import_touched
    select t.user_id, (${direct})
    from (
      select distinct p.user_id
      from import_path s join import_person p on p.line = s.line and p.refusal is null
      left join assignment a on a.tenant_id = ${tenantId} and a.user_id = p.user_id and a.sku_id = s.sku_id and a.source = s.source
      where (a.disabled_plans, a.state, a.error) is distinct from (s.disabled_plans, s.state, s.error)) t`);
  await tx.query(sql`analyze import_touched`);
  const written = await counted(
    tx,
    sql`
      insert into assignment as known (tenant_id, user_id, sku_id, source, disabled_plans, state, error, updated_at)
      select ${tenantId}::uuid, p.user_id, s.sku_id, s.source, s.disabled_plans, s.state, s.error, coalesce(s.updated_at, ${origin.at})
      from import_touched t join import_person p on p.user_id = t.user_id and p.refusal is null
      join import_path s on s.line = p.line
      on conflict (tenant_id, user_id, sku_id, source) do update set disabled_plans = excluded.disabled_plans,
        state = excluded.state, error = excluded.error, updated_at = excluded.updated_at
      where (known.disabled_plans, known.state, known.error) is distinct from (excluded.disabled_plans, excluded.state, excluded.error)
      returning xmax = 0 as added`,
  );
  await appendEntries(
    tx,
    tenantId,
    origin,
    sql`
    select 'Change user license' as activity, 'User' as target_type, u.id as target_id, u.display_name as target_name,
      t.before, d.after, null::bigint as operation_id, row_number() over (order by u.sort_key collate "C", u.id) as place
    from import_touched t join users u on u.tenant_id = ${tenantId} and u.id = t.user_id
    cross join lateral (select (${direct}) as after) d
    where t.before <> d.after`,
  );
  await refreshHoldings(tx, tenantId);
  await endDeadlines(tx, tenantId);
  await tx.query(sql`drop table import_touched`);
  const [row] = await tx.query<{ kept: number }>(sql`
    select count(*)::int as kept
    from import_person p join assignment a on a.tenant_id = ${tenantId} and a.user_id = p.user_id
    where p.refusal is null
      and not exists (select from import_path s where s.line = p.line and s.sku_id = a.sku_id and s.source = a.source)`);
  return { ...written, kept: row?.kept ?? 0 };
}

async function refreshHoldings(tx: Database, tenantId: string): Promise<void> {
  await tx.query(sql`
    delete from holding h using import_touched t
    where h.tenant_id = ${tenantId} and h.user_id = t.user_id and not exists (
      select from assignment a where a.tenant_id = ${tenantId} and a.user_id = h.user_id and a.sku_id = h.sku_id
        and a.state in ('Active', 'ActiveWithError'))`);
  await tx.query(sql`
    insert into holding (tenant_id, user_id, sku_id, sort_key)
    select distinct ${tenantId}::uuid, u.id, a.sku_id, u.sort_key
    from import_touched t join users u on u.tenant_id = ${tenantId} and u.id = t.user_id
    join assignment a on a.tenant_id = ${tenantId} and a.user_id = u.id and a.state in ('Active', 'ActiveWithError')
    on conflict do nothing`);
}

/** Who has a workload again loses nothing of it any more. */
async function endDeadlines(tx: Database, tenantId: string): Promise<void> {
  for (const workload of ['exchange', 'oneDrive'] as const) {
    await tx.query(sql`
      delete from deadline d using import_touched t
      where d.tenant_id = ${tenantId} and d.subject_id = t.user_id and d.kind = any(${deadlinesEndedBy([workload])}::text[])
        and exists (
          select from assignment a join product k on k.sku_id = a.sku_id
          join service_plan s on s.plan_id = any(k.plan_ids) and ${workload} = any(s.workloads)
          where a.tenant_id = ${tenantId} and a.user_id = t.user_id and a.state in ('Active', 'ActiveWithError')
            and s.plan_id <> all(a.disabled_plans))`);
  }
}

/**
 * Writes the staged subscriptions. Those that an import made up before for the same products go: now it is known which
 * there are.
 */
export async function upsertSubscriptions(tx: Database, tenantId: string, now: Date): Promise<WrittenCounts> {
  await tx.query(sql`
    delete from subscription o where o.tenant_id = ${tenantId} and o.channel = 'imported'
      and o.sku_id in (select sku_id from import_subscription) and o.id not in (select id from import_subscription)`);
  return counted(
    tx,
    sql`
      insert into subscription as known (tenant_id, id, sku_id, quantity, state, channel, term, is_trial, purchaser_id,
        starts_at, ends_at, created_at)
      select ${tenantId}::uuid, id, sku_id, quantity, state, channel, 'annual', is_trial, purchaser_id,
        coalesce(starts_at, ${now}), ends_at, coalesce(starts_at, ${now}) from import_subscription
      on conflict (tenant_id, id) do update set quantity = excluded.quantity, state = excluded.state,
        is_trial = excluded.is_trial, ends_at = coalesce(excluded.ends_at, known.ends_at)
      where (known.quantity, known.state, known.is_trial, known.ends_at)
        is distinct from (excluded.quantity, excluded.state, excluded.is_trial, coalesce(excluded.ends_at, known.ends_at))
      returning xmax = 0 as added`,
  );
}

export interface OverAssigned {
  readonly skuId: string;
  readonly consumed: number;
  readonly available: number;
}

/** The products that staged people have and the catalog does not know. */
export async function readUnknownSkus(tx: Database): Promise<string[]> {
  const rows = await tx.query<{ skuId: string }>(sql`
    select distinct s.sku_id as "skuId" from import_path s left join product k on k.sku_id = s.sku_id
    where k.sku_id is null order by 1`);
  return rows.map(({ skuId }) => skuId);
}

/** Counts the seats in use anew, from who holds what. Gives the products that are over-assigned. */
export async function recountSeats(tx: Database, tenantId: string): Promise<OverAssigned[]> {
  await tx.query(sql`
    insert into subscribed_sku as known (tenant_id, sku_id, consumed)
    select ${tenantId}::uuid, sku_id, count(user_id)
    from (
      select sku_id, user_id from holding where tenant_id = ${tenantId}
      union all select sku_id, null from subscribed_sku where tenant_id = ${tenantId}) h
    group by sku_id
    on conflict (tenant_id, sku_id) do update set consumed = excluded.consumed where known.consumed <> excluded.consumed`);
  return tx.query(sql`
    select sku_id as "skuId", consumed, enabled + warning as available from subscribed_sku
    where tenant_id = ${tenantId} and consumed > enabled + warning order by sku_id`);
}

/** Runs an upsert that returns `added` for each row, and counts. */
async function counted(tx: Database, upsert: Sql): Promise<WrittenCounts> {
  const [row] = await tx.query<WrittenCounts>(sql`
    with written as (${upsert})
    select count(*) filter (where added)::int as added, count(*) filter (where not added)::int as changed from written`);
  return row ?? { added: 0, changed: 0 };
}
