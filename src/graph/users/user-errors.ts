import type { UserRefusal } from '../../domain/directory/user-refusals.ts';
import { badRequest, type GraphError, INSUFFICIENT_PRIVILEGES, notFound } from '../errors.ts';

/** How each refusal about users looks on the wire. A new reason without a row does not compile. */
const WIRE: { [Reason in UserRefusal['reason']]: (refusal: Extract<UserRefusal, { reason: Reason }>) => GraphError } = {
  unknownUser: () => notFound(''),
  missingProperty: ({ property }) => badRequest(`Property ${property} value is required but is empty or missing.`),
  readOnlyProperty: ({ property }) => badRequest(`Property '${property}' is read-only and cannot be set.`),
  unknownProperty: ({ property }) =>
    badRequest(
      `One or more property values specified are invalid. The property '${property}' does not exist on type 'microsoft.graph.user'.`,
    ),
  invalidValue: ({ property }) => badRequest(`Invalid value specified for property '${property}' of resource 'User'.`),
  nameTaken: () => {
    const message = 'Another object with the same value for property userPrincipalName already exists.';
    return { ...badRequest(message), details: [{ code: 'ObjectConflict', message, target: 'userPrincipalName' }] };
  },
  unverifiedDomain: () =>
    badRequest(
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
    ),
  weakPassword: () =>
    badRequest(
      'The specified password does not comply with password complexity requirements. Please provide a different password.',
    ),
  syncedUser: () => badRequest('The user comes from the on-premises directory and must be deleted there.'),
  onHold: () => badRequest('The mailbox of the user is on hold, so the user cannot be permanently deleted.'),
  tooLate: () => badRequest('The days within which this user could be restored are over.'),
  ownAccount: () => badRequest('You cannot delete your own account.'),
  lastGlobalAdministrator: () => badRequest('The user is the last active Global Administrator.'),
  outOfReach: () => INSUFFICIENT_PRIVILEGES,
  notAllowed: () => INSUFFICIENT_PRIVILEGES,
  protectedAdministrator: () => INSUFFICIENT_PRIVILEGES,
};

/** The error that a refusal about a user becomes. */
export function userErrorOf(refusal: UserRefusal): GraphError {
  return (WIRE[refusal.reason] as (refusal: never) => GraphError)(refusal as never);
}
