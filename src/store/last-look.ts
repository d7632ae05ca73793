import { sql } from '../base/sql.ts';
import { type DeadlineKind, FINAL_KINDS } from '../domain/retention/deadlines.ts';
import type { Database } from './database.ts';

/** Something that ends for good when its days are over. */
export interface ComingPurge {
  readonly subjectId: string;
  readonly kind: DeadlineKind;
  readonly dueAt: Date;
  readonly name: string;
  readonly announcedAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly confirmedBy: string | null;
}

const NAMED = sql`
  d.subject_id as "subjectId", d.kind, d.due_at as "dueAt", d.announced_at as "announcedAt", d.confirmed_at as "confirmedAt",
  d.confirmed_by as "confirmedBy", coalesce(u.display_name, m.display_name, v.display_name, '') as name`;

function namesOf(tenantId: string) {
  return sql`
    left join users u on u.tenant_id = ${tenantId} and u.id = d.subject_id
    left join mailbox m on m.tenant_id = ${tenantId} and (m.id = d.subject_id or u.id is null and m.user_id = d.subject_id)
    left join drive v on v.tenant_id = ${tenantId} and v.user_id = d.subject_id and u.id is null`;
}

/** What ends for good until a moment, the soonest first. */
export async function readComingPurges(
  db: Database,
  tenantId: string,
  until: Date,
  most: number,
): Promise<ComingPurge[]> {
  return db.query<ComingPurge>(sql`
    select distinct on (d.due_at, d.kind, d.subject_id) ${NAMED} from deadline d ${namesOf(tenantId)}
    where d.tenant_id = ${tenantId} and d.kind = any(${FINAL_KINDS}::text[]) and d.due_at <= ${until}
    order by d.due_at, d.kind, d.subject_id limit ${most}`);
}

/** Notes that what ends until a moment was announced, and gives what had not been. */
export async function markAnnounced(tx: Database, tenantId: string, until: Date, now: Date): Promise<ComingPurge[]> {
  return tx.query<ComingPurge>(sql`
    with told as (
      update deadline set announced_at = ${now}
      where tenant_id = ${tenantId} and kind = any(${FINAL_KINDS}::text[]) and due_at <= ${until} and announced_at is null
      returning *)
    select distinct on (d.due_at, d.kind, d.subject_id) ${NAMED} from told d ${namesOf(tenantId)}
    order by d.due_at, d.kind, d.subject_id`);
}

/** Notes that somebody agreed to what has been announced, or to those of these subjects; gives to how many. */
export async function markConfirmed(
  tx: Database,
  tenantId: string,
  subjectIds: readonly string[] | null,
  by: string,
  now: Date,
): Promise<number> {
  const rows = await tx.query(sql`
    update deadline set confirmed_at = ${now}, confirmed_by = ${by}
    where tenant_id = ${tenantId} and kind = any(${FINAL_KINDS}::text[]) and announced_at is not null and confirmed_at is null
      and (${subjectIds === null} or subject_id = any(${subjectIds ?? []}::uuid[]))
    returning 1`);
  return rows.length;
}
