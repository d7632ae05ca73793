import { sql } from '../base/sql.ts';
import type { UnitRule } from '../domain/access/reach.ts';
import type { ProfileKey } from '../domain/licensing/profile.ts';
import type { Database } from './database.ts';

type OperationStatus = 'planned' | 'applied' | 'partlyApplied' | 'undone';

export interface OperationRow<Request = unknown, Totals = unknown> {
  readonly id: number;
  readonly status: OperationStatus;
  readonly request: Request;
  readonly digest: string;
  readonly totals: Totals;
  readonly unmatched: readonly { person: string; reason: 'unknownPerson' | 'deletedPerson'; line?: number }[];
  readonly actor: { readonly id: string | null; readonly name: string; readonly kind: string };
  readonly channel: string;
  readonly ticket: string | null;
  /** The administrative units that the planner's right was limited to; null: everybody. */
  readonly reach: readonly UnitRule[] | null;
  readonly undoOf: number | null;
  readonly undoneBy: number | null;
  /** By the machine's clock. */
  readonly createdAt: Date;
  /** By the tenant's clock. */
  readonly plannedAt: Date;
  readonly appliedAt: Date | null;
}

export const OPERATION_COLUMNS = `id, status, request, digest, totals, unmatched, actor, channel, ticket, reach, undo_of as "undoOf",
  undone_by as "undoneBy", created_at as "createdAt", planned_at as "plannedAt", applied_at as "appliedAt"`;

/** Begins an operation as a plan; what it finds is filled in by `fillOperation`. Gives its number. */
export async function insertOperation(
  tx: Database,
  tenantId: string,
  operation: Pick<
    OperationRow,
    'request' | 'unmatched' | 'actor' | 'channel' | 'ticket' | 'reach' | 'undoOf' | 'plannedAt'
  >,
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(sql`
    insert into operation (tenant_id, status, request, digest, totals, unmatched, actor, channel, ticket, reach, undo_of, created_at, planned_at)
    values (${tenantId}, 'planned', ${JSON.stringify(operation.request)}, '', '{}', ${JSON.stringify(operation.unmatched)},
      ${JSON.stringify(operation.actor)}, ${operation.channel}, ${operation.ticket},
      ${operation.reach === null ? null : JSON.stringify(operation.reach)}, ${operation.undoOf}, now(), ${operation.plannedAt})
    returning id`);
  if (!row) throw new Error('An operation was not written.');
  return row.id;
}

/** Completes a plan: its profiles with facts and outcomes, its digest and totals. */
export async function fillOperation(
  tx: Database,
  tenantId: string,
  operationId: number,
  found: {
    readonly digest: string;
    readonly totals: unknown;
    readonly profiles: readonly (ProfileKey & { people: number; facts: unknown; outcome: unknown })[];
  },
): Promise<void> {
  const profiles = found.profiles.map(({ changeNo, factsHash, people, facts, outcome }) => ({
    change_no: changeNo,
    facts_hash: factsHash,
    people,
    facts,
    outcome,
  }));
  await tx.query(sql`
    with filled as (
      update operation set digest = ${found.digest}, totals = ${JSON.stringify(found.totals)}
      where tenant_id = ${tenantId} and id = ${operationId}),
    profile as (
      insert into operation_profile (tenant_id, operation_id, change_no, facts_hash, people, facts, outcome)
      select ${tenantId}, ${operationId}, r.* from jsonb_to_recordset(${JSON.stringify(profiles)})
        as r(change_no int, facts_hash uuid, people int, facts jsonb, outcome jsonb)
      returning outcome)
    insert into operation_sku (tenant_id, sku_id, operation_id)
    select distinct ${tenantId}::uuid, touched.sku_id::uuid, ${operationId}::bigint
    from profile, lateral (
      select jsonb_array_elements(outcome->'write')->>'skuId' as sku_id
      union all select jsonb_array_elements_text(outcome->'erase')) touched
    where outcome->>'result' = 'change'`);
}

/** An operation, locked until the transaction ends. */
export async function lockOperation<Request, Totals>(
  tx: Database,
  tenantId: string,
  operationId: number,
): Promise<OperationRow<Request, Totals> | undefined> {
  const [row] = await tx.query<OperationRow<Request, Totals>>({
    text: `select ${OPERATION_COLUMNS} from operation where tenant_id = $1 and id = $2 for update`,
    values: [tenantId, operationId],
  });
  return row;
}

