import { hashPassword, isStrongPassword, newPassword } from '../../base/passwords.ts';
import { addDays } from '../../base/time.ts';
import { mayTouch } from '../../domain/access/protected-users.ts';
import type { UserRefusal } from '../../domain/directory/user-refusals.ts';
import { effectivePlans, heldSkus, workloadsOf } from '../../domain/licensing/profile.ts';
import { consequencesOfLoss } from '../../domain/retention/consequences.ts';
import { deadlinesEndedBy, deadlinesOf } from '../../domain/retention/deadlines.ts';
import { auditChange } from '../../store/audit.ts';
import { currentCatalog } from '../../store/catalog-cache.ts';
import { setDeadlines } from '../../store/deadlines.ts';
import { endDeadlines, giveBackPaths, lockDeletedUser, reviveUser } from '../../store/deleted-users.ts';
import { lockForFew } from '../../store/lock.ts';
import { readRoles } from '../../store/roles.ts';
import { takeSeatsAnyway } from '../../store/seats.ts';
import { returnMailbox } from '../../workloads/exchange/mailboxes.ts';
import { readDriveStanding, returnDrive } from '../../workloads/onedrive/drives.ts';
import { type Context, machineNow, originOf } from '../context.ts';
import { isDuplicate, refuseName } from './create-user.ts';
import { refuseReach } from './update-user.ts';

export interface Restored {
  readonly userId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** The password, where none was given. It must be changed at the next sign-in. */
  readonly password: string | null;
  /** Products that the person has again, and those that nothing gives any more. */
  readonly restored: readonly string[];
  readonly lost: readonly string[];
  /** Products of which more seats are taken now than there are, and by how many. */
  readonly overAssigned: readonly { readonly skuId: string; readonly by: number }[];
  /** Addresses that somebody else has by now. */
  readonly droppedAddresses: readonly string[];
  /** Administrator roles, by template id, that were never taken and so hold again. */
  readonly roleIds: readonly string[];
}

/**
 * Restores a deleted user within the tenant's days: licenses come back, also beyond the seats that there are (R-US-7);
 * groups and roles are as they were; the clocks of account, mailbox and files stop. A name or an address that somebody
 * else has by now is not given twice (R-US-9).
 */
export async function restoreUser(
  context: Context,
  userId: string,
  wanted: { readonly userPrincipalName?: string | undefined; readonly password?: string | undefined },
): Promise<UserRefusal | Restored> {
  const { db, tenant, principal } = context;
  const { tenantId } = tenant;
  if (wanted.password !== undefined && !isStrongPassword(wanted.password)) return { reason: 'weakPassword' };
  const password = wanted.password ?? newPassword();
  const passwordHash = await hashPassword(password);
  const at = new Date(context.now);
  try {
    return await db.transaction(async (tx): Promise<UserRefusal | Restored> => {
      await lockForFew(tx, tenantId);
      const user = await lockDeletedUser(tx, tenantId, userId);
      if (!user) return { reason: 'unknownUser' };
      const notReached = refuseReach(principal, ['deleteUser'], user);
      if (notReached) return notReached;
      if (user.onPremisesSyncEnabled) return { reason: 'syncedUser' };
      const roleIds = await readRoles(tx, tenantId, userId);
      if (!mayTouch(principal, roleIds)) return { reason: 'protectedAdministrator' };
      if (context.now >= addDays(user.deletedAt.getTime(), tenant.settings.userSoftDeleteDays))
        return { reason: 'tooLate' };
      const userPrincipalName = wanted.userPrincipalName ?? user.userPrincipalName;
      const refusal = await refuseName({ ...context, db: tx }, userPrincipalName);
      if (refusal) return refusal;

      const droppedAddresses = await reviveUser(tx, tenantId, userId, {
        userPrincipalName,
        passwordHash,
        at: new Date(machineNow(context)),
      });
      const paths = await giveBackPaths(tx, tenantId, userId, user.licenses, at);
      const catalog = await currentCatalog(tx);
      const before = workloadsOf(effectivePlans(user.licenses, catalog), catalog);
      const after = workloadsOf(effectivePlans(paths, catalog), catalog);
      const ended = ['userPurge', 'oneDriveBin', 'oneDriveReminder', ...deadlinesEndedBy([...after.keys()])];
      const drive = await readDriveStanding(tx, tenantId, userId);
      if (drive !== 'none' && !after.has('oneDrive')) ended.push('oneDriveErase');
      await endDeadlines(tx, tenantId, userId, ended);
      await returnMailbox(tx, tenantId, userId, { licensed: after.has('exchange'), deletedAt: user.deletedAt, at });
      await returnDrive(tx, tenantId, userId, { licensed: after.has('oneDrive'), at });
      // What nothing gives any more is lost since the deletion. The mailbox has its deadline from then; files get one.
      const lossAt = user.deletedAt.getTime();
      const loss = consequencesOfLoss({ ...user, before, after }, lossAt, tenant.settings);
      const due = deadlinesOf(loss, lossAt, tenant.settings).filter(({ kind }) => kind === 'oneDriveReadOnly');
      await setDeadlines(tx, tenantId, userId, due, user.deletedAt);
      const restored = [...heldSkus(paths)].sort();
      const lost = [...heldSkus(user.licenses)].filter((skuId) => !restored.includes(skuId)).sort();
      await auditChange(
        tx,
        tenantId,
        {
          activity: 'Restore user',
          targetType: 'User',
          targetId: userId,
          targetName: user.displayName,
          after: { userPrincipalName, licenses: paths },
        },
        originOf(context),
      );
      const overAssigned = await takeSeatsAnyway(tx, tenantId, restored);
      return {
        userId,
        displayName: user.displayName,
        userPrincipalName,
        password: wanted.password === undefined ? password : null,
        restored,
        lost,
        overAssigned,
        droppedAddresses,
        roleIds,
      };
    });
  } catch (error) {
    if (isDuplicate(error)) return { reason: 'nameTaken' };
    throw error;
  }
}
