import { isGuid } from '../../../base/id.ts';
import { ROLES, type RoleName } from '../../../domain/access/roles.ts';
import type { Expand } from '../../../odata/expand.ts';
import { giveRole, type RoleRefusal, takeRole } from '../../../operations/access/assign-role.ts';
import type { Context } from '../../../operations/context.ts';
import { readRoleAssignments } from '../../../queries/roles.ts';
import { membersOf } from '../../body.ts';
import { principalResources, type RoleAssignment } from '../../directoryRoles/principal-resource.ts';
import { badRequest, type GraphError, type GraphReply, notFound, Refused } from '../../errors.ts';
import { compoundId } from '../../guid.ts';
import type { GraphCall } from '../../handler.ts';
import { pageOf, readListOptions } from '../../list-options.ts';
import { selectFrom, unknownProperty } from '../../select.ts';
import { matches } from '../list-filter.ts';
import { ROLE_DEFINITION_PROPERTIES, roleDefinitionOf, roleOfTemplate } from './roleDefinitions.ts';

/** GET /roleManagement/directory/roleAssignments: who holds which role, in one page unless $top asks for less. */
export async function listRoleAssignments(call: GraphCall): Promise<GraphReply> {
  const options = readListOptions(call.query, ['filter', 'expand']);
  const isWanted = matches(options.filter, 'RoleAssignment', FILTERABLE);
  const held = (await readKnownAssignments(call.context)).filter((one) => isWanted(assignmentOf(one)));
  const { shown, annotations } = pageOf(call, options, held, (one) => [idOf(one)], undefined);
  const { names, draw } = await drawing(call, options.expand ?? [], shown);
  return {
    status: 200,
    body: { '@odata.context': `${contextOf(call)}${names}`, ...annotations, value: shown.map(draw) },
  };
}

/** GET /roleManagement/directory/roleAssignments/{id}. */
export async function getRoleAssignment(call: GraphCall): Promise<GraphReply> {
  const { expand } = readListOptions(call.query, ['expand']);
  const found = await findAssignment(call);
  const { names, draw } = await drawing(call, expand ?? [], [found]);
  return { status: 200, body: { '@odata.context': `${contextOf(call)}${names}/$entity`, ...draw(found) } };
}

/** POST /roleManagement/directory/roleAssignments: gives a role for the whole directory or for an administrative unit. */
export async function createRoleAssignment(call: GraphCall): Promise<GraphReply> {
  const wanted = parseBody(call.body);
  const result = await giveRole(call.context, wanted);
  if (result !== 'given') throw new Refused(roleErrorOf(result, wanted.principalId, wanted.unitId));
  const { principalId, role, unitId } = wanted;
  const created = assignmentOf({ principalId, roleId: ROLES[role].id, unit: unitId === null ? null : { id: unitId } });
  return {
    status: 201,
    body: { '@odata.context': `${contextOf(call)}/$entity`, ...created },
    headers: { location: `${call.baseUrl}/roleManagement/directory/roleAssignments/${created.id}` },
  };
}

/** DELETE /roleManagement/directory/roleAssignments/{id}: takes the role away; it acts at once. */
export async function deleteRoleAssignment(call: GraphCall): Promise<GraphReply> {
  const { principalId, role, unit } = await findAssignment(call);
  const result = await takeRole(call.context, { principalId, role, unitId: unit?.id ?? null });
  if (result === 'taken') return { status: 204 };
  // Whatever has gone in between makes it an assignment that is not there.
  throw new Refused(
    result.reason === 'lastGlobalAdministrator'
      ? roleErrorOf(result, principalId, unit?.id ?? null)
      : notFound(call.keys.id ?? ''),
  );
}

type KnownAssignment = RoleAssignment & { readonly role: RoleName };

async function readKnownAssignments({ db, tenant }: Context): Promise<KnownAssignment[]> {
  const held = await readRoleAssignments(db, tenant.tenantId);
  return held.flatMap((one) => {
    const role = roleOfTemplate(one.roleId);
    return role === undefined ? [] : [{ ...one, role }];
  });
}

/** By its id, which is one spelling only. */
async function findAssignment({ context, keys }: GraphCall): Promise<KnownAssignment> {
  const id = keys.id ?? '';
  const found = (await readKnownAssignments(context)).find((one) => idOf(one) === id);
  if (!found) throw new Refused(notFound(id));
  return found;
}

type Parts = Pick<RoleAssignment, 'principalId' | 'roleId'> & { readonly unit: { readonly id: string } | null };

/** Role, holder and scope as one text, so that it stays the same however often the role is given and taken. */
function idOf({ roleId, principalId, unit }: Parts): string {
  return `${compoundId(roleId, principalId, ...(unit ? [unit.id] : []))}-1`;
}

function assignmentOf(one: Parts) {
  const scope = one.unit ? `${UNITS}${one.unit.id}` : '/';
  return {
    id: idOf(one),
    principalId: one.principalId,
    resourceScope: scope,
    directoryScopeId: scope,
    roleDefinitionId: one.roleId,
    appScopeId: null,
    condition: null,
  };
}

