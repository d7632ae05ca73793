import { isGuid } from '../base/id.ts';
import { sql } from '../base/sql.ts';
import type { Database } from '../store/database.ts';

/** The id of the living user with this id or user principal name (in any case); undefined if there is none. */
export async function findUser(db: Database, tenantId: string, key: string): Promise<string | undefined> {
  const [row] = isGuid(key)
    ? await db.query<{ id: string }>({
        name: 'user-by-id',
        text: 'select id from users where tenant_id = $1 and id = $2 and deleted_at is null',
        values: [tenantId, key],
      })
    : await db.query<{ id: string }>({
        name: 'user-by-upn',
        text: 'select id from users where tenant_id = $1 and upn_key = $2',
        values: [tenantId, key.toLowerCase()],
      });
  return row?.id;
}

export interface DueDate {
  readonly kind: string;
  readonly dueAt: Date;
}

/** What is due for one person, soonest first. */
export async function readDeadlines(db: Database, tenantId: string, userId: string): Promise<DueDate[]> {
  return db.query<DueDate>(sql`
    select kind, due_at as "dueAt" from deadline where tenant_id = ${tenantId} and subject_id = ${userId} order by due_at, kind`);
}
