import { rawSql, type Sql, sql } from '../../base/sql.ts';
import type { MailboxState } from '../../domain/compliance/holds.ts';
import type { Database } from '../../store/database.ts';

/** The source of a hold that no case and no policy placed. */
const NO_SOURCE = '00000000-0000-0000-0000-000000000000';

/** A mailbox that a hold was about. */
export interface HeldMailbox {
  readonly mailboxId: string;
  readonly userId: string;
  readonly displayName: string;
  readonly state: MailboxState;
}

const HELD_COLUMNS = rawSql(`m.id as "mailboxId", m.user_id as "userId", m.display_name as "displayName", m.state`);

/** A hold of `mailbox m` that is no delay: of a case, a policy, or a litigation. */
const REALLY_HELD = rawSql(`(
  exists (select from mailbox_hold h where h.tenant_id = m.tenant_id and h.mailbox_id = m.id and h.kind <> 'delay')
  or exists (select from users u where u.tenant_id = m.tenant_id and u.id = m.user_id
    and u.litigation_hold_at is not null and u.deleted_at is null))`);

/** `retention_policy r` is about the person of `mailbox m`. */
export const POLICY_MEANS = rawSql(`r.everyone <> exists (select from retention_policy_person x
  where x.tenant_id = r.tenant_id and x.policy_id = r.id and x.user_id = m.user_id)`);

/**
 * Puts mailboxes on hold for a case or a policy. `mailboxes` gives ids; those that are closed or deleted unheld take no
 * hold and are left out (T-1, T-6). Gives on how many this hold did not stand before.
 */
export async function placeHold(
  tx: Database,
  tenantId: string,
  mailboxes: Sql,
  { kind, source }: { readonly kind: 'case' | 'policy'; readonly source: string },
  at: Date,
): Promise<number> {
  const [row] = await tx.query<{ placed: number }>(sql`
    with placed as (
      insert into mailbox_hold (tenant_id, mailbox_id, kind, source, since)
      select ${tenantId}, m.id, ${kind}, ${source}, ${at} from mailbox m
      where m.tenant_id = ${tenantId} and m.id in (${mailboxes}) and m.state in ('active', 'keptByHold', 'inactive')
      on conflict do nothing returning 1)
    select count(*)::int as placed from placed`);
  await refreshHeld(
    tx,
    tenantId,
    sql`select distinct m.user_id from mailbox_hold h join mailbox m on m.tenant_id = h.tenant_id and m.id = h.mailbox_id
      where h.tenant_id = ${tenantId} and h.source = ${source} and h.kind = ${kind}`,
  );
  return row?.placed ?? 0;
}

/**
 * Lifts the hold of a case or a policy from mailboxes, or from all that it stands on. Those that nothing else holds count
 * as held until `delayUntil` (T-2): gives these, and how many mailboxes the hold was lifted from.
 */
export async function liftHold(
  tx: Database,
  tenantId: string,
  hold: { readonly kind: 'case' | 'policy'; readonly source: string; readonly mailboxes?: Sql },
  at: Date,
  delayUntil: Date,
): Promise<{ readonly lifted: number; readonly delayed: HeldMailbox[] }> {
  const among = hold.mailboxes ? sql`mailbox_id in (${hold.mailboxes})` : sql`true`;
  const lifted = await tx.query<{ mailboxId: string }>(sql`
    delete from mailbox_hold where tenant_id = ${tenantId} and kind = ${hold.kind} and source = ${hold.source} and ${among}
    returning mailbox_id as "mailboxId"`);
  const ids = lifted.map(({ mailboxId }) => mailboxId);
  return { lifted: ids.length, delayed: await beginDelay(tx, tenantId, ids, at, delayUntil) };
}

/**
 * Lifts the litigation hold from the mailboxes of a person, after it has gone from the person (`wasHeld`: it stood there).
 * Gives the mailboxes' names, latest first, whether any was on it, and those whose delay began.
 */
