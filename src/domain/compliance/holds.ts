import { addDays } from '../../base/time.ts';

export type MailboxState = 'active' | 'held' | 'keptByHold' | 'softDeleted' | 'inactive';

/** What keeps a mailbox. A delay stands for its days after the last of the others went. */
export type HoldKind = 'litigation' | 'case' | 'policy' | 'delay';

/** A mailbox as far as a hold looks at it. */
export interface HoldFacts {
  /** Null where the person has no mailbox. */
  readonly state: MailboxState | null;
  /** Exchange Online Plan 2, or a lesser plan with archiving, works for the person. */
  readonly hasArchiving: boolean;
  /** When what is left of a closed or deleted mailbox is deleted, in milliseconds; null where nothing says so. */
  readonly deletedOn: number | null;
}

/** Why a hold can't be placed on somebody's mailbox. */
export type HoldFault =
  | { readonly reason: 'noMailbox' }
  /** Exchange Online Plan 1 or Kiosk alone is not enough (R-CO-1). */
  | { readonly reason: 'needsArchiving' }
  /** The license is gone and no hold stood before (T-1): a license opens it again, and then it can be held. */
  | { readonly reason: 'mailboxClosed'; readonly deletedOn: number | null }
  /** The person is deleted and no hold stood before (T-6): to be restored first. */
  | { readonly reason: 'mailboxDeleted'; readonly deletedOn: number | null }
  /** Nothing new can be put on an inactive mailbox but a hold of a case (R-CO-6). */
  | { readonly reason: 'mailboxInactive' };

/**
 * Whether a hold can be placed on a mailbox. One that a hold keeps already takes others without a license; one that lost
 * its license unheld takes none.
 */
export function holdFault(
  { state, hasArchiving, deletedOn }: HoldFacts,
  kind: 'litigation' | 'case' | 'policy',
): HoldFault | undefined {
  switch (state) {
    case null:
      return { reason: 'noMailbox' };
    case 'active':
      return hasArchiving ? undefined : { reason: 'needsArchiving' };
    case 'keptByHold':
      return undefined;
    case 'inactive':
      return kind === 'case' ? undefined : { reason: 'mailboxInactive' };
    case 'held':
      return { reason: 'mailboxClosed', deletedOn };
    case 'softDeleted':
      return { reason: 'mailboxDeleted', deletedOn };
  }
}

/** Settings that say what follows when a mailbox is no longer held. */
export interface ReleaseSettings {
  readonly delayHoldDays: number;
  readonly mailboxDisconnectDays: number;
  readonly inactiveReleaseDays: number;
}

/** What follows for a mailbox whose last hold is lifted: all in milliseconds. */
export interface Release {
  /** Until when it counts as held all the same. */
  readonly delayUntil: number;
  /** When its mail is deleted for good; null for an open mailbox, which stays. */
  readonly purgedOn: number | null;
}

/**
 * What follows when the last hold of a mailbox is lifted: it counts as held for the days of the delay; then one without
 * a license has the days of T-1 (T-2), and one without its person those of T-7.
 */
export function releaseOf(state: MailboxState, liftedAt: number, settings: ReleaseSettings): Release {
  const delayUntil = addDays(liftedAt, settings.delayHoldDays);
  const purgedOn =
    state === 'keptByHold'
      ? addDays(delayUntil, settings.mailboxDisconnectDays)
      : state === 'inactive'
        ? addDays(delayUntil, settings.inactiveReleaseDays)
        : null;
  return { delayUntil, purgedOn };
}
