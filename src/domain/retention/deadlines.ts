import type { Workload } from '../commerce/catalog.ts';
import type { Consequence, ConsequenceEvent } from './consequences.ts';

/** What can become due. The later stages of a course are set when the stage before is done. */
export const DEADLINE_KINDS = [
  'mailboxPurge',
  'oneDriveReadOnly',
  'oneDriveArchive',
  'userPurge',
  'oneDrivePurge',
] as const;

export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** Whether nothing brings back what is lost when the deadline comes. */
export function isFinal(kind: DeadlineKind): boolean {
  // Files go to the recycle bin first (T-6), from which they can be brought back.
  return kind === 'mailboxPurge' || kind === 'userPurge';
}

export interface Deadline {
  readonly kind: DeadlineKind;
  /** Milliseconds. */
  readonly dueAt: number;
}

const DEADLINE_OF: Partial<Record<ConsequenceEvent, DeadlineKind>> = {
  mailboxPurged: 'mailboxPurge',
  driveReadOnly: 'oneDriveReadOnly',
  accountPurged: 'userPurge',
  drivePurged: 'oneDrivePurge',
};

/** The deadlines that consequences set. */
export function deadlinesOf(consequences: readonly Consequence[]): Deadline[] {
  return consequences.flatMap(({ event, on }) => {
    const kind = DEADLINE_OF[event];
    return kind ? [{ kind, dueAt: on }] : [];
  });
}

/** The deadlines that fall away when a person has these workloads again (§7.4, onPlanRegained). */
export function deadlinesEndedBy(regained: readonly Workload[]): DeadlineKind[] {
  return regained.flatMap((workload): DeadlineKind[] => {
    if (workload === 'exchange') return ['mailboxPurge'];
    if (workload === 'oneDrive') return ['oneDriveReadOnly', 'oneDriveArchive'];
    return [];
  });
}
