import type { Reach, UnitRule } from './reach.ts';
import { ROLES, type RoleName } from './roles.ts';

/** What can be done, as far as the right to do it differs. */
export type Action =
  | 'readDirectory'
  | 'readLicenses'
  | 'readLicenseDetails'
  | 'assignLicenses'
  | 'setUsageLocation'
  | 'createUser'
  | 'updateUser'
  /** Block and unblock sign-in. */
  | 'blockSignIn'
  /** Delete a user, and restore one. */
  | 'deleteUser'
  /** Delete a deleted user's data for good. */
  | 'purgeUser'
  /** Reset a password, a second factor, end somebody's sessions. */
  | 'resetPassword'
  /** Buy and give back seats, and say what they cost. */
  | 'manageSeats'
  | 'importTenant'
  | 'readAudit'
  /** See who holds which role, and the administrative units. */
  | 'readRoles'
  /** Give and take roles, and draw administrative units. */
  | 'manageRoles'
  /** Apps and their secrets. */
  /** See which holds stand on mailboxes, and the retention policies. */
  | 'readHolds'
  /** Place and lift litigation holds. */
  | 'manageHolds'
  | 'manageRetention'
  /** See eDiscovery cases, their searches and what these count. */
  | 'readCases'
  /** Open and close cases, place their holds, search. */
  | 'manageCases'
  /** See the very mail and files that a search found. */
  | 'previewContent'
  | 'exportContent'
  | 'manageApps'
  /** Settings of the tenant, its identity provider, where its audit log is sent. */
  | 'manageTenant'
  /** Read what is in somebody else's mailbox: no role gives that, only an app's permission. One's own needs none. */
  | 'readMail'
  /** Write, move and delete in somebody else's mailbox. */
  | 'writeMail'
  /** Send mail as somebody else. */
  | 'sendMail'
  | 'readMailboxSettings'
  /** Automatic replies, time zone and the like. */
  | 'writeMailboxSettings'
  /** Forwarding, conversion to a shared mailbox and back, import of mail. */
  | 'manageMailboxes'
  /** Read somebody else's files: no role gives that, only an app's permission. One's own need none. */
  | 'readFiles'
  /** Put, move and delete somebody else's files. */
  | 'writeFiles';

interface Right {
  readonly roles: readonly RoleName[];
  /** Permissions of Graph that give an app the right (application), or let an app act for who has it (delegated). */
  readonly permissions: readonly string[];
  /** Done to a person: a role that is limited to an administrative unit gives the right over its people. */
  readonly toPeople?: true;
}

const READERS: readonly RoleName[] = [
  'globalAdministrator',
  'globalReader',
  'licenseAdministrator',
  'userAdministrator',
  'helpdeskAdministrator',
  'passwordAdministrator',
  'billingAdministrator',
  'groupsAdministrator',
  'privilegedRoleAdministrator',
  'privilegedAuthenticationAdministrator',
  'exchangeAdministrator',
  'sharePointAdministrator',
  'serviceSupportAdministrator',
];

/**
 * Who may look into cases. Global Administrators belong to Organization Management, which searches and holds; to see or
 * take out what was found they give themselves a role that may, and the audit log says so (§1.2, note 8).
 */
const DISCOVERERS: readonly RoleName[] = [
  'globalAdministrator',
  'complianceAdministrator',
  'eDiscoveryManager',
  'eDiscoveryAdministrator',
];

