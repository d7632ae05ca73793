import { caseReach } from '../../domain/access/case-reach.ts';
import type { KqlFault } from '../../domain/compliance/kql.ts';
import { auditChange } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { type CaseActor, lockCase, type StoredCase } from '../../store/ediscovery-cases.ts';
import { type Context, originOf } from '../context.ts';
import { isDuplicate } from '../directory/create-user.ts';
import type { HoldRefusal } from './hold-refusal.ts';

/** Every reason for a "no" about cases, their custodians and searches. */
export type CaseRefusal =
  /** Not there, or not for whoever asks: both look the same. */
  | { readonly reason: 'unknownCase' }
  | { readonly reason: 'nameTaken' }
  | { readonly reason: 'caseClosed' }
  | { readonly reason: 'caseOpen' }
  /** It holds mailboxes: close it first. */
  | { readonly reason: 'caseHolds' }
  | { readonly reason: 'unknownPeople'; readonly people: readonly string[] }
  | { readonly reason: 'memberAlready' }
  | { readonly reason: 'notMember' }
  /** Only eDiscovery Administrators remove members (§1.2, note 8). */
  | { readonly reason: 'onlyAdministrators' }
  | { readonly reason: 'unknownCustodian' }
  | { readonly reason: 'custodianAlready'; readonly displayName: string }
  | { readonly reason: 'custodianReleased'; readonly displayName: string }
  | { readonly reason: 'notHoldable'; readonly refused: readonly HoldRefusal[] }
  | { readonly reason: 'unknownSearch' }
  | { readonly reason: 'tooManyKeywords'; readonly most: number }
  /** `row`: the row of keywords that it is about, from 0; null: the query. */
  | { readonly reason: 'invalidQuery'; readonly row: number | null; readonly fault: KqlFault }
  | { readonly reason: 'nowhere' };

/** Who does something in a case, for what is written down of it. */
export function actorOf({ principal, now }: Context): CaseActor {
  return { id: principal.id, name: principal.name, at: new Date(now) };
}

/** A case that may be opened and, if wanted, is open; locked until the transaction ends. */
export async function openCase(
  tx: Database,
  { tenant, principal }: Context,
  caseId: string,
  { mustBeActive }: { readonly mustBeActive: boolean },
): Promise<CaseRefusal | { readonly found: StoredCase }> {
  const found = await lockCase(tx, tenant.tenantId, caseId, caseReach(principal));
  if (!found) return { reason: 'unknownCase' };
  return mustBeActive && found.status !== 'active' ? { reason: 'caseClosed' } : { found };
}

/** An entry about a case or a part of it. */
export async function auditCase(
  tx: Database,
  context: Context,
  activity: string,
  target: { readonly id: string; readonly displayName: string },
  values: { readonly before?: unknown; readonly after?: unknown } = {},
): Promise<void> {
  const change = { activity, targetType: 'Case', targetId: target.id, targetName: target.displayName, ...values };
  await auditChange(tx, context.tenant.tenantId, change, originOf(context));
}

/** What somebody else named so in the same moment is a name that is taken, too. */
export async function nameTakenIfDuplicate<Result>(work: Promise<Result | CaseRefusal>): Promise<Result | CaseRefusal> {
  try {
    return await work;
  } catch (error) {
    if (isDuplicate(error)) return { reason: 'nameTaken' };
    throw error;
  }
}
