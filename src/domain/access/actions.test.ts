import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACCESS, type Action, isAllowed, type Principal, reachOf, SCOPABLE_ROLES } from './actions.ts';
import type { UnitRule } from './reach.ts';
import { ROLES, type RoleName } from './roles.ts';

const ACTIONS = Object.keys(ACCESS) as Action[];
const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

function principal(facts: Partial<Principal> = {}): Principal {
  return { kind: 'user', id: 'adele', name: 'Adele', tenantId: 'contoso', roleIds: [], permissions: [], ...facts };
}

function may(who: Principal): Action[] {
  return ACTIONS.filter((action) => isAllowed(who, action));
}

const READ: readonly Action[] = ['readDirectory', 'readLicenses', 'readLicenseDetails', 'readRoles'];
const LICENSE: readonly Action[] = ['assignLicenses', 'setUsageLocation'];
const ACCOUNT: readonly Action[] = ['blockSignIn', 'deleteUser', 'purgeUser', 'resetPassword'];

const CASES: readonly Action[] = ['readCases', 'manageCases'];
/** What people wrote and keep: no administrator sees it by their role alone. */
const CONTENT: readonly Action[] = ['previewContent', 'exportContent'];
/** What is in somebody else's mailbox: no role opens it. */
const MAIL: readonly Action[] = ['readMail', 'writeMail', 'sendMail'];
const MAILBOXES: readonly Action[] = ['readMailboxSettings', 'writeMailboxSettings', 'manageMailboxes'];

const FILES: readonly Action[] = ['readFiles', 'writeFiles'];

/** The matrix of the field, role by role (§1.2). A role without a row does not compile. */
const BY_ROLE: Readonly<Record<RoleName, readonly Action[]>> = {
  globalAdministrator: ACTIONS.filter((action) => ![...CONTENT, ...MAIL, ...FILES].includes(action)),
  userAdministrator: [...READ, ...LICENSE, 'createUser', 'updateUser', ...ACCOUNT],
  licenseAdministrator: [...READ, ...LICENSE],
  billingAdministrator: [...READ, 'manageSeats'],
  globalReader: [...READ, 'readAudit', 'readHolds', 'readMailboxSettings'],
  helpdeskAdministrator: [...READ, 'resetPassword'],
  passwordAdministrator: [...READ, 'resetPassword'],
  groupsAdministrator: READ,
  privilegedRoleAdministrator: [...READ, 'manageRoles'],
  privilegedAuthenticationAdministrator: [...READ, ...ACCOUNT],
  exchangeAdministrator: [...READ, 'readHolds', 'manageHolds', ...MAILBOXES],
  sharePointAdministrator: READ,
  serviceSupportAdministrator: READ,
  complianceAdministrator: ['readHolds', 'manageHolds', 'manageRetention', ...CASES],
  eDiscoveryManager: ['readHolds', ...CASES, ...CONTENT],
  eDiscoveryAdministrator: ['readHolds', ...CASES, ...CONTENT],
  reportsReader: ['readAudit'],
};

test.each(Object.entries(BY_ROLE) as [RoleName, readonly Action[]][])('%s may %j and nothing else', (role, actions) => {
  expect(may(principal({ roleIds: [ROLES[role].id] })).sort()).toEqual([...actions].sort());
  expect(may(principal({ kind: 'app', roleIds: [ROLES[role].id] })).sort()).toEqual([...actions].sort());
});

test('two roles give what either gives: a Billing Administrator assigns licenses only with another role', () => {
  const roleIds = [ROLES.billingAdministrator.id, ROLES.licenseAdministrator.id];
  expect(may(principal({ roleIds })).sort()).toEqual([...READ, ...LICENSE, 'manageSeats'].sort());
});

describe('an app may, by its permission in Graph,', () => {
  test.each<[string, readonly Action[]]>([
    ['User.Read.All', ['readDirectory', 'readLicenseDetails']],
    ['User.ReadWrite.All', ['readDirectory', 'readLicenseDetails', ...LICENSE, 'createUser', 'updateUser', ...ACCOUNT]],
    ['User.DeleteRestore.All', ['deleteUser', 'purgeUser']],
    ['User.EnableDisableAccount.All', ['blockSignIn']],
    ['User-PasswordProfile.ReadWrite.All', ['resetPassword']],
    ['User.RevokeSessions.All', ['resetPassword']],
    ['Directory.Read.All', READ],
    [
      'Directory.ReadWrite.All',
      ['readDirectory', 'readLicenses', 'readLicenseDetails', ...LICENSE, 'createUser', 'updateUser', 'blockSignIn'],
    ],
    ['LicenseAssignment.Read.All', ['readLicenses', 'readLicenseDetails']],
    ['LicenseAssignment.ReadWrite.All', ['readLicenses', 'readLicenseDetails', 'assignLicenses']],
    ['Organization.Read.All', ['readLicenses']],
    ['Organization.ReadWrite.All', ['readLicenses']],
    ['AuditLog.Read.All', ['readAudit']],
    ['RoleManagement.Read.Directory', ['readRoles']],
    ['RoleManagement.ReadWrite.Directory', ['readRoles', 'manageRoles']],
    ['eDiscovery.Read.All', ['readCases']],
    ['eDiscovery.ReadWrite.All', [...CASES, ...CONTENT]],
    ['Mail.Read', ['readMail']],
    ['Mail.ReadWrite', ['readMail', 'writeMail']],
    ['Mail.Send', ['sendMail']],
    ['MailboxSettings.Read', ['readMailboxSettings']],
    ['MailboxSettings.ReadWrite', ['readMailboxSettings', 'writeMailboxSettings']],
    ['Files.Read.All', ['readFiles']],
    ['Files.ReadWrite.All', FILES],
    ['Sites.Read.All', ['readFiles']],
    ['Sites.ReadWrite.All', FILES],
  ])('%s: %j', (permission, actions) => {
    expect(may(principal({ kind: 'app', permissions: [permission] })).sort()).toEqual([...actions].sort());
  });

  test('nothing else: every permission that gives something stands above', () => {
    const known = new Set(ACTIONS.flatMap((action) => ACCESS[action].permissions));
    expect(known.size).toBe(26);
  });

  test('never buy, import, or change the tenant', () => {
    const permissions = ACTIONS.flatMap((action) => ACCESS[action].permissions);
    const actions = may(principal({ kind: 'app', permissions }));
    const nevers = [
      'manageSeats',
      'importTenant',
      'manageApps',
      'manageTenant',
      'manageHolds',
      'manageRetention',
      'manageMailboxes',
    ];
    for (const never of nevers) expect(actions).not.toContain(never);
  });
});

