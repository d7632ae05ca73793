import { rawSql, type Sql, sql } from '../base/sql.ts';
import type { Consequence } from '../domain/retention/consequences.ts';
import type { Database } from './database.ts';

export interface AuditEntry {
  readonly id: number;
  readonly at: Date;
  readonly activity: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly channel: string;
  readonly targetType: string;
  readonly targetId: string | null;
  readonly targetName: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly operationId: number | null;
  readonly requestId: string | null;
  /** Hexadecimal; covers this entry and the hash of the one before. */
  readonly hash: string;
  /** What the hash covers beside the hash before it, to the letter. */
  readonly text: string;
}

/** Which entries are meant. Names are compared from their beginning, whatever the case. */
export interface AuditFilter {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly activity?: string | undefined;
  readonly actor?: string | undefined;
  readonly target?: string | undefined;
  readonly operationId?: number | undefined;
  readonly channel?: string | undefined;
}

const COLUMNS = rawSql(`a.id, a.at, a.activity, a.actor_id as "actorId", a.actor_name as "actorName", a.channel,
  a.target_type as "targetType", a.target_id as "targetId", a.target_name as "targetName", a.before, a.after,
  a.operation_id as "operationId", a.request_id as "requestId", encode(a.hash, 'hex') as hash,
  audit_text(a.tenant_id, a.id, a.at, a.activity, a.actor_id, a.actor_name, a.channel, a.target_type, a.target_id, a.target_name,
    a.before, a.after, a.operation_id, a.request_id) as text`);

/** A page of the log, newest first, or oldest first from an entry on. */
export async function readAuditPage(
  db: Database,
  tenantId: string,
  filter: AuditFilter,
  page: { readonly before?: number | undefined; readonly after?: number | undefined; readonly top: number },
): Promise<AuditEntry[]> {
  const order = rawSql(page.after === undefined ? 'desc' : 'asc');
  return db.query<AuditEntry>(sql`
    select ${COLUMNS} from audit_entry a where a.tenant_id = ${tenantId}
      and ${page.before === undefined ? sql`true` : sql`a.id < ${page.before}`}
      and ${page.after === undefined ? sql`true` : sql`a.id > ${page.after}`} and ${conditionOf(filter)}
    order by a.id ${order} limit ${page.top}`);
}

function conditionOf({ from, to, activity, actor, target, operationId, channel }: AuditFilter): Sql {
  const given = [
    from && sql`a.at >= ${from}`,
    to && sql`a.at < ${to}`,
    activity !== undefined && sql`lower(a.activity) = lower(${activity})`,
    actor !== undefined && isOrBegins('actor', actor),
    target !== undefined && isOrBegins('target', target),
    operationId !== undefined && sql`a.operation_id = ${operationId}`,
    channel !== undefined && sql`a.channel = ${channel}`,
  ].filter((condition): condition is Sql => typeof condition === 'object');
  return given.reduce((all, one) => sql`${all} and ${one}`, sql`true`);
}

function isOrBegins(who: 'actor' | 'target', text: string): Sql {
  return sql`(${rawSql(`a.${who}_id::text`)} = lower(${text}) or starts_with(lower(${rawSql(`a.${who}_name`)}), lower(${text})))`;
}

/** What followed for the people of license changes, as it was said then; by operation and person. */
export async function readConsequencesOf(
  db: Database,
  tenantId: string,
  entries: readonly Pick<AuditEntry, 'operationId' | 'targetId'>[],
): Promise<{ readonly operationId: number; readonly userId: string; readonly consequences: readonly Consequence[] }[]> {
  const operations = [...new Set(entries.flatMap(({ operationId }) => operationId ?? []))];
  const people = [...new Set(entries.flatMap(({ targetId }) => targetId ?? []))];
  if (operations.length === 0 || people.length === 0) return [];
  return db.query(sql`
    select p.operation_id as "operationId", p.user_id as "userId", f.outcome->'consequences' as consequences
    from operation_person p
    join operation_profile f on f.tenant_id = p.tenant_id and f.operation_id = p.operation_id
      and f.change_no = p.change_no and f.facts_hash = p.facts_hash
    where p.tenant_id = ${tenantId} and p.operation_id = any(${operations}::bigint[]) and p.user_id = any(${people}::uuid[])
      and p.short_of is null`);
}

export interface ChainHead {
  readonly lastId: number;
  readonly lastHash: string;
  /** Entries up to this one were removed after the retention time. */
  readonly cutId: number;
  readonly cutHash: string;
}

/** Where a tenant's chain ends, and where it begins now. */
export async function readChainHead(db: Database, tenantId: string): Promise<ChainHead | undefined> {
  const [row] = await db.query<ChainHead>(sql`
    select last_id as "lastId", encode(last_hash, 'hex') as "lastHash", cut_id as "cutId", encode(cut_hash, 'hex') as "cutHash"
    from audit_chain where tenant_id = ${tenantId}`);
  return row;
}

export interface CheckedPage {
  readonly entries: number;
  readonly lastId: number | null;
  readonly lastHash: string | null;
  /** The first entry whose hash is not what its content and the hash before it give. */
  readonly wrongId: number | null;
  /** The first number that is not one more than the one before. */
  readonly gapAt: number | null;
}

/** Computes a page of the chain anew from what stands in its rows, after an entry with a known hash. */
export async function checkChainPage(
  db: Database,
  tenantId: string,
  after: { readonly id: number; readonly hash: string },
  upTo: number,
  top: number,
): Promise<CheckedPage> {
  const [row] = await db.query<CheckedPage>(sql`
    with page as (
      select a.*, row_number() over (order by a.id) as n from audit_entry a
      where a.tenant_id = ${tenantId} and a.id > ${after.id} and a.id <= ${upTo} order by a.id limit ${top}),
    computed as (
      select id, n, hash, audit_chain_hash(decode(${after.hash}, 'hex'), audit_text(tenant_id, id, at, activity, actor_id, actor_name,
        channel, target_type, target_id, target_name, before, after, operation_id, request_id)) over (order by id) as expected
      from page)
    select count(*)::int as entries, max(id) as "lastId",
      (select encode(hash, 'hex') from computed order by id desc limit 1) as "lastHash",
      min(id) filter (where hash <> expected) as "wrongId", min(id) filter (where id <> ${after.id} + n) as "gapAt"
    from computed`);
  return row ?? { entries: 0, lastId: null, lastHash: null, wrongId: null, gapAt: null };
}

/** The hash of one entry. */
export async function readEntryHash(db: Database, tenantId: string, id: number): Promise<string | undefined> {
  const [row] = await db.query<{ hash: string }>(sql`
    select encode(hash, 'hex') as hash from audit_entry where tenant_id = ${tenantId} and id = ${id}`);
  return row?.hash;
}
