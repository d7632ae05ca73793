import type { RoleName } from '../../src/domain/access/roles.ts';

/**
 * The matrix of the field (§1.2), written down a second time and by other words than the code: who may do each thing that
 * the documentation names.
 */
const EVERY_ADMINISTRATOR: readonly RoleName[] = [
  'globalAdministrator',
  'globalReader',
  'userAdministrator',
  'licenseAdministrator',
  'billingAdministrator',
  'helpdeskAdministrator',
  'passwordAdministrator',
  'groupsAdministrator',
  'exchangeAdministrator',
  'sharePointAdministrator',
  'privilegedRoleAdministrator',
  'privilegedAuthenticationAdministrator',
  'serviceSupportAdministrator',
];
/** Who may do each thing. */
export const MATRIX = {
  'read users, groups, licenses, subscriptions': EVERY_ADMINISTRATOR,
  'assign and unassign licenses': ['globalAdministrator', 'userAdministrator', 'licenseAdministrator'],
  'buy and reduce seats': ['globalAdministrator', 'billingAdministrator'],
  'delete users for good': ['globalAdministrator', 'userAdministrator', 'privilegedAuthenticationAdministrator'],
  'agree as a second administrator': [
    'globalAdministrator',
    'userAdministrator',
    'licenseAdministrator',
    'privilegedAuthenticationAdministrator',
  ],
  'reset passwords, sign out': [
    'globalAdministrator',
    'userAdministrator',
    'helpdeskAdministrator',
    'passwordAdministrator',
    'privilegedAuthenticationAdministrator',
  ],
  'audit and usage reports': ['globalAdministrator', 'globalReader', 'reportsReader'],
  'give and take roles': ['globalAdministrator', 'privilegedRoleAdministrator'],
  'import people': ['globalAdministrator'],
  'change the tenant': ['globalAdministrator'],
  'see holds': [
    'globalAdministrator',
    'globalReader',
    'complianceAdministrator',
    'exchangeAdministrator',
    'eDiscoveryManager',
    'eDiscoveryAdministrator',
  ],
  'litigation hold': ['globalAdministrator', 'complianceAdministrator', 'exchangeAdministrator'],
  'retention policies': ['globalAdministrator', 'complianceAdministrator'],
  'eDiscovery hold, content search': [
    'globalAdministrator',
    'complianceAdministrator',
    'eDiscoveryManager',
    'eDiscoveryAdministrator',
  ],
  'mailboxes: forward, convert, import': ['globalAdministrator', 'exchangeAdministrator'],
  'preview, export': ['eDiscoveryManager', 'eDiscoveryAdministrator'],
} as const satisfies Readonly<Record<string, readonly RoleName[]>>;

export type Row = keyof typeof MATRIX;
