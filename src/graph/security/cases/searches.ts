import type { SearchScope } from '../../../domain/compliance/search-scope.ts';
import { recordEstimate } from '../../../operations/compliance/record-search.ts';
import { changeSearch, createSearch, deleteSearch, readQueries } from '../../../operations/compliance/searches.ts';
import { readCaseParts, readLastEstimate, readSearch, type StoredSearch } from '../../../queries/compliance/cases.ts';
import { readLeftOut } from '../../../queries/compliance/search-places.ts';
import { readStatistics } from '../../../queries/compliance/search-statistics.ts';
import { membersOf } from '../../body.ts';
import { badRequest, type GraphReply, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import {
  accepted,
  CASES,
  caseError,
  caseOf,
  identitySet,
  idOf,
  listOfParts,
  missing,
  moment,
  noResource,
  onePart,
  type PartType,
  partsOf,
  textsOf,
} from './case-call.ts';
import { estimateResource } from './operations.ts';

function searchType(call: GraphCall): PartType {
  return {
    set: partsOf(call, 'searches'),
    type: 'microsoft.graph.security.ediscoverySearch',
    properties: [
      'id',
      'displayName',
      'description',
      'contentQuery',
      'dataSourceScopes',
      'createdBy',
      'createdDateTime',
      'lastModifiedBy',
      'lastModifiedDateTime',
    ],
  };
}

async function searchOf(call: GraphCall): Promise<StoredSearch> {
  const { id } = await caseOf(call);
  const searchId = idOf(call, 'searchId');
  const found = await readSearch(call.context.db, call.context.tenant.tenantId, id, searchId);
  if (!found) throw new Refused(noResource(searchId));
  return found;
}

/** GET …/searches. */
export async function listSearches(call: GraphCall): Promise<GraphReply> {
  const { id } = await caseOf(call);
  const { searches } = await readCaseParts(call.context.db, call.context.tenant.tenantId, id);
  return listOfParts(call, searchType(call), searches, resourceOf);
}

/** GET …/searches/{searchId}. */
export async function getSearch(call: GraphCall): Promise<GraphReply> {
  return { status: 200, body: onePart(call, searchType(call), resourceOf(await searchOf(call))) };
}

/** POST …/searches. */
export async function postSearch(call: GraphCall): Promise<GraphReply> {
  const { id: caseId } = await caseOf(call);
  const given = textsOf(call.body, TEXTS);
  const displayName = given.get('displayName');
  if (!displayName) throw new Refused(missing('displayName'));
  const result = await createSearch(call.context, caseId, {
    displayName,
    description: given.get('description') ?? null,
    query: given.get('contentQuery') ?? '',
    keywords: [],
    scope: (await scopeOf(call, caseId)) ?? NOWHERE,
  });
  if ('reason' in result) throw new Refused(caseError(result, caseId));
  const made = await readSearch(call.context.db, call.context.tenant.tenantId, caseId, result.id);
  if (!made) throw new Refused(noResource(result.id));
  return {
    status: 201,
    body: onePart(call, searchType(call), resourceOf(made)),
    headers: { location: `${call.baseUrl}${CASES}('${caseId}')/searches('${result.id}')` },
  };
}

/** PATCH …/searches/{searchId}. */
export async function patchSearch(call: GraphCall): Promise<GraphReply> {
  const { id, caseId } = await searchOf(call);
  const given = textsOf(call.body, TEXTS);
  const displayName = given.get('displayName');
  if (displayName === null) throw new Refused(missing('displayName'));
  const scope = await scopeOf(call, caseId);
  const result = await changeSearch(call.context, caseId, id, {
    ...(displayName === undefined ? {} : { displayName }),
    ...(given.has('description') ? { description: given.get('description') ?? null } : {}),
    // The query as a whole replaces rows of keywords, which Graph does not know.
    ...(given.has('contentQuery') ? { query: given.get('contentQuery') ?? '', keywords: [] } : {}),
    ...(scope === undefined ? {} : { scope }),
  });
  if (result !== 'changed') throw new Refused(caseError(result, id));
  return { status: 204 };
}

/** DELETE …/searches/{searchId}. */
export async function deleteSearchFromGraph(call: GraphCall): Promise<GraphReply> {
  const { id, caseId } = await searchOf(call);
  const result = await deleteSearch(call.context, caseId, id);
  if (result !== 'deleted') throw new Refused(caseError(result, id));
  return { status: 204 };
}

/** POST …/searches/{searchId}/estimateStatistics: counted at once; 202 with the operation to look after. */
export async function estimateStatistics(call: GraphCall): Promise<GraphReply> {
  const search = await searchOf(call);
  const read = readQueries(search, call.context.now);
  if ('reason' in read) throw new Refused(caseError(read, search.id));
  const { db, tenant } = call.context;
  const question = { caseId: search.caseId, scope: search.scope, query: read.whole };
  const [statistics, leftOut] = await Promise.all([
    readStatistics(db, tenant.tenantId, question, read.rows),
    readLeftOut(db, tenant.tenantId, question),
  ]);
  const recorded = await recordEstimate(call.context, search, { ...statistics, leftOut: leftOut.count });
  if ('reason' in recorded) throw new Refused(caseError(recorded, search.id));
  return accepted(call, search.caseId, recorded.id);
}

/** GET …/searches/{searchId}/lastEstimateStatisticsOperation. */
export async function getLastEstimate(call: GraphCall): Promise<GraphReply> {
  const { id, caseId } = await searchOf(call);
  const last = await readLastEstimate(call.context.db, call.context.tenant.tenantId, caseId, id);
  if (!last) throw new Refused(noResource('lastEstimateStatisticsOperation'));
  const set = partsOf(call, `searches('${id}')/lastEstimateStatisticsOperation`);
  const resource = estimateResource(last);
  const type = { set, type: 'microsoft.graph.security.ediscoveryEstimateOperation', properties: Object.keys(resource) };
  return { status: 200, body: onePart(call, type, resource) };
}

const TEXTS = ['displayName', 'description', 'contentQuery'];
const NOWHERE: SearchScope = { mailboxes: 'none', drives: 'none', users: [] };
const BIND = 'custodiansources@odata.bind';

/** Where a body says to look; undefined where it does not say. */
async function scopeOf(call: GraphCall, caseId: string): Promise<SearchScope | undefined> {
  const given = new Map(membersOf(call.body).map(([name, value]) => [name.toLowerCase(), value]));
  const bound = given.get(BIND);
  if (Array.isArray(bound) && bound.length > 0) return boundScope(call, caseId, bound);
  const scopes = given.get('datasourcescopes');
  if (scopes === undefined) return undefined;
  const names = typeof scopes === 'string' ? scopes.split(',').map((name) => name.trim().toLowerCase()) : [''];
  const unknown = names.find(
    (name) => !['none', 'alltenantmailboxes', 'alltenantsites', 'allcasecustodians'].includes(name),
  );
  if (unknown !== undefined)
    throw new Refused(badRequest(`The value '${unknown}' of property 'dataSourceScopes' is not supported.`));
  const rest = names.includes('allcasecustodians') ? 'custodians' : 'none';
  return {
    mailboxes: names.includes('alltenantmailboxes') ? 'everyone' : rest,
    drives: names.includes('alltenantsites') ? 'everyone' : rest,
    users: [],
  };
}

/** The custodians whose sources are bound: …/custodians('{id}')/userSources('{id}'), or with slashes. */
async function boundScope(call: GraphCall, caseId: string, bound: readonly unknown[]): Promise<SearchScope> {
  const { custodians } = await readCaseParts(call.context.db, call.context.tenant.tenantId, caseId);
  const meant = bound.map((address) => {
    const id = /\/custodians(?:\('|\/)([0-9a-f-]{36})/i.exec(String(address))?.[1]?.toLowerCase();
    const custodian = custodians.find((one) => one.id === id);
    if (!custodian) throw new Refused(noResource(String(address)));
    return custodian;
  });
  return {
    mailboxes: meant.some(({ includesMailbox }) => includesMailbox) ? 'named' : 'none',
    drives: meant.some(({ includesDrive }) => includesDrive) ? 'named' : 'none',
    users: meant.map(({ userId }) => userId),
  };
}

function scopesOf({ mailboxes, drives }: SearchScope): string {
  const names = [
    ...(mailboxes === 'everyone' ? ['allTenantMailboxes'] : []),
    ...(drives === 'everyone' ? ['allTenantSites'] : []),
    ...(mailboxes === 'custodians' || drives === 'custodians' ? ['allCaseCustodians'] : []),
  ];
  return names.length === 0 ? 'none' : names.join(',');
}

function resourceOf(search: StoredSearch): Record<string, unknown> {
  return {
    id: search.id,
    displayName: search.displayName,
    description: search.description,
    contentQuery: queryOf(search),
    dataSourceScopes: scopesOf(search.scope),
    createdBy: identitySet(search.createdById, search.createdBy),
    createdDateTime: moment(search.createdAt),
    lastModifiedBy: identitySet(search.modifiedById, search.modifiedBy),
    lastModifiedDateTime: moment(search.modifiedAt),
  };
}

/** The query with its rows of keywords as one text, which means the same. */
function queryOf({ query, keywords }: StoredSearch): string {
  if (keywords.length === 0) return query;
  const rows = keywords.map((row) => `(${row})`).join(' OR ');
  return query === '' ? rows : `(${query}) AND (${rows})`;
}
