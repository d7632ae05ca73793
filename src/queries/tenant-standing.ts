import { sql } from '../base/sql.ts';
import type { Database } from '../store/database.ts';

/** How many people, mailboxes and drives there are in each state. */
export interface TenantStanding {
  readonly people: { readonly living: number; readonly deleted: number };
  readonly mailboxes: Readonly<
    Record<'active' | 'shared' | 'held' | 'keptByHold' | 'softDeleted' | 'inactive', number>
  >;
  readonly drives: Readonly<Record<'active' | 'readOnly' | 'archived' | 'recycleBin', number>>;
}

/** How a tenant stands, in numbers. */
export async function readStanding(db: Database, tenantId: string): Promise<TenantStanding> {
  const [row] = await db.query<TenantStanding>(sql`
    select
      (select jsonb_build_object('living', count(*) filter (where deleted_at is null), 'deleted', count(*) filter (where deleted_at is not null))
        from users where tenant_id = ${tenantId}) as people,
      (select jsonb_build_object('active', count(*) filter (where state = 'active' and kind = 'user'),
          'shared', count(*) filter (where state = 'active' and kind = 'shared'), 'held', count(*) filter (where state = 'held'),
          'keptByHold', count(*) filter (where state = 'keptByHold'), 'softDeleted', count(*) filter (where state = 'softDeleted'),
          'inactive', count(*) filter (where state = 'inactive'))
        from mailbox where tenant_id = ${tenantId}) as mailboxes,
      (select jsonb_build_object('active', count(*) filter (where state = 'active'), 'readOnly', count(*) filter (where state = 'readOnly'),
          'archived', count(*) filter (where state = 'archived'), 'recycleBin', count(*) filter (where state = 'recycleBin'))
        from drive where tenant_id = ${tenantId}) as drives`);
  if (!row) throw new Error('Counting gave no row.');
  return row;
}

/** The moment of the next deadline; null where none is set. */
export async function readNextDue(db: Database, tenantId: string): Promise<Date | null> {
  const [row] = await db.query<{ dueAt: Date | null }>(sql`
    select min(due_at) as "dueAt" from deadline where tenant_id = ${tenantId}`);
  return row?.dueAt ?? null;
}
