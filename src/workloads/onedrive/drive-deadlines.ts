import { rawSql, sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';
import { dropUnused } from '../content/content.ts';

/** A drive that a stage of its course has come for. */
export interface DueDrive {
  readonly userId: string;
  readonly name: string;
  readonly dueAt: Date;
  /** A hold of a case or a policy, which keeps its files. */
  readonly onHold: boolean;
}

// A hold of a case or a policy on a person's mailbox is one on their files; a litigation hold is on mail alone.
const ON_HOLD = rawSql(`exists (
  select from mailbox m join mailbox_hold h on h.tenant_id = m.tenant_id and h.mailbox_id = m.id and h.kind in ('case', 'policy', 'delay')
  where m.tenant_id = d.tenant_id and m.user_id = d.user_id)`);

/** The drives among those of these people that a stage can still come for, locked, each with its own due moment. */
export async function lockDueDrives(
  tx: Database,
  tenantId: string,
  due: readonly { readonly subjectId: string; readonly dueAt: Date }[],
  states: readonly ('active' | 'readOnly' | 'archived' | 'recycleBin')[],
): Promise<DueDrive[]> {
  return tx.query<DueDrive>(sql`
    select d.user_id as "userId", d.display_name as name, w.due_at as "dueAt", ${ON_HOLD} as "onHold"
    from unnest(${due.map(({ subjectId }) => subjectId)}::uuid[], ${due.map(({ dueAt }) => dueAt)}::timestamptz[]) as w(user_id, due_at)
    join drive d on d.tenant_id = ${tenantId} and d.user_id = w.user_id
    where d.state = any(${states}::text[]) and (d.unlicensed_since is not null or d.orphaned_since is not null)
    order by d.user_id for update of d`);
}

/** Lets drives be in a state from a moment on. */
export async function setDriveState(
  tx: Database,
  tenantId: string,
  userIds: readonly string[],
  state: 'readOnly' | 'archived' | 'recycleBin',
  at: Date,
): Promise<void> {
  await tx.query(sql`
    update drive set state = ${state}, state_since = ${at}, reactivated_until = null
    where tenant_id = ${tenantId} and user_id = any(${userIds}::uuid[])`);
}

/**
 * Sets the last days of drives whose person is deleted and that nothing sets an end to: those that a hold kept until
 * now. They have at least a day more.
 */
export async function settleOrphans(
  tx: Database,
  tenantId: string,
  { retentionDays, now }: { readonly retentionDays: number; readonly now: Date },
): Promise<void> {
  await tx.query(sql`
    insert into deadline (tenant_id, subject_id, kind, due_at, since)
    select ${tenantId}, d.user_id, 'oneDriveBin',
      greatest(d.orphaned_since + ${retentionDays} * interval '24 hours', ${now}::timestamptz + interval '24 hours'), d.orphaned_since
    from drive d
    where d.tenant_id = ${tenantId} and d.orphaned_since is not null and d.state <> 'recycleBin' and not ${ON_HOLD}
      and not exists (select from deadline l
        where l.tenant_id = d.tenant_id and l.subject_id = d.user_id and l.kind = 'oneDriveBin')
    on conflict do nothing`);
}

/** Deletes drives for good with every row and byte that is in them. Content that others have too stays theirs. */
export async function eraseDrives(
  tx: Database,
  tenantId: string,
  userIds: readonly string[],
  before: Date,
): Promise<void> {
  const gone = await tx.query<{ id: string }>(sql`
    delete from drive where tenant_id = ${tenantId} and user_id = any(${userIds}::uuid[]) returning id`);
  const ids = gone.map(({ id }) => id);
  if (ids.length === 0) return;
  await tx.query(sql`delete from drive_access where tenant_id = ${tenantId} and drive_id = any(${ids}::uuid[])`);
  const contents = await tx.query<{ hash: Buffer }>(sql`
    with items as (
      delete from drive_item where tenant_id = ${tenantId} and drive_id = any(${ids}::uuid[]) returning content_hash),
    sessions as (delete from upload_session where tenant_id = ${tenantId} and drive_id = any(${ids}::uuid[]) returning id),
    pieces as (
      delete from upload_piece p using sessions s where p.tenant_id = ${tenantId} and p.session_id = s.id returning p.content_hash)
    select content_hash as hash from items where content_hash is not null union select content_hash from pieces`);
  await dropUnused(
    tx,
    tenantId,
    contents.map(({ hash }) => hash),
    before,
  );
}

/** Who else may open the drives of these people, by the drive's owner. */
export async function readDriveReaders(
  db: Database,
  tenantId: string,
  userIds: readonly string[],
): Promise<{ readonly ownerId: string; readonly userId: string }[]> {
  return db.query(sql`
    select d.user_id as "ownerId", a.user_id as "userId" from drive d
    join drive_access a on a.tenant_id = d.tenant_id and a.drive_id = d.id
    where d.tenant_id = ${tenantId} and d.user_id = any(${userIds}::uuid[]) order by d.user_id, a.user_id`);
}
