import { addDays } from '../../base/time.ts';
import type { Workload } from '../commerce/catalog.ts';
import type { RetentionSettings } from './settings.ts';

export type ConsequenceEvent =
  | 'accessEnds'
  | 'mailboxHeld'
  | 'mailboxPurged'
  | 'mailboxKeptByHold'
  | 'mailboxStaysShared'
  | 'forwardingStops'
  | 'driveStays'
  | 'driveReadOnly'
  | 'driveArchived'
  | 'driveBinned'
  | 'driveErased'
  | 'driveKeptByHold'
  | 'appsReduced'
  | 'numberReleased'
  | 'stays'
  | 'accountPurged';

/** One thing that follows, dated. The sentence that people read stands in the catalogs under `event.<event>`. */
export interface Consequence {
  readonly workload: Workload | 'account';
  readonly event: ConsequenceEvent;
  /** When, in milliseconds. */
  readonly on: number;
  /** Until when giving the license back (or restoring the person) undoes it; null: without limit. Absent: never. */
  readonly recoverableUntil?: number | null;
  /** For `stays`: the products that still give the workload. */
  readonly coveredBy?: readonly string[];
  /** The rule of the field, T-… or R-… */
  readonly rule: string;
}

/** What a person keeps, beside what licenses give: what the fate of mail and files hangs on. */
interface KeptFacts {
  /** A hold stood on the mailbox before the license goes. */
  readonly onHold: boolean;
  /** A hold of a case or a policy, which keeps files too. */
  readonly filesOnHold?: boolean;
  /** Of a shared mailbox whether it is small enough to need no license; absent: it is a person's own. */
  readonly sharedMailbox?: 'small' | 'large';
  readonly forwardsMail?: boolean;
}

export interface LossFacts extends KeptFacts {
  /** Workloads that the person had, each with the products behind it, before and after. */
  readonly before: ReadonlyMap<Workload, ReadonlySet<string>>;
  readonly after: ReadonlyMap<Workload, ReadonlySet<string>>;
}

/**
 * What follows when workloads are lost, by T-1 to T-5, T-9 and T-18: only what no other product still gives is lost;
 * what lost one giver and keeps another `stays`, with that other named.
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
      consequences.push(...lossOf(workload, facts, now, settings));
    }
  }
  return consequences;
}

function lossOf(workload: Workload, facts: KeptFacts, now: number, settings: RetentionSettings): Consequence[] {
  const ends: Consequence = { workload, event: 'accessEnds', on: now, recoverableUntil: null, rule: 'T-5' };
  switch (workload) {
    case 'exchange':
      return mailboxLoss(facts, now, settings);
    case 'oneDrive':
      return driveLoss(facts.filesOnHold ?? false, now, settings);
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

function mailboxLoss(facts: KeptFacts, now: number, settings: RetentionSettings): Consequence[] {
  const workload = 'exchange';
  if (facts.sharedMailbox === 'small')
    return [{ workload, event: 'mailboxStaysShared', on: now, recoverableUntil: null, rule: 'T-9' }];
  const stops: Consequence[] = facts.forwardsMail
    ? [{ workload, event: 'forwardingStops', on: now, recoverableUntil: null, rule: 'R-UN-7' }]
    : [];
  if (facts.onHold) {
    return [{ workload, event: 'mailboxKeptByHold', on: now, recoverableUntil: null, rule: 'T-2' }, ...stops];
  }
  const heldFrom = settings.delicenseDelayEnabled ? addDays(now, settings.delicenseDelayDays) : now;
  const purge = addDays(heldFrom, settings.mailboxDisconnectDays);
  return [
    { workload, event: 'mailboxHeld', on: heldFrom, recoverableUntil: purge, rule: 'T-1' },
    { workload, event: 'mailboxPurged', on: purge, rule: 'T-1' },
    ...stops.map((stop) => ({ ...stop, on: heldFrom, recoverableUntil: purge })),
  ];
}

/**
 * What becomes of files without a license, counted from the day it was lost (T-3): by the rule of 2021 nothing; by that
 * of 2025 they can only be read, and later not be opened. Archives are paid for or held; what is neither goes.
 */
