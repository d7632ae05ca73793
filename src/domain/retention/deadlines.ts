import { addDays } from '../../base/time.ts';
import type { Workload } from '../commerce/catalog.ts';
import type { Consequence, ConsequenceEvent } from './consequences.ts';
import type { RetentionSettings } from './settings.ts';

/**
 * What can become due, in the order in which it is done when several are due at the same moment: what closes comes
 * before what is deleted, and the person comes last. Deadlines of mail and files stand under the person's id; those of
 * a mailbox that outlives its person (delayHoldEnd, inactivePurge) under its own.
 */
export const DEADLINE_KINDS = [
  'mailboxHold',
  'oneDriveReadOnly',
  'oneDriveArchive',
  'oneDriveRearchive',
  'oneDriveReminder',
  'oneDriveBin',
  'oneDriveErase',
  'delayHoldEnd',
  'mailboxPurge',
  'inactivePurge',
  'userPurge',
] as const;

export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** Deadlines after which nothing brings back what they end. In a production tenant they wait for a last look. */
export const FINAL_KINDS = [
  'oneDriveErase',
  'mailboxPurge',
  'inactivePurge',
  'userPurge',
] as const satisfies readonly DeadlineKind[];

/** Whether nothing brings back what is lost when the deadline comes. */
export function isFinal(kind: DeadlineKind): boolean {
  return FINAL_KINDS.some((final) => final === kind);
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
};

/**
 * The deadlines that consequences set, at a moment. Of a course of files only the first stage: each stage sets the next
 * when it is done (`afterDriveStage`). Files of a deleted person go by two courses at once.
 */
export function deadlinesOf(
  consequences: readonly Consequence[],
  now: number,
  settings: RetentionSettings,
): Deadline[] {
  return consequences.flatMap(({ event, on, rule }): Deadline[] => {
    if (event === 'mailboxHeld') return on > now ? [{ kind: 'mailboxHold', dueAt: on }] : [];
    if (event === 'driveBinned' && rule === 'T-6') {
      return [
        { kind: 'oneDriveReminder', dueAt: addDays(on, -settings.oneDriveReminderDaysBefore) },
        { kind: 'oneDriveBin', dueAt: on },
      ];
    }
    const kind = DEADLINE_OF[event];
    return kind ? [{ kind, dueAt: on }] : [];
  });
}

/** The deadlines that fall away when a person has these workloads again (§7.4, onPlanRegained). */
export function deadlinesEndedBy(regained: readonly Workload[]): DeadlineKind[] {
  return regained.flatMap((workload): DeadlineKind[] => {
    if (workload === 'exchange') return ['mailboxHold', 'mailboxPurge'];
    if (workload === 'oneDrive') return ['oneDriveReadOnly', 'oneDriveArchive', 'oneDriveRearchive', 'oneDriveErase'];
    return [];
  });
}

/** How a drive stands after a stage of its course, and what comes next; `since` is the stage's own moment. */
export interface DriveStage {
  readonly state: 'readOnly' | 'archived' | 'recycleBin';
  readonly next: Deadline | null;
}

/**
 * A stage of the course of files without a license or a person (T-3, T-6, T-21), counted from the moment at which it
 * was due, so that a server that slept leads to the same days. Held files are not deleted, and archived without a bill.
 */
export function driveStage(
  kind: 'oneDriveReadOnly' | 'oneDriveArchive' | 'oneDriveRearchive' | 'oneDriveBin',
  dueAt: number,
  onHold: boolean,
  settings: RetentionSettings,
): DriveStage {
  switch (kind) {
    case 'oneDriveReadOnly': {
      const archive = addDays(dueAt, settings.oneDriveArchiveDay - settings.oneDriveReadOnlyDay);
      return { state: 'readOnly', next: { kind: 'oneDriveArchive', dueAt: archive } };
    }
    case 'oneDriveBin':
      return { state: 'recycleBin', next: { kind: 'oneDriveErase', dueAt: addDays(dueAt, settings.oneDriveBinDays) } };
    default: {
      if (!onHold && !settings.oneDriveArchiveBilling) return driveStage('oneDriveBin', dueAt, onHold, settings);
      if (!settings.oneDriveArchiveDeleteEnabled || onHold || kind === 'oneDriveRearchive')
        return { state: 'archived', next: null };
      const erased = addDays(dueAt, Math.max(0, settings.oneDriveArchiveDeleteDays - settings.oneDriveArchiveDay));
      return { state: 'archived', next: { kind: 'oneDriveErase', dueAt: erased } };
    }
  }
}

/**
 * What comes when nothing holds a mailbox any more, counted from the moment at which the delay after its last hold was
 * due: without a license the days of T-1 (T-2), without its person those of T-7; an open one stays.
 */
export function afterRelease(
  state: 'active' | 'held' | 'inactive',
  dueAt: number,
  { mailboxDisconnectDays, inactiveReleaseDays }: RetentionSettings,
): Deadline | null {
  switch (state) {
    case 'active':
      return null;
    case 'held':
      return { kind: 'mailboxPurge', dueAt: addDays(dueAt, mailboxDisconnectDays) };
    case 'inactive':
      return { kind: 'inactivePurge', dueAt: addDays(dueAt, inactiveReleaseDays) };
  }
}
