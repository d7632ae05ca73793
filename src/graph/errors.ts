import { isoSeconds } from '../base/time.ts';
import type { Refusal } from '../domain/refusals.ts';

/** What a handler answers. */
export interface GraphReply {
  readonly status: number;
  readonly body?: unknown;
  /** Instead of a body: bytes of any type. */
  readonly bytes?: { readonly type: string; readonly stream: AsyncIterable<Uint8Array> };
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error as Graph words it; the envelope around it is drawn when it is sent. */
export interface GraphError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly details?: readonly { readonly code: string; readonly message: string; readonly target: string }[];
}

/** Ends a request with an error. Caught by the app only. */
export class Refused extends Error {
  readonly error: GraphError;
  constructor(error: GraphError) {
    super(error.message);
    this.error = error;
  }
}

/** 400 Request_BadRequest, the code of most directory errors. */
export function badRequest(message: string): GraphError {
  return { status: 400, code: 'Request_BadRequest', message };
}

/** 404 for an object that is not there, with the text that scripts look for. */
export function notFound(id: string): GraphError {
  return {
    status: 404,
    code: 'Request_ResourceNotFound',
    message: `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  };
}

export const INSUFFICIENT_PRIVILEGES: GraphError = {
  status: 403,
  code: 'Authorization_RequestDenied',
  message: 'Insufficient privileges to complete the operation.',
};

/** A change that waits for a second administrator: Graph knows no such thing, so the text says what to do. */
export function waitsForApproval(approvalId: number): GraphError {
  const message = `Another administrator must approve this first (approval ${approvalId}). Send the same request again afterwards.`;
  return { ...INSUFFICIENT_PRIVILEGES, message };
}

type Wording = (refusal: never, planName: (planId: string) => string) => GraphError;

const LOCATION = badRequest('License assignment cannot be done for user with invalid usage location.');
const list = (ids: readonly string[], planName: (planId: string) => string) => ids.map(planName).join(', ');

/** How each refusal looks on the wire. A new reason without a row does not compile. */
const WIRE = {
  outOfReach: () => INSUFFICIENT_PRIVILEGES,
  ownLicense: () => badRequest('You cannot remove your own license. Ask another administrator.'),
  deletedPerson: () => badRequest('The user is deleted.'),
  unknownSku: ({ skuId }) => badRequest(`License ${skuId} does not correspond to a valid company License.`),
  unownedSku: ({ skuId }) => badRequest(`License ${skuId} does not correspond to a valid company License.`),
  selfServicePurchase: () => INSUFFICIENT_PRIVILEGES,
  skuNotForUsers: ({ skuId }) => badRequest(`License ${skuId} cannot be assigned to a user.`),
  inheritedFromGroup: () =>
    badRequest('User license is inherited from a group membership and it cannot be removed directly from the user.'),
  notAssigned: () => badRequest('User does not have a corresponding license.'),
  addedAndRemoved: ({ skuId }) => badRequest(`The license ${skuId} cannot be both added and removed.`),
  usageLocationMissing: () => LOCATION,
  usageLocationProhibited: () => LOCATION,
  planNotInSku: ({ skuId }) =>
    badRequest(`One or more of the disabled service plans do not belong to the license ${skuId}.`),
  subscriptionSuspended: ({ skuId }) =>
    badRequest(`Subscription with SKU ${skuId} does not have any available licenses.`),
  notEnoughSeats: ({ skuId }) => badRequest(`Subscription with SKU ${skuId} does not have any available licenses.`),
  mutuallyExclusive: ({ planId, otherPlanId }, planName) =>
    badRequest(
      `License assignment failed because service plans ${list([planId, otherPlanId], planName)} are mutually exclusive.`,
    ),
  prerequisiteMissing: ({ planId, needsAnyOf }, planName) =>
    badRequest(
      `License assignment failed because service plan ${planName(planId)} depends on the service plan(s) ${list(needsAnyOf, planName)}`,
    ),
  dependentNeedsPlan: ({ planId, dependentPlanId }, planName) =>
    badRequest(
      `License assignment failed because service plan ${planName(dependentPlanId)} depends on the service plan(s) ${planName(planId)}`,
    ),
  changedSince: () => badRequest('The licenses of the user have been changed since.'),
} satisfies {
  [Reason in Refusal['reason']]: (
    refusal: Extract<Refusal, { reason: Reason }>,
    planName: (planId: string) => string,
  ) => GraphError;
};

/** The error that a refusal becomes. `planName` gives a service plan's technical name. */
export function wireErrorOf(refusal: Refusal, planName: (planId: string) => string): GraphError {
  return (WIRE[refusal.reason] as Wording)(refusal as never, planName);
}

/** Graph's error envelope: `innerError` with a capital E, its date without a zone. */
export function errorEnvelope(error: GraphError, requestId: string, clientRequestId: string): unknown {
  const { code, message, details } = error;
  return {
    error: {
      code,
      message,
      ...(details ? { details } : {}),
      innerError: {
        date: isoSeconds(Date.now()).slice(0, -1),
        'request-id': requestId,
        'client-request-id': clientRequestId,
      },
    },
  };
}