export async function liftLitigationRows(
  tx: Database,
  tenantId: string,
  userId: string,
  { wasHeld, at, delayUntil }: { readonly wasHeld: boolean; readonly at: Date; readonly delayUntil: Date },
): Promise<{ readonly names: string[]; readonly lifted: boolean; readonly delayed: HeldMailbox[] }> {
  const mailboxes = await tx.query<HeldMailbox>(sql`
    select ${HELD_COLUMNS} from mailbox m where m.tenant_id = ${tenantId} and m.user_id = ${userId} order by m.created_at desc`);
  const ids = mailboxes.map(({ mailboxId }) => mailboxId);
  const rows = await tx.query(sql`
    delete from mailbox_hold where tenant_id = ${tenantId} and mailbox_id = any(${ids}::uuid[]) and kind = 'litigation' returning 1`);
  const lifted = wasHeld || rows.length > 0;
  const delayed = lifted ? await beginDelay(tx, tenantId, ids, at, delayUntil) : [];
  return { names: mailboxes.map(({ displayName }) => displayName), lifted, delayed };
}

/**
 * Begins the delay of mailboxes that nothing holds any more, and refreshes what is known of their people. To be called
 * whenever a hold went. Gives those whose delay began.
 */
async function beginDelay(
  tx: Database,
  tenantId: string,
  mailboxIds: readonly string[],
  at: Date,
  delayUntil: Date,
): Promise<HeldMailbox[]> {
  if (mailboxIds.length === 0) return [];
  const delayed = await tx.query<HeldMailbox>(sql`
    with released as (
      select ${HELD_COLUMNS} from mailbox m
      where m.tenant_id = ${tenantId} and m.id = any(${mailboxIds}::uuid[]) and m.state in ('active', 'keptByHold', 'inactive')
        and not ${REALLY_HELD}),
    delayed as (
      insert into mailbox_hold (tenant_id, mailbox_id, kind, source, since)
      select ${tenantId}, r."mailboxId", 'delay', ${NO_SOURCE}, ${at} from released r
      on conflict (tenant_id, mailbox_id, kind, source) do update set since = excluded.since),
    due as (
      insert into deadline (tenant_id, subject_id, kind, due_at, since)
      select ${tenantId}, r."mailboxId", 'delayHoldEnd', ${delayUntil}, ${at} from released r
      on conflict (tenant_id, subject_id, kind) do update set due_at = excluded.due_at, since = excluded.since)
    select * from released order by "displayName", "mailboxId"`);
  await refreshHeld(
    tx,
    tenantId,
    sql`select distinct m.user_id from mailbox m where m.tenant_id = ${tenantId} and m.id = any(${mailboxIds}::uuid[])`,
  );
  return delayed;
}

/** A mailbox that nothing holds any more, in the state that it is in from then on. */
export interface ReleasedMailbox extends Omit<HeldMailbox, 'state'> {
  readonly state: 'active' | 'held' | 'inactive';
}

/**
 * Ends the delay of mailboxes whose days are over (kind of deadline: delayHoldEnd, the mailbox's id its subject). Gives
 * those that nothing holds from now on: one without a license is closed like any other, and its days begin.
 */
export async function endDelayHolds(
  tx: Database,
  tenantId: string,
  mailboxIds: readonly string[],
  at: Date,
): Promise<ReleasedMailbox[]> {
  const ended = await tx.query<{ mailboxId: string }>(sql`
    delete from mailbox_hold where tenant_id = ${tenantId} and mailbox_id = any(${mailboxIds}::uuid[]) and kind = 'delay'
    returning mailbox_id as "mailboxId"`);
  const ids = ended.map(({ mailboxId }) => mailboxId);
  if (ids.length === 0) return [];
  await refreshHeld(
    tx,
    tenantId,
    sql`select distinct m.user_id from mailbox m where m.tenant_id = ${tenantId} and m.id = any(${ids}::uuid[])`,
  );
  return tx.query<ReleasedMailbox>(sql`
    with released as (
      update mailbox m set state = case m.state when 'keptByHold' then 'held' else m.state end,
        state_since = case m.state when 'keptByHold' then ${at} else m.state_since end
      where m.tenant_id = ${tenantId} and m.id = any(${ids}::uuid[]) and m.state in ('active', 'keptByHold', 'inactive')
        and not ${REALLY_HELD}
      returning ${HELD_COLUMNS})
    select * from released order by "displayName", "mailboxId"`);
}

