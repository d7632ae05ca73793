/** Every reason for a "no" to creating, changing or deleting a user. */
export type UserRefusal =
  | { readonly reason: 'unknownUser' }
  | { readonly reason: 'missingProperty'; readonly property: string }
  | { readonly reason: 'readOnlyProperty'; readonly property: string }
  | { readonly reason: 'unknownProperty'; readonly property: string }
  | { readonly reason: 'invalidValue'; readonly property: string }
  | { readonly reason: 'nameTaken' }
  | { readonly reason: 'unverifiedDomain' }
  | { readonly reason: 'weakPassword' }
  /** The person comes from the on-premises directory and is deleted there (R-US-2). */
  | { readonly reason: 'syncedUser' }
  /** The mailbox is on hold: nothing of this person may be deleted for good (R-CO-2). */
  | { readonly reason: 'onHold' }
  /** The days within which a deleted person can be restored are over (R-US-8). */
  | { readonly reason: 'tooLate' }
  /** One's own account (R-US-3). */
  | { readonly reason: 'ownAccount' }
  /** The last active Global Administrator (R-US-4). */
  | { readonly reason: 'lastGlobalAdministrator' }
  /** The person is in none of the administrative units that the asking administrator's role is limited to. */
  | { readonly reason: 'outOfReach' }
  /** The asking one has no role for this part of the change. */
  | { readonly reason: 'notAllowed' }
  /** An administrator whom the asking one may not touch (R-US-6). */
  | { readonly reason: 'protectedAdministrator' };
