import { rawSql, type Sql, sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';
import { dropUnused } from '../content/content.ts';
import { POLICY_MEANS } from './holds.ts';

/** A retention policy that deletes, as it was last changed. */
export interface DeletingPolicy {
  readonly id: string;
  readonly displayName: string;
  readonly action: 'deleteOnly' | 'retainThenDelete';
  readonly durationDays: number;
  readonly modifiedAt: Date;
}

/** The policies of a tenant that delete. */
export async function readDeletingPolicies(db: Database, tenantId: string): Promise<DeletingPolicy[]> {
  return db.query<DeletingPolicy>(sql`
    select id, display_name as "displayName", action, duration_days as "durationDays", modified_at as "modifiedAt"
    from retention_policy where tenant_id = ${tenantId} and action <> 'retain' and duration_days is not null order by id`);
}

/** A hold of `mailbox m` that keeps all that is in it, whatever its age. */
const HELD_WHOLE = rawSql(`(
  exists (select from mailbox_hold h where h.tenant_id = m.tenant_id and h.mailbox_id = m.id and h.kind <> 'policy')
  or exists (select from users u where u.tenant_id = m.tenant_id and u.id = m.user_id and u.litigation_hold_at is not null))`);

/** Whether a policy that keeps things keeps `message g` still: for ever, or because it is young enough. */
function keptByPolicy(now: Date): Sql {
  return sql`exists (
    select from mailbox_hold h join retention_policy k on k.tenant_id = h.tenant_id and k.id = h.source
    where h.tenant_id = m.tenant_id and h.mailbox_id = m.id and h.kind = 'policy'
      and (k.duration_days is null or g.received_at >= ${now}::timestamptz - k.duration_days * interval '24 hours'))`;
}

/**
 * Deletes for good what a policy deletes: mail that came before `olderThan`, in the mailboxes that it means, at most so
 * many messages at once. To keep goes before to delete: what a hold or another policy keeps stays (Retention, principles).
 * `before`: from when on content is somebody's who begins to use it right now. Gives how much was deleted.
 */
export async function deleteExpired(
  tx: Database,
  tenantId: string,
  policyId: string,
  {
    olderThan,
    now,
    before,
    most,
  }: { readonly olderThan: Date; readonly now: Date; readonly before: Date; readonly most: number },
): Promise<number> {
  const gone = await tx.query<{ hash: Buffer }>(sql`
    with expired as (
      select g.mailbox_id, g.id from message g
      join mailbox m on m.tenant_id = g.tenant_id and m.id = g.mailbox_id and m.state in ('active', 'keptByHold', 'inactive')
      join retention_policy r on r.tenant_id = g.tenant_id and r.id = ${policyId} and ${POLICY_MEANS}
      where g.tenant_id = ${tenantId} and g.received_at < ${olderThan} and not ${HELD_WHOLE} and not ${keptByPolicy(now)}
      order by g.received_at, g.id limit ${most}),
    gone as (
      delete from message g using expired e
      where g.tenant_id = ${tenantId} and g.mailbox_id = e.mailbox_id and g.id = e.id
      returning g.mailbox_id, g.size, g.content_hash),
    counted as (
      update mailbox m set item_count = m.item_count - c.items, size_bytes = m.size_bytes - c.bytes
      from (select mailbox_id, count(*)::int as items, sum(size)::bigint as bytes from gone group by mailbox_id) c
      where m.tenant_id = ${tenantId} and m.id = c.mailbox_id)
    select content_hash as hash from gone`);
  await dropUnused(
    tx,
    tenantId,
    gone.map(({ hash }) => hash),
    before,
  );
  return gone.length;
}
