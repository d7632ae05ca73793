import { rawSql, sql } from '../base/sql.ts';
import type { Database } from './database.ts';

/**
 * Everything that changes licenses, or a fact that their rules look at, first takes the tenant's lock: shared for
 * changes of a few people, who are then locked one by one; alone for changes of many. So rules that span several rows
 * (a base and its add-on) hold under any concurrency, without a lock on each of 100,000 people.
 */
export async function lockForMany(tx: Database, tenantId: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${tenantId}, 4365))`);
  await makeRoom(tx);
}

/** The shared side of the lock. The people must then be locked with `lockUsers`. */
export async function lockForFew(tx: Database, tenantId: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock_shared(hashtextextended(${tenantId}, 4365))`);
}

/** Lets one change after the other ask who is left as an administrator: two at once must not each count on the other. */
export async function lockAdministrators(tx: Database, tenantId: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${tenantId}, 4366))`);
}

/** Locks people against other changes until the transaction ends; always in the same order, so that none deadlock. */
export async function lockUsers(tx: Database, tenantId: string, userIds: readonly string[]): Promise<void> {
  await tx.query(sql`
    select from users where tenant_id = ${tenantId} and id = any(${userIds}::uuid[]) order by id for no key update`);
}

/**
 * Lets every statement of a transaction see the same moment, whatever others commit meanwhile: for work of several
 * reads that takes no lock. To be called before anything else in it.
 */
export async function seeOneMoment(tx: Database): Promise<void> {
  await tx.query(rawSql('set transaction isolation level repeatable read'));
  await makeRoom(tx);
}

/** Lets what is done with many people at once join and sort in memory. */
async function makeRoom(tx: Database): Promise<void> {
  await tx.query(rawSql(`set local work_mem = '64MB'`));
}
