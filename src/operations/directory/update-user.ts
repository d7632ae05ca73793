import { hashPassword, isStrongPassword } from '../../base/passwords.ts';
import { type Action, type Principal, reachOf } from '../../domain/access/actions.ts';
import { mayTouch } from '../../domain/access/protected-users.ts';
import { isWithin } from '../../domain/access/reach.ts';
import { ROLES } from '../../domain/access/roles.ts';
import type { UserFields } from '../../domain/directory/user-fields.ts';
import type { UserRefusal } from '../../domain/directory/user-refusals.ts';
import { auditChange } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { lockAdministrators, lockForFew } from '../../store/lock.ts';
import { endSessionsBefore } from '../../store/principals.ts';
import { countOtherHolders, readRoles } from '../../store/roles.ts';
import { type LockedUser, lockUser, readFields, updatePassword, updateUser } from '../../store/users.ts';
import { type Context, machineNow, originOf } from '../context.ts';
import { isDuplicate, refuseName } from './create-user.ts';

export interface UserChange {
  readonly fields: UserFields;
  readonly password?: string;
  readonly forceChangePassword?: boolean;
}

/** Changes fields of a user. Renaming, blocking and passwords are refused where the target is a higher administrator. */
export async function changeUser(
  context: Context,
  userId: string,
  change: UserChange,
): Promise<UserRefusal | 'changed'> {
  const { db, tenant } = context;
  const { fields, password } = change;
  if (password !== undefined && !isStrongPassword(password)) return { reason: 'weakPassword' };
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  try {
    return await db.transaction(async (tx) => {
      await lockForFew(tx, tenant.tenantId);
      const user = await lockUser(tx, tenant.tenantId, userId);
      if (!user) return { reason: 'unknownUser' };
      const refusal = await refuse({ ...context, db: tx }, userId, user, change);
      if (refusal) return refusal;
      if (Object.keys(fields).length === 0 && password === undefined && change.forceChangePassword === undefined) {
        return 'changed';
      }
      const before = await readFields(tx, tenant.tenantId, userId, fields);
      await updateUser(tx, tenant.tenantId, userId, fields);
      if (passwordHash !== undefined || change.forceChangePassword !== undefined) {
        await updatePassword(tx, tenant.tenantId, userId, passwordHash ?? null, change.forceChangePassword ?? false);
      }
      if (passwordHash !== undefined) {
        await endSessionsBefore(tx, tenant.tenantId, userId, new Date(machineNow(context)));
      }
      await auditChange(
        tx,
        tenant.tenantId,
        {
          activity: activityOf(change, user.accountEnabled),
          targetType: 'User',
          targetId: userId,
          targetName: fields.displayName ?? user.displayName,
          before,
          after: fields,
        },
        originOf(context),
      );
      return 'changed';
    });
  } catch (error) {
    if (isDuplicate(error)) return { reason: 'nameTaken' };
    throw error;
  }
}

/** The change by Graph's name for it. */
function activityOf({ fields, password }: UserChange, wasEnabled: boolean): string {
  if (password !== undefined && Object.keys(fields).length === 0) return 'Reset user password';
  if (fields.accountEnabled === undefined || fields.accountEnabled === wasEnabled) return 'Update user';
  return fields.accountEnabled ? 'Enable account' : 'Disable account';
}

/** What must be allowed for a change: each of its parts has a right of its own. */
function actionsOf({ fields, password, forceChangePassword }: UserChange): Action[] {
  const { usageLocation, accountEnabled, ...others } = fields;
  return [
    ...(usageLocation === undefined ? [] : (['setUsageLocation'] as const)),
    ...(accountEnabled === undefined ? [] : (['blockSignIn'] as const)),
    ...(password === undefined && forceChangePassword === undefined ? [] : (['resetPassword'] as const)),
    ...(Object.keys(others).length === 0 ? [] : (['updateUser'] as const)),
  ];
}

async function refuse(
  context: Context,
  userId: string,
  user: LockedUser,
  change: UserChange,
): Promise<UserRefusal | undefined> {
  const { db, tenant, principal } = context;
  const { fields, password, forceChangePassword } = change;
  const notReached = refuseReach(principal, actionsOf(change), user);
  if (notReached) return notReached;
  const { userPrincipalName } = user;
  const renames = fields.userPrincipalName !== undefined && fields.userPrincipalName !== userPrincipalName;
  if (renames && fields.userPrincipalName?.toLowerCase() !== userPrincipalName.toLowerCase()) {
    const refusal = await refuseName(context, fields.userPrincipalName ?? '');
    if (refusal) return refusal;
  }
  const touchesPassword = password !== undefined || forceChangePassword !== undefined;
  const touchesAccount = renames || SENSITIVE.some((field) => field in fields);
  if (!touchesAccount && !touchesPassword) return undefined;
  if (fields.accountEnabled === false && principal.id === userId.toLowerCase()) return { reason: 'ownAccount' };
  const roles = await readRoles(db, tenant.tenantId, userId);
  if (!mayTouch(principal, roles, touchesAccount ? 'account' : 'password')) return { reason: 'protectedAdministrator' };
  return fields.accountEnabled === false ? refuseLastAdministrator(db, tenant.tenantId, userId, roles) : undefined;
}

/** Fields by which somebody gets at an account, or is found by an identity provider (§1.3). */
const SENSITIVE: readonly (keyof UserFields)[] = [
  'accountEnabled',
  'mail',
  'otherMails',
  'mobilePhone',
  'businessPhones',
];

/** Why a principal may not do all of these to a person, if they may not: no right at all, or none over this person. */
export function refuseReach(
  principal: Principal,
  actions: readonly Action[],
  person: { readonly department: string | null; readonly usageLocation: string | null },
): UserRefusal | undefined {
  const reaches = actions.map((action) => reachOf(principal, action));
  if (reaches.some((reach) => reach !== 'everybody' && reach.length === 0)) return { reason: 'notAllowed' };
  return reaches.every((reach) => isWithin(reach, person)) ? undefined : { reason: 'outOfReach' };
}

/** The last active Global Administrator can be neither blocked nor deleted (R-US-4). */
export async function refuseLastAdministrator(
  db: Database,
  tenantId: string,
  userId: string,
  roles: readonly string[],
): Promise<UserRefusal | undefined> {
  const role = ROLES.globalAdministrator.id;
  if (!roles.includes(role)) return undefined;
  await lockAdministrators(db, tenantId);
  return (await countOtherHolders(db, tenantId, role, userId)) === 0
    ? { reason: 'lastGlobalAdministrator' }
    : undefined;
}
