import { rawSql, sql } from '../base/sql.ts';
import type { Database } from './database.ts';

/**
 * Removes a tenant's entries from the beginning of the log, as long as they are older than a moment; where the log begins
 * then is written into its chain. Entries that have yet to be sent on stay. Gives the last that went and how many.
 */
export async function cutAudit(
  tx: Database,
  tenantId: string,
  before: Date,
  most: number,
): Promise<{ readonly lastId: number; readonly removed: number } | undefined> {
  await tx.query(sql`select from audit_chain where tenant_id = ${tenantId} for update`);
  const [last] = await tx.query<{ id: number }>(sql`
    with old as (
      select id, at from audit_entry where tenant_id = ${tenantId} order by id limit ${most})
    select max(id) as id from old where id < coalesce((select min(id) from old where at >= ${before}), ${Number.MAX_SAFE_INTEGER})
      and id <= coalesce((select min(sent_id) from audit_destination where tenant_id = ${tenantId}),
        ${Number.MAX_SAFE_INTEGER})`);
  if (!last?.id) return undefined;
  await tx.query(sql`
    update audit_chain set cut_id = ${last.id}, cut_hash = (
      select hash from audit_entry where tenant_id = ${tenantId} and id = ${last.id}) where tenant_id = ${tenantId}`);
  await tx.query(rawSql(`set local seatwise.audit_retention = 'on'`));
  const rows = await tx.query(sql`
    delete from audit_entry where tenant_id = ${tenantId} and id <= ${last.id} returning 1`);
  await tx.query(rawSql(`set local seatwise.audit_retention = 'off'`));
  return { lastId: last.id, removed: rows.length };
}
