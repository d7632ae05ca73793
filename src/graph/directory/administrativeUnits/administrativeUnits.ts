import { isGuid } from '../../../base/id.ts';
import {
  changeUnit,
  createUnit,
  removeUnit,
  type UnitFields,
} from '../../../operations/access/administrative-units.ts';
import type { Context } from '../../../operations/context.ts';
import { readUnits } from '../../../queries/roles.ts';
import { badRequest, type GraphReply, notFound, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import { pageOf, readListOptions } from '../../list-options.ts';
import { matches } from '../../roleManagement/list-filter.ts';
import { selectFrom } from '../../select.ts';
import { membershipRuleOf } from './membership-rule.ts';
import { parseNewUnit, parseUnitChange } from './unit-body.ts';

/** GET /directory/administrativeUnits, by name. */
export async function listAdministrativeUnits(call: GraphCall): Promise<GraphReply> {
  const { context, query } = call;
  const options = readListOptions(query, ['filter']);
  const isWanted = matches(options.filter, 'AdministrativeUnit', FILTERABLE);
  const { names, pick } = selectFrom(query, TYPE, PROPERTIES);
  const units = (await readUnits(context.db, context.tenant.tenantId)).filter((unit) => isWanted(resourceOf(unit)));
  const byName = (unit: Unit) => [unit.displayName.toLowerCase(), unit.id];
  const { shown, annotations } = pageOf(call, options, units, byName, PAGE_SIZE);
  return {
    status: 200,
    body: {
      '@odata.context': `${contextOf(call)}${names}`,
      ...annotations,
      value: shown.map((unit) => pick(resourceOf(unit))),
    },
  };
}

/** GET /directory/administrativeUnits/{id}. */
export async function getAdministrativeUnit(call: GraphCall): Promise<GraphReply> {
  readListOptions(call.query, []);
  const { names, pick } = selectFrom(call.query, TYPE, PROPERTIES);
  const unit = await findUnit(call.context, call.keys.id ?? '');
  return { status: 200, body: { '@odata.context': `${contextOf(call)}${names}/$entity`, ...pick(resourceOf(unit)) } };
}

/** POST /directory/administrativeUnits: people are in it by the rule, from now on and as they change. */
export async function createAdministrativeUnit(call: GraphCall): Promise<GraphReply> {
  const fields = parseNewUnit(call.body);
  const id = await createUnit(call.context, fields);
  return {
    status: 201,
    body: { '@odata.context': `${contextOf(call)}/$entity`, ...resourceOf({ id, ...fields }) },
    headers: { location: `${call.baseUrl}/directory/administrativeUnits/${id}` },
  };
}

/** PATCH /directory/administrativeUnits/{id}: roles that are limited to the unit reach the people of the new rule. */
export async function updateAdministrativeUnit({ context, keys, body }: GraphCall): Promise<GraphReply> {
  const { id } = await findUnit(context, keys.id ?? '');
  const change = parseUnitChange(body);
  if (Object.keys(change).length > 0 && !(await changeUnit(context, id, change))) throw new Refused(notFound(id));
  return { status: 204 };
}

/** DELETE /directory/administrativeUnits/{id}: the roles that were limited to it go with it. */
export async function deleteAdministrativeUnit({ context, keys }: GraphCall): Promise<GraphReply> {
  const { id } = await findUnit(context, keys.id ?? '');
  if (!(await removeUnit(context, id))) throw new Refused(notFound(id));
  return { status: 204 };
}

type Unit = UnitFields & { readonly id: string };

/** The unit that a path names. */
export async function findUnit({ db, tenant }: Context, key: string): Promise<Unit> {
  if (!isGuid(key)) throw new Refused(badRequest(`Invalid object identifier '${key}'.`));
  const unit = (await readUnits(db, tenant.tenantId)).find(({ id }) => id === key.toLowerCase());
  if (!unit) throw new Refused(notFound(key));
  return unit;
}

const PAGE_SIZE = 100;
const TYPE = 'microsoft.graph.administrativeUnit';
const PROPERTIES = [
  'id',
  'deletedDateTime',
  'displayName',
  'description',
  'isMemberManagementRestricted',
  'membershipRule',
  'membershipType',
  'membershipRuleProcessingState',
  'visibility',
];
const FILTERABLE = { id: 'eq', displayName: 'startsWith', description: 'startsWith', membershipType: 'eq' } as const;

function resourceOf(unit: Unit): Record<string, unknown> {
  return {
    id: unit.id,
    deletedDateTime: null,
    displayName: unit.displayName,
    description: unit.description,
    isMemberManagementRestricted: false,
    membershipRule: membershipRuleOf(unit),
    membershipType: 'Dynamic',
    membershipRuleProcessingState: 'On',
    visibility: null,
  };
}

function contextOf({ baseUrl }: GraphCall): string {
  return `${baseUrl}/$metadata#directory/administrativeUnits`;
}
