import { addDays } from '../../base/time.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import { type DeadlineKind, isFinal } from '../../domain/retention/deadlines.ts';
import { type AuditedChange, auditChanges } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { type DueDeadline, endDue, hasDue, nextDue, setNextDue } from '../../store/due.ts';
import { lockForMany } from '../../store/lock.ts';
import { requestWipe } from '../../workloads/content/wipe.ts';
import { settleOrphans } from '../../workloads/onedrive/drive-deadlines.ts';
import { STAGES } from './due-stages.ts';

/** Deadlines of one kind that were worked off together. */
export interface SweptBatch {
  readonly kind: DeadlineKind;
  /** When the first of them was due, in milliseconds. */
  readonly dueAt: number;
  /** What was really done, and to whom. What the world had overtaken is not there. */
  readonly done: readonly { readonly activity: string; readonly id: string | null; readonly name: string }[];
}

export interface SweepOptions {
  readonly db: Database;
  readonly tenant: Tenant;
  /** From where the tenant's clock stands until when what is due is done, in milliseconds. */
  readonly from: number;
  readonly until: number;
  /** The moment at which something that was due at a moment is done: that very one, where a clock is moved; else the present. */
  readonly atOf: (dueAt: number) => number;
  /** The present by the machine's clock, in milliseconds. */
  readonly machineNow: number;
  /** Called within each batch's transaction, before anything is done. */
  readonly beforeBatch?: (tx: Database, dueAt: number) => Promise<void>;
  readonly afterBatch?: (batch: SweptBatch) => void;
  readonly signal?: AbortSignal | undefined;
}

/** So many deadlines are worked off in one transaction. */
const BATCH = 1000;

/** In a production tenant what ends something for good is announced so many days before it is done. */
export const LAST_LOOK_DAYS = 1;

/**
 * Works off what is due in a tenant, in order, each deadline exactly once: a batch is done, logged, followed by its next
 * stages and ended in one transaction, under the lock that all changes of licenses take. So a crash leaves whole batches,
 * a second server waits its turn and finds nothing left, and after weeks of downtime the same days follow. Gives how
 * many deadlines were worked off.
 */
export async function sweep(options: SweepOptions): Promise<number> {
  const { db, tenant, until } = options;
  let count = 0;
  let position = options.from;
  const settle = () =>
    settleOrphans(db, tenant.tenantId, {
      retentionDays: tenant.settings.oneDriveRetentionDays,
      now: new Date(position),
    });
  await settle();
  // The lock that follows holds up every change of licenses: it is not taken for nothing.
  if (!(await hasDue(db, tenant.tenantId, new Date(until)))) return 0;
  for (;;) {
    if (options.signal?.aborted) return count;
    const due = await db.transaction((tx) => sweepBatch(tx, options));
    const [first] = due;
    if (!first) return count;
    count += due.length;
    position = Math.max(position, first.dueAt.getTime());
    if (first.kind === 'delayHoldEnd') await settle();
  }
}

async function sweepBatch(tx: Database, options: SweepOptions): Promise<readonly DueDeadline[]> {
  const { tenant, until, atOf, machineNow } = options;
  const { tenantId, access } = tenant;
  await lockForMany(tx, tenantId);
  const lastLook =
    tenant.kind === 'production'
      ? { announcedBy: new Date(addDays(until, -LAST_LOOK_DAYS)), needsConfirmation: access.purgeNeedsConfirmation }
      : null;
  const due = await nextDue(tx, tenantId, new Date(until), lastLook, BATCH);
  const [first] = due;
  if (!first) return [];
  await options.beforeBatch?.(tx, first.dueAt.getTime());
  const at = new Date(atOf(first.dueAt.getTime()));
  // Ended first: a stage may set the very kind again, for later.
  await endDue(tx, tenantId, due);
  const { audits, next } = await STAGES[first.kind]({ tx, tenant, at, machineNow: new Date(machineNow) }, due);
  await setNextDue(tx, tenantId, next);
  await auditChanges(tx, tenantId, withDue(audits, due), {
    actorId: null,
    actorName: 'Seatwise',
    channel: 'job',
    requestId: null,
    at,
  });
  if (isFinal(first.kind) && audits.length > 0) await requestWipe(tx, tenantId);
  options.afterBatch?.({
    kind: first.kind,
    dueAt: first.dueAt.getTime(),
    done: audits.map(({ activity, targetId, targetName }) => ({ activity, id: targetId, name: targetName })),
  });
  return due;
}

/** Says in each entry when it had been due, since a server that slept is late. */
function withDue(audits: readonly AuditedChange[], due: readonly DueDeadline[]): AuditedChange[] {
  const dueAt = new Map(due.map((one) => [one.subjectId, one.dueAt.toISOString()]));
  return audits.map((audit) => ({
    ...audit,
    after: audit.after ?? { dueAt: dueAt.get(audit.targetId ?? '') ?? null },
  }));
}