/** The administrative units that a plan keeps to; null: everybody, undefined: there is no such plan. */
export async function readReach(
  db: Database,
  tenantId: string,
  operationId: number,
): Promise<readonly UnitRule[] | null | undefined> {
  const [row] = await db.query<{ reach: readonly UnitRule[] | null }>(sql`
    select reach from operation where tenant_id = ${tenantId} and id = ${operationId}`);
  return row?.reach;
}

export interface StoredProfile<Facts, Outcome> extends ProfileKey {
  readonly people: number;
  readonly members: string;
  readonly facts: Facts;
  readonly outcome: Outcome;
}

/** The profiles of an operation as they were kept, in order. `members` is drawn anew from its people. */
export async function readStoredProfiles<Facts, Outcome>(
  tx: Database,
  tenantId: string,
  operationId: number,
): Promise<StoredProfile<Facts, Outcome>[]> {
  return tx.query(sql`
    with p as materialized (
      select change_no, facts_hash, bit_xor(uuid_hash_extended(user_id, 0)) as members, min(position) as first
      from operation_person where tenant_id = ${tenantId} and operation_id = ${operationId} group by change_no, facts_hash)
    select f.change_no as "changeNo", f.facts_hash as "factsHash", f.people, f.facts, f.outcome, p.members::text
    from operation_profile f join p using (change_no, facts_hash)
    where f.tenant_id = ${tenantId} and f.operation_id = ${operationId} order by p.first`);
}

/** People of an operation left without a seat, by profile and product. */
export async function readShort(
  tx: Database,
  tenantId: string,
  operationId: number,
): Promise<(ProfileKey & { skuId: string; people: number })[]> {
  return tx.query(sql`
    select change_no as "changeNo", facts_hash as "factsHash", short_of as "skuId", count(*)::int as people
    from operation_person where tenant_id = ${tenantId} and operation_id = ${operationId} and short_of is not null
    group by 1, 2, 3 order by 1, 2, 3`);
}

/** Marks a plan as applied, with the outcomes as they were at that moment. */
export async function markApplied(
  tx: Database,
  tenantId: string,
  operationId: number,
  status: 'applied' | 'partlyApplied',
  appliedAt: Date,
  totals: unknown,
): Promise<void> {
  await tx.query(sql`
    update operation set status = ${status}, applied_at = ${appliedAt}, totals = ${JSON.stringify(totals)}
    where tenant_id = ${tenantId} and id = ${operationId}`);
}

/** Keeps the outcomes as they are at the moment of applying: what follows counts from then, not from the plan. */
export async function updateOutcomes(
  tx: Database,
  tenantId: string,
  operationId: number,
  profiles: readonly (ProfileKey & { outcome: unknown })[],
): Promise<void> {
  const rows = profiles.map(({ changeNo, factsHash, outcome }) => ({
    change_no: changeNo,
    facts_hash: factsHash,
    outcome,
  }));
  await tx.query(sql`
    update operation_profile f set outcome = r.outcome
    from jsonb_to_recordset(${JSON.stringify(rows)}) as r(change_no int, facts_hash uuid, outcome jsonb)
    where f.tenant_id = ${tenantId} and f.operation_id = ${operationId}
      and f.change_no = r.change_no and f.facts_hash = r.facts_hash`);
}

/** Writes down that an operation was undone by another. */
export async function markUndone(tx: Database, tenantId: string, operationId: number, undoneBy: number): Promise<void> {
  await tx.query(sql`
    update operation set status = 'undone', undone_by = ${undoneBy} where tenant_id = ${tenantId} and id = ${operationId}`);
}

/**
 * Removes plans that nobody applied, once they are older than the given hours by the machine's clock. Those
 * that a second administrator has yet to look at, or has agreed to, are kept for a week.
 */
export async function prunePlans(tx: Database, tenantId: string, olderThanHours: number): Promise<void> {
  await tx.query(sql`
    with old as (
      delete from operation where tenant_id = ${tenantId} and status = 'planned'
        and created_at < now() - make_interval(hours => ${olderThanHours})
        and not exists (
          select from approval a where a.tenant_id = ${tenantId} and a.operation_id = operation.id and a.used_at is null
            and a.decision is distinct from 'rejected' and a.requested_at > now() - interval '7 days')
      returning id),
    people as (delete from operation_person p using old where p.tenant_id = ${tenantId} and p.operation_id = old.id),
    skus as (delete from operation_sku s using old where s.tenant_id = ${tenantId} and s.operation_id = old.id)
    delete from operation_profile f using old where f.tenant_id = ${tenantId} and f.operation_id = old.id`);
}
