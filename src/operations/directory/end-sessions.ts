import { mayTouch } from '../../domain/access/protected-users.ts';
import type { UserRefusal } from '../../domain/directory/user-refusals.ts';
import { auditChange } from '../../store/audit.ts';
import { endSessionsBefore } from '../../store/principals.ts';
import { readRoles } from '../../store/roles.ts';
import { lockUser } from '../../store/users.ts';
import { type Context, machineNow, originOf } from '../context.ts';
import { refuseReach } from './update-user.ts';

/**
 * Ends all sessions of a person, and all that apps were allowed to do for them: whoever acts for them signs in anew.
 * Everybody may end their own; others' take the right to reset passwords.
 */
export async function endSessions(context: Context, userId: string): Promise<UserRefusal | 'ended'> {
  const { db, tenant, principal } = context;
  const { tenantId } = tenant;
  return db.transaction(async (tx) => {
    const user = await lockUser(tx, tenantId, userId);
    if (!user) return { reason: 'unknownUser' };
    const isOwn = principal.kind === 'user' && principal.id === userId;
    const refusal = isOwn ? undefined : refuseReach(principal, ['resetPassword'], user);
    if (refusal) return refusal;
    if (!isOwn && !mayTouch(principal, await readRoles(tx, tenantId, userId), 'password')) {
      return { reason: 'protectedAdministrator' };
    }
    await endSessionsBefore(tx, tenantId, userId, new Date(machineNow(context)));
    await auditChange(
      tx,
      tenantId,
      { activity: 'End sessions', targetType: 'User', targetId: userId, targetName: user.displayName },
      originOf(context),
    );
    return 'ended';
  });
}
