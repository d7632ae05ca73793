import { type Sql, sql } from '../base/sql.ts';
import { addDays } from '../base/time.ts';
import type { Tenant } from '../domain/directory/tenant.ts';
import type { DeadlineKind } from '../domain/retention/deadlines.ts';
import type { Database } from '../store/database.ts';

/** How many people a tenant has, and how many of them somebody should look at. */
export interface PeopleCounts {
  readonly total: number;
  readonly unlicensed: number;
  readonly blocked: number;
  readonly licenseErrors: number;
  readonly blockedLicensed: number;
  /** Hundredths of the tenant's currency a month, at the prices that are known. */
  readonly blockedCents: number;
  readonly withoutLocation: number;
}

/** Counts living people. Those who are few are found by indexes of their own. */
export async function countPeople(db: Database, tenantId: string): Promise<PeopleCounts> {
  const [[all], [few]] = await Promise.all([
    db.query<{ total: number; licensed: number }>(sql`
      select
        (select count(*) from users where tenant_id = ${tenantId} and deleted_at is null)::int as total,
        (select count(*) from (select distinct user_id from holding where tenant_id = ${tenantId}) h)::int as licensed`),
    db.query<Omit<PeopleCounts, 'total' | 'unlicensed'>>(sql`
      select
        (select count(*) from users where tenant_id = ${tenantId} and ${BLOCKED})::int as blocked,
        (select count(*) from users where tenant_id = ${tenantId} and ${WITHOUT_LOCATION})::int as "withoutLocation",
        (select count(distinct user_id) from assignment
          where tenant_id = ${tenantId} and state in ('ActiveWithError', 'Error'))::int as "licenseErrors",
        b.people as "blockedLicensed", b.cents as "blockedCents"
      from (
        select count(distinct h.user_id)::int as people,
          coalesce(sum(coalesce(s.monthly_price_cents, p.monthly_price_cents)), 0) as cents
        from users u join holding h on h.tenant_id = ${tenantId} and h.user_id = u.id
        left join subscribed_sku s on s.tenant_id = ${tenantId} and s.sku_id = h.sku_id
        left join product p on p.sku_id = h.sku_id
        where u.tenant_id = ${tenantId} and u.deleted_at is null and not u.account_enabled) b`),
  ]);
  return {
    total: all?.total ?? 0,
    // Who is deleted holds nothing.
    unlicensed: (all?.total ?? 0) - (all?.licensed ?? 0),
    blocked: few?.blocked ?? 0,
    licenseErrors: few?.licenseErrors ?? 0,
    blockedLicensed: few?.blockedLicensed ?? 0,
    blockedCents: few?.blockedCents ?? 0,
    withoutLocation: few?.withoutLocation ?? 0,
  };
}

const BLOCKED = sql`deleted_at is null and not account_enabled`;
const WITHOUT_LOCATION = sql`deleted_at is null and usage_location is null and user_type = 'Member'`;

/** What waits for a second administrator, and what one has agreed to but nobody has carried out. */
export async function countWaiting(db: Database, tenantId: string): Promise<{ approvals: number; approved: number }> {
  const [row] = await db.query<{ approvals: number; approved: number }>(sql`
    select
      (select count(*) from approval where tenant_id = ${tenantId} and decision is null)::int as approvals,
      (select count(distinct o.id) from operation o
        join approval a on a.tenant_id = ${tenantId} and a.operation_id = o.id
        where o.tenant_id = ${tenantId} and o.status = 'planned' and a.decision = 'approved' and a.used_at is null)::int as approved`);
  return row ?? { approvals: 0, approved: 0 };
}

/** Deadlines of one kind on one day of the tenant's time zone. */
export interface DeadlineDay {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly kind: DeadlineKind;
  readonly people: number;
  /** The one whom it concerns, where it is only one. */
  readonly person: ListedPerson | null;
}

/** What is due within so many days, by day and kind. */
export async function readDeadlineDays(
  db: Database,
  { tenantId, timeZone }: Tenant,
  now: number,
  days: number,
): Promise<DeadlineDay[]> {
  const rows = await db.query<
    Omit<DeadlineDay, 'person'> & { [Column in keyof PersonRow]: PersonRow[Column] | null }
  >(sql`
    select to_char(d.day, 'YYYY-MM-DD') as day, d.kind, d.people, ${PERSON_COLUMNS}
    from (
      select (due_at at time zone ${timeZone})::date as day, kind, count(*)::int as people,
        case when count(*) = 1 then min(subject_id::text)::uuid end as one
      from deadline where tenant_id = ${tenantId} and due_at >= ${new Date(now)} and due_at < ${new Date(addDays(now, days))}
      group by 1, 2) d
    left join users u on u.tenant_id = ${tenantId} and u.id = d.one
    order by d.day, d.kind`);
  return rows.map(({ day, kind, people, ...row }) => ({
    day,
    kind,
    people,
    person: row.id ? personOf(row as PersonRow) : null,
  }));
}

/** The people concerned by the deadlines of one kind on one day, by name. */
export function readDeadlinePeople(
  db: Database,
  { tenantId, timeZone }: Tenant,
  now: number,
  of: { readonly kind: DeadlineKind; readonly day: string },
  page: PeoplePage,
): Promise<PeopleList> {
  return readPeople(
    db,
    sql`from deadline d join users u on u.tenant_id = ${tenantId} and u.id = d.subject_id
      where d.tenant_id = ${tenantId} and d.kind = ${of.kind} and d.due_at >= ${new Date(now)}
        and d.due_at >= ${of.day}::date::timestamp at time zone ${timeZone}
        and d.due_at < (${of.day}::date + 1)::timestamp at time zone ${timeZone}`,
    page,
  );
}

/** The people of a problem that no list has a filter for, by name. */
export function readProblemPeople(
  db: Database,
  tenantId: string,
  problem: 'blockedLicensed' | 'withoutLocation',
  page: PeoplePage,
): Promise<PeopleList> {
  const condition =
    problem === 'withoutLocation'
      ? sql`u.usage_location is null and u.user_type = 'Member'`
      : sql`not u.account_enabled and exists (select from holding h where h.tenant_id = ${tenantId} and h.user_id = u.id)`;
  return readPeople(
    db,
    sql`from users u where u.tenant_id = ${tenantId} and u.deleted_at is null and ${condition}`,
    page,
  );
}

export interface PeoplePage {
  readonly skip: number;
  readonly top: number;
}

interface ListedPerson {
  readonly userId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly deleted: boolean;
}

export interface PeopleList {
  readonly total: number;
  readonly value: readonly ListedPerson[];
}

interface PersonRow {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly deleted: boolean;
}

const PERSON_COLUMNS = sql`u.id, u.display_name as "displayName", u.user_principal_name as "userPrincipalName",
  u.deleted_at is not null as deleted`;

async function readPeople(db: Database, from: Sql, { skip, top }: PeoplePage): Promise<PeopleList> {
  const [rows, [count]] = await Promise.all([
    db.query<PersonRow>(sql`
      select ${PERSON_COLUMNS} ${from} order by u.sort_key collate "C", u.id limit ${top} offset ${skip}`),
    db.query<{ total: number }>(sql`select count(*)::int as total ${from}`),
  ]);
  return { total: count?.total ?? 0, value: rows.map(personOf) };
}

function personOf({ id, displayName, userPrincipalName, deleted }: PersonRow): ListedPerson {
  return { userId: id, displayName, userPrincipalName, deleted };
}
