import { isGuid } from '../base/id.ts';
import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import type { OperationKind } from '../domain/licensing/stored-request.ts';
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
  /** Hexadecimal; zeros before the first entry of all. */
  readonly previousHash: string;
  /** What the hash covers beside the hash before it, to the letter. */
  readonly text: string;
}

/** Which entries are meant; all that is given must hold. */
export interface AuditFilter {
  readonly from?: Date | undefined;
  /** Entries of this moment are not meant any more. */
  readonly to?: Date | undefined;
  readonly activity?: string | undefined;
  /** Not these activities. */
  readonly except?: readonly string[] | undefined;
  /** The beginning of a name in any case, or an id. */
  readonly actor?: string | undefined;
  readonly target?: string | undefined;
  readonly operationId?: number | undefined;
  readonly channel?: string | undefined;
  /** Stands anywhere in the actor's or the target's name, in any case. Looks through the log: no index finds it. */
  readonly text?: string | undefined;
  /** A condition on `audit_entry a` beside. */
  readonly where?: Sql | undefined;
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
  const entries = await db.query<Omit<AuditEntry, 'previousHash'>>(sql`
    select ${COLUMNS} from audit_entry a where a.tenant_id = ${tenantId}
      and ${page.before === undefined ? sql`true` : sql`a.id < ${page.before}`}
      and ${page.after === undefined ? sql`true` : sql`a.id > ${page.after}`} and ${conditionOf(filter)}
    order by a.id ${order} limit ${page.top}`);
  return withPreviousHashes(db, tenantId, entries);
}

/** Most entries come right after another one of their page; only the others' are looked up. */
async function withPreviousHashes(
  db: Database,
  tenantId: string,
  entries: readonly Omit<AuditEntry, 'previousHash'>[],
): Promise<AuditEntry[]> {
  const hashes = new Map(entries.map(({ id, hash }) => [id, hash]));
  const missing = entries.map(({ id }) => id - 1).filter((id) => !hashes.has(id));
  const rows = await db.query<{ id: number; hash: string }>(sql`
    select id, encode(hash, 'hex') as hash from audit_entry where tenant_id = ${tenantId} and id = any(${missing}::bigint[])
    union all select cut_id, encode(cut_hash, 'hex') from audit_chain where tenant_id = ${tenantId}`);
  for (const { id, hash } of rows) hashes.set(id, hash);
  return entries.map((entry) => ({ ...entry, previousHash: hashes.get(entry.id - 1) ?? '' }));
}

function conditionOf({
  from,
  to,
  activity,
  except,
  actor,
  target,
  operationId,
  channel,
  text,
  where,
}: AuditFilter): Sql {
  const given = [
    from && sql`a.at >= ${from}`,
    to && sql`a.at < ${to}`,
    activity !== undefined && sql`a.activity = ${activity}`,
    except !== undefined && sql`a.activity <> all(${except}::text[])`,
    actor !== undefined && isOrBegins('actor', actor),
    target !== undefined && isOrBegins('target', target),
    operationId !== undefined && sql`a.operation_id = ${operationId}`,
    channel !== undefined && sql`a.channel = ${channel}`,
    text !== undefined && sql`(strpos(a.actor_key, lower(${text})) > 0 or strpos(a.target_key, lower(${text})) > 0)`,
    where,
  ].filter((condition): condition is Sql => typeof condition === 'object');
  return joinSql([sql`true`, ...given], ' and ');
}

function isOrBegins(who: 'actor' | 'target', text: string): Sql {
  return isGuid(text) ? sql`${rawSql(`a.${who}_id`)} = ${text}::uuid` : auditNameBegins(who, text);
}

/** A condition on `audit_entry a`: the name begins so, in any case. All that do lie between two values of an index. */
export function auditNameBegins(who: 'actor' | 'target', text: string): Sql {
  const key = rawSql(`a.${who}_key`);
  return sql`(${key} >= lower(${text}) and ${key} < lower(${text}) || ${'\u{10ffff}'})`;
}

