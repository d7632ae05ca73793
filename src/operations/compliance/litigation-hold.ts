import { sql } from '../../base/sql.ts';
import { releaseOf } from '../../domain/compliance/holds.ts';
import { auditChange } from '../../store/audit.ts';
import { type LitigationHold, lockHeldPerson, setLitigationHold } from '../../store/litigation-holds.ts';
import { lockForFew } from '../../store/lock.ts';
import { readPeopleToHold } from '../../workloads/exchange/hold-facts.ts';
import { liftLitigationRows } from '../../workloads/exchange/holds.ts';
import { type Context, originOf } from '../context.ts';
import { type HoldRefusal, refuseHolds } from './hold-refusal.ts';

export type LitigationRefusal =
  | HoldRefusal
  | { readonly reason: 'unknownUser' }
  | { readonly reason: 'heldAlready'; readonly displayName: string; readonly since: number }
  | { readonly reason: 'notHeld'; readonly displayName: string };

/** Puts the mailbox of a living person on litigation hold: nothing of it goes, whatever happens to license and person. */
export async function placeLitigationHold(
  context: Context,
  userId: string,
  reason: string | null,
): Promise<LitigationRefusal | { readonly placed: LitigationHold }> {
  const { db, tenant, principal } = context;
  const { tenantId } = tenant;
  return db.transaction(async (tx) => {
    await lockForFew(tx, tenantId);
    const person = await lockHeldPerson(tx, tenantId, userId);
    if (!person || person.deleted) return { reason: 'unknownUser' };
    const { displayName } = person;
    if (person.hold) return { reason: 'heldAlready', displayName, since: person.hold.since.getTime() };
    const people = await readPeopleToHold(tx, tenantId, sql`select ${userId}::uuid as user_id`);
    const [refusal] = await refuseHolds(tx, people, 'litigation');
    if (refusal) return refusal;
    const hold = { since: new Date(context.now), by: principal.name, reason };
    await setLitigationHold(tx, tenantId, userId, hold);
    await auditChange(
      tx,
      tenantId,
      {
        activity: 'Place litigation hold',
        targetType: 'User',
        targetId: userId,
        targetName: displayName,
        after: { reason },
      },
      originOf(context),
    );
    return { placed: hold };
  });
}

/** What lifting a litigation hold left: whether something else holds, or until when the delay does. */
export interface LiftedHold {
  readonly displayName: string;
  /** Milliseconds; null where another hold stands, or there is no mailbox. */
  readonly delayUntil: number | null;
}

/**
 * Lifts the litigation hold of a person, living or deleted, or of what outlived them. Where nothing else holds the
 * mailbox, it counts as held for the days of the delay (T-2, T-7).
 */
export async function liftLitigationHold(
  context: Context,
  userId: string,
  reason: string | null,
): Promise<LitigationRefusal | LiftedHold> {
  const { db, tenant } = context;
  const { tenantId } = tenant;
  return db.transaction(async (tx) => {
    await lockForFew(tx, tenantId);
    const person = await lockHeldPerson(tx, tenantId, userId);
    const before = person?.hold ?? null;
    if (before) await setLitigationHold(tx, tenantId, userId, null);
    const { delayUntil } = releaseOf('active', context.now, tenant.settings);
    const { names, lifted, delayed } = await liftLitigationRows(tx, tenantId, userId, {
      wasHeld: before !== null,
      at: new Date(context.now),
      delayUntil: new Date(delayUntil),
    });
    const displayName = person?.displayName ?? names[0];
    if (displayName === undefined) return { reason: 'unknownUser' };
    if (!lifted) return { reason: 'notHeld', displayName };
    const until = delayed.length > 0 ? delayUntil : null;
    await auditChange(
      tx,
      tenantId,
      {
        activity: 'Lift litigation hold',
        targetType: 'User',
        targetId: userId,
        targetName: displayName,
        before,
        after: { reason, delayUntil: until === null ? null : new Date(until).toISOString() },
      },
      originOf(context),
    );
    return { displayName, delayUntil: until };
  });
}
