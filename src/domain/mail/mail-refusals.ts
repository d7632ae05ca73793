/** Every reason for a "no" to doing something with a mailbox. */
export type MailRefusal =
  | { readonly reason: 'unknownUser' }
  /** No Exchange plan, or none any more: nothing in the mailbox can be reached. */
  | { readonly reason: 'mailboxNotActive' }
  | { readonly reason: 'notAllowed' }
  | { readonly reason: 'outOfReach' }
  | { readonly reason: 'unknownItem' }
  | { readonly reason: 'unknownFolder' }
  | { readonly reason: 'folderExists'; readonly displayName: string }
  /** Inbox and the like keep their names and places. */
  | { readonly reason: 'distinguishedFolder' }
  /** A folder would be inside of itself. */
  | { readonly reason: 'folderInItself' }
  | { readonly reason: 'invalidRecipients'; readonly address?: string }
  /** Nobody sends as somebody else. */
  | { readonly reason: 'sendAsDenied' }
  | { readonly reason: 'quotaExceeded' }
  | { readonly reason: 'messageTooLarge' }
  | { readonly reason: 'unreadableMessage' }
  /** What was sent or came in stays as it is. */
  | { readonly reason: 'notADraft'; readonly property?: string }
  /** The mailbox is on hold, and this is kept for it (R-CO-2). */
  | { readonly reason: 'onHold' }
  | { readonly reason: 'invalidValue'; readonly property: string };

/** Every reason for a "no" to forwarding and to turning a mailbox into a shared one or back. */
export type MailboxRefusal =
  | Extract<MailRefusal, { reason: 'unknownUser' | 'mailboxNotActive' | 'notAllowed' | 'outOfReach' }>
  /** Mail can be forwarded only to a mailbox of the organization. */
  | { readonly reason: 'forwardToUnknown'; readonly address: string }
  | { readonly reason: 'forwardToItself' }
  /** A mailbox must be licensed while it is converted (R-US-11). */
  | { readonly reason: 'notLicensed' }
  | { readonly reason: 'sameKind'; readonly kind: 'user' | 'shared' };
