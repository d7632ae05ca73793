import { ACCESS, type Action } from '../../../domain/access/actions.ts';
import { findRole, ROLES, type RoleName } from '../../../domain/access/roles.ts';
import { type GraphReply, notFound, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import { readListOptions } from '../../list-options.ts';
import { selectFrom } from '../../select.ts';
import { matches } from '../list-filter.ts';

/** GET /roleManagement/directory/roleDefinitions: every role, in one page. */
export async function listRoleDefinitions({ query, baseUrl }: GraphCall): Promise<GraphReply> {
  const { filter } = readListOptions(query, ['filter']);
  const isWanted = matches(filter, 'RoleDefinition', FILTERABLE);
  const { names, pick } = selectFrom(query, TYPE, ROLE_DEFINITION_PROPERTIES);
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#roleManagement/directory/roleDefinitions${names}`,
      value: (Object.keys(ROLES) as RoleName[]).map(roleDefinitionOf).filter(isWanted).map(pick),
    },
  };
}

/** GET /roleManagement/directory/roleDefinitions/{id}, the id being the role's template. */
export async function getRoleDefinition({ keys, query, baseUrl }: GraphCall): Promise<GraphReply> {
  const role = roleOfTemplate(keys.id ?? '');
  if (role === undefined) throw new Refused(notFound(keys.id ?? ''));
  const { names, pick } = selectFrom(query, TYPE, ROLE_DEFINITION_PROPERTIES);
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#roleManagement/directory/roleDefinitions${names}/$entity`,
      ...pick(roleDefinitionOf(role)),
    },
  };
}

/** The role with this template id, in any case; by its name it is none to Graph. */
export function roleOfTemplate(id: string): RoleName | undefined {
  const role = findRole(id);
  return role !== undefined && ROLES[role].id === id.toLowerCase() ? role : undefined;
}

/** A role as Graph's unifiedRoleDefinition. What it may do is drawn from the rights that it has here. */
export function roleDefinitionOf(role: RoleName): Record<string, unknown> {
  const { id, name } = ROLES[role];
  const actions = (Object.keys(ACCESS) as Action[]).filter((action) => ACCESS[action].roles.includes(role));
  return {
    id,
    description: null,
    displayName: name,
    isBuiltIn: true,
    isEnabled: true,
    resourceScopes: ['/'],
    templateId: id,
    version: null,
    rolePermissions: [
      { allowedResourceActions: actions.flatMap((action) => RESOURCE_ACTIONS[action]), condition: null },
    ],
  };
}

export const ROLE_DEFINITION_PROPERTIES = [
  'id',
  'description',
  'displayName',
  'isBuiltIn',
  'isEnabled',
  'resourceScopes',
  'templateId',
  'version',
  'rolePermissions',
];

const TYPE = 'microsoft.graph.unifiedRoleDefinition';

const FILTERABLE = {
  id: 'eq',
  displayName: 'startsWith',
  isBuiltIn: 'eq',
  isEnabled: 'eq',
  templateId: 'eq',
} as const;

/** What Entra calls the things that can be done here; nothing for what only is here. */
const RESOURCE_ACTIONS: Readonly<Record<Action, readonly string[]>> = {
  readDirectory: ['microsoft.directory/users/standard/read'],
  readLicenses: ['microsoft.directory/subscribedSkus/standard/read'],
  readLicenseDetails: ['microsoft.directory/users/licenseDetails/read'],
  assignLicenses: ['microsoft.directory/users/assignLicense'],
  setUsageLocation: ['microsoft.directory/users/usageLocation/update'],
  createUser: ['microsoft.directory/users/create'],
  updateUser: ['microsoft.directory/users/basic/update'],
  blockSignIn: ['microsoft.directory/users/disable', 'microsoft.directory/users/enable'],
  deleteUser: ['microsoft.directory/users/delete', 'microsoft.directory/users/restore'],
  purgeUser: ['microsoft.directory/deletedItems/delete'],
  resetPassword: ['microsoft.directory/users/password/update', 'microsoft.directory/users/invalidateAllRefreshTokens'],
  manageSeats: ['microsoft.commerce.billing/allEntities/allTasks'],
  importTenant: [],
  readAudit: ['microsoft.directory/auditLogs/allProperties/read'],
  readRoles: [
    'microsoft.directory/roleDefinitions/standard/read',
    'microsoft.directory/roleAssignments/standard/read',
    'microsoft.directory/administrativeUnits/standard/read',
  ],
  manageRoles: [
    'microsoft.directory/roleAssignments/allProperties/allTasks',
    'microsoft.directory/administrativeUnits/allProperties/allTasks',
  ],
  readHolds: [],
  manageHolds: [],
  manageRetention: [],
  readCases: [],
  manageCases: [],
  previewContent: [],
  exportContent: [],
  manageApps: ['microsoft.directory/applications/allProperties/allTasks'],
  manageTenant: [],
  readMail: [],
  writeMail: [],
  sendMail: [],
  readMailboxSettings: [],
  writeMailboxSettings: [],
  manageMailboxes: ['microsoft.office365.exchange/allEntities/basic/allTasks'],
  readFiles: [],
  writeFiles: [],
};
