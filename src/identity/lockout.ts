/** Failures that cost nothing: everybody mistypes. */
const FREE_FAILURES = 5;
const FIRST_DELAY_SECONDS = 15;
const LONGEST_DELAY_SECONDS = 900;
/** After so long without a failure, counting begins anew. */
const FORGET_HOURS = 24;

/** What is remembered about failed sign-ins of one person from one kind of browser. */
export interface Failures {
  readonly failures: number;
  readonly lastFailureAt: number;
  /** No attempt is looked at before this moment; null: now. */
  readonly blockedUntil: number | null;
}

/** How many seconds an attempt has to wait; 0: it may be made now. Moments in milliseconds. */
export function waitSeconds(known: Failures | undefined, now: number): number {
  const until = known?.blockedUntil ?? 0;
  return until > now ? Math.ceil((until - now) / 1000) : 0;
}

/**
 * What is remembered after another failure: from the sixth on, each doubles the wait, from 15 seconds to 15 minutes.
 * It is counted apart for browsers that the person has signed in from before, so that guesses from elsewhere slow
 * strangers and not the owner.
 */
export function afterFailure(known: Failures | undefined, now: number): Failures {
  const isOld = known === undefined || now - known.lastFailureAt > FORGET_HOURS * 3_600_000;
  const failures = (isOld ? 0 : known.failures) + 1;
  const doublings = failures - FREE_FAILURES;
  if (doublings < 0) return { failures, lastFailureAt: now, blockedUntil: null };
  const seconds = Math.min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** Math.min(doublings, 20));
  return { failures, lastFailureAt: now, blockedUntil: now + seconds * 1000 };
}
