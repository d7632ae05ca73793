import { type Expand, namesOf, parseExpand } from './expand.ts';
import { type FilterNode, parseFilter } from './filter.ts';
import { excerpt } from './filter-lexer.ts';
import { parseSearch, type SearchNode } from './search.ts';

export interface OrderBy {
  /** As written. */
  readonly property: string;
  readonly descending: boolean;
}

/** The query options of a request for directory objects. What was not given is undefined. */
export interface QueryOptions {
  readonly filter: FilterNode | undefined;
  /** Names as written, `*` among them. Undefined: what is shown by default. */
  readonly select: readonly string[] | undefined;
  readonly orderBy: readonly OrderBy[];
  /** 1 to 999. */
  readonly top: number | undefined;
  readonly skipToken: string | undefined;
  readonly count: boolean;
  readonly search: SearchNode | undefined;
  readonly expand: readonly Expand[] | undefined;
  readonly format: 'json' | undefined;
  /** `ConsistencyLevel=eventual` stood among the options; means the same as the header. */
  readonly consistencyEventual: boolean;
}

/** Why a query string can't be answered. */
export type QueryOptionsError =
  /** `$top` outside of 1 to 999. */
  | { readonly problem: 'invalidPageSize'; readonly given: string }
  | { readonly problem: 'invalidFilter' | 'invalidSearch'; readonly detail: string }
  | { readonly problem: 'invalidOrderBy'; readonly given: string }
  /** A `$` option that directory objects do not have, `$skip` among them, or one with a value that none of them takes. */
  | { readonly problem: 'unsupportedOption'; readonly option: string };

type Draft = { -readonly [Option in keyof QueryOptions]: QueryOptions[Option] };
type Reader = (value: string, into: Draft) => QueryOptionsError | undefined;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['filter', readFilter],
  ['select', readSelect],
  ['orderby', readOrderBy],
  ['top', readTop],
  ['skiptoken', readSkipToken],
  ['count', readCount],
  ['search', readSearch],
  ['expand', readExpand],
  ['format', readFormat],
]);

/**
 * Reads a query string (without the question mark). `+` is a blank; names count in any case, their `$` may be encoded
 * or left out. Other options without `$` are ignored.
 */
export function parseQueryOptions(query: string): QueryOptions | QueryOptionsError {
  const options: Draft = {
    filter: undefined,
    select: undefined,
    orderBy: [],
    top: undefined,
    skipToken: undefined,
    count: false,
    search: undefined,
    expand: undefined,
    format: undefined,
    consistencyEventual: false,
  };
  const seen = new Map<string, string>();
  for (const [written, value] of new URLSearchParams(query)) {
    const name = written.replace(/^\$/, '').toLowerCase();
    const reader = READERS.get(name);
    if (reader) {
      const before = seen.get(name);
      if (before !== undefined && before !== value) return unsupported(`$${name} with two values`);
      seen.set(name, value);
      const error = reader(value, options);
      if (error) return error;
    } else if (written.startsWith('$')) {
      return unsupported(written);
    } else if (name === 'consistencylevel') {
      options.consistencyEventual = value.toLowerCase() === 'eventual';
    }
  }
  return options;
}

function readFilter(value: string, into: Draft): QueryOptionsError | undefined {
  const filter = parseFilter(value);
  if ('error' in filter) return { problem: 'invalidFilter', detail: filter.error };
  into.filter = filter;
  return undefined;
}

function readSelect(value: string, into: Draft): undefined {
  const names = namesOf(value);
  if (names.length > 0) into.select = names;
}

function readOrderBy(value: string, into: Draft): QueryOptionsError | undefined {
  const orderBy: OrderBy[] = [];
  for (const item of namesOf(value)) {
    const [, property, direction] = /^([\w./]+)(?:\s+(asc|desc))?$/i.exec(item) ?? [];
    if (property === undefined) return { problem: 'invalidOrderBy', given: excerpt(value) };
    orderBy.push({ property, descending: direction?.toLowerCase() === 'desc' });
  }
  into.orderBy = orderBy;
  return undefined;
}

function readTop(value: string, into: Draft): QueryOptionsError | undefined {
  const text = value.trim();
  const top = Number(text);
  if (!/^\d+$/.test(text) || top < 1 || top > 999) return { problem: 'invalidPageSize', given: excerpt(text) };
  into.top = top;
  return undefined;
}

function readSkipToken(value: string, into: Draft): undefined {
  into.skipToken = value;
}

function readCount(value: string, into: Draft): QueryOptionsError | undefined {
  const text = value.trim().toLowerCase();
  if (text !== 'true' && text !== 'false') return unsupported(`$count=${excerpt(value)}`);
  into.count = text === 'true';
  return undefined;
}

function readSearch(value: string, into: Draft): QueryOptionsError | undefined {
  const search = parseSearch(value);
  if ('error' in search) return { problem: 'invalidSearch', detail: search.error };
  into.search = search;
  return undefined;
}

function readExpand(value: string, into: Draft): QueryOptionsError | undefined {
  if (value.trim() === '') return undefined;
  const expand = parseExpand(value);
  if (!expand) return unsupported(`$expand=${excerpt(value)}`);
  into.expand = expand;
  return undefined;
}

function readFormat(value: string, into: Draft): QueryOptionsError | undefined {
  if (!/^(?:json|application\/json(?:;.*)?)$/i.test(value.trim())) return unsupported(`$format=${excerpt(value)}`);
  into.format = 'json';
  return undefined;
}

function unsupported(option: string): QueryOptionsError {
  return { problem: 'unsupportedOption', option };
}
