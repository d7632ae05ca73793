import type { Principal } from '../../domain/access/actions.ts';
import { mayTouch } from '../../domain/access/protected-users.ts';
import type { UserRefusal } from '../../domain/directory/user-refusals.ts';
import { type Consequence, consequencesOfDeletion, type DeletionFacts } from '../../domain/retention/consequences.ts';
import { deadlinesOf } from '../../domain/retention/deadlines.ts';
import { readPaths } from '../../store/assignments.ts';
import { auditChange } from '../../store/audit.ts';
import { setDeadlines } from '../../store/deadlines.ts';
import { lockForFew } from '../../store/lock.ts';
import { readRoles } from '../../store/roles.ts';
import { moveSeats } from '../../store/seats.ts';
import { lockUser, softDeleteUser } from '../../store/users.ts';
import { leaveMailbox, readMailboxState } from '../../workloads/exchange/mailboxes.ts';
import { orphanDrive, readDriveStanding } from '../../workloads/onedrive/drives.ts';
import { type Context, originOf } from '../context.ts';
import { sendNotice } from '../retention/send-notice.ts';
import { refuseLastAdministrator, refuseReach } from './update-user.ts';

/**
 * Deletes a user: the seats are free for others at once, the licenses are remembered for a restore, and the clocks of
 * account, mailbox and files begin (T-6, T-7; §7.5).
 */
export async function deleteUser(
  context: Context,
  userId: string,
): Promise<UserRefusal | { consequences: readonly Consequence[] }> {
  const { db, tenant, principal } = context;
  const { tenantId } = tenant;
  return db.transaction(async (tx) => {
    await lockForFew(tx, tenantId);
    const user = await lockUser(tx, tenantId, userId);
    if (!user) return { reason: 'unknownUser' };
    const roleIds = await readRoles(tx, tenantId, userId);
    const refusal =
      refuseDeletion(principal, { ...user, id: userId, roleIds }) ??
      (await refuseLastAdministrator(tx, tenantId, userId, roleIds));
    if (refusal) return refusal;

    const paths = await readPaths(tx, tenantId, userId);
    const mailbox = await readMailboxState(tx, tenantId, userId);
    const had: DeletionFacts = {
      mailbox: mailbox === undefined || mailbox === 'softDeleted' ? 'none' : mailbox,
      drive: await readDriveStanding(tx, tenantId, userId),
      onHold: user.onHold,
      filesOnHold: user.filesOnHold,
    };
    const consequences = consequencesOfDeletion(had, context.now, tenant.settings);
    const at = new Date(context.now);
    const freed = await softDeleteUser(tx, tenantId, userId, at);
    await setDeadlines(tx, tenantId, userId, deadlinesOf(consequences, context.now, tenant.settings), at);
    await leaveMailbox(tx, tenantId, userId, at);
    const managerId = await orphanDrive(tx, tenantId, userId, at);
    const until = consequences.find(({ event }) => event === 'driveBinned')?.on;
    if (managerId !== null && until !== undefined) {
      const notice = { kind: 'driveAccess', owner: user.displayName, until } as const;
      await sendNotice({ ...context, db: tx }, [managerId], notice);
    }
    await auditChange(
      tx,
      tenantId,
      {
        activity: 'Delete user',
        targetType: 'User',
        targetId: userId,
        targetName: user.displayName,
        before: { licenses: paths },
      },
      originOf(context),
    );
    await moveSeats(tx, tenantId, new Map(freed.map((skuId) => [skuId, -1])));
    return { consequences };
  });
}

/** What a deletion looks at beside the licenses. */
interface Deletable {
  readonly id: string;
  readonly department: string | null;
  readonly usageLocation: string | null;
  readonly onPremisesSyncEnabled: boolean;
  readonly roleIds: readonly string[];
}

/** Why a principal may not delete this person, as far as it shows without looking at others. */
export function refuseDeletion(principal: Principal, person: Deletable): UserRefusal | undefined {
  if (principal.id === person.id.toLowerCase()) return { reason: 'ownAccount' };
  const notReached = refuseReach(principal, ['deleteUser'], person);
  if (notReached) return notReached;
  if (person.onPremisesSyncEnabled) return { reason: 'syncedUser' };
  return mayTouch(principal, person.roleIds) ? undefined : { reason: 'protectedAdministrator' };
}
