/** Whose mailboxes or drives a search looks into. */
export type ScopePart = 'none' | 'everyone' | 'custodians' | 'named';

/** Where a search looks. */
export interface SearchScope {
  readonly mailboxes: ScopePart;
  readonly drives: ScopePart;
  /** The people whose mailboxes or drives are `named`. */
  readonly users: readonly string[];
}

/** So many rows of keywords a search may have (R-CO-8). */
export const MOST_KEYWORDS = 20;
