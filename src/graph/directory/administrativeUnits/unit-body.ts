import type { UnitRule } from '../../../domain/access/reach.ts';
import type { UnitFields } from '../../../operations/access/administrative-units.ts';
import { membersOf } from '../../body.ts';
import { badRequest, type GraphError, Refused } from '../../errors.ts';
import { parseMembershipRule } from './membership-rule.ts';

/** What a POST body says of a unit. Ends the request where something is missing or can't be. */
export function parseNewUnit(body: unknown): UnitFields {
  const given = namesGiven(body);
  for (const name of ['displayName', 'membershipType', 'membershipRule']) {
    const value = given.get(name.toLowerCase());
    if (value !== undefined && value !== null && value !== '') continue;
    throw new Refused(name === 'membershipType' ? DYNAMIC_ONLY : missing(name));
  }
  const { displayName = '', description = null, department = null, usageLocation = null } = parseUnitChange(body);
  return { displayName, description, department, usageLocation };
}

/** What a PATCH body changes of a unit; a new rule is both of its parts. Ends the request where something can't be. */
export function parseUnitChange(body: unknown): Partial<UnitFields> {
  let change: Partial<UnitFields> = {};
  for (const [name, value] of membersOf(body)) {
    if (name.startsWith('@odata.')) continue;
    const reader = READERS.get(name.toLowerCase());
    if (!reader) throw new Refused(doesNotExist(name));
    change = { ...change, ...reader(value) };
  }
  return change;
}

type Reader = (value: unknown) => Partial<UnitFields>;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['displayname', (value) => ({ displayName: displayNameFrom(value) })],
  ['description', (value) => ({ description: descriptionFrom(value) })],
  ['membershiprule', ruleFrom],
  [
    'membershiptype',
    only(
      (value) => isText(value) && value.toLowerCase() === 'dynamic',
      () => DYNAMIC_ONLY,
    ),
  ],
  [
    'membershipruleprocessingstate',
    only(
      (value) => isText(value) && value.toLowerCase() === 'on',
      () => ALWAYS_ON,
    ),
  ],
  // Everybody sees everybody, and nobody is kept from administrators of the whole directory.
  [
    'visibility',
    only(
      (value) => value === null || value === 'Public',
      () => invalid('visibility'),
    ),
  ],
  [
    'ismembermanagementrestricted',
    only(
      (value) => value === null || value === false,
      () => invalid('isMemberManagementRestricted'),
    ),
  ],
  [
    'id',
    only(
      () => false,
      () => readOnly('id'),
    ),
  ],
  [
    'deleteddatetime',
    only(
      () => false,
      () => readOnly('deletedDateTime'),
    ),
  ],
]);

/** A property that has one value here, whoever writes it. */
function only(isFine: (value: unknown) => boolean, error: () => GraphError): Reader {
  return (value) => {
    if (!isFine(value)) throw new Refused(error());
    return {};
  };
}

function displayNameFrom(value: unknown): string {
  if (!isText(value) || value.trim() === '' || value.length > 256) throw new Refused(invalid('displayName'));
  return value;
}

function descriptionFrom(value: unknown): string | null {
  if (value === null || value === '') return null;
  if (!isText(value) || value.length > 1024) throw new Refused(invalid('description'));
  return value;
}

function ruleFrom(value: unknown): UnitRule {
  const rule = isText(value) ? parseMembershipRule(value) : undefined;
  if (!rule) throw new Refused(RULE_NOT_SUPPORTED);
  return rule;
}

/** PostgreSQL stores no NUL. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

function namesGiven(body: unknown): ReadonlyMap<string, unknown> {
  return new Map(membersOf(body).map(([name, value]) => [name.toLowerCase(), value]));
}

const EXAMPLE = '(user.department -eq "Sales") -and (user.usageLocation -eq "FR")';

const DYNAMIC_ONLY = badRequest(
  `Only administrative units with a membership rule are supported: set membershipType to 'Dynamic' and membershipRule to a rule such as ${EXAMPLE}.`,
);

const RULE_NOT_SUPPORTED = badRequest(
  `The membershipRule is not supported. A rule names a department, a usage location, or both: ${EXAMPLE}.`,
);

const ALWAYS_ON = badRequest("The membershipRule is always processed: membershipRuleProcessingState can only be 'On'.");

function missing(property: string): GraphError {
  return badRequest(`Property ${property} value is required but is empty or missing.`);
}

function invalid(property: string): GraphError {
  return badRequest(`Invalid value specified for property '${property}' of resource 'AdministrativeUnit'.`);
}

function readOnly(property: string): GraphError {
  return badRequest(`Property '${property}' is read-only and cannot be set.`);
}

function doesNotExist(name: string): GraphError {
  return badRequest(
    `One or more property values specified are invalid. The property '${name}' does not exist on type 'microsoft.graph.administrativeUnit'.`,
  );
}
