import { z } from 'zod';
import { isGuid } from '../../base/id.ts';
import type { AddedLicense } from '../../domain/licensing/change.ts';
import { changeLicenses } from '../../operations/licensing/change-licenses.ts';
import { readCurrentCatalog } from '../../queries/catalog.ts';
import {
  badRequest,
  type GraphError,
  type GraphReply,
  INSUFFICIENT_PRIVILEGES,
  Refused,
  waitsForApproval,
  wireErrorOf,
} from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { findUserId } from './find-user.ts';
import { readUserSelection } from './user-query.ts';
import { userReply } from './user-reply.ts';

/**
 * POST /users/{id}/assignLicense: adds and removes in one step, all or nothing. A product that is held directly gets
 * the new disabledPlans, none when they are left out. Answers with the user.
 */
export async function assignLicense(call: GraphCall): Promise<GraphReply> {
  const { context, keys, body } = call;
  const selection = readUserSelection(call.query);
  const { add, remove } = parseBody(body);
  const userId = await findUserId(context, keys.id ?? '');
  const result = await changeLicenses(
    context,
    {
      kind: 'change',
      groups: [{ change: { kind: 'change', add, remove }, people: { kind: 'ids', userIds: [userId] } }],
      selection: { by: 'list', count: 1 },
      unmatched: [],
    },
    { keepGoing: false },
  );
  if (result.kind === 'refused') {
    const catalog = await readCurrentCatalog(context.db);
    const planName = (planId: string) => catalog.plans.get(planId)?.name ?? planId;
    const refusal = result.plan.profiles.flatMap(({ outcome }) => outcome.refusals)[0];
    const shortage = result.plan.totals.shortages[0];
    if (refusal) throw new Refused(wireErrorOf(refusal, planName));
    if (shortage) throw new Refused(wireErrorOf({ reason: 'notEnoughSeats', ...shortage }, planName));
    throw new Refused(INSUFFICIENT_PRIVILEGES);
  }
  if (result.kind === 'needsApproval') throw new Refused(waitsForApproval(result.approvalId));
  return userReply(call, selection, userId, 200);
}

const licenses = z.array(z.looseObject({}));

function parseBody(body: unknown): { add: AddedLicense[]; remove: string[] } {
  const members = new Map(
    Object.entries(isObject(body) ? body : {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const missing = ['addLicenses', 'removeLicenses'].filter((name) => !Array.isArray(members.get(name.toLowerCase())));
  if (missing.length > 0) throw new Refused(missingParameters(missing));
  return {
    add: licenses.parse(members.get('addlicenses')).flatMap(parseLicense),
    remove: z.array(z.unknown()).parse(members.get('removelicenses')).map(parseGuid),
  };
}

function parseLicense(license: Record<string, unknown>): AddedLicense[] {
  const members = new Map(Object.entries(license).map(([name, value]) => [name.toLowerCase(), value]));
  const skuId = members.get('skuid');
  // PowerShell writes an empty hash table as [{}]; there, that means nothing to add.
  if (skuId === undefined || skuId === null) return [];
  const disabled = members.get('disabledplans') ?? [];
  return [{ skuId: parseGuid(skuId), disabledPlans: z.array(z.unknown()).parse(disabled).map(parseGuid) }];
}

function parseGuid(value: unknown): string {
  if (typeof value === 'string' && isGuid(value)) return value.toLowerCase();
  throw new Refused(
    badRequest(
      "Cannot convert a primitive value to the expected type 'Edm.Guid'. See the inner exception for more details.",
    ),
  );
}

function missingParameters(names: readonly string[]): GraphError {
  return badRequest(
    `One or more parameters of the operation 'assignLicense' are missing from the request payload. The missing parameters are: ${names.join(', ')}.`,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
