import { auditChange } from '../../store/audit.ts';
import { setClock } from '../../store/tenants.ts';
import { type Context, machineNow, originOf } from '../context.ts';
import { type SweptBatch, sweep } from './sweep.ts';

export type ClockMoved =
  | { readonly kind: 'moved'; readonly from: number; readonly to: number; readonly deadlines: number }
  /** Only a sandbox's clock can be moved, only forward, and by so many years at most. */
  | { readonly kind: 'refused'; readonly reason: 'production' | 'notForward' | 'tooFar' };

const FURTHEST_YEARS = 20;

/**
 * Moves a sandbox's clock forward. Everything that becomes due on the way is done in order, each at its own moment: the
 * clock stops there before it goes on. What was done is told batch by batch.
 */
export async function moveClock(
  context: Context,
  to: number,
  onBatch: (batch: SweptBatch) => void,
): Promise<ClockMoved> {
  const { db, tenant, now: from } = context;
  const { tenantId, displayName } = tenant;
  if (tenant.kind === 'production') return { kind: 'refused', reason: 'production' };
  if (to <= from) return { kind: 'refused', reason: 'notForward' };
  if (to > machineNow(context) + FURTHEST_YEARS * 366 * 86_400_000) return { kind: 'refused', reason: 'tooFar' };
  const offsetAt = (moment: number) => Math.round(moment - machineNow(context));
  const deadlines = await sweep({
    db,
    tenant,
    from,
    until: to,
    atOf: (dueAt) => Math.max(dueAt, from),
    machineNow: machineNow(context),
    beforeBatch: (tx, dueAt) => setClock(tx, tenantId, offsetAt(Math.max(dueAt, from))),
    afterBatch: onBatch,
  });
  await db.transaction(async (tx) => {
    await setClock(tx, tenantId, offsetAt(to));
    const before = { now: new Date(from).toISOString() };
    const after = { now: new Date(to).toISOString(), deadlines };
    await auditChange(
      tx,
      tenantId,
      { activity: 'Move clock', targetType: 'Tenant', targetId: tenantId, targetName: displayName, before, after },
      originOf({ ...context, now: to }),
    );
  });
  return { kind: 'moved', from, to, deadlines };
}
