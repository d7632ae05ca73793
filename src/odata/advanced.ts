import type { FilterNode, Literal, Path } from './filter.ts';
import type { OrderBy, QueryOptions } from './query-options.ts';
import type { SearchNode } from './search.ts';
import { findUserName, findUserProperty } from './user-properties.ts';

// What may be asked of a user's properties, as Graph's page on advanced queries lists it. Properties that are not
// stored here stand in the lists too.

/** eq, in and order by default. */
const EQUAL = names(`accountEnabled ageGroup assignedLicenses assignedPlans businessPhones city consentProvidedForMinor
  country createdDateTime creationType deletedDateTime department displayName employeeId givenName id identities
  imAddresses isResourceAccount jobTitle mail mailNickname onPremisesSecurityIdentifier onPremisesSyncEnabled
  onPremisesUserPrincipalName otherMails proxyAddresses signInActivity state surname usageLocation userPrincipalName
  userType`);
/** in only in advanced mode, though eq is there by default. */
const IN_ADVANCED = names('createdDateTime deletedDateTime');
const STARTS_WITH = names(`city country department displayName employeeId givenName imAddresses mail mailNickname
  onPremisesUserPrincipalName otherMails proxyAddresses state surname usageLocation userPrincipalName`);
/** endsWith, in advanced mode only. */
const ENDS_WITH = names('mail otherMails proxyAddresses userPrincipalName');
/** eq and all else only in advanced mode. */
const EQUAL_ADVANCED = names(`companyName employeeHireDate employeeType mobilePhone officeLocation
  onPremisesExtensionAttributes onPremisesImmutableId onPremisesLastSyncDateTime onPremisesSamAccountName passwordPolicies
  postalCode preferredLanguage showInAddressList streetAddress`);
/** eq null only in advanced mode. usageLocation is ours: Graph has no such test at all. */
const NULL_ADVANCED = names(`city companyName country department displayName employeeId givenName jobTitle mailNickname
  mobilePhone officeLocation onPremisesSecurityIdentifier passwordPolicies postalCode preferredLanguage proxyAddresses
  state streetAddress surname userType usageLocation`);
const ORDER_BY = names('displayName userPrincipalName');
const ORDER_BY_ADVANCED = names('createdDateTime deletedDateTime');

const MOST_OR_CLAUSES = 15;
const LONGEST_PREFIX = 120;

/** What needs advanced mode. */
export type AdvancedOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'in' | 'not' | 'startsWith' | 'endsWith' | '$count';

/** Why a query for users that can be read is not answered. */
export type UserQueryProblem =
  /** Both `ConsistencyLevel: eventual` and `$count=true` are needed. */
  | { readonly problem: 'needsAdvanced'; readonly operator: AdvancedOperator }
  /** `$search` without `ConsistencyLevel: eventual`. */
  | { readonly problem: 'searchNeedsHeader' }
  /** Order together with a filter or a search, or by this property, in advanced mode only. */
  | { readonly problem: 'sortingNeedsAdvanced' }
  /** The property can't be asked for, or not in this way, or not be sorted by, whatever the mode. */
  | { readonly problem: 'notFilterable' | 'notSortable'; readonly property: string }
  /** More than 15 alternatives without advanced mode. */
  | { readonly problem: 'tooManyClauses'; readonly count: number }
  /** A user has nothing of this name. */
  | { readonly problem: 'unknownProperty'; readonly property: string };

/**
 * Whether Graph answers this query for users; undefined if so. `eventual`: `ConsistencyLevel: eventual` was sent.
 * `$count=true` without it is no mistake: Graph ignores it. $select and $expand are for whoever draws the answer.
 */
export function checkUserQuery(options: QueryOptions, eventual: boolean): UserQueryProblem | undefined {
  const { filter, search, orderBy, count } = options;
  const advanced = count && eventual;
  return (
    (search && searchProblem(search, eventual)) ??
    (filter && filterProblem(filter, advanced)) ??
    (orderBy.length > 0 ? sortProblem(orderBy, { advanced, narrowed: !!(filter ?? search) }) : undefined)
  );
}

function searchProblem(node: SearchNode, eventual: boolean): UserQueryProblem | undefined {
  if (!eventual) return { problem: 'searchNeedsHeader' };
  if (node.kind !== 'clause') return firstProblem(node.of, (part) => searchProblem(part, eventual));
  const type = findUserProperty(node.property)?.type;
  return type === 'text' || type === 'texts' ? undefined : notFilterable(node.property);
}

