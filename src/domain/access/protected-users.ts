import type { Principal } from './actions.ts';
import { ROLES, type RoleName } from './roles.ts';

/** What is done to an account: its password or sessions, or something graver (block, rename, delete, restore). */
export type Touch = 'password' | 'account';

/** Whose accounts the lower administrators may touch (§1.3). Plain users are not listed: everybody here may touch them. */
const TOUCHABLE: Readonly<Record<Touch, Partial<Record<RoleName, readonly RoleName[]>>>> = {
  password: {
    passwordAdministrator: ['passwordAdministrator'],
    helpdeskAdministrator: ['passwordAdministrator', 'helpdeskAdministrator', 'reportsReader'],
    userAdministrator: [
      'passwordAdministrator',
      'helpdeskAdministrator',
      'reportsReader',
      'groupsAdministrator',
      'userAdministrator',
    ],
  },
  account: {
    userAdministrator: [
      'passwordAdministrator',
      'helpdeskAdministrator',
      'reportsReader',
      'groupsAdministrator',
      'userAdministrator',
    ],
  },
};

/** May touch anybody, Global Administrators too. */
const ABOVE_ALL: readonly RoleName[] = ['globalAdministrator', 'privilegedAuthenticationAdministrator'];

/**
 * Whether a principal may touch the account of somebody with these roles: Global and Privileged Authentication
 * Administrators anybody's, others only those of plain users and lower administrators (R-US-6). A permission of an app
 * alone reaches no administrator.
 */
export function mayTouch(principal: Principal, targetRoleIds: readonly string[], touch: Touch = 'account'): boolean {
  if (principal.kind === 'operator' || targetRoleIds.length === 0) return true;
  const held = [...principal.roleIds, ...(principal.scopedRoles ?? []).map(({ roleId }) => roleId)];
  const holds = (role: RoleName) => held.includes(ROLES[role].id);
  if (ABOVE_ALL.some(holds)) return true;
  const touchable = (Object.entries(TOUCHABLE[touch]) as [RoleName, readonly RoleName[]][]).flatMap(
    ([role, targets]) => (holds(role) ? targets.map((target) => ROLES[target].id as string) : []),
  );
  return targetRoleIds.every((id) => touchable.includes(id));
}
