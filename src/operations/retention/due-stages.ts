import { addDays } from '../../base/time.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import { afterRelease, type DeadlineKind, driveStage } from '../../domain/retention/deadlines.ts';
import type { AuditedChange } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { purgeUsers } from '../../store/deleted-users.ts';
import { type DueDeadline, endKinds } from '../../store/due.ts';
import { endDelayHolds } from '../../workloads/exchange/holds.ts';
import { closeDelayed, purgeInactive, purgeMailboxes } from '../../workloads/exchange/mailbox-deadlines.ts';
import {
  type DueDrive,
  eraseDrives,
  lockDueDrives,
  readDriveReaders,
  setDriveState,
} from '../../workloads/onedrive/drive-deadlines.ts';
import { sendNotice } from './send-notice.ts';

/** What a stage works with. `machineNow`: from when on content is somebody's who begins to use it right now. */
interface StageContext {
  readonly tx: Database;
  readonly tenant: Tenant;
  readonly at: Date;
  readonly machineNow: Date;
}

/** What a stage did: entries for the log, and what comes next. */
interface StageDone {
  readonly audits: readonly AuditedChange[];
  readonly next: readonly DueDeadline[];
}

/** Does what is due: deadlines of one kind, all at once. Where the world has moved on, nothing is done, and told. */
type Stage = (context: StageContext, due: readonly DueDeadline[]) => Promise<StageDone>;

/** A hold that keeps files from their end is looked at again so often (evaluation of retention, up to 7 days). */
const LOOK_AGAIN_DAYS = 7;

/** One for each kind of deadline: a new kind without its stage does not compile. */
export const STAGES: Readonly<Record<DeadlineKind, Stage>> = {
  mailboxHold: async ({ tx, tenant, at }, due) =>
    told('Close mailbox', await closeDelayed(tx, tenant.tenantId, subjectsOf(due), at)),
  mailboxPurge: async ({ tx, tenant, machineNow }, due) =>
    told('Purge mailbox', await purgeMailboxes(tx, tenant.tenantId, subjectsOf(due), machineNow)),
  inactivePurge: async ({ tx, tenant, machineNow }, due) =>
    told('Purge mailbox', await purgeInactive(tx, tenant.tenantId, subjectsOf(due), machineNow)),
  delayHoldEnd: async ({ tx, tenant, at }, due) => {
    const released = await endDelayHolds(tx, tenant.tenantId, subjectsOf(due), at);
    const days = new Map(due.map((one) => [one.subjectId, one.dueAt]));
    const followed = released.map(({ mailboxId, userId, displayName, state }) => {
      const since = days.get(mailboxId) ?? at;
      const next = afterRelease(state, since.getTime(), tenant.settings);
      return { userId, displayName, since, next, subjectId: state === 'inactive' ? mailboxId : userId };
    });
    return {
      audits: followed.map(({ userId, displayName, since, next }) => ({
        ...entryOf('End delay hold', { id: userId, name: displayName }),
        after: { dueAt: since, purgedOn: next === null ? null : new Date(next.dueAt) },
      })),
      next: followed.flatMap(({ subjectId, since, next }) =>
        next === null ? [] : [{ subjectId, since, kind: next.kind, dueAt: new Date(next.dueAt) }],
      ),
    };
  },
  userPurge: async ({ tx, tenant }, due) => {
    const gone = await purgeUsers(tx, tenant.tenantId, subjectsOf(due));
    const audits = gone.map(({ id, name, userPrincipalName, deletedAt }) => ({
      ...entryOf('Hard delete user', { id, name }),
      before: { userPrincipalName, deletedAt },
    }));
    return { audits, next: [] };
  },
  oneDriveReadOnly: (context, due) => moveDrives(context, due, 'oneDriveReadOnly', ['active']),
  oneDriveArchive: (context, due) => moveDrives(context, due, 'oneDriveArchive', ['active', 'readOnly']),
  oneDriveRearchive: (context, due) => moveDrives(context, due, 'oneDriveRearchive', ['active', 'readOnly']),
  oneDriveReminder: async ({ tx, tenant, at }, due) => {
    const drives = await lockDueDrives(tx, tenant.tenantId, due, ['active', 'readOnly', 'archived']);
    const owners = drives.map(({ userId }) => userId);
    const readers = Map.groupBy(await readDriveReaders(tx, tenant.tenantId, owners), ({ ownerId }) => ownerId);
    const reminded = drives.filter(({ userId }) => readers.has(userId));
    for (const { userId, name, dueAt } of reminded) {
      const until = addDays(dueAt.getTime(), tenant.settings.oneDriveReminderDaysBefore);
      const people = readers.get(userId)?.map((reader) => reader.userId) ?? [];
      await sendNotice({ db: tx, tenant, now: at.getTime() }, people, { kind: 'driveReminder', owner: name, until });
    }
    return told('Remind of OneDrive', reminded.map(subjectOf));
  },
  oneDriveBin: async (context, due) => {
    const { tx, tenant } = context;
    const drives = await lockDueDrives(tx, tenant.tenantId, due, ['active', 'readOnly', 'archived']);
    const [held, free] = [drives.filter(({ onHold }) => onHold), drives.filter(({ onHold }) => !onHold)];
    const ids = free.map(({ userId }) => userId);
    await endKinds(tx, tenant.tenantId, ids, [
      'oneDriveReadOnly',
      'oneDriveArchive',
      'oneDriveRearchive',
      'oneDriveErase',
    ]);
    const moved = await setStates(context, free, 'oneDriveBin');
    return { ...moved, next: [...moved.next, ...held.map((drive) => lookAgain(drive, 'oneDriveBin'))] };
  },
  oneDriveErase: async ({ tx, tenant, machineNow }, due) => {
    const drives = await lockDueDrives(tx, tenant.tenantId, due, ['archived', 'recycleBin']);
    const [held, free] = [drives.filter(({ onHold }) => onHold), drives.filter(({ onHold }) => !onHold)];
    await eraseDrives(
      tx,
      tenant.tenantId,
      free.map(({ userId }) => userId),
      machineNow,
    );
    return {
      audits: told('Delete OneDrive', free.map(subjectOf)).audits,
      next: held.map((drive) => lookAgain(drive, 'oneDriveErase')),
    };
  },
};

