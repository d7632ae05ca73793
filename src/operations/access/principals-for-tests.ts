import type { TestTenant } from '../../../tests/support/tenant.ts';
import type { Principal } from '../../domain/access/actions.ts';
import type { UnitRule } from '../../domain/access/reach.ts';
import { ROLES, type RoleName } from '../../domain/access/roles.ts';
import type { Context } from '../context.ts';

/** What operations are called with when a person asks who holds these roles, for everybody or for a unit's people. */
export function as(
  there: TestTenant,
  id: string,
  roles: readonly RoleName[],
  rest: { readonly units?: readonly UnitRule[]; readonly kind?: Principal['kind'] } = {},
): Context {
  const { units, kind = 'user' } = rest;
  const roleIds = roles.map((role) => ROLES[role].id);
  return {
    ...there.context,
    principal: {
      kind,
      id,
      name: id,
      tenantId: there.tenant.tenantId,
      roleIds: units ? [] : roleIds,
      scopedRoles: units ? roleIds.flatMap((roleId) => units.map((unit) => ({ roleId, unit }))) : [],
      permissions: [],
    },
  };
}
