import { addDays } from '../../base/time.ts';

export const RETENTION_ACTIONS = ['deleteOnly', 'retain', 'retainThenDelete'] as const;

export type RetentionAction = (typeof RETENTION_ACTIONS)[number];

/** A retention policy: for whom it is, what it does, and for how long it keeps things. */
export interface RetentionPolicyFields {
  readonly displayName: string;
  readonly description: string | null;
  readonly action: RetentionAction;
  /** Counted from when a thing came; null: for ever. */
  readonly durationDays: number | null;
  /** For everyone but `people`; else for `people`. */
  readonly everyone: boolean;
  readonly people: readonly string[];
}

/** So many mailboxes may be named in one policy (Inactive mailboxes). */
const MOST_NAMED = 1_000;

/** Whether a policy keeps anything: one that only deletes makes no mailbox inactive. */
export function holds({ action }: Pick<RetentionPolicyFields, 'action'>): boolean {
  return action !== 'deleteOnly';
}

export type PolicyFault =
  | { readonly reason: 'nobodyNamed' }
  | { readonly reason: 'tooManyNamed'; readonly most: number }
  /** What is deleted is deleted after some days. */
  | { readonly reason: 'durationMissing' };

/** What is wrong with a policy, as far as it can be told from itself. */
export function policyFault({
  action,
  durationDays,
  everyone,
  people,
}: Pick<RetentionPolicyFields, 'action' | 'durationDays' | 'everyone' | 'people'>): PolicyFault | undefined {
  if (!everyone && people.length === 0) return { reason: 'nobodyNamed' };
  if (people.length > MOST_NAMED) return { reason: 'tooManyNamed', most: MOST_NAMED };
  if (action !== 'retain' && durationDays === null) return { reason: 'durationMissing' };
  return undefined;
}

/** A policy that deletes begins so many days after it was made or changed (evaluation of retention, up to 7 days). */
const SETTLING_DAYS = 7;

/** From when on a policy deletes, in milliseconds; null for one that only keeps. */
export function deletesFrom({ action }: Pick<RetentionPolicyFields, 'action'>, modifiedAt: number): number | null {
  return action === 'retain' ? null : addDays(modifiedAt, SETTLING_DAYS);
}
