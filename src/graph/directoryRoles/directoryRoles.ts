import { createHash } from 'node:crypto';
import { guidOf, isGuid } from '../../base/id.ts';
import { ROLES, type RoleName } from '../../domain/access/roles.ts';
import type { Context } from '../../operations/context.ts';
import { readRoleAssignments } from '../../queries/roles.ts';
import { badRequest, type GraphReply, notFound, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { pageOf, readListOptions } from '../list-options.ts';
import { matches } from '../roleManagement/list-filter.ts';
import { selectFrom } from '../select.ts';
import { principalResources, type RoleAssignment } from './principal-resource.ts';

/** GET /directoryRoles: the roles that somebody holds, which is what Graph calls activated; in one page. */
export async function listDirectoryRoles({ context, query, baseUrl }: GraphCall): Promise<GraphReply> {
  const { filter } = readListOptions(query, ['filter']);
  const isWanted = matches(filter, 'DirectoryRole', FILTERABLE);
  const { names, pick } = selectFrom(query, TYPE, PROPERTIES);
  const held = await readRoleAssignments(context.db, context.tenant.tenantId);
  const activated = (Object.keys(ROLES) as RoleName[]).filter((role) =>
    held.some(({ roleId }) => roleId === ROLES[role].id),
  );
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#directoryRoles${names}`,
      value: activated
        .map((role) => directoryRoleOf(context, role))
        .filter(isWanted)
        .map(pick),
    },
  };
}

/** GET /directoryRoles/{id} and /directoryRoles(roleTemplateId='{id}'). */
export async function getDirectoryRole({ context, keys, query, baseUrl }: GraphCall): Promise<GraphReply> {
  readListOptions(query, []);
  const { role } = await findActivated(context, keys.id ?? '');
  const { names, pick } = selectFrom(query, TYPE, PROPERTIES);
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#directoryRoles${names}/$entity`,
      ...pick(directoryRoleOf(context, role)),
    },
  };
}

/** GET /directoryRoles/{id}/members: who holds the role for the whole directory. Whoever holds it for a unit does not. */
export async function listDirectoryRoleMembers(call: GraphCall): Promise<GraphReply> {
  const { context, keys, query, baseUrl } = call;
  const options = readListOptions(query, []);
  const { holders } = await findActivated(context, keys.id ?? '');
  const members = holders.filter(({ unit }) => unit === null);
  const { shown, annotations } = pageOf(call, options, members, ({ principalId }) => [principalId], PAGE_SIZE);
  const { names, resource } = await principalResources(context, shown, options.select);
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#directoryObjects${names}`,
      ...annotations,
      value: shown.map(resource),
    },
  };
}

const PAGE_SIZE = 100;
const TYPE = 'microsoft.graph.directoryRole';
const PROPERTIES = ['id', 'deletedDateTime', 'description', 'displayName', 'roleTemplateId'];
const FILTERABLE = { id: 'eq', displayName: 'eq', roleTemplateId: 'eq' } as const;

/** The activated role that a path names by its own id or its template's, with whoever holds it. */
async function findActivated(
  context: Context,
  key: string,
): Promise<{ role: RoleName; holders: readonly RoleAssignment[] }> {
  // Without parentheses the name of an alternate key is a part of the segment.
  const id = key.replace(/^roleTemplateId='?([^']*)'?$/i, '$1').toLowerCase();
  if (!isGuid(id)) throw new Refused(badRequest(`Invalid object identifier '${key}'.`));
  const { tenantId } = context.tenant;
  const role = (Object.keys(ROLES) as RoleName[]).find(
    (name) => ROLES[name].id === id || directoryRoleId(tenantId, name) === id,
  );
  const holders = role === undefined ? [] : await readRoleAssignments(context.db, tenantId, { roleId: ROLES[role].id });
  if (role === undefined || holders.length === 0) throw new Refused(notFound(key));
  return { role, holders };
}

function directoryRoleOf({ tenant }: Context, role: RoleName): Record<string, unknown> {
  return {
    id: directoryRoleId(tenant.tenantId, role),
    deletedDateTime: null,
    description: null,
    displayName: ROLES[role].name,
    roleTemplateId: ROLES[role].id,
  };
}

/** A role is another object in each tenant, so its id is made of both (UUID version 8, RFC 9562). */
function directoryRoleId(tenantId: string, role: RoleName): string {
  const bytes = createHash('sha256').update(`directoryRole ${tenantId} ${ROLES[role].id}`).digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return guidOf(bytes);
}
