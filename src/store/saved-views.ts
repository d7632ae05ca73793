import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';

/** A list as somebody wants to see it again. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** The part of the address that says which rows, in which order. */
  readonly search: Readonly<Record<string, string | boolean>>;
}

/** As many as the admin center lets one keep. */
const MOST_VIEWS = 50;

/** Somebody's views of a page, by name. */
export async function readSavedViews(
  db: Database,
  tenantId: string,
  userId: string,
  page: string,
): Promise<SavedView[]> {
  return db.query<SavedView>(sql`
    select id, name, search from saved_view where tenant_id = ${tenantId} and user_id = ${userId} and page = ${page}
    order by lower(name), id limit ${MOST_VIEWS}`);
}

/** Keeps a view, under a name that takes the place of another of that name; false where there are too many. */
export async function writeSavedView(
  db: Database,
  tenantId: string,
  userId: string,
  page: string,
  view: SavedView,
  at: Date,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.query(sql`
      delete from saved_view where tenant_id = ${tenantId} and user_id = ${userId} and page = ${page}
        and lower(name) = lower(${view.name}::text)`);
    const rows = await tx.query(sql`
      insert into saved_view (tenant_id, user_id, id, page, name, search, created_at)
      select ${tenantId}, ${userId}, ${view.id}, ${page}, ${view.name}, ${JSON.stringify(view.search)}, ${at}
      where (select count(*) from saved_view where tenant_id = ${tenantId} and user_id = ${userId} and page = ${page}) < ${MOST_VIEWS}
      returning id`);
    return rows.length === 1;
  });
}

/** Forgets a view of somebody's; false where there is none. */
export async function deleteSavedView(db: Database, tenantId: string, userId: string, id: string): Promise<boolean> {
  const rows = await db.query(sql`
    delete from saved_view where tenant_id = ${tenantId} and user_id = ${userId} and id = ${id} returning id`);
  return rows.length === 1;
}
