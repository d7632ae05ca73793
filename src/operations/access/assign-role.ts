import { SCOPABLE_ROLES } from '../../domain/access/actions.ts';
import { ROLES, type RoleName } from '../../domain/access/roles.ts';
import { findApp } from '../../store/apps.ts';
import { auditChange } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { deleteRole, insertRole, lockUnit } from '../../store/roles.ts';
import { lockUser } from '../../store/users.ts';
import { type Context, originOf } from '../context.ts';
import { refuseLastAdministrator } from '../directory/update-user.ts';

export interface RoleToAssign {
  /** A person or an app. */
  readonly principalId: string;
  readonly role: RoleName;
  /** The administrative unit that it is limited to; null: the whole directory. */
  readonly unitId: string | null;
}

export type RoleRefusal =
  | { readonly reason: 'unknownPrincipal' }
  | { readonly reason: 'unknownUnit' }
  /** What the role does is not done to people of a unit. */
  | { readonly reason: 'notScopable'; readonly role: RoleName }
  | { readonly reason: 'heldAlready' }
  | { readonly reason: 'notHeld' }
  /** The last active Global Administrator (R-US-4). */
  | { readonly reason: 'lastGlobalAdministrator' };

/** Gives a role to a person or an app, for the whole directory or for the people of a unit. */
export async function giveRole(context: Context, wanted: RoleToAssign): Promise<RoleRefusal | 'given'> {
  const { tenantId } = context.tenant;
  const { role, unitId, principalId } = wanted;
  if (unitId !== null && !SCOPABLE_ROLES.includes(role)) return { reason: 'notScopable', role };
  return context.db.transaction(async (tx) => {
    const who = await nameOf(tx, tenantId, principalId);
    if (who === undefined) return { reason: 'unknownPrincipal' };
    const unit = unitId === null ? null : await lockUnit(tx, tenantId, unitId);
    if (unit === undefined) return { reason: 'unknownUnit' };
    if (!(await insertRole(tx, tenantId, principalId, ROLES[role].id, unitId))) return { reason: 'heldAlready' };
    await audit(tx, context, 'Add member to role', wanted, who, unit?.displayName ?? null);
    return 'given';
  });
}

/** Takes a role away; it acts at once. The last active Global Administrator keeps theirs. */
export async function takeRole(context: Context, wanted: RoleToAssign): Promise<RoleRefusal | 'taken'> {
  const { tenantId } = context.tenant;
  const { role, unitId, principalId } = wanted;
  return context.db.transaction(async (tx) => {
    const who = await nameOf(tx, tenantId, principalId);
    if (who === undefined) return { reason: 'unknownPrincipal' };
    const last =
      who.kind === 'user' && unitId === null
        ? await refuseLastAdministrator(tx, tenantId, principalId, [ROLES[role].id])
        : undefined;
    if (last) return { reason: 'lastGlobalAdministrator' };
    const unit = unitId === null ? null : await lockUnit(tx, tenantId, unitId);
    if (!(await deleteRole(tx, tenantId, principalId, ROLES[role].id, unitId))) return { reason: 'notHeld' };
    await audit(tx, context, 'Remove member from role', wanted, who, unit?.displayName ?? null);
    return 'taken';
  });
}

interface Named {
  readonly kind: 'user' | 'app';
  readonly name: string;
}

async function nameOf(tx: Database, tenantId: string, principalId: string): Promise<Named | undefined> {
  const user = await lockUser(tx, tenantId, principalId);
  if (user) return { kind: 'user', name: user.displayName };
  const app = await findApp(tx, tenantId, principalId);
  return app && { kind: 'app', name: app.displayName };
}

async function audit(
  tx: Database,
  context: Context,
  activity: 'Add member to role' | 'Remove member from role',
  { principalId, role }: RoleToAssign,
  { kind, name }: Named,
  unit: string | null,
): Promise<void> {
  const held = { role: ROLES[role].name, roleId: ROLES[role].id, unit };
  await auditChange(
    tx,
    context.tenant.tenantId,
    {
      activity,
      targetType: kind === 'user' ? 'User' : 'ServicePrincipal',
      targetId: principalId,
      targetName: name,
      ...(activity === 'Add member to role' ? { after: held } : { before: held }),
    },
    originOf(context),
  );
}
