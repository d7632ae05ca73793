/** What Graph says of an activity beside its name. */
export interface AuditActivity {
  readonly category: string;
  readonly operationType: 'Add' | 'Assign' | 'Update' | 'Unassign' | 'Delete';
}

const USERS = 'UserManagement';
const ROLES = 'RoleManagement';
const UNITS = 'AdministrativeUnit';
const APPS = 'ApplicationManagement';
const DIRECTORY = 'DirectoryManagement';
const SIGN_IN = 'Authentication';
const POLICY = 'Policy';
const EDISCOVERY = 'eDiscovery';
const DATA = 'DataRetention';
const MAIL = 'Exchange';

/** The activities of the log by the names under which it keeps them. */
export const AUDIT_ACTIVITIES: Readonly<Record<string, AuditActivity>> = {
  'Change user license': { category: USERS, operationType: 'Update' },
  'Add user': { category: USERS, operationType: 'Add' },
  'Update user': { category: USERS, operationType: 'Update' },
  'Delete user': { category: USERS, operationType: 'Delete' },
  'Hard delete user': { category: USERS, operationType: 'Delete' },
  'Restore user': { category: USERS, operationType: 'Update' },
  'Enable account': { category: USERS, operationType: 'Update' },
  'Disable account': { category: USERS, operationType: 'Update' },
  'Reset user password': { category: USERS, operationType: 'Update' },
  'Reset password': { category: USERS, operationType: 'Update' },
  'Change password': { category: USERS, operationType: 'Update' },
  'End sessions': { category: USERS, operationType: 'Update' },
  'Add authentication method': { category: USERS, operationType: 'Add' },
  'Remove authentication method': { category: USERS, operationType: 'Delete' },
  'Sign in': { category: SIGN_IN, operationType: 'Update' },
  'Sign-in slowed': { category: SIGN_IN, operationType: 'Update' },
  'Add first administrator': { category: ROLES, operationType: 'Assign' },
  'Add member to role': { category: ROLES, operationType: 'Assign' },
  'Remove member from role': { category: ROLES, operationType: 'Unassign' },
  'Add administrative unit': { category: UNITS, operationType: 'Add' },
  'Update administrative unit': { category: UNITS, operationType: 'Update' },
  'Delete administrative unit': { category: UNITS, operationType: 'Delete' },
  'Consent to application': { category: APPS, operationType: 'Assign' },
  'Add service principal': { category: APPS, operationType: 'Add' },
  'Remove service principal': { category: APPS, operationType: 'Delete' },
  'Request approval': { category: DIRECTORY, operationType: 'Add' },
  Approve: { category: DIRECTORY, operationType: 'Update' },
  Reject: { category: DIRECTORY, operationType: 'Update' },
  'Update tenant settings': { category: DIRECTORY, operationType: 'Update' },
  'Set identity provider': { category: DIRECTORY, operationType: 'Update' },
  'Remove identity provider': { category: DIRECTORY, operationType: 'Delete' },
  'Update subscription': { category: DIRECTORY, operationType: 'Update' },
  'Update price': { category: DIRECTORY, operationType: 'Update' },
  'Create tenant': { category: DIRECTORY, operationType: 'Add' },
  'Create company': { category: DIRECTORY, operationType: 'Add' },
  'Import tenant': { category: DIRECTORY, operationType: 'Update' },
  'Add audit destination': { category: DIRECTORY, operationType: 'Add' },
  'Remove audit destination': { category: DIRECTORY, operationType: 'Delete' },
  'Remove audit entries': { category: DIRECTORY, operationType: 'Delete' },
  'Send mail': { category: MAIL, operationType: 'Add' },
  'Create message': { category: MAIL, operationType: 'Add' },
  'Update message': { category: MAIL, operationType: 'Update' },
  'Move message': { category: MAIL, operationType: 'Update' },
  'Delete message': { category: MAIL, operationType: 'Delete' },
  'Change mail folders': { category: MAIL, operationType: 'Update' },
  'Update mailbox settings': { category: MAIL, operationType: 'Update' },
  'Set mail forwarding': { category: MAIL, operationType: 'Update' },
  'End mail forwarding': { category: MAIL, operationType: 'Update' },
  'Convert to shared mailbox': { category: MAIL, operationType: 'Update' },
  'Convert to user mailbox': { category: MAIL, operationType: 'Update' },
  'Import mail': { category: MAIL, operationType: 'Add' },
  'Close mailbox': { category: DATA, operationType: 'Update' },
  'Purge mailbox': { category: DATA, operationType: 'Delete' },
  'Set OneDrive read-only': { category: DATA, operationType: 'Update' },
  'Archive OneDrive': { category: DATA, operationType: 'Update' },
  'Move OneDrive to recycle bin': { category: DATA, operationType: 'Update' },
  'Delete OneDrive': { category: DATA, operationType: 'Delete' },
  'Remind of OneDrive': { category: DATA, operationType: 'Update' },
  'Move clock': { category: DIRECTORY, operationType: 'Update' },
  'Announce purge': { category: DATA, operationType: 'Update' },
  'Confirm purge': { category: DATA, operationType: 'Update' },
  'Place litigation hold': { category: USERS, operationType: 'Update' },
  'Lift litigation hold': { category: USERS, operationType: 'Update' },
  'End delay hold': { category: USERS, operationType: 'Update' },
  'Add retention policy': { category: POLICY, operationType: 'Add' },
  'Update retention policy': { category: POLICY, operationType: 'Update' },
  'Delete expired mail': { category: POLICY, operationType: 'Delete' },
  'Delete retention policy': { category: POLICY, operationType: 'Delete' },
  'Add eDiscovery case': { category: EDISCOVERY, operationType: 'Add' },
  'Update eDiscovery case': { category: EDISCOVERY, operationType: 'Update' },
  'Close eDiscovery case': { category: EDISCOVERY, operationType: 'Update' },
  'Reopen eDiscovery case': { category: EDISCOVERY, operationType: 'Update' },
  'Delete eDiscovery case': { category: EDISCOVERY, operationType: 'Delete' },
  'Add member to eDiscovery case': { category: EDISCOVERY, operationType: 'Assign' },
  'Remove member from eDiscovery case': { category: EDISCOVERY, operationType: 'Unassign' },
  'Add custodian': { category: EDISCOVERY, operationType: 'Add' },
  'Update custodian': { category: EDISCOVERY, operationType: 'Update' },
  'Release custodian': { category: EDISCOVERY, operationType: 'Update' },
  'Activate custodian': { category: EDISCOVERY, operationType: 'Update' },
  'Place case hold': { category: EDISCOVERY, operationType: 'Update' },
  'Lift case hold': { category: EDISCOVERY, operationType: 'Update' },
  'Add eDiscovery search': { category: EDISCOVERY, operationType: 'Add' },
  'Update eDiscovery search': { category: EDISCOVERY, operationType: 'Update' },
  'Delete eDiscovery search': { category: EDISCOVERY, operationType: 'Delete' },
  'Estimate eDiscovery search': { category: EDISCOVERY, operationType: 'Update' },
  'Preview eDiscovery search': { category: EDISCOVERY, operationType: 'Update' },
  'Export eDiscovery search': { category: EDISCOVERY, operationType: 'Update' },
};

/** What Graph says of an activity, whatever it is. */
export function auditActivity(name: string): AuditActivity {
  return AUDIT_ACTIVITIES[name] ?? { category: DIRECTORY, operationType: 'Update' };
}
