import { describe, expect, test } from 'vitest';
import { ACCESS, type Action, isAllowed, type Principal } from './actions.ts';
import { ROLES, type RoleName } from './roles.ts';

const ACTIONS = Object.keys(ACCESS) as Action[];

function principal(facts: Partial<Principal> = {}): Principal {
  return { kind: 'user', id: 'adele', name: 'Adele', tenantId: 'contoso', roleIds: [], permissions: [], ...facts };
}

function may(who: Principal): Action[] {
  return ACTIONS.filter((action) => isAllowed(who, action));
}

const READ: readonly Action[] = ['readDirectory', 'readLicenses', 'readLicenseDetails'];
const LICENSE: readonly Action[] = [...READ, 'assignLicenses', 'setUsageLocation'];

/** The matrix of the field, role by role (§1.2). A role without a row does not compile. */
const BY_ROLE: Readonly<Record<RoleName, readonly Action[]>> = {
  globalAdministrator: [...LICENSE, 'createUser', 'updateUser', 'deleteUser', 'manageSeats', 'importTenant'],
  userAdministrator: [...LICENSE, 'createUser', 'updateUser', 'deleteUser'],
  licenseAdministrator: LICENSE,
  billingAdministrator: [...READ, 'manageSeats'],
  globalReader: READ,
  helpdeskAdministrator: READ,
  groupsAdministrator: READ,
  privilegedRoleAdministrator: READ,
  exchangeAdministrator: READ,
  complianceAdministrator: [],
  reportsReader: [],
};

test.each(Object.entries(BY_ROLE) as [RoleName, readonly Action[]][])('%s may %j and nothing else', (role, actions) => {
  expect(may(principal({ roleIds: [ROLES[role].id] }))).toEqual(actions);
  expect(may(principal({ kind: 'app', roleIds: [ROLES[role].id] }))).toEqual(actions);
});

test('two roles give what either gives: a Billing Administrator assigns licenses only with another role', () => {
  const roleIds = [ROLES.billingAdministrator.id, ROLES.licenseAdministrator.id];
  expect(may(principal({ roleIds }))).toEqual([...LICENSE, 'manageSeats']);
});

describe('an app may, by its permission in Graph,', () => {
  test.each<[string, readonly Action[]]>([
    ['User.Read.All', ['readDirectory', 'readLicenseDetails']],
    [
      'User.ReadWrite.All',
      [
        'readDirectory',
        'readLicenseDetails',
        'assignLicenses',
        'setUsageLocation',
        'createUser',
        'updateUser',
        'deleteUser',
      ],
    ],
    ['User.DeleteRestore.All', ['deleteUser']],
    ['Directory.Read.All', READ],
    ['Directory.ReadWrite.All', [...LICENSE, 'createUser', 'updateUser']],
    ['LicenseAssignment.Read.All', ['readLicenses', 'readLicenseDetails']],
    ['LicenseAssignment.ReadWrite.All', ['readLicenses', 'readLicenseDetails', 'assignLicenses']],
    ['Organization.Read.All', ['readLicenses']],
    ['Organization.ReadWrite.All', ['readLicenses']],
    ['Mail.Read', []],
  ])('%s: %j', (permission, actions) => {
    expect(may(principal({ kind: 'app', permissions: [permission] }))).toEqual(actions);
  });

  test('nothing else: every permission that gives something stands above', () => {
    const known = new Set(ACTIONS.flatMap((action) => ACCESS[action].permissions));
    expect(known.size).toBe(9);
  });

  test('never buy or import', () => {
    const permissions = ACTIONS.flatMap((action) => ACCESS[action].permissions);
    const actions = may(principal({ kind: 'app', permissions }));
    expect(actions).not.toContain('manageSeats');
    expect(actions).not.toContain('importTenant');
  });
});

test('a plain user, a role that is not known, and a role’s name instead of its id may nothing', () => {
  expect(may(principal())).toEqual([]);
  expect(may(principal({ roleIds: ['00000000-0000-0000-0000-000000000000'] }))).toEqual([]);
  expect(may(principal({ roleIds: ['Global Administrator', 'globalAdministrator'] }))).toEqual([]);
});

test('who works on the machine itself may all', () => {
  expect(may(principal({ kind: 'operator' }))).toEqual(ACTIONS);
});
