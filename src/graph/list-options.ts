import { parseQueryOptions, type QueryOptions, type QueryOptionsError } from '../odata/query-options.ts';
import { decodeSkipToken, encodeSkipToken } from '../odata/skip-token.ts';
import { badRequest, type GraphError, Refused } from './errors.ts';
import type { GraphCall } from './handler.ts';

/** The options of a query; ends the request where one can't be answered, or is not among those that the list takes. */
export function readListOptions(query: string, taken: readonly ('filter' | 'expand')[]): QueryOptions {
  const options = parseQueryOptions(query);
  if ('problem' in options) throw new Refused(optionError(options));
  const refused =
    (['filter', 'expand'] as const).find((name) => options[name] && !taken.includes(name)) ??
    (options.search ? 'search' : undefined);
  if (refused) throw new Refused(badRequest(`The query parameter '$${refused}' is not supported.`));
  return options;
}

/**
 * A page of a list in the order of its keys, which tell entries apart. Undefined as page size: all of them, unless
 * $top asks for less.
 */
export function pageOf<T>(
  { context, query, baseUrl, path, consistencyEventual }: GraphCall,
  options: QueryOptions,
  entries: readonly T[],
  keyOf: (entry: T) => readonly string[],
  pageSize: number | undefined,
): { readonly shown: readonly T[]; readonly annotations: Readonly<Record<string, unknown>> } {
  const question = questionOf(query, [path.toLowerCase(), context.tenant.tenantId]);
  const after = startOf(options, question);
  const ordered = entries.map((entry) => ({ entry, key: keyOf(entry) })).sort((a, b) => compareKeys(a.key, b.key));
  const rest = after ? ordered.filter(({ key }) => compareKeys(key, after) > 0) : ordered;
  const shown = rest.slice(0, options.top ?? pageSize);
  const last = shown.at(-1);
  const isCounted = options.count && (consistencyEventual || options.consistencyEventual) && !after;
  return {
    shown: shown.map(({ entry }) => entry),
    annotations: {
      ...(isCounted ? { '@odata.count': entries.length } : {}),
      ...(last && shown.length < rest.length ? nextLink(`${baseUrl}${path}`, query, last.key, question) : {}),
    },
  };
}

/** What a page token belongs to: the same options, and whatever else decides about the list. */
export function questionOf(query: string, place: unknown): unknown {
  return [[...new URLSearchParams(query)].filter(([name]) => !isSkipToken(name)).sort(), place];
}

/** The key after which a page begins; undefined for the first. Ends the request where the token is of another list. */
export function startOf({ skipToken }: QueryOptions, question: unknown): readonly string[] | undefined {
  if (skipToken === undefined) return undefined;
  return decodeSkipToken(skipToken, question) ?? expired();
}

/** Ends a request whose page token leads nowhere. */
export function expired(): never {
  throw new Refused(EXPIRED_TOKEN);
}

/** The address of the page after an entry, as an annotation. */
export function nextLink(
  address: string,
  query: string,
  key: readonly string[],
  question: unknown,
): Record<string, string> {
  const options = new URLSearchParams(query);
  for (const name of [...options.keys()]) if (isSkipToken(name)) options.delete(name);
  options.append('$skiptoken', encodeSkipToken(key, question));
  return { '@odata.nextLink': `${address}?${options.toString().replaceAll('%24', '$')}` };
}

const EXPIRED_TOKEN: GraphError = {
  status: 400,
  code: 'Directory_ExpiredPageToken',
  message: 'The specified page token value has expired and can no longer be included in your request.',
};

function isSkipToken(name: string): boolean {
  return /^\$?skiptoken$/i.test(name);
}

function compareKeys(left: readonly string[], right: readonly string[]): number {
  for (const [index, part] of left.entries()) {
    const other = right[index] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

/** Graph's error for an option that can't be answered. */
export function optionError(error: QueryOptionsError): GraphError {
  switch (error.problem) {
    case 'invalidPageSize': {
      const message = `Invalid page size specified: '${error.given}'. Must be between 1 and 999 inclusive.`;
      return { status: 400, code: 'Request_UnsupportedQuery', message };
    }
    case 'invalidFilter':
      return { status: 400, code: 'BadRequest', message: `Invalid filter clause: ${error.detail}` };
    case 'invalidSearch':
      return { status: 400, code: 'BadRequest', message: error.detail };
    case 'invalidOrderBy':
      return { status: 400, code: 'BadRequest', message: `Invalid $orderby clause: '${error.given}'` };
    case 'unsupportedOption':
      return badRequest(`The query parameter '${error.option}' is not supported.`);
  }
}
