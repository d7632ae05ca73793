import { type Sql, sql } from '../../base/sql.ts';
import type { Kql } from '../../domain/compliance/kql.ts';
import type { ScopePart, SearchScope } from '../../domain/compliance/search-scope.ts';
import type { Database } from '../../store/database.ts';

/** What is looked for, and where. */
export interface SearchQuestion {
  readonly caseId: string;
  readonly scope: SearchScope;
  readonly query: Kql;
}

/** Whether `owner` (the id of a person) is among those whose mailboxes or drives a search looks into. */
function isMeant(owner: Sql, tenantId: string, question: SearchQuestion, part: ScopePart, included: Sql): Sql {
  switch (part) {
    case 'none':
      return sql`false`;
    case 'everyone':
      return sql`true`;
    case 'named':
      return sql`${owner} = any(${question.scope.users}::uuid[])`;
    case 'custodians':
      return sql`exists (select from ediscovery_custodian x where x.tenant_id = ${tenantId} and x.case_id = ${question.caseId}
        and x.user_id = ${owner} and x.status = 'active' and ${included})`;
  }
}

/** Whether `mailbox m` is one that the search means, open or not. */
function meansMailbox(tenantId: string, question: SearchQuestion): Sql {
  return isMeant(sql`m.user_id`, tenantId, question, question.scope.mailboxes, sql`x.includes_mailbox`);
}

/** Whether `drive d` is one that the search means, open or not. */
function meansDrive(tenantId: string, question: SearchQuestion): Sql {
  return isMeant(sql`d.user_id`, tenantId, question, question.scope.drives, sql`x.includes_drive`);
}

/**
 * Mailboxes that can be searched: open ones, and those that a hold keeps, with or without their person (X-6, CSREF).
 * What only waits for its end can't.
 */
const SEARCHABLE = sql`(m.state in ('active', 'keptByHold') or m.state = 'inactive' and exists (
  select from mailbox_hold h where h.tenant_id = m.tenant_id and h.mailbox_id = m.id))`;

/** The ids of the mailboxes that a search looks into. */
export function mailboxesIn(tenantId: string, question: SearchQuestion): Sql {
  return sql`select m.id from mailbox m where m.tenant_id = ${tenantId} and ${SEARCHABLE} and ${meansMailbox(tenantId, question)}`;
}

/** The ids of the drives that a search looks into: all but those in the recycle bin, which nothing indexes (T-6). */
export function drivesIn(tenantId: string, question: SearchQuestion): Sql {
  return sql`select d.id from drive d where d.tenant_id = ${tenantId} and d.state <> 'recycleBin' and ${meansDrive(tenantId, question)}`;
}

/** A mailbox or drive that a search means and can't look into. */
export interface LeftOut {
  readonly kind: 'mailbox' | 'drive';
  readonly id: string;
  readonly userId: string;
  readonly displayName: string;
  /** The mailbox's address; null for a drive. */
  readonly address: string | null;
  /** unlicensed: the license is gone and no hold stood before; deleted: the person is; released: nothing holds it any more. */
  readonly why: 'unlicensed' | 'deleted' | 'released' | 'recycleBin';
  readonly since: Date;
  /** When it is deleted for good; null where nothing says so. */
  readonly deletedOn: Date | null;
}

const MOST_LEFT_OUT = 1_000;

/** What a search means and can't look into, and why (R-CO-7, X-7): how many, and the first thousand by name. */
export async function readLeftOut(
  db: Database,
  tenantId: string,
  question: SearchQuestion,
): Promise<{ readonly count: number; readonly first: LeftOut[] }> {
  const rows = await db.query<LeftOut & { count: number }>(sql`
    select o.*, count(*) over ()::int as count from (
      select 'mailbox' as kind, m.id, m.user_id as "userId", m.display_name as "displayName", m.address,
        case m.state when 'held' then 'unlicensed' when 'softDeleted' then 'deleted' else 'released' end as why,
        m.state_since as since,
        (select min(e.due_at) from deadline e where e.tenant_id = m.tenant_id and (
          e.subject_id = m.user_id and e.kind = 'mailboxPurge' or e.subject_id = m.id and e.kind = 'inactivePurge'
          or e.subject_id = m.user_id and e.kind = 'userPurge' and m.state = 'softDeleted')) as "deletedOn"
      from mailbox m where m.tenant_id = ${tenantId} and not ${SEARCHABLE} and ${meansMailbox(tenantId, question)}
      union all
      select 'drive', d.id, d.user_id, d.display_name, null, 'recycleBin', d.state_since,
        (select min(e.due_at) from deadline e where e.tenant_id = d.tenant_id and e.subject_id = d.user_id and e.kind = 'oneDriveErase')
      from drive d where d.tenant_id = ${tenantId} and d.state = 'recycleBin' and ${meansDrive(tenantId, question)}
    ) o order by o."displayName", o.kind desc, o.id limit ${MOST_LEFT_OUT}`);
  return { count: rows[0]?.count ?? 0, first: rows.map(({ count: _count, ...leftOut }) => leftOut) };
}
