import type { Database } from '../store/database.ts';
import { type FoundPeople, findPeople } from '../store/people-lookup.ts';

/** Who is meant by a list of ids and user principal names, and whom nobody answers to. */
export function resolvePeople(
  db: Database,
  tenantId: string,
  people: readonly { readonly person: string; readonly line?: number }[],
): Promise<FoundPeople> {
  return findPeople(db, tenantId, people);
}
