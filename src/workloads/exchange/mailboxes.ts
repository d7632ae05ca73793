import { type Sql, sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';
import { copyLitigationHolds, dropCopiedLitigationHolds, holdNewMailboxes } from './holds.ts';

/** A statement that gives people by `user_id`, each once. */
export type PeopleSql = Sql;

/**
 * The mailboxes of people whose licenses give one from now on: what is left of an earlier one is opened again with all
 * its mail (T-1); whoever has none gets a new, empty one. Gives the people who got a new one.
 */
export async function openMailboxes(tx: Database, tenantId: string, people: PeopleSql, at: Date): Promise<string[]> {
  await tx.query(sql`
    update mailbox m set state = 'active', state_since = ${at}
    from (${people}) p where m.tenant_id = ${tenantId} and m.user_id = p.user_id and m.state in ('held', 'keptByHold')`);
  const made = await tx.query<{ userId: string }>(sql`
    insert into mailbox (tenant_id, id, user_id, display_name, address, state_since, created_at)
    select ${tenantId}, gen_random_uuid(), u.id, u.display_name, coalesce(u.mail, u.user_principal_name), ${at}, ${at}
    from (${people}) p join users u on u.tenant_id = ${tenantId} and u.id = p.user_id and u.deleted_at is null
    on conflict (tenant_id, user_id) where state <> 'inactive' do nothing returning user_id as "userId"`);
  await holdNewMailboxes(tx, tenantId, people, at);
  return made.map(({ userId }) => userId);
}

/** Closes the mailboxes of people who lost their last Exchange plan: kept by a hold, or held for the days of grace (T-1, T-2). */
export async function closeMailboxes(
  tx: Database,
  tenantId: string,
  people: PeopleSql,
  state: 'held' | 'keptByHold',
  at: Date,
): Promise<void> {
  await tx.query(sql`
    update mailbox m set state = ${state}, state_since = ${at}
    from (${people}) p where m.tenant_id = ${tenantId} and m.user_id = p.user_id and m.state = 'active'`);
}

/** How the mailbox of a person stands; undefined where there is none. */
export async function readMailboxState(
  db: Database,
  tenantId: string,
  userId: string,
): Promise<'active' | 'held' | 'keptByHold' | 'softDeleted' | undefined> {
  const [row] = await db.query<{ state: 'active' | 'held' | 'keptByHold' | 'softDeleted' }>(sql`
    select state from mailbox where tenant_id = ${tenantId} and user_id = ${userId} and state <> 'inactive'`);
  return row?.state;
}

/**
 * The mailbox of a person who is being deleted: under a hold it becomes an inactive one (T-7), else a deleted one that
 * comes back with the person (T-6). One that was closed before stays as it is: its own day has been set. Name and
 * address are written down, since they may outlive the person.
 */
export async function leaveMailbox(tx: Database, tenantId: string, userId: string, at: Date): Promise<void> {
  await tx.query(sql`
    update mailbox m set display_name = u.display_name, address = coalesce(u.mail, u.user_principal_name),
      state = case when m.state = 'keptByHold' or u.on_hold and m.state = 'active' then 'inactive'
        when m.state = 'active' then 'softDeleted' else m.state end,
      state_since = case when m.state = 'held' then m.state_since else ${at} end
    from users u
    where m.tenant_id = ${tenantId} and m.user_id = ${userId} and m.state <> 'inactive' and u.tenant_id = m.tenant_id and u.id = m.user_id`);
  await copyLitigationHolds(tx, tenantId, sql`select ${userId}::uuid as user_id`);
}

/**
 * The mailbox of a person who is restored: as it was, if licenses give one again; else it is as if the license had been
 * lost at the deletion. Of inactive ones the one that the deletion made comes back.
 */
export async function returnMailbox(
  tx: Database,
  tenantId: string,
  userId: string,
  { licensed, deletedAt, at }: { readonly licensed: boolean; readonly deletedAt: Date; readonly at: Date },
): Promise<void> {
  await tx.query(sql`
    update mailbox m set state = case when ${licensed} or m.kind = 'shared' then 'active' when m.state = 'inactive' then 'keptByHold' else 'held' end,
      state_since = case when ${licensed} then ${at} when m.state = 'held' then m.state_since else ${deletedAt}::timestamptz end
    where m.tenant_id = ${tenantId} and m.user_id = ${userId}
      and (m.state in ('softDeleted', 'held') or m.state = 'inactive' and m.state_since >= ${deletedAt})`);
  await dropCopiedLitigationHolds(tx, tenantId, sql`select ${userId}::uuid as user_id`);
}
