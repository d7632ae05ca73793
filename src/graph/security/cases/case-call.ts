import { isGuid } from '../../../base/id.ts';
import { isoSeconds } from '../../../base/time.ts';
import type { CaseRefusal } from '../../../operations/compliance/case-refusals.ts';
import { readCase, type StoredCase } from '../../../queries/compliance/cases.ts';
import { membersOf } from '../../body.ts';
import { badRequest, type GraphError, INSUFFICIENT_PRIVILEGES, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import { pageOf, readListOptions } from '../../list-options.ts';
import { selectFrom } from '../../select.ts';

export const CASES = '/security/cases/ediscoveryCases';

/** 404 of this workload, whose code is its own. */
export function noResource(id: string): GraphError {
  return { status: 404, code: 'ResourceNotFound', message: `Resource '${id}' does not exist.` };
}

/** An id of the path, in lower case. Ends the request where it is none. */
export function idOf({ keys }: GraphCall, name: string): string {
  const id = keys[name] ?? '';
  if (!isGuid(id)) throw new Refused(noResource(id));
  return id.toLowerCase();
}

/** The case of the path, if whoever asks may open it. */
export async function caseOf(call: GraphCall): Promise<StoredCase> {
  const id = idOf(call, 'id');
  const found = await readCase(call.context.db, call.context.principal, id);
  if (!found) throw new Refused(noResource(id));
  return found;
}

/** How a refusal about a case looks on the wire. */
export function caseError(refusal: CaseRefusal, id: string): GraphError {
  switch (refusal.reason) {
    case 'unknownCase':
    case 'unknownCustodian':
    case 'unknownSearch':
    case 'notMember':
      return noResource(id);
    case 'onlyAdministrators':
      return INSUFFICIENT_PRIVILEGES;
    case 'nameTaken':
      return conflict('An object with the same displayName already exists.');
    case 'custodianAlready':
      return conflict(`The custodian ${refusal.displayName} already exists in the case.`);
    case 'memberAlready':
      return conflict('The member already exists in the case.');
    case 'caseClosed':
      return badRequest('The case is closed. Reopen it first.');
    case 'caseOpen':
      return badRequest('The case is not closed.');
    case 'caseHolds':
      return badRequest('The case has holds. Close the case first.');
    case 'custodianReleased':
      return badRequest(`The custodian ${refusal.displayName} is released. Activate the custodian first.`);
    case 'unknownPeople':
      return badRequest(`Nobody has the address '${refusal.people.join(', ')}'.`);
    case 'notHoldable':
      return badRequest(
        refusal.refused
          .map(
            ({ displayName, reason }) => `The mailbox of ${displayName} cannot be put on hold: ${HOLD_FAULTS[reason]}.`,
          )
          .join(' '),
      );
    case 'tooManyKeywords':
      return badRequest(`A search can have ${refusal.most} keyword rows at most.`);
    case 'invalidQuery':
      return badRequest(
        `The contentQuery is not valid at position ${refusal.fault.at}: ${refusal.fault.fault} '${refusal.fault.found}'.`,
      );
    case 'nowhere':
      return badRequest('The search has no data sources: set dataSourceScopes or custodianSources@odata.bind.');
  }
}

const HOLD_FAULTS = {
  noMailbox: 'there is none',
  needsArchiving: 'the license needs Exchange Online Plan 2 or Exchange Online Archiving',
  mailboxClosed: 'the license is gone; assign one with Exchange Online first',
  mailboxDeleted: 'the user is deleted; restore the user first',
  mailboxInactive: 'it is inactive',
} as const;

function conflict(message: string): GraphError {
  return { status: 409, code: 'Conflict', message };
}

/** Somebody as Graph's identitySet. */
export function identitySet(id: string | null, displayName: string | null) {
  return displayName === null ? null : { application: null, device: null, user: { id, displayName } };
}

/** A moment on the wire. */
export function moment(date: Date | null): string | null {
  return date === null ? null : isoSeconds(date);
}

/** A list of a case's parts, in one page unless $top asks for less. */
export function listOfParts<Part extends { readonly id: string }>(
  call: GraphCall,
  { set, type, properties }: PartType,
  parts: readonly Part[],
  resource: (part: Part) => Record<string, unknown>,
) {
  const options = readListOptions(call.query, []);
  const { names, pick } = selectFrom(call.query, type, properties);
  const place = new Map(parts.map(({ id }, index) => [id, String(index).padStart(9, '0')]));
  const { shown, annotations } = pageOf(call, options, parts, ({ id }) => [place.get(id) ?? ''], undefined);
  const context = `${call.baseUrl}/$metadata#${set}${names}`;
  return {
    status: 200,
    body: { '@odata.context': context, ...annotations, value: shown.map((part) => pick(resource(part))) },
  };
}

/** What a part of a case is called on the wire: its set in the context address, its type, its properties. */
export interface PartType {
  readonly set: string;
  readonly type: string;
  readonly properties: readonly string[];
}

/** One part of a case. */
export function onePart(call: GraphCall, { set, type, properties }: PartType, resource: Record<string, unknown>) {
  const { names, pick } = selectFrom(call.query, type, properties);
  return { '@odata.context': `${call.baseUrl}/$metadata#${set}${names}/$entity`, ...pick(resource) };
}

/** The set of a case's parts, as the context address names it. */
export function partsOf(call: GraphCall, name: string): string {
  return `security/cases/ediscoveryCases('${call.keys.id ?? ''}')/${name}`;
}

/** The texts that a body gives, by their names in lower case; undefined where a name is left out. */
export function textsOf(body: unknown, known: readonly string[]): ReadonlyMap<string, string | null> {
  const texts = new Map<string, string | null>();
  for (const [name, value] of membersOf(body)) {
    const property = known.find((one) => one.toLowerCase() === name.toLowerCase());
    if (property === undefined) continue;
    if (value !== null && (typeof value !== 'string' || value.includes('\0') || value.length > 16_000))
      throw new Refused(badRequest(`Invalid value specified for property '${property}'.`));
    texts.set(property, value === null || value.trim() === '' ? null : value);
  }
  return texts;
}

/** The error for a property that must be there. */
export function missing(property: string): GraphError {
  return badRequest(`Property ${property} value is required but is empty or missing.`);
}

/** Where clients look after what was begun: 202 with the operation's address. */
export function accepted(call: GraphCall, caseId: string, operationId: string) {
  return { status: 202, headers: { location: `${call.baseUrl}${CASES}('${caseId}')/operations('${operationId}')` } };
}
