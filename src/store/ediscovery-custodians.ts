import { rawSql, sql } from '../base/sql.ts';
import type { Database } from './database.ts';

/** A person whom a case is about. */
export interface Custodian {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly displayName: string;
  readonly status: 'active' | 'released';
  readonly includesMailbox: boolean;
  readonly includesDrive: boolean;
  readonly onHold: boolean;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly releasedAt: Date | null;
}

const COLUMNS =
  rawSql(`id, user_id as "userId", email, display_name as "displayName", status, includes_mailbox as "includesMailbox",
  includes_drive as "includesDrive", on_hold as "onHold", created_at as "createdAt", modified_at as "modifiedAt", released_at as "releasedAt"`);

/** The custodians of a case, by name. */
export async function readCustodians(db: Database, tenantId: string, caseId: string): Promise<Custodian[]> {
  return db.query<Custodian>(sql`
    select ${COLUMNS} from ediscovery_custodian where tenant_id = ${tenantId} and case_id = ${caseId}
    order by display_name, id`);
}

/** Somebody who can become a custodian: a living person, or one whose mailbox outlived them. */
export interface PossibleCustodian {
  readonly userId: string;
  readonly email: string;
  readonly displayName: string;
}

/** The person with this id, user name or address; the living first, then those whose mailbox or drive is left. */
export async function findPossibleCustodian(
  db: Database,
  tenantId: string,
  key: { readonly id: string } | { readonly address: string },
): Promise<PossibleCustodian | undefined> {
  const [living, left] =
    'id' in key
      ? [sql`u.id = ${key.id}`, sql`m.user_id = ${key.id}`]
      : [sql`u.upn_key = ${key.address.toLowerCase()}`, sql`m.address = ${key.address.toLowerCase()}`];
  const [row] = await db.query<PossibleCustodian>(sql`
    select "userId", email, "displayName" from (
      select u.id as "userId", coalesce(u.mail, u.user_principal_name) as email, u.display_name as "displayName", 0 as rank
      from users u where u.tenant_id = ${tenantId} and ${living} and u.deleted_at is null
      union all
      select m.user_id, m.address, m.display_name, 1 from mailbox m where m.tenant_id = ${tenantId} and ${left}
    ) found order by rank limit 1`);
  return row;
}

/** Adds a custodian. Gives false where the person is one already. */
export async function insertCustodian(
  tx: Database,
  tenantId: string,
  caseId: string,
  id: string,
  {
    person: { userId, email, displayName },
    includesMailbox,
    includesDrive,
    at,
  }: {
    readonly person: PossibleCustodian;
    readonly includesMailbox: boolean;
    readonly includesDrive: boolean;
    readonly at: Date;
  },
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into ediscovery_custodian (tenant_id, case_id, id, user_id, email, display_name, includes_mailbox, includes_drive, created_at, modified_at)
    values (${tenantId}, ${caseId}, ${id}, ${userId}, ${email}, ${displayName}, ${includesMailbox}, ${includesDrive}, ${at}, ${at})
    on conflict (tenant_id, case_id, user_id) do nothing returning 1`);
  return rows.length > 0;
}

/** Writes what a case looks at and holds of custodians; what is left out stays. */
export async function updateCustodians(
  tx: Database,
  tenantId: string,
  caseId: string,
  ids: readonly string[],
  {
    status,
    includesMailbox,
    includesDrive,
    onHold,
  }: Partial<Pick<Custodian, 'status' | 'includesMailbox' | 'includesDrive' | 'onHold'>>,
  at: Date,
): Promise<void> {
  await tx.query(sql`
    update ediscovery_custodian set status = coalesce(${status ?? null}, status),
      includes_mailbox = coalesce(${includesMailbox ?? null}, includes_mailbox),
      includes_drive = coalesce(${includesDrive ?? null}, includes_drive), on_hold = coalesce(${onHold ?? null}, on_hold),
      released_at = case when ${status ?? null}::text is null then released_at when ${status ?? null} = 'released' then ${at}::timestamptz end,
      modified_at = ${at}
    where tenant_id = ${tenantId} and case_id = ${caseId} and id = any(${ids}::uuid[])`);
}