function sortProblem(
  orderBy: readonly OrderBy[],
  { advanced, narrowed }: { readonly advanced: boolean; readonly narrowed: boolean },
): UserQueryProblem | undefined {
  if (narrowed && !advanced) return { problem: 'sortingNeedsAdvanced' };
  return firstProblem(orderBy, ({ property }) => {
    const name = property.toLowerCase();
    if (!findUserName(property)) return { problem: 'unknownProperty', property };
    if (ORDER_BY.has(name)) return undefined;
    if (!ORDER_BY_ADVANCED.has(name)) return { problem: 'notSortable', property };
    return advanced ? undefined : { problem: 'sortingNeedsAdvanced' };
  });
}

function filterProblem(node: FilterNode, advanced: boolean): UserQueryProblem | undefined {
  switch (node.kind) {
    case 'and':
      return firstProblem(node.of, (part) => filterProblem(part, advanced));
    case 'or': {
      const count = orClauses(node);
      if (count > MOST_OR_CLAUSES && !advanced) return tooMany(count);
      return firstProblem(node.of, (part) => filterProblem(part, advanced));
    }
    case 'not':
      return advanced ? filterProblem(node.of, advanced) : { problem: 'needsAdvanced', operator: 'not' };
    case 'any':
      return propertyProblem(node.path) ?? elementProblem(node.of, node.path[0] ?? '', advanced);
    default:
      return propertyProblem(node.path) ?? clauseProblem(node, node.path[0] ?? '', advanced);
  }
}

/** The condition of an `any`: what is asked of an element counts as asked of the property. */
function elementProblem(node: FilterNode, property: string, advanced: boolean): UserQueryProblem | undefined {
  switch (node.kind) {
    case 'and':
    case 'or':
      return firstProblem(node.of, (part) => elementProblem(part, property, advanced));
    case 'not':
      return advanced ? elementProblem(node.of, property, advanced) : { problem: 'needsAdvanced', operator: 'not' };
    case 'any':
      return notFilterable(property);
    default:
      return clauseProblem(node, property, advanced);
  }
}

type Clause = Extract<FilterNode, { kind: 'compare' | 'in' | 'test' }>;

function clauseProblem(clause: Clause, property: string, advanced: boolean): UserQueryProblem | undefined {
  const name = property.toLowerCase();
  const operator = clause.kind === 'in' ? 'in' : clause.kind === 'test' ? clause.test : clause.operator;
  if (operator === 'contains' || !(EQUAL.has(name) || EQUAL_ADVANCED.has(name))) return notFilterable(property);
  if (clause.path.at(-1) === '$count') {
    const zeroOrOne = clause.kind === 'compare' && (clause.value.value === 0 || clause.value.value === 1);
    if (!zeroOrOne || (operator !== 'eq' && operator !== 'ne')) return notFilterable(property);
    return advanced ? undefined : { problem: 'needsAdvanced', operator: '$count' };
  }
  if (clause.kind === 'test' && clause.value.length > LONGEST_PREFIX) return notFilterable(property);
  if (operator === 'endsWith' && !ENDS_WITH.has(name)) return notFilterable(property);
  if (advanced) return undefined;
  if (clause.kind === 'in' && clause.values.length > MOST_OR_CLAUSES) return tooMany(clause.values.length);
  const byDefault = {
    eq: EQUAL.has(name),
    gt: EQUAL.has(name),
    ge: EQUAL.has(name),
    lt: EQUAL.has(name),
    le: EQUAL.has(name),
    in: EQUAL.has(name) && !IN_ADVANCED.has(name),
    startsWith: STARTS_WITH.has(name),
    endsWith: false,
    ne: false,
  }[operator];
  const nullTest = NULL_ADVANCED.has(name) && valuesOf(clause).some(({ type }) => type === 'null');
  return byDefault && !nullTest ? undefined : { problem: 'needsAdvanced', operator };
}

function valuesOf(clause: Clause): readonly Literal[] {
  return clause.kind === 'in' ? clause.values : clause.kind === 'compare' ? [clause.value] : [];
}

function propertyProblem([property = '', ...rest]: Path): UserQueryProblem | undefined {
  const known = findUserName(property);
  if (!known) return { problem: 'unknownProperty', property };
  const whole = rest.length === 0 || (rest.length === 1 && rest[0] === '$count');
  return known.kind === 'stored' && whole ? undefined : notFilterable(known.name);
}

function notFilterable(property: string): UserQueryProblem {
  return { problem: 'notFilterable', property };
}

/** How many alternatives there are, those of `in` counted one by one. */
function orClauses(node: FilterNode): number {
  if (node.kind === 'in') return node.values.length;
  return node.kind === 'or' ? node.of.reduce((sum, part) => sum + orClauses(part), 0) : 1;
}

function tooMany(count: number): UserQueryProblem {
  return { problem: 'tooManyClauses', count };
}

function firstProblem<T>(parts: readonly T[], errorOf: (part: T) => UserQueryProblem | undefined): UserQueryProblem | undefined {
  for (const part of parts) {
    const error = errorOf(part);
    if (error) return error;
  }
  return undefined;
}

function names(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().split(/\s+/));
}
