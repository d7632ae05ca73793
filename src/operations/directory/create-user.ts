import { newId } from '../../base/id.ts';
import { hashPassword, isStrongPassword } from '../../base/passwords.ts';
import { reachOf } from '../../domain/access/actions.ts';
import { isWithin } from '../../domain/access/reach.ts';
import type { UserFields } from '../../domain/directory/user-fields.ts';
import type { UserRefusal } from '../../domain/directory/user-refusals.ts';
import { auditChange } from '../../store/audit.ts';
import { readDomains } from '../../store/tenants.ts';
import { insertUser, isNameTaken } from '../../store/users.ts';
import { type Context, originOf } from '../context.ts';

export interface UserToCreate {
  readonly fields: UserFields & { readonly userPrincipalName: string; readonly displayName: string };
  readonly password: string;
  readonly forceChangePassword: boolean;
}

/** Creates a user without licenses. Gives the id. */
export async function createUser(
  context: Context,
  { fields, password, forceChangePassword }: UserToCreate,
): Promise<{ userId: string } | UserRefusal> {
  const { db, tenant } = context;
  // Whoever administers the people of some units adds people to those.
  const { department = null, usageLocation = null } = fields;
  if (!isWithin(reachOf(context.principal, 'createUser'), { department, usageLocation }))
    return { reason: 'outOfReach' };
  if (!isStrongPassword(password)) return { reason: 'weakPassword' };
  const refusal = await refuseName(context, fields.userPrincipalName);
  if (refusal) return refusal;
  const passwordHash = await hashPassword(password);
  const userId = newId();
  try {
    await db.transaction(async (tx) => {
      await insertUser(tx, tenant.tenantId, {
        mail: fields.userPrincipalName,
        userType: 'Member',
        ...fields,
        id: userId,
        passwordHash,
        forceChangePassword,
        createdAt: new Date(context.now),
      });
      await auditChange(
        tx,
        tenant.tenantId,
        { activity: 'Add user', targetType: 'User', targetId: userId, targetName: fields.displayName, after: fields },
        originOf(context),
      );
    });
  } catch (error) {
    if (isDuplicate(error)) return { reason: 'nameTaken' };
    throw error;
  }
  return { userId };
}

/** Why a user principal name can't be given, if it can't: its domain must be one of the tenant's, and nobody may have it. */
export async function refuseName({ db, tenant }: Context, userPrincipalName: string): Promise<UserRefusal | undefined> {
  const [, domain] = /^[^@\s]+@([^@\s]+)$/.exec(userPrincipalName) ?? [];
  if (domain === undefined) return { reason: 'invalidValue', property: 'userPrincipalName' };
  const domains = await readDomains(db, tenant.tenantId);
  if (!domains.includes(domain.toLowerCase())) return { reason: 'unverifiedDomain' };
  return (await isNameTaken(db, tenant.tenantId, userPrincipalName)) ? { reason: 'nameTaken' } : undefined;
}

/** Whether the database refused a second row with the same key: two requests asked for one name at once. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
