import { sql } from '../base/sql.ts';
import type { ProfileKey } from '../domain/licensing/profile.ts';
import type { Deadline, DeadlineKind } from '../domain/retention/deadlines.ts';
import type { Database } from './database.ts';
import { changedPeople } from './operation-people.ts';

export interface ProfileDeadlines extends ProfileKey {
  readonly set: readonly Deadline[];
  readonly end: readonly DeadlineKind[];
}

/** Sets and ends the deadlines of an operation's people. One that is set anew counts from the new loss. */
export async function writeDeadlines(
  tx: Database,
  tenantId: string,
  operationId: number,
  profiles: readonly ProfileDeadlines[],
  now: Date,
): Promise<void> {
  const ended = profiles
    .filter(({ end }) => end.length > 0)
    .map((profile) => ({ ...profile, row: { kinds: profile.end } }));
  if (ended.length > 0) {
    await tx.query(sql`delete from deadline d using (${changedPeople(tenantId, operationId, ended, 'kinds jsonb')}) t
      where d.tenant_id = ${tenantId} and d.subject_id = t.user_id and t.kinds ? d.kind`);
  }
  const set = profiles.flatMap((profile) =>
    profile.set.map(({ kind, dueAt }) => ({ ...profile, row: { kind, due_at: new Date(dueAt).toISOString() } })),
  );
  if (set.length > 0) {
    await tx.query(sql`
      insert into deadline (tenant_id, subject_id, kind, due_at, since, operation_id)
      select ${tenantId}, t.user_id, t.kind, t.due_at, ${now}, ${operationId}
      from (${changedPeople(tenantId, operationId, set, 'kind text, due_at timestamptz')}) t
      on conflict (tenant_id, subject_id, kind) do update
        set due_at = excluded.due_at, since = excluded.since, operation_id = excluded.operation_id,
          announced_at = null, confirmed_at = null, confirmed_by = null`);
  }
}

/** Sets deadlines of one person. */
export async function setDeadlines(
  tx: Database,
  tenantId: string,
  subjectId: string,
  deadlines: readonly Deadline[],
  now: Date,
): Promise<void> {
  await tx.query(sql`
    insert into deadline (tenant_id, subject_id, kind, due_at, since)
    select ${tenantId}, ${subjectId}, kind, due_at, ${now}
    from unnest(${deadlines.map(({ kind }) => kind)}::text[], ${deadlines.map(({ dueAt }) => new Date(dueAt))}::timestamptz[]) as t(kind, due_at)
    on conflict (tenant_id, subject_id, kind) do update set due_at = excluded.due_at, since = excluded.since,
      announced_at = null, confirmed_at = null, confirmed_by = null`);
}
