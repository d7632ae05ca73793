import type { Database } from '../store/database.ts';
import { readSavedViews, type SavedView } from '../store/saved-views.ts';

/** Somebody's own views of a page, by name; whoever works on the machine itself has none. */
export async function listSavedViews(
  db: Database,
  tenantId: string,
  userId: string | null,
  page: string,
): Promise<SavedView[]> {
  return userId === null ? [] : readSavedViews(db, tenantId, userId, page);
}