/** The operation of an entry, as far as sentences tell of it. */
export interface AuditedOperation {
  readonly kind: OperationKind;
  /** The operation that it undid. */
  readonly undoOf: number | null;
}

/** The operations of entries, by number. */
export async function readOperationsOf(
  db: Database,
  tenantId: string,
  entries: readonly Pick<AuditEntry, 'operationId'>[],
): Promise<Map<number, AuditedOperation>> {
  const ids = [...new Set(entries.flatMap(({ operationId }) => operationId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await db.query<AuditedOperation & { id: number }>(sql`
    select id, request->>'kind' as kind, undo_of as "undoOf" from operation
    where tenant_id = ${tenantId} and id = any(${ids}::bigint[])`);
  return new Map(rows.map(({ id, ...operation }) => [id, operation]));
}

/** What followed for the people of license changes, as it was said then; by operation and person, as `41 <id>`. */
export async function readConsequencesOf(
  db: Database,
  tenantId: string,
  entries: readonly Pick<AuditEntry, 'activity' | 'operationId' | 'targetId'>[],
): Promise<Map<string, readonly Consequence[]>> {
  const changes = entries.filter(
    ({ activity, operationId }) => activity === 'Change user license' && operationId !== null,
  );
  const operations = [...new Set(changes.flatMap(({ operationId }) => operationId ?? []))];
  const people = [...new Set(changes.flatMap(({ targetId }) => targetId ?? []))];
  if (operations.length === 0 || people.length === 0) return new Map();
  const rows = await db.query<{ operationId: number; userId: string; consequences: Consequence[] }>(sql`
    select p.operation_id as "operationId", p.user_id as "userId", f.outcome->'consequences' as consequences
    from operation_person p
    join operation_profile f on f.tenant_id = p.tenant_id and f.operation_id = p.operation_id
      and f.change_no = p.change_no and f.facts_hash = p.facts_hash
    where p.tenant_id = ${tenantId} and p.operation_id = any(${operations}::bigint[]) and p.user_id = any(${people}::uuid[])
      and p.short_of is null and f.outcome->>'result' = 'change'`);
  return new Map(rows.map(({ operationId, userId, consequences }) => [`${operationId} ${userId}`, consequences]));
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
  /** The first number that no entry has, though later ones do. */
  readonly missingId: number | null;
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
      select a.*, ${after.id} + row_number() over (order by a.id) as due from audit_entry a
      where a.tenant_id = ${tenantId} and a.id > ${after.id} and a.id <= ${upTo} order by a.id limit ${top}),
    computed as (
      select id, due, hash, audit_chain_hash(decode(${after.hash}, 'hex'), audit_text(tenant_id, id, at, activity, actor_id, actor_name,
        channel, target_type, target_id, target_name, before, after, operation_id, request_id)) over (order by id) as expected
      from page)
    select count(*)::int as entries, max(id) as "lastId",
      (select encode(hash, 'hex') from computed order by id desc limit 1) as "lastHash",
      min(id) filter (where hash <> expected) as "wrongId", min(due) filter (where id <> due) as "missingId"
    from computed`);
  return row ?? { entries: 0, lastId: null, lastHash: null, wrongId: null, missingId: null };
}

/** The hash of one entry. */
export async function readEntryHash(db: Database, tenantId: string, id: number): Promise<string | undefined> {
  const [row] = await db.query<{ hash: string }>(sql`
    select encode(hash, 'hex') as hash from audit_entry where tenant_id = ${tenantId} and id = ${id}`);
  return row?.hash;
}

/** Up to which entry the log itself says, in the latest entry about it, that entries were removed; null if it says nothing. */
export async function readToldCut(db: Database, tenantId: string): Promise<unknown> {
  const [row] = await db.query<{ upTo: unknown }>(sql`
    select after->'upTo' as "upTo" from audit_entry
    where tenant_id = ${tenantId} and activity = 'Remove audit entries' order by id desc limit 1`);
  return row?.upTo ?? null;
}
