import { sql } from '../../base/sql.ts';
import type { MailboxState } from '../../domain/compliance/holds.ts';
import type { MailboxSettings } from '../../domain/mail/mailbox-settings.ts';
import type { Database } from '../../store/database.ts';

/** A mailbox as its row tells it. */
export interface MailboxRow {
  readonly id: string;
  readonly userId: string;
  readonly displayName: string;
  readonly address: string;
  readonly kind: 'user' | 'shared';
  readonly state: MailboxState;
  readonly stateSince: Date;
  readonly forwardTo: string | null;
  readonly forwardKeepsCopy: boolean;
  readonly settings: MailboxSettings;
  readonly itemCount: number;
  readonly sizeBytes: number;
}

const COLUMNS = `m.id, m.user_id as "userId", m.display_name as "displayName", m.address, m.kind, m.state,
  m.state_since as "stateSince", m.forward_to as "forwardTo", m.forward_keeps_copy as "forwardKeepsCopy", m.settings,
  m.item_count as "itemCount", m.size_bytes as "sizeBytes"`;

/** The mailbox of a person, whatever its state; what became of an earlier one under a hold is not meant. */
export async function findMailbox(db: Database, tenantId: string, userId: string): Promise<MailboxRow | undefined> {
  const [row] = await db.query<MailboxRow>({
    name: 'mailbox-of-user',
    text: `select ${COLUMNS} from mailbox m where m.tenant_id = $1 and m.user_id = $2 and m.state <> 'inactive'`,
    values: [tenantId, userId],
  });
  return row;
}

/** These mailboxes, as they are now. */
export async function readMailboxes(db: Database, tenantId: string, ids: readonly string[]): Promise<MailboxRow[]> {
  return db.query<MailboxRow>({
    name: 'mailboxes-by-id',
    text: `select ${COLUMNS} from mailbox m where m.tenant_id = $1 and m.id = any($2::uuid[])`,
    values: [tenantId, ids],
  });
}

/** These mailboxes, locked until the transaction ends, always in the same order. */
export async function lockMailboxes(tx: Database, tenantId: string, ids: readonly string[]): Promise<MailboxRow[]> {
  return tx.query<MailboxRow>({
    name: 'lock-mailboxes',
    text: `select ${COLUMNS} from mailbox m where m.tenant_id = $1 and m.id = any($2::uuid[]) order by m.id for no key update`,
    values: [tenantId, ids],
  });
}

/** Who answers to an address. */
export interface AddressOwner {
  readonly address: string;
  readonly userId: string;
  readonly isDeleted: boolean;
  readonly mailboxId: string | null;
  readonly state: MailboxState | null;
}

/**
 * Who answers to these addresses (in lower case): by user name, by mail address, by proxy address; of several the one
 * who lives, by user name first. Set-based, whatever their number.
 */
export async function findAddressOwners(
  db: Database,
  tenantId: string,
  addresses: readonly string[],
): Promise<Map<string, AddressOwner>> {
  const rows = await db.query<AddressOwner>({
    name: 'address-owners',
    text: `
      with named as (
        select u.upn_key as address, u.id as user_id, 0 as rank from users u
        where u.tenant_id = $1 and u.upn_key = any($2::text[])
        union all
        select a.address, a.user_id, 1 from person_address a where a.tenant_id = $1 and a.address = any($2::text[]))
      select distinct on (n.address) n.address, n.user_id as "userId", u.deleted_at is not null as "isDeleted",
        m.id as "mailboxId", coalesce(m.state, case when u.deleted_at is not null then 'softDeleted' end) as state
      from named n
      join users u on u.tenant_id = $1 and u.id = n.user_id
      left join mailbox m on m.tenant_id = $1 and m.user_id = n.user_id and m.state <> 'inactive'
      order by n.address, u.deleted_at is not null, n.rank, n.user_id`,
    values: [tenantId, addresses],
  });
  return new Map(rows.map((row) => [row.address, row]));
}

/** All addresses that a person answers to, in lower case. */
export async function readAddresses(db: Database, tenantId: string, userId: string): Promise<string[]> {
  const rows = await db.query<{ address: string }>(sql`
    select upn_key as address from users where tenant_id = ${tenantId} and id = ${userId}
    union select address from person_address where tenant_id = ${tenantId} and user_id = ${userId}`);
  return rows.map(({ address }) => address);
}

/** Writes what people set of their mailbox. New automatic replies go to everybody once again. */
export async function updateMailboxSettings(
  tx: Database,
  tenantId: string,
  mailboxId: string,
  settings: MailboxSettings,
  { repliesAnew }: { repliesAnew: boolean },
): Promise<void> {
  await tx.query(sql`
    update mailbox set settings = ${JSON.stringify(settings)}::jsonb where tenant_id = ${tenantId} and id = ${mailboxId}`);
  if (repliesAnew) {
    await tx.query(sql`delete from automatic_reply_sent where tenant_id = ${tenantId} and mailbox_id = ${mailboxId}`);
  }
}

/** Where mail of a mailbox is sent on to; null: nowhere. */
export async function updateForwarding(
  tx: Database,
  tenantId: string,
  mailboxId: string,
  forwardTo: string | null,
  keepsCopy: boolean,
): Promise<void> {
  await tx.query(sql`
    update mailbox set forward_to = ${forwardTo}, forward_keeps_copy = ${keepsCopy}
    where tenant_id = ${tenantId} and id = ${mailboxId}`);
}

/** Makes a mailbox one that people share, or one person's again. */
export async function updateKind(
  tx: Database,
  tenantId: string,
  mailboxId: string,
  kind: MailboxRow['kind'],
): Promise<void> {
  await tx.query(sql`update mailbox set kind = ${kind} where tenant_id = ${tenantId} and id = ${mailboxId}`);
}

/** Notes that mailboxes reply to somebody by themselves; gives those that do so for the first time since they were set. */
export async function noteAutomaticReplies(
  tx: Database,
  tenantId: string,
  mailboxIds: readonly string[],
  sender: string,
  at: Date,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    insert into automatic_reply_sent (tenant_id, mailbox_id, sender, sent_at)
    select ${tenantId}, id, ${sender}, ${at} from unnest(${mailboxIds}::uuid[]) id
    on conflict do nothing returning mailbox_id as id`);
  return rows.map(({ id }) => id);
}

/** Where these mailboxes send their mail on to, by mailbox. */
export async function readForwarding(
  db: Database,
  tenantId: string,
  mailboxIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; forwardTo: string }>(sql`
    select id, forward_to as "forwardTo" from mailbox
    where tenant_id = ${tenantId} and id = any(${mailboxIds}::uuid[]) and forward_to is not null`);
  return new Map(rows.map(({ id, forwardTo }) => [id, forwardTo]));
}

/** Whether anything keeps what is in a mailbox: a litigation hold of its person, or a hold on the mailbox itself. */
export async function isOnHold(db: Database, tenantId: string, mailboxId: string): Promise<boolean> {
  const [row] = await db.query<{ held: boolean }>(sql`
    select exists (select from mailbox_hold h where h.tenant_id = ${tenantId} and h.mailbox_id = ${mailboxId})
      or exists (select from mailbox m join users u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.on_hold
        where m.tenant_id = ${tenantId} and m.id = ${mailboxId}) as held`);
  return row?.held ?? false;
}
