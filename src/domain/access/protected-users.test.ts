import { describe, expect, test } from 'vitest';
import type { Principal } from './actions.ts';
import { mayTouch } from './protected-users.ts';
import { ROLES, type RoleName } from './roles.ts';

function holder(...roles: RoleName[]): Principal {
  return {
    kind: 'user',
    id: 'adele',
    name: 'Adele',
    tenantId: 'contoso',
    roleIds: idsOf(roles),
    permissions: [],
  };
}

function idsOf(roles: readonly RoleName[]): string[] {
  return roles.map((role) => ROLES[role].id);
}

const userAdministrator = holder('userAdministrator');

/** Whose accounts each role touches (§1.3), for a password and for graver things. A role without a row does not compile. */
const TOUCHES: Readonly<Record<RoleName, { password: readonly RoleName[]; account: readonly RoleName[] } | 'all'>> = {
  globalAdministrator: 'all',
  privilegedAuthenticationAdministrator: 'all',
  userAdministrator: {
    password: [
      'groupsAdministrator',
      'helpdeskAdministrator',
      'passwordAdministrator',
      'reportsReader',
      'userAdministrator',
    ],
    account: [
      'groupsAdministrator',
      'helpdeskAdministrator',
      'passwordAdministrator',
      'reportsReader',
      'userAdministrator',
    ],
  },
  helpdeskAdministrator: {
    password: ['helpdeskAdministrator', 'passwordAdministrator', 'reportsReader'],
    account: [],
  },
  passwordAdministrator: { password: ['passwordAdministrator'], account: [] },
  globalReader: { password: [], account: [] },
  licenseAdministrator: { password: [], account: [] },
  billingAdministrator: { password: [], account: [] },
  groupsAdministrator: { password: [], account: [] },
  privilegedRoleAdministrator: { password: [], account: [] },
  complianceAdministrator: { password: [], account: [] },
  eDiscoveryManager: { password: [], account: [] },
  eDiscoveryAdministrator: { password: [], account: [] },
  exchangeAdministrator: { password: [], account: [] },
  sharePointAdministrator: { password: [], account: [] },
  serviceSupportAdministrator: { password: [], account: [] },
  reportsReader: { password: [], account: [] },
};

const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

describe('R-US-6: sensitive things are done to administrators by higher ones only', () => {
  test.each(ROLE_NAMES)('whom a %s may touch', (role) => {
    const touches = TOUCHES[role];
    for (const touch of ['password', 'account'] as const) {
      const expected = touches === 'all' ? ROLE_NAMES : touches[touch];
      const touched = ROLE_NAMES.filter((target) => mayTouch(holder(role), idsOf([target]), touch));
      expect(touched.sort(), touch).toEqual([...expected].sort());
    }
  });

  test('X-20: a User Administrator to a Helpdesk Administrator, and not to a Global Administrator', () => {
    expect(mayTouch(userAdministrator, idsOf(['helpdeskAdministrator']))).toBe(true);
    expect(mayTouch(userAdministrator, idsOf(['globalAdministrator']))).toBe(false);
  });

  test('the highest role of somebody who has several decides', () => {
    expect(mayTouch(userAdministrator, idsOf(['helpdeskAdministrator', 'reportsReader']))).toBe(true);
    expect(mayTouch(userAdministrator, idsOf(['helpdeskAdministrator', 'globalAdministrator']))).toBe(false);
    expect(mayTouch(userAdministrator, [...idsOf(['helpdeskAdministrator']), 'a role that is not known'])).toBe(false);
  });

  test('a role that is limited to a unit touches as high as the same role for everybody', () => {
    const unit = { department: 'Sales', usageLocation: null };
    const scoped = { ...holder(), scopedRoles: [{ roleId: ROLES.userAdministrator.id, unit }] };
    expect(mayTouch(scoped, idsOf(['helpdeskAdministrator']))).toBe(true);
    expect(mayTouch(scoped, idsOf(['globalAdministrator']))).toBe(false);
  });

  test('an app’s permission alone reaches no administrator; a role of its own does', () => {
    const app: Principal = { ...holder(), kind: 'app', permissions: ['User.ReadWrite.All', 'Directory.ReadWrite.All'] };
    expect(mayTouch(app, idsOf(['reportsReader']))).toBe(false);
    expect(mayTouch({ ...app, roleIds: idsOf(['userAdministrator']) }, idsOf(['reportsReader']))).toBe(true);
    expect(mayTouch(app, [])).toBe(true);
  });

  test('plain users are not protected, and nobody is from who works on the machine itself', () => {
    expect(mayTouch(userAdministrator, [])).toBe(true);
    expect(mayTouch({ ...holder(), kind: 'operator' }, idsOf(['globalAdministrator']))).toBe(true);
  });
});
