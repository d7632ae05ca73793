import { isGuid } from '../../../base/id.ts';
import { addCustodian, type CustodianChange, changeCustodians } from '../../../operations/compliance/custodians.ts';
import { type Custodian, readCaseParts } from '../../../queries/compliance/cases.ts';
import { membersOf } from '../../body.ts';
import { badRequest, type GraphReply, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import {
  accepted,
  CASES,
  caseError,
  caseOf,
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

function custodianType(call: GraphCall): PartType {
  return {
    set: partsOf(call, 'custodians'),
    type: 'microsoft.graph.security.ediscoveryCustodian',
    properties: [
      'id',
      'email',
      'displayName',
      'status',
      'holdStatus',
      'createdDateTime',
      'lastModifiedDateTime',
      'releasedDateTime',
      'acknowledgedDateTime',
    ],
  };
}

async function custodiansOf(call: GraphCall): Promise<readonly Custodian[]> {
  const { id } = await caseOf(call);
  return (await readCaseParts(call.context.db, call.context.tenant.tenantId, id)).custodians;
}

async function custodianOf(call: GraphCall): Promise<Custodian> {
  const id = idOf(call, 'custodianId');
  const found = (await custodiansOf(call)).find((custodian) => custodian.id === id);
  if (!found) throw new Refused(noResource(id));
  return found;
}

/** GET …/custodians. */
export async function listCustodians(call: GraphCall): Promise<GraphReply> {
  return listOfParts(call, custodianType(call), await custodiansOf(call), resourceOf);
}

/** GET …/custodians/{custodianId}. */
export async function getCustodian(call: GraphCall): Promise<GraphReply> {
  return { status: 200, body: onePart(call, custodianType(call), resourceOf(await custodianOf(call))) };
}

/** POST …/custodians {email}: the case looks at nothing of theirs until a userSource is added, or a hold applied. */
export async function postCustodian(call: GraphCall): Promise<GraphReply> {
  const { id: caseId } = await caseOf(call);
  const email = textsOf(call.body, ['email']).get('email');
  if (!email) throw new Refused(missing('email'));
  const sources = { includesMailbox: false, includesDrive: false };
  const result = await addCustodian(call.context, caseId, { address: email }, sources);
  if ('reason' in result) throw new Refused(caseError(result, caseId));
  const made = (await custodiansOf(call)).find(({ id }) => id === result.id);
  if (!made) throw new Refused(noResource(result.id));
  return {
    status: 201,
    body: onePart(call, custodianType(call), resourceOf(made)),
    headers: { location: `${call.baseUrl}${CASES}('${caseId}')/custodians('${result.id}')` },
  };
}

/** POST …/custodians/applyHold or removeHold {ids}: of all of them or none; 202 with the operation to look after. */
export function postHolds(change: 'applyHold' | 'removeHold') {
  return async (call: GraphCall): Promise<GraphReply> => {
    await caseOf(call);
    const ids = membersOf(call.body).find(([name]) => name.toLowerCase() === 'ids')?.[1];
    if (!Array.isArray(ids) || ids.length === 0) throw new Refused(missing('ids'));
    const custodianIds = ids.map((id) => {
      if (typeof id !== 'string' || !isGuid(id)) throw new Refused(noResource(String(id)));
      return id.toLowerCase();
    });
    return changeOf(call, custodianIds, change);
  };
}

/** POST …/custodians/{custodianId}/applyHold, removeHold, release or activate. */
export function postCustodianChange(change: Exclude<CustodianChange, object>) {
  return async (call: GraphCall): Promise<GraphReply> => changeOf(call, [idOf(call, 'custodianId')], change);
}

async function changeOf(call: GraphCall, ids: readonly string[], change: CustodianChange): Promise<GraphReply> {
  const caseId = idOf(call, 'id');
  const result = await changeCustodians(call.context, caseId, ids, change);
  if ('reason' in result) throw new Refused(caseError(result, ids[0] ?? caseId));
  return accepted(call, caseId, result.operationId ?? '');
}

function sourceType(call: GraphCall): PartType {
  return {
    set: partsOf(call, `custodians('${call.keys.custodianId ?? ''}')/userSources`),
    type: 'microsoft.graph.security.userSource',
    properties: ['id', 'displayName', 'email', 'includedSources', 'siteWebUrl', 'holdStatus', 'createdDateTime'],
  };
}

/** GET …/custodians/{custodianId}/userSources: the custodian's own mailbox and OneDrive, as far as the case looks at them. */
export async function listUserSources(call: GraphCall): Promise<GraphReply> {
  const custodian = await custodianOf(call);
  const isIncluded = custodian.includesMailbox || custodian.includesDrive;
  return listOfParts(call, sourceType(call), isIncluded ? [custodian] : [], sourceOf);
}

/** POST …/custodians/{custodianId}/userSources {email, includedSources}: of the custodian themselves. */
export async function postUserSource(call: GraphCall): Promise<GraphReply> {
  const custodian = await custodianOf(call);
  const given = textsOf(call.body, ['email', 'includedSources']);
  const email = given.get('email');
  if (!email) throw new Refused(missing('email'));
  if (email.toLowerCase() !== custodian.email.toLowerCase())
    throw new Refused(badRequest('Only the mailbox and the site of the custodian themselves can be a userSource.'));
  const sources = (given.get('includedSources') ?? 'mailbox,site')
    .split(',')
    .map((source) => source.trim().toLowerCase());
  if (sources.length === 0 || sources.some((source) => source !== 'mailbox' && source !== 'site'))
    throw new Refused(badRequest("Invalid value specified for property 'includedSources'."));
  const change = { includesMailbox: sources.includes('mailbox'), includesDrive: sources.includes('site') };
  const result = await changeCustodians(call.context, idOf(call, 'id'), [custodian.id], change);
  if ('reason' in result) throw new Refused(caseError(result, custodian.id));
  return { status: 201, body: onePart(call, sourceType(call), sourceOf({ ...custodian, ...change })) };
}

function sourceOf({
  id,
  displayName,
  email,
  includesMailbox,
  includesDrive,
  onHold,
  createdAt,
}: Custodian): Record<string, unknown> {
  return {
    id,
    displayName,
    email,
    includedSources: [...(includesMailbox ? ['mailbox'] : []), ...(includesDrive ? ['site'] : [])].join(','),
    siteWebUrl: null,
    holdStatus: onHold ? 'applied' : 'notApplied',
    createdDateTime: moment(createdAt),
  };
}

function resourceOf(custodian: Custodian): Record<string, unknown> {
  return {
    id: custodian.id,
    email: custodian.email,
    displayName: custodian.displayName,
    status: custodian.status,
    holdStatus: custodian.onHold ? 'applied' : 'notApplied',
    createdDateTime: moment(custodian.createdAt),
    lastModifiedDateTime: moment(custodian.modifiedAt),
    releasedDateTime: moment(custodian.releasedAt),
    acknowledgedDateTime: null,
  };
}
