import { type Sql, sql } from '../../base/sql.ts';
import type { MailboxState } from '../../domain/compliance/holds.ts';
import type { AssignmentPath } from '../../domain/licensing/profile.ts';
import type { Database } from '../../store/database.ts';

/** A person who is to be put on hold, with their mailbox: the one they have, else the latest that outlived them. */
export interface PersonToHold {
  readonly userId: string;
  readonly displayName: string;
  readonly mailboxId: string | null;
  readonly state: MailboxState | null;
  readonly paths: readonly AssignmentPath[];
  /** When what is left of the mailbox is deleted. */
  readonly deletedOn: Date | null;
}

/** What decides whether people can be put on hold, in one statement. `people` gives user_id, each once. */
export async function readPeopleToHold(db: Database, tenantId: string, people: Sql): Promise<PersonToHold[]> {
  return db.query<PersonToHold>(sql`
    select p.user_id as "userId", coalesce(u.display_name, m.display_name) as "displayName", m.id as "mailboxId", m.state,
      (select coalesce(jsonb_agg(jsonb_build_object('skuId', a.sku_id, 'source', a.source,
          'disabledPlans', a.disabled_plans, 'state', a.state)), '[]')
        from assignment a where a.tenant_id = ${tenantId} and a.user_id = p.user_id) as paths,
      (select min(d.due_at) from deadline d where d.tenant_id = ${tenantId} and d.subject_id = p.user_id
        and d.kind in ('mailboxPurge', 'userPurge') and m.state in ('held', 'softDeleted')) as "deletedOn"
    from (${people}) p
    left join users u on u.tenant_id = ${tenantId} and u.id = p.user_id
    left join lateral (
      select b.id, b.state, b.display_name from mailbox b where b.tenant_id = ${tenantId} and b.user_id = p.user_id
      order by b.state = 'inactive', b.created_at desc limit 1) m on true
    where u.id is not null or m.id is not null
    order by 2, 1`);
}