describe('an app that acts for a person', () => {
  const licenseAdministrator = { roleIds: [ROLES.licenseAdministrator.id] };

  test('may what both may, and no more', () => {
    const all = ACTIONS.flatMap((action) => ACCESS[action].permissions);
    expect(may(principal({ ...licenseAdministrator, delegated: ['User.Read.All'] })).sort()).toEqual(
      ['readDirectory', 'readLicenseDetails'].sort(),
    );
    expect(may(principal({ ...licenseAdministrator, delegated: all })).sort()).toEqual([...READ, ...LICENSE].sort());
    expect(may(principal({ ...licenseAdministrator, delegated: [] }))).toEqual([]);
    expect(may(principal({ delegated: all }))).toEqual([]);
  });
});

describe('a role that is limited to an administrative unit', () => {
  const sales: UnitRule = { department: 'Sales', usageLocation: null };
  const france: UnitRule = { department: null, usageLocation: 'FR' };

  test('reaches the people of its units, and reads the whole directory', () => {
    const scopedRoles = [sales, france].map((unit) => ({ roleId: ROLES.licenseAdministrator.id, unit }));
    const who = principal({ scopedRoles });
    expect(reachOf(who, 'assignLicenses')).toEqual([sales, france]);
    expect(reachOf(who, 'readDirectory')).toBe('everybody');
    expect(reachOf(who, 'deleteUser')).toEqual([]);
    expect(isAllowed(who, 'assignLicenses')).toBe(true);
  });

  test('gives nothing that is not done to people, whatever the role', () => {
    const scopedRoles = ROLE_NAMES.map((role) => ({ roleId: ROLES[role].id, unit: sales }));
    const who = principal({ scopedRoles });
    for (const action of ACTIONS) {
      const reach = reachOf(who, action);
      if (ACCESS[action].toPeople) {
        expect(reach, action).not.toBe('everybody');
        expect(new Set<unknown>([...reach]), action).toEqual(new Set([sales]));
      } else expect(reach, action).toEqual([...READ, 'readMailboxSettings'].includes(action) ? 'everybody' : []);
    }
  });

  test('adds to a role for the whole directory, and takes nothing from it', () => {
    fc.assert(
      fc.property(fc.subarray(ROLE_NAMES), fc.subarray(ROLE_NAMES), (wide, scoped) => {
        const roleIds = wide.map((role) => ROLES[role].id);
        const scopedRoles = scoped.map((role) => ({ roleId: ROLES[role].id, unit: sales }));
        for (const action of ACTIONS) {
          const alone = reachOf(principal({ roleIds }), action);
          const both = reachOf(principal({ roleIds, scopedRoles }), action);
          if (alone === 'everybody') expect(both).toBe('everybody');
          if (both === 'everybody' && ACCESS[action].toPeople) expect(alone).toBe('everybody');
        }
      }),
    );
  });

  test('only roles whose work is done to people can be limited', () => {
    for (const role of SCOPABLE_ROLES) expect(role).not.toMatch(/global|billing|privileged|Reader/);
  });
});

test('a plain user, a role that is not known, and a role’s name instead of its id may nothing', () => {
  expect(may(principal())).toEqual([]);
  expect(may(principal({ roleIds: ['00000000-0000-0000-0000-000000000000'] }))).toEqual([]);
  expect(may(principal({ roleIds: ['Global Administrator', 'globalAdministrator'] }))).toEqual([]);
});

test('who works on the machine itself may all, to everybody', () => {
  expect(may(principal({ kind: 'operator' }))).toEqual(ACTIONS);
  expect(ACTIONS.map((action) => reachOf(principal({ kind: 'operator' }), action))).toEqual(
    ACTIONS.map(() => 'everybody'),
  );
});