type DriveKind = Parameters<typeof driveStage>[0];

async function moveDrives(
  context: StageContext,
  due: readonly DueDeadline[],
  kind: DriveKind,
  states: readonly ('active' | 'readOnly')[],
): Promise<StageDone> {
  return setStates(context, await lockDueDrives(context.tx, context.tenant.tenantId, due, states), kind);
}

const DRIVE_ACTIVITY = {
  readOnly: 'Set OneDrive read-only',
  archived: 'Archive OneDrive',
  recycleBin: 'Move OneDrive to recycle bin',
} as const;

async function setStates(
  { tx, tenant, at }: StageContext,
  drives: readonly DueDrive[],
  kind: DriveKind,
): Promise<StageDone> {
  const staged = drives.map((drive) => ({
    drive,
    ...driveStage(kind, drive.dueAt.getTime(), drive.onHold, tenant.settings),
  }));
  for (const [state, alike] of Map.groupBy(staged, ({ state }) => state)) {
    const ids = alike.map(({ drive }) => drive.userId);
    await setDriveState(tx, tenant.tenantId, ids, state, at);
  }
  return {
    audits: staged.map(({ drive, state }) => entryOf(DRIVE_ACTIVITY[state], subjectOf(drive))),
    next: staged.flatMap(({ drive, next }) =>
      next ? [{ subjectId: drive.userId, kind: next.kind, dueAt: new Date(next.dueAt), since: drive.dueAt }] : [],
    ),
  };
}

function lookAgain({ userId, dueAt }: DueDrive, kind: DeadlineKind): DueDeadline {
  return { subjectId: userId, kind, dueAt: new Date(addDays(dueAt.getTime(), LOOK_AGAIN_DAYS)), since: dueAt };
}

interface Subject {
  readonly id: string;
  readonly name: string;
}

function told(activity: string, subjects: readonly Subject[]): StageDone {
  return { audits: subjects.map((subject) => entryOf(activity, subject)), next: [] };
}

function entryOf(activity: string, { id, name }: Subject): AuditedChange {
  return { activity, targetType: 'User', targetId: id, targetName: name };
}

function subjectOf({ userId, name }: DueDrive): Subject {
  return { id: userId, name };
}

function subjectsOf(due: readonly DueDeadline[]): string[] {
  return due.map(({ subjectId }) => subjectId);
}
