import { newId } from '../../base/id.ts';
import { deleteSavedView, type SavedView, writeSavedView } from '../../store/saved-views.ts';
import type { Context } from '../context.ts';

/** Keeps a list as somebody wants to see it again; a view of that name gives way. Undefined where there are as many as one may keep. */
export async function saveView(
  { db, tenant, principal, now }: Context,
  page: string,
  { name, search }: Omit<SavedView, 'id'>,
): Promise<SavedView | undefined> {
  const view = { id: newId(), name, search };
  const kept =
    principal.id !== null && (await writeSavedView(db, tenant.tenantId, principal.id, page, view, new Date(now)));
  return kept ? view : undefined;
}

/** Forgets one of somebody's own views; false where there is none. */
export async function forgetView({ db, tenant, principal }: Context, id: string): Promise<boolean> {
  return principal.id !== null && deleteSavedView(db, tenant.tenantId, principal.id, id);
}
