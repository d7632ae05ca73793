import { rawSql, sql } from '../base/sql.ts';
import type { Database } from './database.ts';

type ApprovalKind = 'removal' | 'purge';

export interface ApprovalRow {
  readonly id: number;
  readonly kind: ApprovalKind;
  /** The plan that waits; null for a purge. */
  readonly operationId: number | null;
  /** Whose data would be deleted; null for a removal. */
  readonly userId: string | null;
  readonly userName: string | null;
  readonly people: number;
  /** What was said with the decision. */
  readonly reason: string | null;
  readonly requestedBy: string | null;
  readonly requestedByName: string;
  readonly requestedAt: Date;
  readonly decision: 'approved' | 'rejected' | null;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly usedAt: Date | null;
}

const COLUMNS = rawSql(`a.id, a.kind, a.operation_id as "operationId", a.user_id as "userId", a.people, a.reason,
  a.requested_by as "requestedBy", a.requested_by_name as "requestedByName", a.requested_at as "requestedAt", a.decision,
  a.decided_by_name as "decidedByName", a.decided_at as "decidedAt", a.used_at as "usedAt",
  (select u.display_name from users u where u.tenant_id = a.tenant_id and u.id = a.user_id) as "userName"`);

/** Approvals, newest first; `open`: only those that wait for a decision; `operationId`: only those of one plan. */
export async function readApprovals(
  db: Database,
  tenantId: string,
  open: boolean,
  operationId: number | null = null,
): Promise<ApprovalRow[]> {
  return db.query<ApprovalRow>(sql`
    select ${COLUMNS} from approval a where a.tenant_id = ${tenantId} and (a.decision is null or not ${open})
      and ${operationId === null ? rawSql('true') : sql`a.operation_id = ${operationId}`}
    order by a.id desc limit 200`);
}

/** One approval, locked until the transaction ends. */
export async function lockApproval(tx: Database, tenantId: string, id: number): Promise<ApprovalRow | undefined> {
  const [row] = await tx.query<ApprovalRow>(sql`
    select ${COLUMNS} from approval a where a.tenant_id = ${tenantId} and a.id = ${id} for update of a`);
  return row;
}

/** The latest approval of a plan or of a purge that was not used yet, locked. */
export async function lockApprovalOf(
  tx: Database,
  tenantId: string,
  of: { readonly operationId: number } | { readonly purge: string },
): Promise<ApprovalRow | undefined> {
  const subject =
    'operationId' in of ? sql`a.operation_id = ${of.operationId}` : sql`a.kind = 'purge' and a.user_id = ${of.purge}`;
  const [row] = await tx.query<ApprovalRow>(sql`
    select ${COLUMNS} from approval a where a.tenant_id = ${tenantId} and ${subject} and a.used_at is null
    order by a.id desc limit 1 for update of a`);
  return row;
}

/** Asks for a second administrator's decision. Gives the approval's number. */
export async function insertApproval(
  tx: Database,
  tenantId: string,
  wanted: Pick<ApprovalRow, 'kind' | 'operationId' | 'userId' | 'people' | 'requestedBy' | 'requestedByName'>,
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(sql`
    insert into approval (tenant_id, kind, operation_id, user_id, people, requested_by, requested_by_name, requested_at)
    values (${tenantId}, ${wanted.kind}, ${wanted.operationId}, ${wanted.userId}, ${wanted.people},
      ${wanted.requestedBy}, ${wanted.requestedByName}, now())
    returning id`);
  if (!row) throw new Error('An approval was not written.');
  return row.id;
}

/** Writes down a decision. */
export async function decideApproval(
  tx: Database,
  tenantId: string,
  id: number,
  decision: 'approved' | 'rejected',
  by: { readonly id: string | null; readonly name: string },
  reason: string | null,
): Promise<void> {
  await tx.query(sql`
    update approval set decision = ${decision}, decided_by = ${by.id}, decided_by_name = ${by.name}, decided_at = now(),
      reason = ${reason}
    where tenant_id = ${tenantId} and id = ${id}`);
}

/** An approval serves once. */
export async function markApprovalUsed(tx: Database, tenantId: string, id: number): Promise<void> {
  await tx.query(sql`update approval set used_at = now() where tenant_id = ${tenantId} and id = ${id}`);
}

/** The plan with this digest for which the same principal has asked an approval that was not used yet. */
export async function findWaitingPlan(
  db: Database,
  tenantId: string,
  digest: string,
  requestedBy: string | null,
): Promise<number | undefined> {
  const [row] = await db.query<{ id: number }>(sql`
    select o.id from approval a join operation o on o.tenant_id = ${tenantId} and o.id = a.operation_id
    where a.tenant_id = ${tenantId} and a.used_at is null and a.requested_by = ${requestedBy} and o.status = 'planned'
      and o.digest = ${digest}
    order by a.id desc limit 1`);
  return row?.id;
}
