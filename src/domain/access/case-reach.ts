import type { Principal } from './actions.ts';
import { ROLES } from './roles.ts';

/** Which eDiscovery cases somebody may open: all, or those that they are a member of. */
export type CaseReach = 'all' | { readonly memberId: string };

/**
 * Which cases a principal may open: eDiscovery Administrators all of them, and so an app by its own permission; everybody
 * else those that they opened or were added to (§1.2, note 8).
 */
export function caseReach({ kind, id, roleIds, permissions }: Principal): CaseReach {
  if (kind === 'operator' || id === null) return 'all';
  if (roleIds.includes(ROLES.eDiscoveryAdministrator.id)) return 'all';
  if (permissions.some((permission) => permission.startsWith('eDiscovery.'))) return 'all';
  return { memberId: id };
}
