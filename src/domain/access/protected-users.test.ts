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
const globalAdministrator = holder('globalAdministrator');

/** Whether a User Administrator may delete, block or rename who holds the role (§1.3). A role without a row does not compile. */
const TOUCHABLE: Readonly<Record<RoleName, boolean>> = {
  helpdeskAdministrator: true,
  groupsAdministrator: true,
  userAdministrator: true,
  reportsReader: true,
  globalAdministrator: false,
  globalReader: false,
  licenseAdministrator: false,
  billingAdministrator: false,
  privilegedRoleAdministrator: false,
  complianceAdministrator: false,
  exchangeAdministrator: false,
};

describe('R-US-6: sensitive things are done to administrators by higher ones only', () => {
  test.each(Object.entries(TOUCHABLE) as [RoleName, boolean][])(
    'a User Administrator to a %s: %s; a Global Administrator: always',
    (role, touchable) => {
      expect(mayTouch(userAdministrator, idsOf([role]))).toBe(touchable);
      expect(mayTouch(globalAdministrator, idsOf([role]))).toBe(true);
    },
  );

  test('X-20: a User Administrator to a Helpdesk Administrator, and not to a Global Administrator', () => {
    expect(mayTouch(userAdministrator, idsOf(['helpdeskAdministrator']))).toBe(true);
    expect(mayTouch(userAdministrator, idsOf(['globalAdministrator']))).toBe(false);
  });

  test('the highest role of somebody who has several decides', () => {
    expect(mayTouch(userAdministrator, idsOf(['helpdeskAdministrator', 'reportsReader']))).toBe(true);
    expect(mayTouch(userAdministrator, idsOf(['helpdeskAdministrator', 'globalAdministrator']))).toBe(false);
    expect(mayTouch(userAdministrator, [...idsOf(['helpdeskAdministrator']), 'a role that is not known'])).toBe(false);
  });

  test('no other role reaches any administrator', () => {
    const others = (Object.keys(ROLES) as RoleName[]).filter(
      (role) => role !== 'globalAdministrator' && role !== 'userAdministrator',
    );
    expect(others.filter((role) => mayTouch(holder(role), idsOf(['helpdeskAdministrator'])))).toEqual([]);
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
