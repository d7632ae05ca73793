import type { Principal } from './actions.ts';
import { ROLES } from './roles.ts';

/** Roles whose holders a User Administrator may block, rename, delete (§1.3). */
const TOUCHABLE: readonly string[] = [
  ROLES.helpdeskAdministrator.id,
  ROLES.groupsAdministrator.id,
  ROLES.userAdministrator.id,
  ROLES.reportsReader.id,
];

/**
 * Whether a principal may do sensitive things (delete, block, rename, reset the password) to somebody with these
 * roles: a Global Administrator to anybody, others only to plain users and lower administrators (R-US-6). An
 * application permission alone reaches no administrator.
 */
export function mayTouch(principal: Principal, targetRoleIds: readonly string[]): boolean {
  if (principal.kind === 'operator' || targetRoleIds.length === 0) return true;
  if (principal.roleIds.includes(ROLES.globalAdministrator.id)) return true;
  return principal.roleIds.includes(ROLES.userAdministrator.id) && targetRoleIds.every((id) => TOUCHABLE.includes(id));
}
