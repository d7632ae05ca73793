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
  | 'deleteUser'
  /** Buy and give back seats, and say what they cost. */
  | 'manageSeats'
  | 'importTenant';

const READERS: readonly RoleName[] = [
  'globalAdministrator',
  'globalReader',
  'licenseAdministrator',
  'userAdministrator',
  'helpdeskAdministrator',
  'billingAdministrator',
  'groupsAdministrator',
  'privilegedRoleAdministrator',
  'exchangeAdministrator',
];

/** Who may do what: the matrix of the field (§1.2), by directory role and by Graph application permission. */
export const ACCESS: Readonly<Record<Action, { roles: readonly RoleName[]; permissions: readonly string[] }>> = {
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
  },
  setUsageLocation: {
    roles: ['globalAdministrator', 'licenseAdministrator', 'userAdministrator'],
    permissions: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
  },
  createUser: {
    roles: ['globalAdministrator', 'userAdministrator'],
    permissions: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
  },
  updateUser: {
    roles: ['globalAdministrator', 'userAdministrator'],
    permissions: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
  },
  deleteUser: {
    roles: ['globalAdministrator', 'userAdministrator'],
    permissions: ['User.DeleteRestore.All', 'User.ReadWrite.All'],
  },
  manageSeats: { roles: ['globalAdministrator', 'billingAdministrator'], permissions: [] },
  importTenant: { roles: ['globalAdministrator'], permissions: [] },
};

/** Who asks: a person, an app, or whoever works on the machine itself (the command line without a server). */
export interface Principal {
  readonly kind: 'app' | 'user' | 'operator';
  readonly id: string | null;
  readonly name: string;
  readonly tenantId: string;
  /** Template ids of directory roles. */
  readonly roleIds: readonly string[];
  /** Graph application permissions. */
  readonly permissions: readonly string[];
}

/** Whether a principal may do something. Whoever holds the data folder may do all. */
export function isAllowed(principal: Principal, action: Action): boolean {
  if (principal.kind === 'operator') return true;
  const { roles, permissions } = ACCESS[action];
  return (
    roles.some((role) => principal.roleIds.includes(ROLES[role].id)) ||
    permissions.some((permission) => principal.permissions.includes(permission))
  );
}
