import { joinSql, type Sql } from '../../base/sql.ts';
import { checkUserQuery, type UserQueryProblem } from '../../odata/advanced.ts';
import type { FilterError } from '../../odata/filter.ts';
import { parseQueryOptions, type QueryOptions } from '../../odata/query-options.ts';
import { findUserProperty, USER_PROPERTIES, type UserProperty } from '../../odata/user-properties.ts';
import { holdersFilter, userFilterSql, userSearchSql } from '../../queries/user-filter.ts';
import { type GraphError, Refused } from '../errors.ts';
import { optionError } from '../list-options.ts';
import { unknownProperty } from '../select.ts';

/** What a request for users shows, in the order of the wire. */
export interface UserSelection {
  readonly properties: readonly UserProperty[];
  /** What stands in the context address for it. */
  readonly context: string;
}

export interface UserListQuery {
  readonly options: QueryOptions;
  readonly eventual: boolean;
  readonly selection: UserSelection;
  readonly condition: Sql | undefined;
  /** The product, when the whole filter is "who holds this product". */
  readonly holdersOf: string | undefined;
}

const NOT_SUPPORTED: GraphError = {
  status: 501,
  code: 'NotImplemented',
  message: 'This operation target is not yet supported.',
};

/** Relationships of a user: in $select they mean nothing, as in Graph. */
const RELATIONSHIPS = [
  'manager',
  'memberof',
  'transitivememberof',
  'directreports',
  'licensedetails',
  'ownedobjects',
  'drive',
  'messages',
];

/** Graph has them for one user at a time only, and we not at all. */
const OF_ONE_USER = [
  'aboutme',
  'birthday',
  'hiredate',
  'interests',
  'mailboxsettings',
  'mysite',
  'pastprojects',
  'preferredname',
  'responsibilities',
  'schools',
  'skills',
];

/** Reads and checks the query of a request for users. Ends the request with Graph's own errors. */
export function readUserQuery(query: string, eventualHeader: boolean): UserListQuery {
  const options = readOptions(query);
  const eventual = eventualHeader || options.consistencyEventual;
  const problem = checkUserQuery(options, eventual);
  if (problem) throw new Refused(queryError(problem));
  const holdersOf = options.filter && !options.search ? holdersFilter(options.filter) : undefined;
  const conditions = [
    ...(options.filter && holdersOf === undefined ? [compiled(userFilterSql(options.filter))] : []),
    ...(options.search ? [compiled(userSearchSql(options.search))] : []),
  ];
  return {
    options,
    eventual,
    selection: selectionOf(options.select),
    condition: conditions.length === 0 ? undefined : joinSql(conditions, ' and '),
    holdersOf,
  };
}

/** The selection in the query of a request for one user. */
export function readUserSelection(query: string): UserSelection {
  return selectionOf(readOptions(query).select);
}

function readOptions(query: string): QueryOptions {
  const options = parseQueryOptions(query);
  if ('problem' in options) throw new Refused(optionError(options));
  if (options.expand) throw new Refused(NOT_SUPPORTED);
  return options;
}

function selectionOf(select: readonly string[] | undefined): UserSelection {
  const chosen = new Set<UserProperty>();
  for (const name of select ?? []) {
    const known = findUserProperty(name);
    if (known) chosen.add(known);
    else if (OF_ONE_USER.includes(name.toLowerCase())) throw new Refused(NOT_SUPPORTED);
    // Gateways of other standards ask for members of members, which Graph never had, and get their answer.
    else if (name !== '*' && !/[./]/.test(name) && !RELATIONSHIPS.includes(name.toLowerCase())) {
      throw new Refused(unknownProperty(name, 'microsoft.graph.user'));
    }
  }
  if (chosen.size === 0 || select?.includes('*'))
    for (const property of USER_PROPERTIES) if (property.byDefault) chosen.add(property);
  const properties = USER_PROPERTIES.filter((property) => chosen.has(property));
  return { properties, context: select ? `(${properties.map(({ name }) => name).join(',')})` : '' };
}

function compiled(condition: Sql | FilterError): Sql {
  if ('error' in condition) throw new Refused(invalidFilter(condition.error));
  return condition;
}

function invalidFilter(detail: string): GraphError {
  return { status: 400, code: 'BadRequest', message: `Invalid filter clause: ${detail}` };
}

function unsupported(message: string): GraphError {
  return { status: 400, code: 'Request_UnsupportedQuery', message };
}

function queryError(problem: UserQueryProblem): GraphError {
  switch (problem.problem) {
    case 'needsAdvanced':
      return unsupported(
        `Operator '${problem.operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information`,
      );
    case 'searchNeedsHeader':
      return unsupported(
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
      );
    case 'sortingNeedsAdvanced':
    case 'notSortable':
      return unsupported('Sorting not supported for current query.');
    case 'notFilterable':
      return unsupported(
        `Unsupported or invalid query filter clause specified for property '${problem.property}' of resource 'User'.`,
      );
    case 'tooManyClauses':
      return unsupported(
        `Too many child clauses specified in search filter expression containing 'OR' operators: ${problem.count}. Max allowed: 15.`,
      );
    case 'unknownProperty':
      return invalidFilter(`Could not find a property named '${problem.property}' on type 'microsoft.graph.user'.`);
  }
}