function driveLoss(onHold: boolean, since: number, settings: RetentionSettings): Consequence[] {
  const workload = 'oneDrive';
  const rule = 'T-3';
  if (settings.oneDriveUnlicensedRule === '2021') {
    return [{ workload, event: 'driveStays', on: since, recoverableUntil: null, rule }];
  }
  const readOnly: Consequence = {
    workload,
    event: 'driveReadOnly',
    on: addDays(since, settings.oneDriveReadOnlyDay),
    recoverableUntil: null,
    rule,
  };
  const closed = addDays(since, settings.oneDriveArchiveDay);
  if (onHold || settings.oneDriveArchiveBilling) {
    const erased =
      settings.oneDriveArchiveDeleteEnabled && !onHold
        ? Math.max(addDays(since, settings.oneDriveArchiveDeleteDays), closed)
        : null;
    return [
      readOnly,
      { workload, event: 'driveArchived', on: closed, recoverableUntil: erased, rule },
      ...(erased === null ? [] : [{ workload, event: 'driveErased', on: erased, rule } as const]),
    ];
  }
  const erased = addDays(closed, settings.oneDriveBinDays);
  return [
    readOnly,
    { workload, event: 'driveBinned', on: closed, recoverableUntil: erased, rule },
    { workload, event: 'driveErased', on: erased, rule },
  ];
}

/** What a person has when they are deleted. */
export interface DeletionFacts {
  /**
   * active: a license gives it, or it is shared; held: the license went before, and the days run already; keptByHold: it
   * went before, under a hold.
   */
  readonly mailbox: 'none' | 'active' | 'held' | 'keptByHold';
  /** licensed; unlicensed: the days of T-3 run already, or don't count any more. */
  readonly drive: 'none' | 'licensed' | 'unlicensed';
  readonly onHold: boolean;
  readonly filesOnHold?: boolean;
}

/**
 * What follows when a person is deleted (T-6, T-7, T-10). Holds keep the mailbox as an inactive one; a mailbox that was
 * closed before keeps its own day. Files of a deleted person count as unlicensed: where they are kept long enough, they
 * are archived before they go (T-3), and what a case or a policy holds does not go.
 */
export function consequencesOfDeletion(had: DeletionFacts, now: number, settings: RetentionSettings): Consequence[] {
  const restorableUntil = addDays(now, settings.userSoftDeleteDays);
  return [
    {
      workload: 'account',
      event: 'accountPurged',
      on: restorableUntil,
      recoverableUntil: restorableUntil,
      rule: 'T-6',
    },
    ...mailboxOfDeleted(had, now, restorableUntil),
    ...driveOfDeleted(had, now, settings),
  ];
}

function mailboxOfDeleted({ mailbox, onHold }: DeletionFacts, now: number, restorableUntil: number): Consequence[] {
  const workload = 'exchange';
  if (mailbox === 'none' || mailbox === 'held') return [];
  if (onHold || mailbox === 'keptByHold')
    return [{ workload, event: 'mailboxKeptByHold', on: now, recoverableUntil: null, rule: 'T-7' }];
  return [
    { workload, event: 'mailboxHeld', on: now, recoverableUntil: restorableUntil, rule: 'T-6' },
    { workload, event: 'mailboxPurged', on: restorableUntil, rule: 'T-6' },
  ];
}

function driveOfDeleted(had: DeletionFacts, now: number, settings: RetentionSettings): Consequence[] {
  if (had.drive === 'none') return [];
  const workload = 'oneDrive';
  const binned = addDays(now, settings.oneDriveRetentionDays);
  const erased = addDays(binned, settings.oneDriveBinDays);
  const stages = had.drive === 'licensed' ? driveLoss(had.filesOnHold ?? false, now, settings) : [];
  const before = stages.filter(
    ({ event, on }) => (event === 'driveReadOnly' || event === 'driveArchived') && on < binned,
  );
  if (had.filesOnHold)
    return [...before, { workload, event: 'driveKeptByHold', on: now, recoverableUntil: null, rule: 'T-6' }];
  return [
    ...before.map((stage) => ({ ...stage, recoverableUntil: binned })),
    { workload, event: 'driveBinned', on: binned, recoverableUntil: erased, rule: 'T-6' },
    { workload, event: 'driveErased', on: erased, rule: 'T-6' },
  ];
}

/** The moment until which everything of a set of consequences can still be undone without loss; null: no limit. */
export function losslessUntil(consequences: readonly Consequence[]): number | null {
  const limits = consequences.flatMap(({ recoverableUntil }) => (recoverableUntil ? [recoverableUntil] : []));
  return limits.length === 0 ? null : Math.min(...limits);
}