/** Who may do what: the matrix of the field (§1.2), by directory role and by permission of Graph. */
export const ACCESS: Readonly<Record<Action, Right>> = {
  readDirectory: {
    roles: READERS,
    permissions: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  readLicenses: {
    roles: READERS,
    permissions: [
      'LicenseAssignment.Read.All',
      'LicenseAssignment.ReadWrite.All',
      'Organization.Read.All',
      'Organization.ReadWrite.All',
      'Directory.Read.All',
      'Directory.ReadWrite.All',
    ],
  },
  readLicenseDetails: {
    roles: READERS,
    permissions: [
      'LicenseAssignment.Read.All',
      'LicenseAssignment.ReadWrite.All',
      'User.Read.All',
      'User.ReadWrite.All',
      'Directory.Read.All',
      'Directory.ReadWrite.All',
    ],
  },
  assignLicenses: {
    roles: ['globalAdministrator', 'licenseAdministrator', 'userAdministrator'],
    permissions: ['LicenseAssignment.ReadWrite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
    toPeople: true,
  },
  setUsageLocation: {
    roles: ['globalAdministrator', 'licenseAdministrator', 'userAdministrator'],
    permissions: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
    toPeople: true,
  },
  createUser: {
    roles: ['globalAdministrator', 'userAdministrator'],
    permissions: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
    toPeople: true,
  },
  updateUser: {
    roles: ['globalAdministrator', 'userAdministrator'],
    permissions: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
    toPeople: true,
  },
  blockSignIn: {
    roles: ['globalAdministrator', 'userAdministrator', 'privilegedAuthenticationAdministrator'],
    permissions: ['User.EnableDisableAccount.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
    toPeople: true,
  },
  deleteUser: {
    roles: ['globalAdministrator', 'userAdministrator', 'privilegedAuthenticationAdministrator'],
    permissions: ['User.DeleteRestore.All', 'User.ReadWrite.All'],
    toPeople: true,
  },
  purgeUser: {
    roles: ['globalAdministrator', 'userAdministrator', 'privilegedAuthenticationAdministrator'],
    permissions: ['User.DeleteRestore.All', 'User.ReadWrite.All'],
    toPeople: true,
  },
  resetPassword: {
    roles: [
      'globalAdministrator',
      'userAdministrator',
      'helpdeskAdministrator',
      'passwordAdministrator',
      'privilegedAuthenticationAdministrator',
    ],
    permissions: ['User-PasswordProfile.ReadWrite.All', 'User.RevokeSessions.All', 'User.ReadWrite.All'],
    toPeople: true,
  },
  manageSeats: { roles: ['globalAdministrator', 'billingAdministrator'], permissions: [] },
  importTenant: { roles: ['globalAdministrator'], permissions: [] },
  readAudit: { roles: ['globalAdministrator', 'globalReader', 'reportsReader'], permissions: ['AuditLog.Read.All'] },
  readRoles: {
    roles: READERS,
    permissions: ['RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory', 'Directory.Read.All'],
  },
  manageRoles: {
    roles: ['globalAdministrator', 'privilegedRoleAdministrator'],
    permissions: ['RoleManagement.ReadWrite.Directory'],
  },
  readHolds: { roles: [...DISCOVERERS, 'exchangeAdministrator', 'globalReader'], permissions: [] },
  manageHolds: { roles: ['globalAdministrator', 'complianceAdministrator', 'exchangeAdministrator'], permissions: [] },
  manageRetention: { roles: ['globalAdministrator', 'complianceAdministrator'], permissions: [] },
  readCases: { roles: DISCOVERERS, permissions: ['eDiscovery.Read.All', 'eDiscovery.ReadWrite.All'] },
  manageCases: { roles: DISCOVERERS, permissions: ['eDiscovery.ReadWrite.All'] },
  previewContent: {
    roles: ['eDiscoveryManager', 'eDiscoveryAdministrator'],
    permissions: ['eDiscovery.ReadWrite.All'],
  },
  exportContent: {
    roles: ['eDiscoveryManager', 'eDiscoveryAdministrator'],
    permissions: ['eDiscovery.ReadWrite.All'],
  },
  manageApps: { roles: ['globalAdministrator'], permissions: [] },
  manageTenant: { roles: ['globalAdministrator'], permissions: [] },
  readMail: { roles: [], permissions: ['Mail.Read', 'Mail.ReadWrite'] },
  writeMail: { roles: [], permissions: ['Mail.ReadWrite'] },
  sendMail: { roles: [], permissions: ['Mail.Send'] },
  readMailboxSettings: {
    roles: ['globalAdministrator', 'globalReader', 'exchangeAdministrator'],
    permissions: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
  },
  writeMailboxSettings: {
    roles: ['globalAdministrator', 'exchangeAdministrator'],
    permissions: ['MailboxSettings.ReadWrite'],
    toPeople: true,
  },
  manageMailboxes: { roles: ['globalAdministrator', 'exchangeAdministrator'], permissions: [], toPeople: true },
  readFiles: {
    roles: [],
    permissions: ['Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All', 'Sites.ReadWrite.All'],
  },
  writeFiles: { roles: [], permissions: ['Files.ReadWrite.All', 'Sites.ReadWrite.All'] },
};

/** A role that reaches only the people of an administrative unit. */
export interface ScopedRole {
  readonly roleId: string;
  readonly unit: UnitRule;
}

/** Who asks: a person, an app, or whoever works on the machine itself (the command line without a server). */
export interface Principal {
  readonly kind: 'app' | 'user' | 'operator';
  readonly id: string | null;
  readonly name: string;
  readonly tenantId: string;
  /** Template ids of directory roles, held for the whole directory. */
  readonly roleIds: readonly string[];
  readonly scopedRoles?: readonly ScopedRole[];
  /** An app's permissions of Graph. */
  readonly permissions: readonly string[];
  /** What an app that acts for this person was allowed to do; undefined where the person acts without one. */
  readonly delegated?: readonly string[];
}

/** Whether a principal may do something to somebody at least. Whoever holds the data folder may do all. */
export function isAllowed(principal: Principal, action: Action): boolean {
  const reach = reachOf(principal, action);
  return reach === 'everybody' || reach.length > 0;
}

/** To whom a principal may do something: everybody, or the people of some administrative units; an empty list: nobody. */
export function reachOf(principal: Principal, action: Action): Reach {
  if (principal.kind === 'operator') return 'everybody';
  const { roles, permissions, toPeople } = ACCESS[action];
  const gives = (roleId: string) => roles.some((role) => ROLES[role].id === roleId);
  const granted = (given: readonly string[]) => permissions.some((permission) => given.includes(permission));
  if (principal.delegated !== undefined && !granted(principal.delegated)) return [];
  if (principal.roleIds.some(gives) || granted(principal.permissions)) return 'everybody';
  const units = (principal.scopedRoles ?? []).filter(({ roleId }) => gives(roleId)).map(({ unit }) => unit);
  // To read is not done to anybody: whoever administers some people sees the directory.
  return units.length > 0 && !toPeople ? (isReading(action) ? 'everybody' : []) : units;
}

const READING: readonly Action[] = [
  'readDirectory',
  'readLicenses',
  'readLicenseDetails',
  'readRoles',
  'readMailboxSettings',
];

function isReading(action: Action): boolean {
  return READING.includes(action);
}

/** Roles that can be limited to an administrative unit: what they do is done to people. */
export const SCOPABLE_ROLES: readonly RoleName[] = [
  'userAdministrator',
  'licenseAdministrator',
  'helpdeskAdministrator',
  'passwordAdministrator',
  'groupsAdministrator',
];
