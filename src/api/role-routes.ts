import { z } from 'zod';
import { isGuid } from '../base/id.ts';
import { SCOPABLE_ROLES } from '../domain/access/actions.ts';
import { findRole, ROLES, type RoleName } from '../domain/access/roles.ts';
import { countryCode } from '../domain/directory/countries.ts';
import { changeUnit, createUnit, removeUnit, type UnitFields } from '../operations/access/administrative-units.ts';
import { giveRole, type RoleRefusal, type RoleToAssign, takeRole } from '../operations/access/assign-role.ts';
import { readRoleAssignments, readUnits } from '../queries/roles.ts';
import { findUser } from '../queries/users.ts';
import type { ApiCall, ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

const roleSchema = z.object({ role: z.string().min(1).describe('A role by English name, key or template id.') });
const unitFields = z.object({
  displayName: z.string().trim().min(1).max(256),
  description: z.string().max(1024).nullish(),
  department: z.string().trim().min(1).max(64).nullish(),
  usageLocation: z.string().trim().min(1).nullish().describe('A country by ISO code or name.'),
});
const unitId = z.object({ id: z.guid() });

/** Who holds which role, and the administrative units that roles may be limited to. */
export function roleRoutes(app: ApiInstance, enter: Enter): void {
  app.get('/roles', { schema: { summary: 'Every role, with who holds it' } }, async (request) => {
    const { context } = await enter(request, 'readRoles');
    const held = await readRoleAssignments(context.db, context.tenant.tenantId);
    return {
      value: (Object.keys(ROLES) as RoleName[]).map((role) => ({
        role,
        ...ROLES[role],
        canBeLimited: SCOPABLE_ROLES.includes(role),
        holders: held.filter(({ roleId }) => roleId === ROLES[role].id).map(({ roleId: _roleId, ...holder }) => holder),
      })),
    };
  });

  app.post(
    '/roles/:role/holders',
    {
      schema: {
        params: roleSchema,
        body: z.object({
          user: z.string().min(1).describe('A person by user principal name or id, or an app by its client id.'),
          unit: z.string().min(1).optional().describe('An administrative unit by id or name.'),
        }),
        summary: 'Give a role, to everybody’s administrator or to one of a unit',
      },
    },
    async (request, reply) => {
      const { context } = await enter(request, 'manageRoles');
      const wanted = await roleToAssign(context, request.params.role, request.body.user, request.body.unit);
      const result = await giveRole(context, wanted);
      return result === 'given' ? reply.code(201).send(wanted) : failRole(result);
    },
  );

  app.delete(
    '/roles/:role/holders/:user',
    {
      schema: {
        params: roleSchema.extend({ user: z.string().min(1) }),
        querystring: z.object({ unit: z.string().min(1).optional() }),
        summary: 'Take a role away; it acts at once',
      },
    },
    async (request, reply) => {
      const { context } = await enter(request, 'manageRoles');
      const { role, user } = request.params;
      const result = await takeRole(context, await roleToAssign(context, role, user, request.query.unit));
      return result === 'taken' ? reply.code(204).send() : failRole(result);
    },
  );

  app.get('/units', { schema: { summary: 'Administrative units' } }, async (request) => {
    const { context } = await enter(request, 'readRoles');
    return { value: await readUnits(context.db, context.tenant.tenantId) };
  });

  app.post(
    '/units',
    { schema: { body: unitFields, summary: 'Draw an administrative unit: a department, a country, or both' } },
    async (request, reply) => {
      const { context } = await enter(request, 'manageRoles');
      const fields = completeUnit(request.body);
      return reply.code(201).send({ id: await createUnit(context, fields), ...fields });
    },
  );

  app.put(
    '/units/:id',
    { schema: { params: unitId, body: unitFields, summary: 'Draw an administrative unit anew' } },
    async (request, reply) => {
      const { context } = await enter(request, 'manageRoles');
      const found = await changeUnit(context, request.params.id, completeUnit(request.body));
      return found ? reply.code(204).send() : failUnit();
    },
  );

  app.delete(
    '/units/:id',
    { schema: { params: unitId, summary: 'Remove an administrative unit and the roles limited to it' } },
    async (request, reply) => {
      const { context } = await enter(request, 'manageRoles');
      return (await removeUnit(context, request.params.id)) ? reply.code(204).send() : failUnit();
    },
  );
}

async function roleToAssign(
  { db, tenant }: ApiCall['context'],
  roleText: string,
  who: string,
  unit: string | undefined,
): Promise<RoleToAssign> {
  const role = findRole(roleText);
  if (role === undefined) {
    const known = Object.values(ROLES).map(({ name }) => name);
    return fail(404, 'notFound', `There is no role called ${roleText}.`, { known });
  }
  const userId = await findUser(db, tenant.tenantId, who);
  // What is no person may be an app, which is known by its id alone.
  const principalId = userId ?? (isGuid(who) ? who.toLowerCase() : undefined);
  if (principalId === undefined) return fail(404, 'notFound', `Nobody is called ${who}.`);
  if (unit === undefined) return { principalId, role, unitId: null };
  const units = await readUnits(db, tenant.tenantId);
  const found = units.filter(
    ({ id, displayName }) => id === unit.toLowerCase() || displayName.toLowerCase() === unit.toLowerCase(),
  );
  if (found.length > 1) return fail(409, 'conflict', `Several administrative units are called ${unit}. Use the id.`);
  const known = units.map(({ displayName }) => displayName);
  const unitId = found[0]?.id ?? fail(404, 'notFound', `There is no administrative unit called ${unit}.`, { known });
  return { principalId, role, unitId };
}

function completeUnit(wanted: z.infer<typeof unitFields>): UnitFields {
  const { displayName, description = null, department = null, usageLocation = null } = wanted;
  if (department === null && usageLocation === null)
    return fail(400, 'invalidInput', 'An administrative unit needs a department, a usage location, or both.');
  const country = usageLocation === null ? null : countryCode(usageLocation);
  if (country === undefined) return fail(400, 'invalidInput', `There is no country called ${usageLocation}.`);
  return { displayName, description, department, usageLocation: country };
}

function failUnit(): never {
  return fail(404, 'notFound', 'There is no such administrative unit.');
}

function failRole(refusal: RoleRefusal): never {
  switch (refusal.reason) {
    case 'unknownPrincipal':
      return fail(404, 'notFound', 'There is no such person or app.');
    case 'unknownUnit':
      return failUnit();
    case 'notScopable':
      return fail(400, 'invalidInput', `${ROLES[refusal.role].name} can't be limited to an administrative unit.`);
    case 'heldAlready':
      return fail(409, 'conflict', 'The role is held already.');
    case 'notHeld':
      return fail(404, 'notFound', 'The role is not held that way.');
    case 'lastGlobalAdministrator':
      return fail(
        409,
        'conflict',
        'This is the last active Global Administrator. Give the role to somebody else first.',
      );
  }
}
