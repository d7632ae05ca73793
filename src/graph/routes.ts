import { getDirectoryAudit, listDirectoryAudits } from './auditLogs/directoryAudits.ts';
import {
  createAdministrativeUnit,
  deleteAdministrativeUnit,
  getAdministrativeUnit,
  listAdministrativeUnits,
  updateAdministrativeUnit,
} from './directory/administrativeUnits/administrativeUnits.ts';
import { listUnitMembers, listUnitUsers } from './directory/administrativeUnits/members.ts';
import { deleteForGood } from './directory/deletedItem.ts';
import { countDeletedItems, getDeletedItem, listDeletedItems, restoreDeletedItem } from './directory/deletedItems.ts';
import { getDirectoryRole, listDirectoryRoleMembers, listDirectoryRoles } from './directoryRoles/directoryRoles.ts';
import { DRIVE_ROUTES } from './drives/routes.ts';
import type { GraphRoute } from './handler.ts';
import {
  createRoleAssignment,
  deleteRoleAssignment,
  getRoleAssignment,
  listRoleAssignments,
} from './roleManagement/directory/roleAssignments.ts';
import { getRoleDefinition, listRoleDefinitions } from './roleManagement/directory/roleDefinitions.ts';
import { CASE_ROUTES } from './security/cases/routes.ts';
import { getSubscribedSku, listSubscribedSkus } from './subscribedSkus/list.ts';
import { assignLicense } from './users/assignLicense.ts';
import { createUserFromGraph } from './users/create.ts';
import { deleteUserFromGraph } from './users/delete.ts';
import { getUser } from './users/get.ts';
import { getLicenseDetails, listLicenseDetails } from './users/licenseDetails.ts';
import { countUsers, listUsers } from './users/list.ts';
import { MAIL_ROUTES } from './users/mail/mail-routes.ts';
import { revokeSignInSessions } from './users/revokeSignInSessions.ts';
import { updateUserFromGraph } from './users/update.ts';

/** Each part of a user has a right of its own. */
const CHANGE_USER = ['setUsageLocation', 'updateUser', 'blockSignIn', 'resetPassword'] as const;

/** All of Graph that is served: method, path, the right that it takes, and what answers it. */
export const ROUTES: readonly GraphRoute[] = [
  { method: 'GET', path: '/subscribedSkus', action: 'readLicenses', handle: listSubscribedSkus },
  { method: 'GET', path: '/subscribedSkus/{id}', action: 'readLicenses', handle: getSubscribedSku },
  { method: 'GET', path: '/auditLogs/directoryAudits', action: 'readAudit', handle: listDirectoryAudits },
  { method: 'GET', path: '/auditLogs/directoryAudits/{id}', action: 'readAudit', handle: getDirectoryAudit },
  { method: 'GET', path: '/directory/deletedItems/user', action: 'readDirectory', handle: listDeletedItems },
  { method: 'GET', path: '/directory/deletedItems/user/$count', action: 'readDirectory', handle: countDeletedItems },
  { method: 'GET', path: '/directory/deletedItems/{id}', action: 'readDirectory', handle: getDeletedItem },
  { method: 'POST', path: '/directory/deletedItems/{id}/restore', action: 'deleteUser', handle: restoreDeletedItem },
  { method: 'DELETE', path: '/directory/deletedItems/{id}', action: 'purgeUser', handle: deleteForGood },
  { method: 'GET', path: '/directory/administrativeUnits', action: 'readRoles', handle: listAdministrativeUnits },
  { method: 'POST', path: '/directory/administrativeUnits', action: 'manageRoles', handle: createAdministrativeUnit },
  { method: 'GET', path: '/directory/administrativeUnits/{id}', action: 'readRoles', handle: getAdministrativeUnit },
  {
    method: 'PATCH',
    path: '/directory/administrativeUnits/{id}',
    action: 'manageRoles',
    handle: updateAdministrativeUnit,
  },
  {
    method: 'DELETE',
    path: '/directory/administrativeUnits/{id}',
    action: 'manageRoles',
    handle: deleteAdministrativeUnit,
  },
  {
    method: 'GET',
    path: '/directory/administrativeUnits/{id}/members',
    action: 'readDirectory',
    handle: listUnitMembers,
  },
  {
    method: 'GET',
    path: '/directory/administrativeUnits/{id}/members/user',
    action: 'readDirectory',
    handle: listUnitUsers,
  },
  { method: 'GET', path: '/directoryRoles', action: 'readRoles', handle: listDirectoryRoles },
  { method: 'GET', path: '/directoryRoles/{id}', action: 'readRoles', handle: getDirectoryRole },
  { method: 'GET', path: '/directoryRoles/{id}/members', action: 'readRoles', handle: listDirectoryRoleMembers },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleDefinitions',
    action: 'readRoles',
    handle: listRoleDefinitions,
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleDefinitions/{id}',
    action: 'readRoles',
    handle: getRoleDefinition,
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleAssignments',
    action: 'readRoles',
    handle: listRoleAssignments,
  },
  {
    method: 'POST',
    path: '/roleManagement/directory/roleAssignments',
    action: 'manageRoles',
    handle: createRoleAssignment,
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleAssignments/{id}',
    action: 'readRoles',
    handle: getRoleAssignment,
  },
  {
    method: 'DELETE',
    path: '/roleManagement/directory/roleAssignments/{id}',
    action: 'manageRoles',
    handle: deleteRoleAssignment,
  },
  { method: 'GET', path: '/users', action: 'readDirectory', handle: listUsers },
  { method: 'POST', path: '/users', action: 'createUser', handle: createUserFromGraph },
  { method: 'GET', path: '/users/$count', action: 'readDirectory', handle: countUsers },
  { method: 'GET', path: '/users/{id}', action: 'readDirectory', own: 'User.Read', handle: getUser },
  { method: 'PATCH', path: '/users/{id}', action: CHANGE_USER, handle: updateUserFromGraph },
  { method: 'DELETE', path: '/users/{id}', action: 'deleteUser', handle: deleteUserFromGraph },
  { method: 'POST', path: '/users/{id}/assignLicense', action: 'assignLicenses', handle: assignLicense },
  {
    method: 'GET',
    path: '/users/{id}/licenseDetails',
    action: 'readLicenseDetails',
    own: 'User.Read',
    handle: listLicenseDetails,
  },
  {
    method: 'GET',
    path: '/users/{id}/licenseDetails/{detailsId}',
    action: 'readLicenseDetails',
    own: 'User.Read',
    handle: getLicenseDetails,
  },
  {
    method: 'POST',
    path: '/users/{id}/revokeSignInSessions',
    action: 'resetPassword',
    own: 'User.RevokeSessions.All',
    handle: revokeSignInSessions,
  },
  ...MAIL_ROUTES,
  ...CASE_ROUTES,
  ...DRIVE_ROUTES,
];