const UNITS = '/administrativeUnits/';
const TYPE = 'microsoft.graph.unifiedRoleAssignment';
const PROPERTIES = [
  'id',
  'principalId',
  'resourceScope',
  'directoryScopeId',
  'roleDefinitionId',
  'appScopeId',
  'condition',
];
const FILTERABLE = { id: 'eq', principalId: 'eq', roleDefinitionId: 'eq', directoryScopeId: 'eq' } as const;

function contextOf({ baseUrl }: GraphCall): string {
  return `${baseUrl}/$metadata#roleManagement/directory/roleAssignments`;
}

/** What stands in the context address for $select and $expand, and how an assignment is drawn with them. */
async function drawing(
  { context, query }: GraphCall,
  expand: readonly Expand[],
  shown: readonly KnownAssignment[],
): Promise<{ names: string; draw: (one: KnownAssignment) => Record<string, unknown> }> {
  const { names, pick } = selectFrom(query, TYPE, PROPERTIES);
  const added: ((one: KnownAssignment) => Record<string, unknown>)[] = [];
  const expanded: string[] = [];
  for (const { relationship, select } of expand) {
    const name = RELATIONSHIPS.find((known) => known.toLowerCase() === relationship.toLowerCase());
    if (name === undefined) throw new Refused(unknownProperty(relationship, TYPE));
    expanded.push(`${name}(${(select ?? []).join(',')})`);
    if (name === 'principal') {
      const { resource } = await principalResources(context, shown, select);
      added.push((one) => ({ principal: resource(one) }));
    } else {
      const ofRole = selectFrom(
        select ? new URLSearchParams({ $select: select.join(',') }).toString() : '',
        'microsoft.graph.unifiedRoleDefinition',
        ROLE_DEFINITION_PROPERTIES,
      );
      added.push(({ role }) => ({ roleDefinition: ofRole.pick(roleDefinitionOf(role)) }));
    }
  }
  const inside = [names.slice(1, -1), ...expanded].filter((part) => part !== '').join(',');
  return {
    names: inside === '' ? '' : `(${inside})`,
    draw: (one) => Object.assign(pick(assignmentOf(one)), ...added.map((add) => add(one))),
  };
}

const RELATIONSHIPS = ['principal', 'roleDefinition'] as const;

function parseBody(body: unknown): { principalId: string; role: RoleName; unitId: string | null } {
  const given = new Map<string, unknown>();
  for (const [name, value] of membersOf(body)) {
    if (name.startsWith('@odata.')) continue;
    const known = PROPERTIES.find((property) => property.toLowerCase() === name.toLowerCase());
    if (known === undefined) throw new Refused(doesNotExist(name));
    if (!SETTABLE.includes(known) && value !== null) throw new Refused(readOnly(known));
    given.set(known, value);
  }
  const roleId = requiredText(given, 'roleDefinitionId');
  const principalId = requiredText(given, 'principalId');
  const scope = requiredScope(given.get('directoryScopeId'));
  const role = roleOfTemplate(roleId);
  if (role === undefined) throw new Refused(notFound(roleId));
  if (!isGuid(principalId)) throw new Refused(badRequest(`Invalid object identifier '${principalId}'.`));
  return { principalId: principalId.toLowerCase(), role, unitId: scope };
}

const SETTABLE = ['principalId', 'roleDefinitionId', 'directoryScopeId'];

function requiredText(given: ReadonlyMap<string, unknown>, name: string): string {
  const value = given.get(name) ?? '';
  if (typeof value !== 'string')
    throw new Refused(badRequest(`Invalid value specified for property '${name}' of resource 'RoleAssignment'.`));
  if (value === '') throw new Refused(badRequest(`Property ${name} value is required but is empty or missing.`));
  return value;
}

/** The unit that a scope means; null for the whole directory. Nothing else can be a scope here. */
function requiredScope(scope: unknown): string | null {
  if (scope === '/') return null;
  const unitId = typeof scope === 'string' ? /^\/administrativeUnits\/([^/]+)$/i.exec(scope)?.[1] : undefined;
  if (unitId === undefined || !isGuid(unitId))
    throw new Refused(badRequest('Must specify valid property scope of entity RoleAssignment'));
  return unitId.toLowerCase();
}

function doesNotExist(name: string): GraphError {
  return badRequest(
    `One or more property values specified are invalid. The property '${name}' does not exist on type '${TYPE}'.`,
  );
}

function readOnly(name: string): GraphError {
  return badRequest(`Property '${name}' is read-only and cannot be set.`);
}

function roleErrorOf(refusal: RoleRefusal, principalId: string, unitId: string | null): GraphError {
  switch (refusal.reason) {
    case 'unknownPrincipal':
      return notFound(principalId);
    case 'unknownUnit':
      return notFound(unitId ?? '');
    case 'notScopable':
      return badRequest(`The role '${ROLES[refusal.role].name}' cannot be limited to an administrative unit.`);
    case 'heldAlready':
      return badRequest(
        'A conflicting object with one or more of the specified property values is present in the directory.',
      );
    case 'notHeld':
      return notFound(principalId);
    case 'lastGlobalAdministrator':
      return badRequest('The user is the last active Global Administrator.');
  }
}
