import type { FilterNode, Path } from './filter.ts';
import type { OrderBy, QueryOptions } from './query-options.ts';
import type { SearchNode } from './search.ts';
import { findUserProperty } from './user-properties.ts';

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

const MOST_ALTERNATIVES = 15;
const LONGEST_PREFIX = 120;

/** What needs advanced mode. */
type AdvancedOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'in' | 'not' | 'startsWith' | 'endsWith' | '$count';

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
  const known = findUserProperty(node.property);
  if (!known) return { problem: 'unknownProperty', property: node.property };
  return known.type === 'text' || known.type === 'texts' ? undefined : notFilterable(known.name);
}

function sortProblem(
  orderBy: readonly OrderBy[],
  { advanced, narrowed }: { readonly advanced: boolean; readonly narrowed: boolean },
): UserQueryProblem | undefined {
  if (narrowed && !advanced) return { problem: 'sortingNeedsAdvanced' };
  return firstProblem(orderBy, ({ property }) => {
    const name = findUserProperty(property)?.name;
    if (name === undefined) return { problem: 'unknownProperty', property };
    if (ORDER_BY.has(name)) return undefined;
    if (!ORDER_BY_ADVANCED.has(name)) return { problem: 'notSortable', property: name };
    return advanced ? undefined : { problem: 'sortingNeedsAdvanced' };
  });
}

/** `within` is the property whose elements an `any` is about: what is asked of them counts as asked of it. */
function filterProblem(node: FilterNode, advanced: boolean, within?: string): UserQueryProblem | undefined {
  switch (node.kind) {
    case 'and':
      return firstProblem(node.of, (part) => filterProblem(part, advanced, within));
    case 'or': {
      const count = alternatives(node);
      if (count > MOST_ALTERNATIVES && !advanced) return { problem: 'tooManyClauses', count };
      return firstProblem(node.of, (part) => filterProblem(part, advanced, within));
    }
    case 'not':
      return advanced ? filterProblem(node.of, advanced, within) : { problem: 'needsAdvanced', operator: 'not' };
    case 'any':
      return within === undefined
        ? withProperty(node.path, (name) => filterProblem(node.of, advanced, name))
        : notFilterable(within);
    default:
      return within === undefined
        ? withProperty(node.path, (name) => clauseProblem(node, name, advanced))
        : clauseProblem(node, within, advanced);
  }
}

function withProperty(
  path: Path,
  problemOf: (name: string) => UserQueryProblem | undefined,
): UserQueryProblem | undefined {
  const [written = '', ...rest] = path;
  const known = findUserProperty(written);
  if (!known) return { problem: 'unknownProperty', property: written };
  const whole = rest.length === 0 || (rest.length === 1 && rest[0] === '$count');
  return whole ? problemOf(known.name) : notFilterable(known.name);
}

type Clause = Extract<FilterNode, { kind: 'compare' | 'in' | 'test' }>;

function clauseProblem(clause: Clause, property: string, advanced: boolean): UserQueryProblem | undefined {
  const operator = clause.kind === 'in' ? 'in' : clause.kind === 'test' ? clause.test : clause.operator;
  const byDefault = EQUAL.has(property);
  if (operator === 'contains' || !(byDefault || EQUAL_ADVANCED.has(property))) return notFilterable(property);
  if (clause.path.at(-1) === '$count') {
    const zeroOrOne = clause.kind === 'compare' && (clause.value.value === 0 || clause.value.value === 1);
    if (!zeroOrOne || (operator !== 'eq' && operator !== 'ne')) return notFilterable(property);
    return advanced ? undefined : { problem: 'needsAdvanced', operator: '$count' };
  }
  if (clause.kind === 'test' && clause.value.length > LONGEST_PREFIX) return notFilterable(property);
  if (operator === 'endsWith' && !ENDS_WITH.has(property)) return notFilterable(property);
  if (advanced) return undefined;
  const count = alternatives(clause);
  if (count > MOST_ALTERNATIVES) return { problem: 'tooManyClauses', count };
  return !byDefault || isAdvanced(clause, operator, property) ? { problem: 'needsAdvanced', operator } : undefined;
}

/** Of a property that can be compared by default. */
function isAdvanced(clause: Clause, operator: AdvancedOperator, property: string): boolean {
  switch (operator) {
    case 'ne':
    case 'endsWith':
      return true;
    case 'startsWith':
      return !STARTS_WITH.has(property);
    default: {
      const values = clause.kind === 'in' ? clause.values : clause.kind === 'compare' ? [clause.value] : [];
      const nullTest = NULL_ADVANCED.has(property) && values.some(({ type }) => type === 'null');
      return nullTest || (operator === 'in' && IN_ADVANCED.has(property));
    }
  }
}

function notFilterable(property: string): UserQueryProblem {
  return { problem: 'notFilterable', property };
}

/** How many ways there are to fulfill a condition, as Graph counts them: the values of `in` one by one. */
function alternatives(node: FilterNode): number {
  if (node.kind === 'in') return node.values.length;
  return node.kind === 'or' ? node.of.reduce((sum, part) => sum + alternatives(part), 0) : 1;
}

function firstProblem<T>(
  parts: readonly T[],
  problemOf: (part: T) => UserQueryProblem | undefined,
): UserQueryProblem | undefined {
  for (const part of parts) {
    const problem = problemOf(part);
    if (problem) return problem;
  }
  return undefined;
}

function names(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
