import { changeCase, closeCase, createCase, deleteCase, reopenCase } from '../../../operations/compliance/cases.ts';
import { readCase, readCasesOf, type StoredCase } from '../../../queries/compliance/cases.ts';
import { type GraphReply, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import {
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
  textsOf,
} from './case-call.ts';

const CASE: PartType = {
  set: 'security/cases/ediscoveryCases',
  type: 'microsoft.graph.security.ediscoveryCase',
  properties: [
    'id',
    'displayName',
    'description',
    'externalId',
    'status',
    'createdDateTime',
    'lastModifiedDateTime',
    'lastModifiedBy',
    'closedBy',
    'closedDateTime',
  ],
};

/** GET /security/cases/ediscoveryCases: those that whoever asks may open, by name. */
export async function listCases(call: GraphCall): Promise<GraphReply> {
  return listOfParts(call, CASE, await readCasesOf(call.context.db, call.context.principal), resourceOf);
}

/** GET /security/cases/ediscoveryCases/{id}. */
export async function getCase(call: GraphCall): Promise<GraphReply> {
  return { status: 200, body: onePart(call, CASE, resourceOf(await caseOf(call))) };
}

/** POST /security/cases/ediscoveryCases. */
export async function postCase(call: GraphCall): Promise<GraphReply> {
  const given = textsOf(call.body, SETTABLE);
  const displayName = given.get('displayName');
  if (!displayName) throw new Refused(missing('displayName'));
  const fields = {
    displayName,
    description: given.get('description') ?? null,
    externalId: given.get('externalId') ?? null,
  };
  const result = await createCase(call.context, fields);
  if ('reason' in result) throw new Refused(caseError(result, ''));
  const made = await readCase(call.context.db, call.context.principal, result.id);
  if (!made) throw new Refused(noResource(result.id));
  return {
    status: 201,
    body: onePart(call, CASE, resourceOf(made)),
    headers: { location: `${call.baseUrl}${CASES}('${result.id}')` },
  };
}

/** PATCH /security/cases/ediscoveryCases/{id}. */
export async function patchCase(call: GraphCall): Promise<GraphReply> {
  const id = idOf(call, 'id');
  const given = textsOf(call.body, SETTABLE);
  const { displayName, ...change }: Record<string, string | null> = Object.fromEntries(given);
  if (displayName === null) throw new Refused(missing('displayName'));
  const result = await changeCase(call.context, id, {
    ...change,
    ...(displayName === undefined ? {} : { displayName }),
  });
  if (result !== 'changed') throw new Refused(caseError(result, id));
  return { status: 204 };
}

/** DELETE /security/cases/ediscoveryCases/{id}. */
export async function deleteCaseFromGraph(call: GraphCall): Promise<GraphReply> {
  const id = idOf(call, 'id');
  const result = await deleteCase(call.context, id);
  if (result !== 'deleted') throw new Refused(caseError(result, id));
  return { status: 204 };
}

/** POST /security/cases/ediscoveryCases/{id}/close: its holds are lifted. */
export async function closeCaseFromGraph(call: GraphCall): Promise<GraphReply> {
  const id = idOf(call, 'id');
  const result = await closeCase(call.context, id);
  if ('reason' in result) throw new Refused(caseError(result, id));
  return { status: 204 };
}

/** POST /security/cases/ediscoveryCases/{id}/reopen. */
export async function reopenCaseFromGraph(call: GraphCall): Promise<GraphReply> {
  const id = idOf(call, 'id');
  const result = await reopenCase(call.context, id);
  if (result !== 'reopened') throw new Refused(caseError(result, id));
  return { status: 204 };
}

const SETTABLE = ['displayName', 'description', 'externalId'];

function resourceOf(found: StoredCase): Record<string, unknown> {
  return {
    id: found.id,
    displayName: found.displayName,
    description: found.description,
    externalId: found.externalId,
    status: found.status,
    createdDateTime: moment(found.createdAt),
    lastModifiedDateTime: moment(found.modifiedAt),
    lastModifiedBy: identitySet(found.modifiedById, found.modifiedBy),
    closedBy: identitySet(found.closedById, found.closedBy),
    closedDateTime: moment(found.closedAt),
  };
}
