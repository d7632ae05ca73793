import { isAllowed, reachOf } from '../../domain/access/actions.ts';
import { covers, type Reach } from '../../domain/access/reach.ts';
import {
  type ApprovalRow,
  decideApproval,
  insertApproval,
  lockApproval,
  lockApprovalOf,
  markApprovalUsed,
} from '../../store/approvals.ts';
import { auditChange } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { readReach } from '../../store/operations.ts';
import { type Context, originOf } from '../context.ts';

/** Whether a second administrator has agreed, or how it stands. */
export type Consent =
  | 'given'
  | { readonly kind: 'needsApproval'; readonly approvalId: number; readonly state: 'asked' | 'waiting' | 'rejected' };

type Subject =
  | { readonly kind: 'removal'; readonly operationId: number; readonly people: number }
  | { readonly kind: 'purge'; readonly userId: string; readonly userName: string };

/**
 * Asks whether a second administrator has agreed to a mass removal or a purge, and asks one if nobody was asked yet. A
 * yes serves once. Whoever works on the machine itself needs nobody.
 */
export async function secondConsent(tx: Database, context: Context, subject: Subject): Promise<Consent> {
  const { tenant, principal } = context;
  const { tenantId } = tenant;
  if (principal.kind === 'operator') return 'given';
  const known = await lockApprovalOf(
    tx,
    tenantId,
    subject.kind === 'removal' ? { operationId: subject.operationId } : { purge: subject.userId },
  );
  if (known?.decision === 'approved') {
    await markApprovalUsed(tx, tenantId, known.id);
    return 'given';
  }
  if (known?.decision === 'rejected' && subject.kind === 'removal') {
    return { kind: 'needsApproval', approvalId: known.id, state: 'rejected' };
  }
  if (known?.decision === null) return { kind: 'needsApproval', approvalId: known.id, state: 'waiting' };
  const approvalId = await insertApproval(tx, tenantId, {
    kind: subject.kind,
    operationId: subject.kind === 'removal' ? subject.operationId : null,
    userId: subject.kind === 'purge' ? subject.userId : null,
    people: subject.kind === 'removal' ? subject.people : 1,
    requestedBy: principal.id,
    requestedByName: principal.name,
  });
  await auditChange(
    tx,
    tenantId,
    {
      activity: 'Request approval',
      targetType: subject.kind === 'purge' ? 'User' : 'Operation',
      targetId: subject.kind === 'purge' ? subject.userId : null,
      targetName: subject.kind === 'purge' ? subject.userName : String(subject.operationId),
      after: { approval: approvalId, kind: subject.kind, people: subject.kind === 'removal' ? subject.people : 1 },
      ...(subject.kind === 'removal' ? { operationId: subject.operationId } : {}),
    },
    originOf(context),
  );
  return { kind: 'needsApproval', approvalId, state: 'asked' };
}

export type Decision =
  | { readonly kind: 'decided'; readonly approval: ApprovalRow }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'decidedAlready'; readonly decision: 'approved' | 'rejected' }
  /** Whoever asked cannot agree to it. */
  | { readonly kind: 'own' }
  /** Only a person can be the second administrator, and only one who might do the same. */
  | { readonly kind: 'forbidden' };

/** A second administrator's yes or no, and why. Who asked may say no, which takes the request back. */
export async function decide(
  context: Context,
  id: number,
  decision: 'approved' | 'rejected',
  reason: string | null = null,
): Promise<Decision> {
  const { db, tenant, principal } = context;
  const { tenantId } = tenant;
  return db.transaction(async (tx): Promise<Decision> => {
    const approval = await lockApproval(tx, tenantId, id);
    if (!approval) return { kind: 'unknown' };
    if (!(await mayDecide(tx, context, approval))) return { kind: 'forbidden' };
    if (approval.decision !== null) return { kind: 'decidedAlready', decision: approval.decision };
    const isOwn = principal.kind !== 'operator' && principal.id === approval.requestedBy;
    if (isOwn && decision === 'approved') return { kind: 'own' };
    await decideApproval(tx, tenantId, id, decision, principal, reason);
    await auditChange(
      tx,
      tenantId,
      {
        activity: decision === 'approved' ? 'Approve' : 'Reject',
        targetType: approval.kind === 'purge' ? 'User' : 'Operation',
        targetId: approval.userId,
        targetName: approval.userName ?? String(approval.operationId ?? ''),
        after: {
          approval: id,
          kind: approval.kind,
          requestedBy: approval.requestedByName,
          ...(reason === null ? {} : { reason }),
        },
        ...(approval.operationId === null ? {} : { operationId: approval.operationId }),
      },
      originOf(context),
    );
    return { kind: 'decided', approval: { ...approval, decision, decidedByName: principal.name, reason } };
  });
}

async function mayDecide(tx: Database, { tenant, principal }: Context, approval: ApprovalRow): Promise<boolean> {
  if (principal.kind === 'app') return false;
  if (approval.operationId === null) return isAllowed(principal, 'purgeUser');
  const wanted: Reach = (await readReach(tx, tenant.tenantId, approval.operationId)) ?? 'everybody';
  const reach = reachOf(principal, 'assignLicenses');
  return (reach === 'everybody' || reach.length > 0) && covers(reach, wanted);
}
