import { addDays } from '../../base/time.ts';
import { mayTouch } from '../../domain/access/protected-users.ts';
import type { UserRefusal } from '../../domain/directory/user-refusals.ts';
import { auditChange } from '../../store/audit.ts';
import { setDeadlines } from '../../store/deadlines.ts';
import { lockDeletedUser, purgeUsers } from '../../store/deleted-users.ts';
import { lockForMany } from '../../store/lock.ts';
import { readRoles } from '../../store/roles.ts';
import { readMailboxState } from '../../workloads/exchange/mailboxes.ts';
import { type Consent, secondConsent } from '../access/approvals.ts';
import { type Context, originOf } from '../context.ts';
import { refuseReach } from './update-user.ts';

/**
 * Deletes a deleted user for good, before the days are over: nobody can restore them. Where the tenant says so, a second
 * administrator must agree. Somebody whose mailbox is on hold is kept (R-CO-2).
 */
export async function purgeDeletedUser(
  context: Context,
  userId: string,
): Promise<UserRefusal | 'purged' | Exclude<Consent, 'given'>> {
  const { db, tenant, principal } = context;
  const { tenantId } = tenant;
  return db.transaction(async (tx) => {
    await lockForMany(tx, tenantId);
    const user = await lockDeletedUser(tx, tenantId, userId);
    if (!user) return { reason: 'unknownUser' };
    const refusal = refuseReach(principal, ['purgeUser'], user);
    if (refusal) return refusal;
    if (!mayTouch(principal, await readRoles(tx, tenantId, userId))) return { reason: 'protectedAdministrator' };
    if (user.onHold) return { reason: 'onHold' };
    if (tenant.access.purgeNeedsApproval) {
      const consent = await secondConsent(tx, context, { kind: 'purge', userId, userName: user.displayName });
      if (consent !== 'given') return consent;
    }
    await purgeUsers(tx, tenantId, [userId]);
    // Deleted before its time, the mailbox is kept for days of its own; one whose license went before has its day (T-6).
    if ((await readMailboxState(tx, tenantId, userId)) === 'softDeleted') {
      const dueAt = addDays(context.now, tenant.settings.mailboxSoftDeletedDays);
      await setDeadlines(tx, tenantId, userId, [{ kind: 'mailboxPurge', dueAt }], new Date(context.now));
    }
    const { displayName, userPrincipalName, deletedAt } = user;
    await auditChange(
      tx,
      tenantId,
      {
        activity: 'Hard delete user',
        targetType: 'User',
        targetId: userId,
        targetName: displayName,
        before: { userPrincipalName, deletedAt },
      },
      originOf(context),
    );
    return 'purged';
  });
}