/**
 * Writes down, of people, whether a hold beside their litigation hold stands on a mailbox of theirs: what the rules of
 * license plans look at. `people` gives user_id.
 */
async function refreshHeld(tx: Database, tenantId: string, people: Sql): Promise<void> {
  await tx.query(sql`
    update users u set held_otherwise = n.held
    from (
      select p.user_id, exists (
        select from mailbox m join mailbox_hold h on h.tenant_id = m.tenant_id and h.mailbox_id = m.id and h.kind <> 'litigation'
        where m.tenant_id = ${tenantId} and m.user_id = p.user_id) as held
      from (${people}) p) n
    where u.tenant_id = ${tenantId} and u.id = n.user_id and u.held_otherwise <> n.held`);
}

/**
 * Puts the mailboxes that people have just got under the retention policies that are for everyone or name them.
 * `people` gives user_id.
 */
export async function holdNewMailboxes(tx: Database, tenantId: string, people: Sql, at: Date): Promise<void> {
  await tx.query(sql`
    insert into mailbox_hold (tenant_id, mailbox_id, kind, source, since)
    select ${tenantId}, m.id, 'policy', r.id, ${at}
    from (${people}) p
    join mailbox m on m.tenant_id = ${tenantId} and m.user_id = p.user_id and m.state = 'active'
    join retention_policy r on r.tenant_id = ${tenantId} and r.action <> 'deleteOnly'
    where ${POLICY_MEANS}
    on conflict do nothing`);
  await refreshHeld(tx, tenantId, people);
}

/**
 * Makes the holds of a retention policy what the policy says now. Gives how many mailboxes it holds anew, and those that
 * nothing holds any more.
 */
export async function followPolicy(
  tx: Database,
  tenantId: string,
  policyId: string,
  at: Date,
  delayUntil: Date,
): Promise<{ readonly placed: number; readonly lifted: number; readonly delayed: HeldMailbox[] }> {
  const inScope = sql`r.tenant_id = ${tenantId} and r.id = ${policyId} and r.action <> 'deleteOnly' and ${POLICY_MEANS}`;
  const placed = await placeHold(
    tx,
    tenantId,
    // What is new can't be put on an inactive mailbox (R-CO-6).
    sql`select m.id from mailbox m, retention_policy r
      where m.tenant_id = ${tenantId} and m.state in ('active', 'keptByHold') and ${inScope}`,
    { kind: 'policy', source: policyId },
    at,
  );
  const outside = sql`
    select m.id from mailbox m where m.tenant_id = ${tenantId} and not exists (select from retention_policy r where ${inScope})`;
  const { lifted, delayed } = await liftHold(
    tx,
    tenantId,
    { kind: 'policy', source: policyId, mailboxes: outside },
    at,
    delayUntil,
  );
  return { placed, lifted, delayed };
}

/**
 * The litigation hold of people who are being deleted stands on their mailboxes from now on, since those outlive them
 * (T-7). `people` gives user_id.
 */
export async function copyLitigationHolds(tx: Database, tenantId: string, people: Sql): Promise<void> {
  await tx.query(sql`
    insert into mailbox_hold (tenant_id, mailbox_id, kind, source, since)
    select ${tenantId}, m.id, 'litigation', ${NO_SOURCE}, u.litigation_hold_at
    from (${people}) p
    join users u on u.tenant_id = ${tenantId} and u.id = p.user_id and u.litigation_hold_at is not null
    join mailbox m on m.tenant_id = ${tenantId} and m.user_id = u.id and m.state in ('active', 'keptByHold', 'inactive')
    on conflict do nothing`);
}

/** The litigation hold of people who are restored stands at the person again. `people` gives user_id. */
export async function dropCopiedLitigationHolds(tx: Database, tenantId: string, people: Sql): Promise<void> {
  await tx.query(sql`
    delete from mailbox_hold h using (${people}) p, mailbox m
    where h.tenant_id = ${tenantId} and h.kind = 'litigation'
      and m.tenant_id = ${tenantId} and m.user_id = p.user_id and h.mailbox_id = m.id`);
}
