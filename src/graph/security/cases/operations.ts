import { type CaseOperation, readOperationOf, readOperationsOf } from '../../../queries/compliance/cases.ts';
import { type GraphReply, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import {
  caseOf,
  identitySet,
  idOf,
  listOfParts,
  moment,
  noResource,
  onePart,
  type PartType,
  partsOf,
} from './case-call.ts';

const PROPERTIES = [
  'id',
  'action',
  'status',
  'percentProgress',
  'createdBy',
  'createdDateTime',
  'completedDateTime',
  'resultInfo',
];

function operationType(call: GraphCall): PartType {
  return { set: partsOf(call, 'operations'), type: 'microsoft.graph.security.caseOperation', properties: PROPERTIES };
}

/** GET …/operations: what was done in the case, the latest first. */
export async function listCaseOperations(call: GraphCall): Promise<GraphReply> {
  const { id } = await caseOf(call);
  const done = await readOperationsOf(call.context.db, call.context.tenant.tenantId, id);
  return listOfParts(call, operationType(call), done, operationResource);
}

/** GET …/operations/{operationId}: where clients look after what they began. */
export async function getCaseOperation(call: GraphCall): Promise<GraphReply> {
  const { id } = await caseOf(call);
  const operationId = idOf(call, 'operationId');
  const found = await readOperationOf(call.context.db, call.context.tenant.tenantId, id, operationId);
  if (!found) throw new Refused(noResource(operationId));
  const resource = found.action === 'estimateStatistics' ? estimateResource(found) : operationResource(found);
  const type = operationType(call);
  const typed = { '@odata.type': `#microsoft.graph.security.${TYPES[found.action]}`, ...resource };
  return { status: 200, body: onePart(call, { ...type, properties: Object.keys(typed) }, typed) };
}

const TYPES = {
  estimateStatistics: 'ediscoveryEstimateOperation',
  holdUpdate: 'ediscoveryHoldOperation',
  exportResult: 'ediscoverySearchExportOperation',
} as const;

function operationResource(done: CaseOperation): Record<string, unknown> {
  return {
    id: done.id,
    action: done.action,
    status: done.status,
    percentProgress: 100,
    createdBy: identitySet(done.createdById, done.createdBy),
    createdDateTime: moment(done.createdAt),
    completedDateTime: moment(done.completedAt),
    resultInfo: null,
  };
}

interface Counted {
  readonly items?: number;
  readonly bytes?: number;
}

interface CountedPlaces {
  readonly withHits?: number;
}

/** An estimate with what it counted. */
export function estimateResource(done: CaseOperation): Record<string, unknown> {
  const { items = 0, bytes = 0 } = done.result as Counted;
  const unindexed = (done.result.unindexed ?? {}) as Counted;
  const [mailboxes, drives] = [done.result.mailboxes ?? {}, done.result.drives ?? {}] as CountedPlaces[];
  return {
    ...operationResource(done),
    indexedItemCount: items,
    indexedItemsSize: bytes,
    unindexedItemCount: unindexed.items ?? 0,
    unindexedItemsSize: unindexed.bytes ?? 0,
    mailboxCount: mailboxes?.withHits ?? 0,
    siteCount: drives?.withHits ?? 0,
  };
}
