import { type Sql, sql } from '../base/sql.ts';
import type { DirectLicense, ProfileKey } from '../domain/licensing/profile.ts';
import type { Database } from './database.ts';
import { changedPeople } from './operation-people.ts';

/** Who did something, through what, and when: what every audit entry begins with. */
export interface AuditOrigin {
  readonly actorId: string | null;
  readonly actorName: string;
  readonly channel: string;
  readonly requestId: string | null;
  readonly at: Date;
}

export interface ProfileAudit extends ProfileKey {
  readonly before: readonly DirectLicense[];
  readonly after: readonly DirectLicense[];
}

/** One entry for each person whose licenses an operation changes, with the direct licenses before and after. */
export async function auditLicenseChanges(
  tx: Database,
  tenantId: string,
  operationId: number,
  profiles: readonly ProfileAudit[],
  origin: AuditOrigin,
): Promise<void> {
  const rows = profiles.map(({ before, after, ...profile }) => ({ ...profile, row: { before, after } }));
  await appendEntries(
    tx,
    tenantId,
    origin,
    sql`
    select 'Change user license' as activity, 'User' as target_type, t.user_id as target_id, u.display_name as target_name,
      t.before, t.after, ${operationId}::bigint as operation_id, t.position::bigint as place
    from (${changedPeople(tenantId, operationId, rows, 'before jsonb, after jsonb')}) t
    join users u on u.tenant_id = ${tenantId} and u.id = t.user_id`,
  );
}

export interface AuditedChange {
  readonly activity: string;
  readonly targetType: string;
  readonly targetId: string | null;
  readonly targetName: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly operationId?: number;
}

/** One entry of any other kind. */
export async function auditChange(
  tx: Database,
  tenantId: string,
  change: AuditedChange,
  origin: AuditOrigin,
): Promise<void> {
  await appendEntries(
    tx,
    tenantId,
    origin,
    sql`
    select ${change.activity}::text as activity, ${change.targetType}::text as target_type, ${change.targetId}::uuid as target_id,
      ${change.targetName}::text as target_name, ${jsonOf(change.before)}::jsonb as before, ${jsonOf(change.after)}::jsonb as after,
      ${change.operationId ?? null}::bigint as operation_id, 0::bigint as place`,
  );
}

/** Entries of changes that were made at once, in their order. */
export async function auditChanges(
  tx: Database,
  tenantId: string,
  changes: readonly AuditedChange[],
  origin: AuditOrigin,
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map((change, place) => ({ before: null, after: null, ...change, place }));
  await appendEntries(
    tx,
    tenantId,
    origin,
    sql`
    select activity, "targetType" as target_type, "targetId" as target_id, "targetName" as target_name,
      nullif(before, 'null') as before, nullif(after, 'null') as after, "operationId" as operation_id, place
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(activity text, "targetType" text, "targetId" uuid, "targetName" text,
      before jsonb, after jsonb, "operationId" bigint, place bigint)`,
  );
}

/**
 * Appends entries to a tenant's chain, in one statement. `entries` gives activity, target_type, target_id, target_name,
 * before, after, operation_id and place (their order). The chain's head stays locked until the transaction ends, so
 * that numbers have no gaps and are committed in their order; it is to be taken after rows of people and before seats.
 */
export async function appendEntries(tx: Database, tenantId: string, origin: AuditOrigin, entries: Sql): Promise<void> {
  const [head] = await tx.query<{ found: boolean }>(sql`
    with head as (select last_id, last_hash from audit_chain where tenant_id = ${tenantId} for update),
    numbered as (
      select e.*, head.last_hash, head.last_id + row_number() over (order by e.place) as id from (${entries}) e cross join head),
    written as (
      insert into audit_entry (tenant_id, id, at, activity, actor_id, actor_name, channel, target_type, target_id, target_name,
        before, after, operation_id, request_id, hash)
      select ${tenantId}::uuid, n.id, o.at, n.activity, o.actor_id, o.actor_name, o.channel, n.target_type, n.target_id,
        n.target_name, n.before, n.after, n.operation_id, o.request_id,
        audit_chain_hash(n.last_hash, audit_text(${tenantId}::uuid, n.id, o.at, n.activity, o.actor_id, o.actor_name, o.channel,
          n.target_type, n.target_id, n.target_name, n.before, n.after, n.operation_id, o.request_id)) over (order by n.id)
      from numbered n cross join (select ${origin.at}::timestamptz as at, ${origin.actorId}::uuid as actor_id,
        ${origin.actorName}::text as actor_name, ${origin.channel}::text as channel, ${origin.requestId}::uuid as request_id) o
      returning id, hash),
    moved as (
      update audit_chain c set last_id = w.id, last_hash = w.hash
    from (select id, hash from written order by id desc limit 1) w where c.tenant_id = ${tenantId})
    select exists (select from head) as found`);
  if (!head?.found) throw new Error(`The tenant ${tenantId} has no audit chain.`);
}

function jsonOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
