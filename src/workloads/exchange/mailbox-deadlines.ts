import { type Sql, sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';
import { dropUnused } from '../content/content.ts';

/** Somebody or something whose mailbox a deadline was about, by name, for the log. */
export interface NamedSubject {
  readonly id: string;
  readonly name: string;
}

/**
 * Closes mailboxes whose delay after the license is over (T-1, delicensing resiliency). Where a hold was placed
 * meanwhile it keeps them, and where one became shared it stays: gives only those that were closed.
 */
export async function closeDelayed(
  tx: Database,
  tenantId: string,
  userIds: readonly string[],
  at: Date,
): Promise<NamedSubject[]> {
  await tx.query(sql`
    delete from deadline d using users u, mailbox m
    where d.tenant_id = ${tenantId} and d.subject_id = any(${userIds}::uuid[]) and d.kind = 'mailboxPurge'
      and u.tenant_id = ${tenantId} and u.id = d.subject_id and m.tenant_id = ${tenantId} and m.user_id = u.id
      and m.state = 'active' and (u.on_hold or m.kind = 'shared')`);
  return tx.query<NamedSubject>(sql`
    update mailbox m set state = case when u.on_hold then 'keptByHold' else 'held' end, state_since = ${at}
    from users u
    where m.tenant_id = ${tenantId} and m.user_id = any(${userIds}::uuid[]) and m.state = 'active' and m.kind = 'user'
      and u.tenant_id = m.tenant_id and u.id = m.user_id and u.deleted_at is null
    returning u.id, u.display_name as name`);
}

/**
 * Deletes for good what is left of the mailboxes of people whose days are over (T-1, T-6). One that a hold came upon is
 * kept, and one that is open again is not touched.
 */
export async function purgeMailboxes(
  tx: Database,
  tenantId: string,
  userIds: readonly string[],
  before: Date,
): Promise<NamedSubject[]> {
  await tx.query(sql`
    update mailbox m set state = case m.state when 'held' then 'keptByHold' else 'inactive' end
    from users u
    where m.tenant_id = ${tenantId} and m.user_id = any(${userIds}::uuid[]) and m.state in ('held', 'softDeleted')
      and u.tenant_id = m.tenant_id and u.id = m.user_id and u.on_hold`);
  return eraseMailboxes(
    tx,
    tenantId,
    sql`select m.id from mailbox m
      where m.tenant_id = ${tenantId} and m.user_id = any(${userIds}::uuid[]) and m.state in ('held', 'softDeleted')`,
    before,
  );
}

/** Deletes inactive mailboxes for good whose last hold has been gone for its days (T-7). */
export async function purgeInactive(
  tx: Database,
  tenantId: string,
  mailboxIds: readonly string[],
  before: Date,
): Promise<NamedSubject[]> {
  return eraseMailboxes(
    tx,
    tenantId,
    sql`select m.id from mailbox m where m.tenant_id = ${tenantId} and m.id = any(${mailboxIds}::uuid[]) and m.state = 'inactive'
      and not exists (select from mailbox_hold h where h.tenant_id = m.tenant_id and h.mailbox_id = m.id)`,
    before,
  );
}

/** Every row and byte of mailboxes. Content that others have too stays theirs. Gives whose they were, by the person's id. */
async function eraseMailboxes(tx: Database, tenantId: string, mailboxes: Sql, before: Date): Promise<NamedSubject[]> {
  const gone = await tx.query<{ id: string; userId: string; name: string }>(sql`
    delete from mailbox b where b.tenant_id = ${tenantId} and b.id in (${mailboxes})
    returning b.id, b.user_id as "userId", b.display_name as name`);
  if (gone.length === 0) return [];
  const ids = gone.map(({ id }) => id);
  const contents = await tx.query<{ hash: Buffer }>(sql`
    with erased as (
      delete from message where tenant_id = ${tenantId} and mailbox_id = any(${ids}::uuid[]) returning content_hash)
    select distinct content_hash as hash from erased`);
  await tx.query(sql`delete from mail_folder where tenant_id = ${tenantId} and mailbox_id = any(${ids}::uuid[])`);
  await tx.query(sql`delete from mailbox_hold where tenant_id = ${tenantId} and mailbox_id = any(${ids}::uuid[])`);
  await dropUnused(
    tx,
    tenantId,
    contents.map(({ hash }) => hash),
    before,
  );
  return gone.map(({ userId, name }) => ({ id: userId, name }));
}
