import { rawSql, type Sql, sql } from '../../base/sql.ts';
import type { HoldKind, MailboxState } from '../../domain/compliance/holds.ts';
import type { Database } from '../../store/database.ts';

/** A hold on a mailbox, with the name of what placed it. */
interface MailboxHold {
  readonly kind: HoldKind;
  /** The case or the policy; null for a litigation hold and a delay. */
  readonly source: string | null;
  readonly name: string | null;
  readonly since: string;
  /** When a delay ends; else null. */
  readonly until: string | null;
}

export interface MailboxWithHolds {
  readonly mailboxId: string;
  readonly userId: string;
  readonly displayName: string;
  readonly address: string;
  readonly state: MailboxState;
  readonly stateSince: Date;
  readonly itemCount: number;
  readonly sizeBytes: number;
  /** When what is left of it is deleted; null where nothing says so. */
  readonly deletedOn: Date | null;
  readonly holds: readonly MailboxHold[];
}

const HOLDS = rawSql(`(
  select coalesce(jsonb_agg(to_jsonb(x) order by x.since, x.kind), '[]') from (
    select 'litigation' as kind, null::uuid as source, null::text as name, u.litigation_hold_at as since, null::timestamptz as until
    where u.litigation_hold_at is not null
    union all
    select h.kind, nullif(h.source, '00000000-0000-0000-0000-000000000000'), coalesce(c.display_name, r.display_name), h.since, d.due_at
    from mailbox_hold h
    left join ediscovery_case c on h.kind = 'case' and c.tenant_id = h.tenant_id and c.id = h.source
    left join retention_policy r on h.kind = 'policy' and r.tenant_id = h.tenant_id and r.id = h.source
    left join deadline d on h.kind = 'delay' and d.tenant_id = h.tenant_id and d.subject_id = h.mailbox_id and d.kind = 'delayHoldEnd'
    where h.tenant_id = m.tenant_id and h.mailbox_id = m.id and not (h.kind = 'litigation' and u.litigation_hold_at is not null)
  ) x)`);

const MAILBOX = sql`
  select m.id as "mailboxId", m.user_id as "userId", m.display_name as "displayName", m.address, m.state,
    m.state_since as "stateSince", m.item_count as "itemCount", m.size_bytes as "sizeBytes",
    (select min(d.due_at) from deadline d where d.tenant_id = m.tenant_id
      and (d.subject_id = m.user_id and d.kind = 'mailboxPurge' and m.state in ('held', 'softDeleted')
        or d.subject_id = m.user_id and d.kind = 'userPurge' and m.state = 'softDeleted'
        or d.subject_id = m.id and d.kind = 'inactivePurge')) as "deletedOn",
    ${HOLDS} as holds
  from mailbox m left join users u on u.tenant_id = m.tenant_id and u.id = m.user_id`;

/** The mailboxes of a person, living or gone, with all holds on them. */
export async function readHoldsOf(db: Database, tenantId: string, userId: string): Promise<MailboxWithHolds[]> {
  return db.query<MailboxWithHolds>(sql`
    ${MAILBOX} where m.tenant_id = ${tenantId} and m.user_id = ${userId} order by m.state = 'inactive', m.created_at desc`);
}

/** Mailboxes on hold, in the order of their ids: those after one, of a kind of hold or a state if wanted. */
export async function readHeldMailboxes(
  db: Database,
  tenantId: string,
  wanted: {
    readonly kind?: HoldKind | undefined;
    readonly state?: MailboxState | undefined;
    readonly after?: string | undefined;
  },
  top: number,
): Promise<MailboxWithHolds[]> {
  const { kind, state, after } = wanted;
  return db.query<MailboxWithHolds>(sql`
    ${MAILBOX} where m.tenant_id = ${tenantId} and ${after === undefined ? sql`true` : sql`m.id > ${after}`}
      and ${state === undefined ? sql`true` : sql`m.state = ${state}`} and ${heldBy(kind)}
    order by m.id limit ${top}`);
}

function heldBy(kind: HoldKind | undefined): Sql {
  const row = sql`exists (select from mailbox_hold h where h.tenant_id = m.tenant_id and h.mailbox_id = m.id
    and ${kind === undefined ? sql`true` : sql`h.kind = ${kind}`})`;
  return kind === undefined || kind === 'litigation' ? sql`(${row} or u.litigation_hold_at is not null)` : row;
}

/** Somebody's litigation hold as it stands at the person; undefined where there is no such person any more. */
export async function readLitigationHold(
  db: Database,
  tenantId: string,
  userId: string,
): Promise<{ displayName: string; since: Date | null; by: string | null; reason: string | null } | undefined> {
  const [row] = await db.query<{
    displayName: string;
    since: Date | null;
    by: string | null;
    reason: string | null;
  }>(sql`
    select display_name as "displayName", litigation_hold_at as since, litigation_hold_by as by, litigation_hold_reason as reason
    from users where tenant_id = ${tenantId} and id = ${userId}`);
  return row;
}

/** What is to be lifted: the litigation hold of a person, or what a case or a policy holds. */
export type Lifting =
  | { readonly kind: 'litigation'; readonly userId: string }
  | { readonly kind: 'case' | 'policy'; readonly source: string };

/** Mailboxes that nothing else would hold, by their state: how many, and the first names. */
export interface ReleasedMailboxes {
  readonly state: MailboxState;
  readonly mailboxes: number;
  readonly names: readonly string[];
}

/** Which mailboxes would be released by lifting a hold, and how many it stands on at all. */
export async function readRelease(
  db: Database,
  tenantId: string,
  lifting: Lifting,
): Promise<{ readonly held: number; readonly released: ReleasedMailboxes[] }> {
  const [mine, others] =
    lifting.kind === 'litigation'
      ? [
          sql`m.user_id = ${lifting.userId} and (u.litigation_hold_at is not null or exists (
          select from mailbox_hold h where h.tenant_id = m.tenant_id and h.mailbox_id = m.id and h.kind = 'litigation'))`,
          sql`h.kind <> 'litigation'`,
        ]
      : [
          sql`exists (select from mailbox_hold h where h.tenant_id = m.tenant_id and h.mailbox_id = m.id
          and h.kind = ${lifting.kind} and h.source = ${lifting.source})`,
          sql`not (h.kind = ${lifting.kind} and h.source = ${lifting.source})`,
        ];
  const litigated =
    lifting.kind === 'litigation' ? sql`false` : sql`u.litigation_hold_at is not null and u.deleted_at is null`;
  const rows = await db.query<ReleasedMailboxes & { isReleased: boolean }>(sql`
    with mine as (
      select m.state, m.display_name, not (coalesce(${litigated}, false) or exists (
        select from mailbox_hold h where h.tenant_id = m.tenant_id and h.mailbox_id = m.id and h.kind <> 'delay' and ${others})) as released
      from mailbox m left join users u on u.tenant_id = m.tenant_id and u.id = m.user_id
      where m.tenant_id = ${tenantId} and ${mine})
    select state, released as "isReleased", count(*)::int as mailboxes, (array_agg(display_name order by display_name))[1:10] as names
    from mine group by state, released order by state`);
  return {
    held: rows.reduce((sum, { mailboxes }) => sum + mailboxes, 0),
    released: rows
      .filter(({ isReleased }) => isReleased)
      .map(({ state, mailboxes, names }) => ({ state, mailboxes, names })),
  };
}
