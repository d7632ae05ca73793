import type { Action } from '../domain/access/actions.ts';
import type { RoleName } from '../domain/access/roles.ts';

const role: Readonly<Record<RoleName, string>> = {
  globalAdministrator: 'Global Administrator',
  globalReader: 'Global Reader',
  licenseAdministrator: 'License Administrator',
  userAdministrator: 'User Administrator',
  helpdeskAdministrator: 'Helpdesk Administrator',
  passwordAdministrator: 'Password Administrator',
  billingAdministrator: 'Billing Administrator',
  groupsAdministrator: 'Groups Administrator',
  privilegedRoleAdministrator: 'Privileged Role Administrator',
  privilegedAuthenticationAdministrator: 'Privileged Authentication Administrator',
  complianceAdministrator: 'Compliance Administrator',
  eDiscoveryManager: 'eDiscovery Manager',
  eDiscoveryAdministrator: 'eDiscovery Administrator',
  exchangeAdministrator: 'Exchange Administrator',
  sharePointAdministrator: 'SharePoint Administrator',
  reportsReader: 'Reports Reader',
  serviceSupportAdministrator: 'Service Support Administrator',
};

const action: Readonly<Record<Action, string>> = {
  readDirectory: 'See people and groups',
  readLicenses: 'See products and seats',
  readLicenseDetails: "See people's licenses",
  assignLicenses: 'Assign and unassign licenses',
  setUsageLocation: 'Set usage locations',
  createUser: 'Add people',
  updateUser: "Edit people's details",
  blockSignIn: 'Block and unblock sign-in',
  deleteUser: 'Delete and restore people',
  purgeUser: "Delete people's data for good",
  resetPassword: 'Reset passwords and second factors, end sessions',
  manageSeats: 'Buy and give back seats',
  importTenant: 'Import people, groups and subscriptions',
  readAudit: 'Read the audit log',
  readRoles: 'See who has which role',
  manageRoles: 'Give and take roles',
  readHolds: 'See holds and retention policies',
  manageHolds: 'Place and lift litigation holds',
  manageRetention: 'Set retention policies',
  readCases: 'See eDiscovery cases',
  manageCases: 'Open eDiscovery cases, place their holds, search',
  previewContent: 'See the mail and files that a search found',
  exportContent: 'Export the mail and files that a search found',
  manageApps: 'Register apps and their secrets',
  manageTenant: 'Change settings of the organization',
  readMail: "Read other people's mail",
  writeMail: "Change other people's mail",
  sendMail: 'Send mail as other people',
  readMailboxSettings: "See people's mailbox settings",
  writeMailboxSettings: "Change people's mailbox settings",
  manageMailboxes: 'Forward, convert and fill mailboxes',
};

/** What roles are called, and what they allow. */
export const rightsEn = { role, action };
