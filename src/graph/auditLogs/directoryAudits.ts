import type { FilterNode } from '../../odata/filter.ts';
import { parseQueryOptions, type QueryOptions } from '../../odata/query-options.ts';
import { decodeSkipToken, encodeSkipToken } from '../../odata/skip-token.ts';
import { readDirectoryAudits } from '../../queries/audit.ts';
import { auditFilterSql } from '../../queries/audit-filter.ts';
import { readCurrentCatalog } from '../../queries/catalog.ts';
import { badRequest, type GraphError, type GraphReply, notFound, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { selectFrom } from '../select.ts';
import { DIRECTORY_AUDIT_PROPERTIES, directoryAuditId, directoryAuditOf, numberInId } from './directoryAudit.ts';

const TYPE = 'microsoft.graph.directoryAudit';
const PAGE_SIZE = 100;
const LARGEST_PAGE = 1_000;

/** GET /auditLogs/directoryAudits: newest first; $filter, $orderby=activityDateTime, $select, $top up to 1000, paging. */
export async function listDirectoryAudits({ context, query, baseUrl, path }: GraphCall): Promise<GraphReply> {
  const { db, tenant } = context;
  const { tenantId } = tenant;
  const { options, top } = readOptions(query);
  const { names, pick } = selectFrom(query, TYPE, DIRECTORY_AUDIT_PROPERTIES);
  const where = options.filter && compiled(options.filter, tenantId);
  const ascending = isAscending(options);
  const question = [[...withoutToken(query)].sort(), tenantId];
  const [last] = options.skipToken === undefined ? [] : (decodeSkipToken(options.skipToken, question) ?? []);
  if (options.skipToken !== undefined && !/^\d{1,15}$/.test(last ?? '')) throw new Refused(EXPIRED_TOKEN);
  const from = last === undefined ? undefined : Number(last);
  // Numbers rise with time: their order is that of activityDateTime.
  const page = ascending ? { after: from ?? 0, top: top + 1 } : { before: from, top: top + 1 };
  const [found, catalog] = await Promise.all([
    readDirectoryAudits(db, tenantId, { where }, page),
    readCurrentCatalog(db),
  ]);
  const entries = found.slice(0, top);
  const next = found.length > top ? entries.at(-1)?.id : undefined;
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#auditLogs/directoryAudits${names}`,
      ...(next === undefined
        ? {}
        : { '@odata.nextLink': nextLink(`${baseUrl}${path}`, query, String(next), question) }),
      value: entries.map((entry) => pick(directoryAuditOf(entry, tenantId, catalog))),
    },
  };
}

/** GET /auditLogs/directoryAudits/{id} */
export async function getDirectoryAudit({ context, keys, query, baseUrl }: GraphCall): Promise<GraphReply> {
  const { db, tenant } = context;
  const id = keys.id ?? '';
  const number = numberInId(id);
  if (number === undefined || number < 1) throw new Refused(notFound(id));
  const [[entry], catalog] = await Promise.all([
    readDirectoryAudits(db, tenant.tenantId, {}, { after: number - 1, top: 1 }),
    readCurrentCatalog(db),
  ]);
  if (!entry || directoryAuditId(entry).toLowerCase() !== id.toLowerCase()) throw new Refused(notFound(id));
  const { names, pick } = selectFrom(query, TYPE, DIRECTORY_AUDIT_PROPERTIES);
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#auditLogs/directoryAudits${names}/$entity`,
      ...pick(directoryAuditOf(entry, tenant.tenantId, catalog)),
    },
  };
}

const EXPIRED_TOKEN: GraphError = {
  status: 400,
  code: 'Directory_ExpiredPageToken',
  message: 'The specified page token value has expired and can no longer be included in your request.',
};

/** Pages of audits may be larger than those of directory objects, so $top is read apart from the other options. */
function readOptions(query: string): { options: QueryOptions; top: number } {
  const others = new URLSearchParams(query);
  const tops = [...others].filter(([name]) => /^\$?top$/i.test(name));
  for (const [name] of tops) others.delete(name);
  const options = parseQueryOptions(others.toString());
  if ('problem' in options) {
    const detail = 'detail' in options ? options.detail : 'given' in options ? options.given : options.option;
    throw new Refused({ status: 400, code: 'BadRequest', message: `The query can't be read: ${detail}` });
  }
  if (options.search) throw new Refused(badRequest("The query parameter '$search' is not supported."));
  if (options.expand) throw new Refused(badRequest("The query parameter '$expand' is not supported."));
  const [given] = tops.map(([, value]) => value.trim());
  const top = given === undefined ? PAGE_SIZE : Number(given);
  if (given !== undefined && (!/^\d{1,9}$/.test(given) || top < 1 || top > LARGEST_PAGE)) {
    const message = `Invalid page size specified: '${given.slice(0, 40)}'. Must be between 1 and ${LARGEST_PAGE} inclusive.`;
    throw new Refused({ status: 400, code: 'BadRequest', message });
  }
  return { options, top };
}

function isAscending({ orderBy }: QueryOptions): boolean {
  const [first] = orderBy;
  if (!first) return false;
  if (orderBy.length > 1 || first.property.toLowerCase() !== 'activitydatetime') {
    throw new Refused(
      badRequest(`Sorting by '${orderBy.map(({ property }) => property).join(',')}' is not supported.`),
    );
  }
  return !first.descending;
}

function compiled(filter: FilterNode, tenantId: string) {
  const condition = auditFilterSql(filter, tenantId);
  if ('error' in condition) {
    throw new Refused({ status: 400, code: 'BadRequest', message: `Invalid filter clause: ${condition.error}` });
  }
  return condition;
}

function withoutToken(query: string): URLSearchParams {
  const options = new URLSearchParams(query);
  for (const name of [...options.keys()]) if (/^\$?skiptoken$/i.test(name)) options.delete(name);
  return options;
}

function nextLink(address: string, query: string, key: string, question: unknown): string {
  const options = withoutToken(query);
  options.append('$skiptoken', encodeSkipToken([key], question));
  return `${address}?${options.toString().replaceAll('%24', '$')}`;
}
