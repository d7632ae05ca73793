import { rawSql, sql } from '../base/sql.ts';
import type { Database } from './database.ts';

export interface AuditDestination {
  readonly id: string;
  readonly kind: 'webhook' | 'syslog';
  readonly address: string;
  /** Encrypted; null for syslog. */
  readonly secret: string | null;
  /** Set up at the machine itself: may be within its own network. */
  readonly anyAddress: boolean;
  /** Entries up to this one have arrived. */
  readonly sentId: number;
  readonly failures: number;
  readonly nextTryAt: Date | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
}

const COLUMNS =
  rawSql(`d.id, d.kind, d.address, d.secret, d.any_address as "anyAddress", d.sent_id as "sentId", d.failures,
  d.next_try_at as "nextTryAt", d.last_error as "lastError", d.created_at as "createdAt"`);

/** Where a tenant's log is sent, with how many entries wait. */
export async function readDestinations(
  db: Database,
  tenantId: string,
): Promise<(AuditDestination & { readonly waiting: number })[]> {
  return db.query(sql`
    select ${COLUMNS}, c.last_id - d.sent_id as waiting from audit_destination d
    join audit_chain c on c.tenant_id = d.tenant_id where d.tenant_id = ${tenantId} order by d.created_at, d.id`);
}

/** One of them; undefined if there is none. */
export async function findDestination(
  db: Database,
  tenantId: string,
  id: string,
): Promise<AuditDestination | undefined> {
  const [row] = await db.query<AuditDestination>(sql`
    select ${COLUMNS} from audit_destination d where d.tenant_id = ${tenantId} and d.id = ${id}`);
  return row;
}

/** Adds a destination; it gets what is written from now on. */
export async function insertDestination(
  tx: Database,
  tenantId: string,
  one: Pick<AuditDestination, 'id' | 'kind' | 'address' | 'secret' | 'anyAddress'>,
): Promise<void> {
  await tx.query(sql`
    insert into audit_destination (tenant_id, id, kind, address, secret, any_address, sent_id, created_at)
    select ${tenantId}, ${one.id}, ${one.kind}, ${one.address}, ${one.secret}, ${one.anyAddress}, last_id, now()
    from audit_chain where tenant_id = ${tenantId}`);
}

/** Removes a destination. Gives its address. */
export async function deleteDestination(tx: Database, tenantId: string, id: string): Promise<string | undefined> {
  const [row] = await tx.query<{ address: string }>(sql`
    delete from audit_destination where tenant_id = ${tenantId} and id = ${id} returning address`);
  return row?.address;
}

/** Something waits for it, it may be tried at `now`, and no server is sending to it. On `audit_destination d`, `audit_chain c`. */
const isDue = (now: Date) => sql`d.sent_id < c.last_id and (d.next_try_at is null or d.next_try_at <= ${now})
  and (d.leased_until is null or d.leased_until < clock_timestamp())`;

/** The destinations of all tenants that something may be sent to now. For a door to every tenant. */
export async function readDueDestinations(
  db: Database,
  now: Date,
): Promise<{ readonly tenantId: string; readonly id: string }[]> {
  return db.query(sql`
    select d.tenant_id as "tenantId", d.id from audit_destination d join audit_chain c on c.tenant_id = d.tenant_id
    where ${isDue(now)} order by d.next_try_at nulls first limit 100`);
}

export interface ClaimedDestination extends AuditDestination {
  /** To be sent: the entries after `sentId` up to this one. The same again after a failure. */
  readonly tryingId: number;
  readonly lease: string;
}

/**
 * Takes a destination for a minute, in which no other server sends to it; undefined if one does, or nothing may be sent.
 * `most`: how many entries are sent at once.
 */
export async function claimDestination(
  db: Database,
  tenantId: string,
  id: string,
  { lease, now, most }: { readonly lease: string; readonly now: Date; readonly most: number },
): Promise<ClaimedDestination | undefined> {
  const [row] = await db.query<ClaimedDestination>(sql`
    update audit_destination d set lease = ${lease}, leased_until = clock_timestamp() + interval '1 minute',
      trying_id = coalesce(d.trying_id, least(d.sent_id + ${most}::int, c.last_id))
    from audit_chain c
    where c.tenant_id = d.tenant_id and d.tenant_id = ${tenantId} and d.id = ${id} and ${isDue(now)}
    returning ${COLUMNS}, d.trying_id as "tryingId", d.lease`);
  return row;
}

/** Notes that what was tried has arrived, and lets the destination go. */
export async function markSent(db: Database, tenantId: string, id: string, lease: string): Promise<void> {
  await db.query(sql`
    update audit_destination set sent_id = trying_id, trying_id = null, failures = 0, next_try_at = null, last_error = null,
      lease = null, leased_until = null
    where tenant_id = ${tenantId} and id = ${id} and lease = ${lease}`);
}

/** Notes that a try has failed, and when the next may be made, and lets the destination go. */
export async function markFailed(
  db: Database,
  tenantId: string,
  id: string,
  { lease, error, nextTryAt }: { readonly lease: string; readonly error: string; readonly nextTryAt: Date },
): Promise<void> {
  await db.query(sql`
    update audit_destination set failures = failures + 1, last_error = ${error}, next_try_at = ${nextTryAt},
      lease = null, leased_until = null
    where tenant_id = ${tenantId} and id = ${id} and lease = ${lease}`);
}
