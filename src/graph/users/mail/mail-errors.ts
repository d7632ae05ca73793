import type { MailboxRefusal, MailRefusal } from '../../../domain/mail/mail-refusals.ts';
import type { MessageQueryError } from '../../../queries/mail/message-filter.ts';
import { type GraphError, INSUFFICIENT_PRIVILEGES, notFound } from '../../errors.ts';

export const ITEM_NOT_FOUND: GraphError = {
  status: 404,
  code: 'ErrorItemNotFound',
  message: 'The specified object was not found in the store.',
};

export const FOLDER_NOT_FOUND: GraphError = {
  status: 404,
  code: 'ErrorItemNotFound',
  message: 'The specified folder could not be found in the store.',
};

const ACCESS_DENIED: GraphError = {
  status: 403,
  code: 'ErrorAccessDenied',
  message: 'Access is denied. Check credentials and try again.',
};

/** How each refusal about mail looks on the wire. A new reason without a row does not compile. */
const WIRE: { [Reason in MailRefusal['reason']]: (refusal: Extract<MailRefusal, { reason: Reason }>) => GraphError } = {
  unknownUser: () => notFound(''),
  mailboxNotActive: () => ({
    status: 404,
    code: 'MailboxNotEnabledForRESTAPI',
    message: 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  }),
  notAllowed: () => INSUFFICIENT_PRIVILEGES,
  outOfReach: () => INSUFFICIENT_PRIVILEGES,
  unknownItem: () => ITEM_NOT_FOUND,
  unknownFolder: () => FOLDER_NOT_FOUND,
  folderExists: ({ displayName }) => ({
    status: 409,
    code: 'ErrorFolderExists',
    message: `A folder with the specified name already exists., Could not create folder ${displayName}.`,
  }),
  distinguishedFolder: () => ({
    status: 403,
    code: 'ErrorDeleteDistinguishedFolder',
    message: 'Distinguished folders cannot be deleted, renamed or moved.',
  }),
  folderInItself: () => invalid('ErrorMoveCopyFailed', 'A folder cannot be moved into itself or a folder below it.'),
  invalidRecipients: ({ address }) =>
    invalid(
      'ErrorInvalidRecipients',
      address === undefined
        ? 'At least one recipient is not valid.'
        : `At least one recipient is not valid., Recipient '${address}' is not resolved. All recipients must be resolved before a message can be submitted.`,
    ),
  sendAsDenied: () => ({
    status: 403,
    code: 'ErrorSendAsDenied',
    message:
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
  }),
  quotaExceeded: () => ({
    status: 507,
    code: 'ErrorQuotaExceeded',
    message: 'The mailbox is over its quota: delete something, or have a larger plan assigned.',
  }),
  messageTooLarge: () => ({
    status: 413,
    code: 'ErrorMessageSizeExceeded',
    message: 'The message exceeds the maximum supported size.',
  }),
  unreadableMessage: () => invalid('ErrorMimeContentInvalid', 'Invalid MIME content.'),
  notADraft: ({ property }) =>
    property === undefined
      ? invalid('ErrorInvalidRequest', 'The message was sent already.')
      : invalid('ErrorInvalidPropertySet', `The property '${property}' can only be set on a draft.`),
  onHold: () => ({ ...ACCESS_DENIED, message: 'The mailbox is on hold: this item is kept.' }),
  invalidValue: ({ property }) =>
    invalid('ErrorInvalidArgument', `The value of the property '${property}' is not valid.`),
};

function invalid(code: string, message: string): GraphError {
  return { status: 400, code, message };
}

/** The error that a refusal about mail becomes. */
export function mailErrorOf(refusal: MailRefusal): GraphError {
  return (WIRE[refusal.reason] as (refusal: never) => GraphError)(refusal as never);
}

/** The error for a question about messages that can't be answered. */
export function messageQueryErrorOf(error: MessageQueryError): GraphError {
  switch (error.problem) {
    case 'unknownProperty':
      return invalid(
        'BadRequest',
        `Could not find a property named '${error.property}' on type 'microsoft.graph.message'.`,
      );
    case 'unsupportedFilter':
      return invalid(
        'ErrorInvalidUrlQueryFilter',
        `The query filter contains one or more invalid nodes: '${error.property}'.`,
      );
    case 'inefficientFilter':
      return invalid('InefficientFilter', 'The restriction or sort order is too complex for this operation.');
  }
}

/** The error that a refusal to change a mailbox becomes. Forwarding and conversion are no part of Graph. */
export function mailboxErrorOf(refusal: MailboxRefusal): GraphError {
  return refusal.reason in WIRE ? mailErrorOf(refusal as MailRefusal) : ACCESS_DENIED;
}
