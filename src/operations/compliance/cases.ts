import { newId } from '../../base/id.ts';
import { caseReach } from '../../domain/access/case-reach.ts';
import { releaseOf } from '../../domain/compliance/holds.ts';
import type { Database } from '../../store/database.ts';
import {
  type CaseFields,
  insertCase,
  insertMember,
  isCaseNameTaken,
  removeCase,
  removeMember,
  updateCase,
} from '../../store/ediscovery-cases.ts';
import { readCustodians, updateCustodians } from '../../store/ediscovery-custodians.ts';
import { lockForMany } from '../../store/lock.ts';
import { lockUser } from '../../store/users.ts';
import { liftHold } from '../../workloads/exchange/holds.ts';
import type { Context } from '../context.ts';
import { actorOf, auditCase, type CaseRefusal, nameTakenIfDuplicate, openCase } from './case-refusals.ts';

/** Opens a case. Whoever opens it is its first member. */
export async function createCase(context: Context, fields: CaseFields): Promise<CaseRefusal | { readonly id: string }> {
  const { tenantId } = context.tenant;
  return nameTakenIfDuplicate(
    context.db.transaction(async (tx) => {
      if (await isCaseNameTaken(tx, tenantId, fields.displayName, null)) return { reason: 'nameTaken' };
      const id = newId();
      await insertCase(tx, tenantId, id, fields, actorOf(context));
      await auditCase(tx, context, 'Add eDiscovery case', { id, ...fields }, { after: fields });
      return { id };
    }),
  );
}

/** Changes what a case is called. */
export async function changeCase(
  context: Context,
  caseId: string,
  change: Partial<CaseFields>,
): Promise<CaseRefusal | 'changed'> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    const opened = await openCase(tx, context, caseId, { mustBeActive: false });
    if ('reason' in opened) return opened;
    const { displayName, description, externalId, status } = { ...opened.found, ...change };
    if (await isCaseNameTaken(tx, tenantId, displayName, caseId)) return { reason: 'nameTaken' };
    const after = { displayName, description, externalId };
    await updateCase(tx, tenantId, caseId, { ...after, status }, actorOf(context));
    const { found } = opened;
    const before = { displayName: found.displayName, description: found.description, externalId: found.externalId };
    await auditCase(tx, context, 'Update eDiscovery case', { id: caseId, displayName }, { before, after });
    return 'changed';
  });
}

/** What the end of a case's holds leaves. */
export interface LiftedCaseHolds {
  /** Mailboxes that it held. */
  readonly lifted: number;
  /** Of these, how many nothing else holds, and until when they count as held all the same (milliseconds). */
  readonly delayed: number;
  readonly delayUntil: number;
}

/** Closes a case: its holds are lifted, with the days of the delay, and nothing can be searched in it any more. */
export async function closeCase(context: Context, caseId: string): Promise<CaseRefusal | LiftedCaseHolds> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    await lockForMany(tx, tenantId);
    const opened = await openCase(tx, context, caseId, { mustBeActive: true });
    if ('reason' in opened) return opened;
    const lifted = await liftAll(tx, context, caseId);
    await updateCase(tx, tenantId, caseId, { ...opened.found, status: 'closed' }, actorOf(context));
    await auditCase(tx, context, 'Close eDiscovery case', opened.found, { after: { lifted: lifted.lifted } });
    return lifted;
  });
}

/** Opens a closed case again. Its holds do not come back by themselves. */
export async function reopenCase(context: Context, caseId: string): Promise<CaseRefusal | 'reopened'> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    const opened = await openCase(tx, context, caseId, { mustBeActive: false });
    if ('reason' in opened) return opened;
    if (opened.found.status === 'active') return { reason: 'caseOpen' };
    await updateCase(tx, tenantId, caseId, { ...opened.found, status: 'active' }, actorOf(context));
    await auditCase(tx, context, 'Reopen eDiscovery case', opened.found);
    return 'reopened';
  });
}

/** Deletes a case with all that belongs to it. One that holds mailboxes is closed first. */
export async function deleteCase(context: Context, caseId: string): Promise<CaseRefusal | 'deleted'> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    const opened = await openCase(tx, context, caseId, { mustBeActive: false });
    if ('reason' in opened) return opened;
    const custodians = await readCustodians(tx, tenantId, caseId);
    if (custodians.some(({ onHold }) => onHold)) return { reason: 'caseHolds' };
    await removeCase(tx, tenantId, caseId);
    const { displayName, description, externalId } = opened.found;
    const before = { displayName, description, externalId };
    await auditCase(tx, context, 'Delete eDiscovery case', opened.found, { before });
    return 'deleted';
  });
}

/** Lets a person open a case. */
export async function addCaseMember(
  context: Context,
  caseId: string,
  userId: string,
): Promise<CaseRefusal | { readonly displayName: string }> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    const opened = await openCase(tx, context, caseId, { mustBeActive: false });
    if ('reason' in opened) return opened;
    const user = await lockUser(tx, tenantId, userId);
    if (!user) return { reason: 'unknownPeople', people: [userId] };
    const { displayName } = user;
    if (!(await insertMember(tx, tenantId, caseId, { id: userId, displayName }, new Date(context.now))))
      return { reason: 'memberAlready' };
    const after = { member: displayName, memberId: userId };
    await auditCase(tx, context, 'Add member to eDiscovery case', opened.found, { after });
    return { displayName };
  });
}

/** Ends somebody's way into a case. */
export async function removeCaseMember(
  context: Context,
  caseId: string,
  principalId: string,
): Promise<CaseRefusal | 'removed'> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    const opened = await openCase(tx, context, caseId, { mustBeActive: false });
    if ('reason' in opened) return opened;
    if (caseReach(context.principal) !== 'all') return { reason: 'onlyAdministrators' };
    const name = await removeMember(tx, tenantId, caseId, principalId);
    if (name === undefined) return { reason: 'notMember' };
    const before = { member: name, memberId: principalId };
    await auditCase(tx, context, 'Remove member from eDiscovery case', opened.found, { before });
    return 'removed';
  });
}

async function liftAll(tx: Database, { tenant, now }: Context, caseId: string): Promise<LiftedCaseHolds> {
  const at = new Date(now);
  const { delayUntil } = releaseOf('active', now, tenant.settings);
  const custodians = await readCustodians(tx, tenant.tenantId, caseId);
  const ids = custodians.filter(({ onHold }) => onHold).map(({ id }) => id);
  await updateCustodians(tx, tenant.tenantId, caseId, ids, { onHold: false }, at);
  const hold = { kind: 'case', source: caseId } as const;
  const { lifted, delayed } = await liftHold(tx, tenant.tenantId, hold, at, new Date(delayUntil));
  return { lifted, delayed: delayed.length, delayUntil };
}
