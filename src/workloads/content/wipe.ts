import { rawSql, sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';

/** Tables in which people's data stands. */
const TABLES = [
  'content_chunk',
  'content',
  'message',
  'mail_folder',
  'mailbox',
  'automatic_reply_sent',
  'drive',
  'drive_item',
] as const;

/**
 * Up to this size a table is written anew, which locks it for as long as that takes. Above, its freed space is only
 * marked as free, and its bytes stay in the file until others take their place.
 */
const REWRITTEN_BYTES = 4 * 1024 ** 3;

/** Notes that data of a tenant was deleted for good, so that its bytes will be removed from the files, too. */
export async function requestWipe(tx: Database, tenantId: string): Promise<void> {
  await tx.query(sql`
    insert into wipe_request (tenant_id, at) values (${tenantId}, clock_timestamp()) on conflict do nothing`);
}

/** Removes the bytes of what was deleted for good from the database's files, if anything was. Gives whether it did. */
export async function wipeDeleted(db: Database): Promise<boolean> {
  const requests = await db.query<{ tenantId: string; at: Date }>(sql`
    select tenant_id as "tenantId", at from wipe_request order by tenant_id, at`);
  if (requests.length === 0) return false;
  for (const table of TABLES) {
    const [size] = await db.query<{ bytes: number }>(
      sql`select pg_total_relation_size(${table}::text::regclass) as bytes`,
    );
    const full = (size?.bytes ?? 0) <= REWRITTEN_BYTES;
    await db.query(rawSql(`vacuum (${full ? 'full, ' : ''}analyze) ${table}`));
  }
  await db.query(sql`
    delete from wipe_request w using unnest(${requests.map(({ tenantId }) => tenantId)}::uuid[], ${requests.map(({ at }) => at)}::timestamptz[])
      as done(tenant_id, at) where w.tenant_id = done.tenant_id and w.at <= done.at + interval '1 millisecond'`);
  return true;
}
