import { addDays } from '../../base/time.ts';
import type { Workload } from '../commerce/catalog.ts';
import type { RetentionSettings } from './settings.ts';

export type ConsequenceEvent =
  | 'accessEnds'
  | 'mailboxHeld'
  | 'mailboxPurged'
  | 'mailboxKeptByHold'
  | 'driveStays'
  | 'driveReadOnly'
  | 'driveArchived'
  | 'appsReduced'
  | 'numberReleased'
  | 'stays'
  | 'accountPurged'
  | 'drivePurged';

/** One thing that follows, dated. The sentence that people read stands in the catalogs under `consequence.<event>`. */
export interface Consequence {
  readonly workload: Workload | 'account';
  readonly event: ConsequenceEvent;
  /** When, in milliseconds. */
  readonly on: number;
  /** Until when giving the license back (or restoring the person) undoes it; null: without limit. Absent: never. */
  readonly recoverableUntil?: number | null;
  /** For `stays`: the products that still give the workload. */
  readonly coveredBy?: readonly string[];
  /** The rule of the field, T-… */
  readonly rule: string;
}

export interface LossFacts {
  /** Workloads that the person had, each with the products behind it, before and after. */
  readonly before: ReadonlyMap<Workload, ReadonlySet<string>>;
  readonly after: ReadonlyMap<Workload, ReadonlySet<string>>;
  /** A hold stood on the mailbox before the license goes. */
  readonly onHold: boolean;
}

/**
 * What follows when workloads are lost, by T-1 to T-5 and T-18: only what no other product still gives is lost; what
 * lost one giver and keeps another `stays`, with that other named.
 */
export function consequencesOfLoss(facts: LossFacts, now: number, settings: RetentionSettings): Consequence[] {
  const consequences: Consequence[] = [];
  for (const [workload, givers] of facts.before) {
    const left = facts.after.get(workload);
    if (left) {
      const lostGiver = [...givers].some((skuId) => !left.has(skuId));
      if (lostGiver) {
        consequences.push({ workload, event: 'stays', on: now, coveredBy: [...left].sort(), rule: 'T-18' });
      }
    } else {
      consequences.push(...lossOf(workload, facts.onHold, now, settings));
    }
  }
  return consequences;
}

function lossOf(workload: Workload, onHold: boolean, now: number, settings: RetentionSettings): Consequence[] {
  const ends: Consequence = { workload, event: 'accessEnds', on: now, recoverableUntil: null, rule: 'T-5' };
  switch (workload) {
    case 'exchange':
      return mailboxLoss(onHold, now, settings);
    case 'oneDrive':
      return driveLoss(now, settings);
    case 'officeApps':
      return [
        {
          workload,
          event: 'appsReduced',
          on: addDays(now, settings.officeOfflineDays),
          recoverableUntil: null,
          rule: 'T-4',
        },
      ];
    case 'teamsPhone':
      return [{ workload, event: 'numberReleased', on: now, rule: 'T-5' }];
    default:
      return [ends];
  }
}

function mailboxLoss(onHold: boolean, now: number, settings: RetentionSettings): Consequence[] {
  if (onHold)
    return [{ workload: 'exchange', event: 'mailboxKeptByHold', on: now, recoverableUntil: null, rule: 'T-2' }];
  const heldFrom = settings.delicenseDelayEnabled ? addDays(now, settings.delicenseDelayDays) : now;
  const purge = addDays(heldFrom, settings.mailboxDisconnectDays);
  return [
    { workload: 'exchange', event: 'mailboxHeld', on: heldFrom, recoverableUntil: purge, rule: 'T-1' },
    { workload: 'exchange', event: 'mailboxPurged', on: purge, rule: 'T-1' },
  ];
}

function driveLoss(now: number, settings: RetentionSettings): Consequence[] {
  if (settings.oneDriveUnlicensedRule === '2021') {
    return [{ workload: 'oneDrive', event: 'driveStays', on: now, recoverableUntil: null, rule: 'T-3' }];
  }
  return [
    {
      workload: 'oneDrive',
      event: 'driveReadOnly',
      on: addDays(now, settings.oneDriveReadOnlyDay),
      recoverableUntil: null,
      rule: 'T-3',
    },
    {
      workload: 'oneDrive',
      event: 'driveArchived',
      on: addDays(now, settings.oneDriveArchiveDay),
      recoverableUntil: null,
      rule: 'T-3',
    },
  ];
}

/**
 * What follows when a person is deleted (T-6, T-7). Holds keep the mailbox as an inactive one. Files of a deleted person
 * count as unlicensed: where they are kept long enough, they are archived before they go (T-3).
 */
export function consequencesOfDeletion(
  had: { readonly mailbox: boolean; readonly drive: boolean; readonly onHold: boolean },
  now: number,
  settings: RetentionSettings,
): Consequence[] {
  const restorableUntil = addDays(now, settings.userSoftDeleteDays);
  const consequences: Consequence[] = [
    {
      workload: 'account',
      event: 'accountPurged',
      on: restorableUntil,
      recoverableUntil: restorableUntil,
      rule: 'T-6',
    },
  ];
  if (had.mailbox && had.onHold) {
    consequences.push({
      workload: 'exchange',
      event: 'mailboxKeptByHold',
      on: now,
      recoverableUntil: null,
      rule: 'T-7',
    });
  } else if (had.mailbox) {
    consequences.push(
      { workload: 'exchange', event: 'mailboxHeld', on: now, recoverableUntil: restorableUntil, rule: 'T-6' },
      { workload: 'exchange', event: 'mailboxPurged', on: restorableUntil, rule: 'T-6' },
    );
  }
  if (had.drive) {
    const binned = addDays(now, settings.oneDriveRetentionDays);
    const archiving = driveLoss(now, settings).filter(({ event, on }) => event !== 'driveStays' && on < binned);
    consequences.push(...archiving.map((stage) => ({ ...stage, recoverableUntil: binned })));
    consequences.push({
      workload: 'oneDrive',
      event: 'drivePurged',
      on: binned,
      recoverableUntil: binned,
      rule: 'T-6',
    });
  }
  return consequences;
}

/** The moment until which everything of a set of consequences can still be undone without loss; null: no limit. */
export function losslessUntil(consequences: readonly Consequence[]): number | null {
  const limits = consequences.flatMap(({ recoverableUntil }) => (recoverableUntil ? [recoverableUntil] : []));
  return limits.length === 0 ? null : Math.min(...limits);
}
