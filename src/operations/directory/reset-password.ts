import { randomBytes } from 'node:crypto';
import { mayTouch } from '../../domain/access/protected-users.ts';
import type { UserRefusal } from '../../domain/directory/user-refusals.ts';
import { auditChange } from '../../store/audit.ts';
import { deleteAuthenticator } from '../../store/authenticators.ts';
import type { Database } from '../../store/database.ts';
import { deletePasskeys } from '../../store/passkeys.ts';
import { endSessionsBefore } from '../../store/principals.ts';
import { readRoles } from '../../store/roles.ts';
import { createSetupLink } from '../../store/setup-links.ts';
import { clearGuard } from '../../store/sign-in.ts';
import { lockUser, updatePassword } from '../../store/users.ts';
import { type Context, machineNow, originOf } from '../context.ts';
import { refuseReach } from './update-user.ts';

/**
 * Resets a person's password: the old one is void, sessions and tokens end, and a one-time link leads to a new one. Not
 * for people of the on-premises directory (R-US-2).
 */
export async function resetPassword(
  context: Context,
  userId: string,
): Promise<UserRefusal | { readonly path: string; readonly expiresAt: Date }> {
  const now = machineNow(context);
  return onAccount(context, userId, 'Reset password', async (tx, tenantId, synced) => {
    if (synced) return { reason: 'syncedUser' };
    await updatePassword(tx, tenantId, userId, `void ${randomBytes(16).toString('hex')}`, false);
    await endSessionsBefore(tx, tenantId, userId, new Date(now));
    await clearGuard(tx, tenantId, userId, null);
    return createSetupLink(tx, tenantId, userId, now);
  });
}

/** Removes somebody's second factors, who has lost them; sessions and tokens end. */
export async function resetFactors(
  context: Context,
  userId: string,
): Promise<UserRefusal | { readonly removed: number }> {
  const now = machineNow(context);
  return onAccount(context, userId, 'Remove authentication method', async (tx, tenantId) => {
    const hadApp = await deleteAuthenticator(tx, tenantId, userId);
    const passkeys = await deletePasskeys(tx, tenantId, userId, null);
    await endSessionsBefore(tx, tenantId, userId, new Date(now));
    return { removed: passkeys.length + (hadApp ? 1 : 0) };
  });
}

async function onAccount<Done>(
  context: Context,
  userId: string,
  activity: string,
  work: (tx: Database, tenantId: string, synced: boolean) => Promise<Done | UserRefusal>,
): Promise<Done | UserRefusal> {
  const { db, tenant, principal } = context;
  const { tenantId } = tenant;
  return db.transaction(async (tx) => {
    const user = await lockUser(tx, tenantId, userId);
    if (!user) return { reason: 'unknownUser' };
    const refusal = refuseReach(principal, ['resetPassword'], user);
    if (refusal) return refusal;
    if (!mayTouch(principal, await readRoles(tx, tenantId, userId), 'password')) {
      return { reason: 'protectedAdministrator' };
    }
    const done = await work(tx, tenantId, user.onPremisesSyncEnabled);
    if (typeof done === 'object' && done !== null && 'reason' in done) return done;
    await auditChange(
      tx,
      tenantId,
      { activity, targetType: 'User', targetId: userId, targetName: user.displayName },
      originOf(context),
    );
    return done;
  });
}
