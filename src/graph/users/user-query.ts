import { joinSql, type Sql } from '../../base/sql.ts';
import { checkUserQuery, type UserQueryError } from '../../odata/advanced.ts';
import type { FilterError, FilterNode } from '../../odata/filter.ts';
import { parseQueryOptions, type QueryOptionError, type QueryOptions } from '../../odata/query-options.ts';
import { findUserName, USER_PROPERTIES, type UserName, type UserProperty } from '../../odata/user-properties.ts';
import { userFilterSql } from '../../queries/user-filter.ts';
import { userSearchSql } from '../../queries/user-search.ts';
import { badRequest, type GraphError, Refused } from '../errors.ts';
import { unknownProperty } from '../select.ts';

/** What a request for users shows: names in the order of the wire, and the columns behind them. */
export interface UserSelection {
  readonly names: readonly UserName[];
  readonly properties: readonly UserProperty[];
  /** What stands in the context address for it. */
  readonly context: string;
}

export interface UserListQuery {
  readonly options: QueryOptions;
  readonly eventual: boolean;
  /** `@odata.count` is to be given. */
  readonly count: boolean;
  readonly selection: UserSelection;
  readonly condition: Sql | undefined;
  /** The product, when the whole filter is "who holds this product". */
  readonly holdersOf: string | undefined;
}

/** Reads and checks the query of a request for users. Ends the request with Graph's own errors. */
export function readUserQuery(query: string, eventualHeader: boolean): UserListQuery {
  const options = parseQueryOptions(query);
  if ('kind' in options) throw new Refused(optionError(options));
  const checked = checkUserQuery(options, { consistencyEventual: eventualHeader });
  if ('kind' in checked) throw new Refused(queryError(checked));
  if (options.expand) throw new Refused({ status: 501, code: 'NotImplemented', message: 'This operation target is not yet supported.' });
  const holdersOf = options.filter && !options.search ? holdersFilter(options.filter) : undefined;
  const conditions = [
    ...(options.filter && holdersOf === undefined ? [compiled(userFilterSql(options.filter))] : []),
    ...(options.search ? [compiled(userSearchSql(options.search))] : []),
  ];
  return {
    options,
    eventual: eventualHeader || options.consistencyEventual,
    count: checked.count,
    selection: selectionOf(checked.select),
    condition: conditions.length === 0 ? undefined : joinSql(conditions, ' and '),
    holdersOf,
  };
}

/** The selection in the query of a request for one user. */
export function readUserSelection(query: string): UserSelection {
  const options = parseQueryOptions(query);
  if ('kind' in options) throw new Refused(optionError(options));
  return selectionOf(
    options.select?.flatMap((name) => {
      const known = findUserName(name);
      if (!known && !name.includes('.')) throw new Refused(unknownProperty(name, 'microsoft.graph.user'));
      return known && known.kind !== 'relationship' ? [known] : [];
    }),
  );
}

function selectionOf(names: readonly UserName[] | undefined): UserSelection {
  const shown = names ?? USER_PROPERTIES.filter(({ byDefault }) => byDefault).flatMap(({ name }) => findUserName(name) ?? []);
  return {
    names: shown,
    properties: shown.flatMap((name) => (name.kind === 'stored' ? [name.property] : [])),
    context: names ? `(${names.map(({ name }) => name).join(',')})` : '',
  };
}

/** `assignedLicenses/any(x:x/skuId eq GUID)` alone: answered from the list of that product's holders. */
function holdersFilter(node: FilterNode): string | undefined {
  if (node.kind !== 'any' || node.path.join('/').toLowerCase() !== 'assignedlicenses') return undefined;
  const { of } = node;
  const isSku = of.kind === 'compare' && of.operator === 'eq' && of.path[0] === node.variable && of.path[1]?.toLowerCase() === 'skuid';
  return isSku && of.value.type === 'guid' ? of.value.value.toLowerCase() : undefined;
}

function compiled(condition: Sql | FilterError): Sql {
  if ('error' in condition) throw new Refused(filterError(condition));
  return condition;
}

function unsupported(message: string): GraphError {
  return { status: 400, code: 'Request_UnsupportedQuery', message };
}

function filterError(error: FilterError): GraphError {
  if (error.kind === 'unsupportedClause') return unsupported(error.error);
  return { status: 400, code: 'BadRequest', message: `Invalid filter clause: ${error.error}` };
}

function optionError(error: QueryOptionError): GraphError {
  switch (error.kind) {
    case 'invalidFilter':
    case 'unsupportedClause':
      return filterError(error);
    case 'invalidPageSize':
      return unsupported(`Invalid page size specified: '${error.value}'. Must be between 1 and 999 inclusive.`);
    case 'unsupportedOption':
      return badRequest(`The query parameter '${error.option}' is not supported.`);
    case 'duplicateOption':
      return { status: 400, code: 'BadRequest', message: `Query option '${error.option}' was specified more than once, but it must be specified at most once.` };
    case 'invalidOption':
      return { status: 400, code: 'BadRequest', message: `Invalid value for '${error.option}': ${error.error}` };
  }
}

function queryError(error: UserQueryError): GraphError {
  switch (error.kind) {
    case 'invalidFilter':
    case 'unsupportedClause':
      return filterError(error);
    case 'needsAdvanced':
      return unsupported(
        `Operator '${error.operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information`,
      );
    case 'searchNeedsHeader':
      return unsupported(
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
      );
    case 'notSearchable':
      return unsupported(`The property '${error.property}' of resource 'User' can't be searched.`);
    case 'sortingNotSupported':
      return unsupported('Sorting not supported for current query.');
    case 'tooManyOrClauses':
      return unsupported(
        `Too many child clauses specified in search filter expression containing 'OR' operators: ${error.count}. Max allowed: ${error.most}.`,
      );
    case 'unknownProperty':
      return unknownProperty(error.property, 'microsoft.graph.user');
    case 'singleUserOnly':
      return { status: 501, code: 'NotImplemented', message: 'This operation target is not yet supported.' };
    case 'tooManyExpands':
      return badRequest('Only one relationship can be expanded in a request.');
  }
}
