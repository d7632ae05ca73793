import { sql } from '../base/sql.ts';
import { DAY_MS } from '../base/time.ts';
import { DEADLINE_KINDS, type DeadlineKind, FINAL_KINDS } from '../domain/retention/deadlines.ts';
import type { Database } from './database.ts';

/** A deadline that has come. */
export interface DueDeadline {
  readonly subjectId: string;
  readonly kind: DeadlineKind;
  readonly dueAt: Date;
  readonly since: Date;
}

/** What ends something for good waits: announced by this moment, and agreed to, where the tenant wants that. */
export interface LastLook {
  readonly announcedBy: Date;
  readonly needsConfirmation: boolean;
}

/**
 * The next deadlines to work off, until a moment, in order: the earliest, and those of its kind that come within a day
 * of it. No stage sets a later one sooner than that, so nothing is done before what comes first.
 */
export async function nextDue(
  tx: Database,
  tenantId: string,
  until: Date,
  lastLook: LastLook | null,
  most: number,
): Promise<DueDeadline[]> {
  const ready = sql`(${lastLook === null} or d.kind <> all(${FINAL_KINDS}::text[])
    or d.announced_at <= ${lastLook?.announcedBy ?? until} and (d.confirmed_at is not null or not ${lastLook?.needsConfirmation ?? false}))`;
  return tx.query<DueDeadline>(sql`
    with first as (
      select d.kind, d.due_at from deadline d
      where d.tenant_id = ${tenantId} and d.due_at <= ${until} and ${ready}
      order by d.due_at, array_position(${DEADLINE_KINDS}::text[], d.kind) limit 1)
    select d.subject_id as "subjectId", d.kind, d.due_at as "dueAt", d.since
    from deadline d cross join first f
    where d.tenant_id = ${tenantId} and d.kind = f.kind and d.due_at <= ${until} and ${ready}
      and d.due_at < f.due_at + ${DAY_MS} * interval '1 millisecond'
    order by d.due_at, d.subject_id limit ${most}`);
}

/** Whether anything may be due: asked without any lock, as often as a server likes. */
export async function hasDue(db: Database, tenantId: string, until: Date): Promise<boolean> {
  const [row] = await db.query<{ due: boolean }>(sql`
    select exists (select from deadline where tenant_id = ${tenantId} and due_at <= ${until}) as due`);
  return row?.due ?? false;
}

/** Ends deadlines that were worked off. One that was set anew meanwhile, for another moment, stays. */
export async function endDue(tx: Database, tenantId: string, due: readonly DueDeadline[]): Promise<void> {
  await tx.query(sql`
    delete from deadline d
    using unnest(${due.map(({ subjectId }) => subjectId)}::uuid[], ${due.map(({ kind }) => kind)}::text[], ${due.map(({ dueAt }) => dueAt)}::timestamptz[])
      as w(subject_id, kind, due_at)
    where d.tenant_id = ${tenantId} and d.subject_id = w.subject_id and d.kind = w.kind and d.due_at = w.due_at`);
}

/** Sets the deadlines that follow from those that were worked off. */
export async function setNextDue(tx: Database, tenantId: string, next: readonly DueDeadline[]): Promise<void> {
  if (next.length === 0) return;
  await tx.query(sql`
    insert into deadline (tenant_id, subject_id, kind, due_at, since)
    select ${tenantId}, w.* from unnest(${next.map(({ subjectId }) => subjectId)}::uuid[], ${next.map(({ kind }) => kind)}::text[],
      ${next.map(({ dueAt }) => dueAt)}::timestamptz[], ${next.map(({ since }) => since)}::timestamptz[]) as w(subject_id, kind, due_at, since)
    on conflict (tenant_id, subject_id, kind) do update
      set due_at = excluded.due_at, since = excluded.since, announced_at = null, confirmed_at = null, confirmed_by = null`);
}

/** Ends deadlines of these kinds, whatever their moment. */
export async function endKinds(
  tx: Database,
  tenantId: string,
  subjectIds: readonly string[],
  kinds: readonly DeadlineKind[],
): Promise<void> {
  await tx.query(sql`
    delete from deadline where tenant_id = ${tenantId} and subject_id = any(${subjectIds}::uuid[]) and kind = any(${kinds}::text[])`);
}
