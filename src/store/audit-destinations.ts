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

/** The destinations of all tenants that something waits for, and that may be tried now. For a door to every tenant. */
export async function readDueDestinations(
  db: Database,
  now: Date,
): Promise<{ readonly tenantId: string; readonly id: string }[]> {
  return db.query(sql`
    select d.tenant_id as "tenantId", d.id from audit_destination d join audit_chain c on c.tenant_id = d.tenant_id
    where d.disabled_at is null and d.sent_id < c.last_id and (d.next_try_at is null or d.next_try_at <= ${now})
    order by d.next_try_at nulls first limit 100`);
}

/** A destination, if no other server is sending to it at this moment; locked until the transaction ends. */
export async function claimDestination(
  tx: Database,
  tenantId: string,
  id: string,
): Promise<AuditDestination | undefined> {
  const [row] = await tx.query<AuditDestination>(sql`
    select ${COLUMNS} from audit_destination d where d.tenant_id = ${tenantId} and d.id = ${id} for update skip locked`);
  return row;
}

/** Notes that entries up to one have arrived. */
export async function markSent(tx: Database, tenantId: string, id: string, sentId: number): Promise<void> {
  await tx.query(sql`
    update audit_destination set sent_id = ${sentId}, failures = 0, next_try_at = null, last_error = null
    where tenant_id = ${tenantId} and id = ${id}`);
}

/** Notes that a try has failed, and when the next may be made. */
export async function markFailed(
  tx: Database,
  tenantId: string,
  id: string,
  error: string,
  nextTryAt: Date,
): Promise<void> {
  await tx.query(sql`
    update audit_destination set failures = failures + 1, last_error = ${error}, next_try_at = ${nextTryAt}
    where tenant_id = ${tenantId} and id = ${id}`);
}
