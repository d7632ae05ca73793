import type { Database } from '../../store/database.ts';
import { setClock } from '../../store/tenants.ts';
import { type Context, machineNow } from '../context.ts';
import { type SweptBatch, sweep } from './sweep.ts';

/**
 * Shows what will be on a day: everything due until then is done by the very code that will do it, in a transaction
 * that is rolled back once `read` has looked. What ends something for good counts as announced and agreed to.
 * Nothing is changed; while it is worked out, changes of licenses wait.
 */
export async function foresee<Seen>(
  context: Context,
  on: number,
  read: (future: Context, batches: readonly SweptBatch[]) => Promise<Seen>,
): Promise<Seen> {
  const { tenant, now: from } = context;
  const batches: SweptBatch[] = [];
  try {
    return await context.db.transaction(async (tx: Database) => {
      await sweep({
        db: tx,
        tenant: { ...tenant, kind: 'sandbox' },
        from,
        until: on,
        atOf: (dueAt) => Math.max(dueAt, from),
        machineNow: machineNow(context),
        beforeBatch: (inner, dueAt) =>
          setClock(inner, tenant.tenantId, Math.round(Math.max(dueAt, from) - machineNow(context))),
        afterBatch: (batch) => batches.push(batch),
      });
      throw new Seeing(await read({ ...context, db: tx, now: on }, batches));
    });
  } catch (thrown) {
    if (thrown instanceof Seeing) return thrown.seen as Seen;
    throw thrown;
  }
}

/** Ends the transaction without its writes, with what was seen. */
class Seeing extends Error {
  readonly seen: unknown;
  constructor(seen: unknown) {
    super('rolled back');
    this.seen = seen;
  }
}
