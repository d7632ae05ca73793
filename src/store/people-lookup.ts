import { isGuid } from '../base/id.ts';
import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';

/** Who is meant by a list of ids and user principal names, and whom nobody answers to. */
export interface FoundPeople {
  readonly userIds: readonly string[];
  readonly unmatched: readonly {
    readonly person: string;
    readonly reason: 'unknownPerson' | 'deletedPerson';
    readonly line?: number;
  }[];
}

/**
 * Looks a list of people up, in order, each by object id or by user principal name in any case; set-based, whatever
 * its length. Who stands in it twice counts once.
 */
export async function findPeople(
  db: Database,
  tenantId: string,
  people: readonly { readonly person: string; readonly line?: number }[],
): Promise<FoundPeople> {
  const ids = [
    ...new Set(
      people
        .map(({ person }) => person)
        .filter(isGuid)
        .map((id) => id.toLowerCase()),
    ),
  ];
  const names = [...new Set(people.map(({ person }) => person.toLowerCase()).filter((name) => !isGuid(name)))];
  const found = new Map<string, string>();
  const deleted = new Set<string>();
  if (ids.length > 0) {
    const rows = await db.query<{ id: string; deleted: boolean }>(sql`
      select id, deleted_at is not null as deleted from users where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`);
    for (const row of rows) row.deleted ? deleted.add(row.id) : found.set(row.id, row.id);
  }
  if (names.length > 0) {
    const rows = await db.query<{ id: string; name: string }>(sql`
      select id, upn_key as name from users where tenant_id = ${tenantId} and upn_key = any(${names}::text[])`);
    for (const { id, name } of rows) found.set(name, id);
    const missing = names.filter((name) => !found.has(name));
    if (missing.length > 0) {
      const gone = await db.query<{ name: string }>(sql`
        select lower(user_principal_name) as name from users
        where tenant_id = ${tenantId} and deleted_at is not null and lower(user_principal_name) = any(${missing}::text[])`);
      for (const { name } of gone) deleted.add(name);
    }
  }
  const userIds = new Set<string>();
  const unmatched = new Map<string, FoundPeople['unmatched'][number]>();
  for (const { person, line } of people) {
    const key = person.toLowerCase();
    const id = found.get(key);
    if (id !== undefined) userIds.add(id);
    else if (!unmatched.has(key)) {
      const reason = deleted.has(key) ? 'deletedPerson' : 'unknownPerson';
      unmatched.set(key, { person, reason, ...(line === undefined ? {} : { line }) });
    }
  }
  return { userIds: [...userIds], unmatched: [...unmatched.values()] };
}

/** The names and mail addresses of living people among these. */
export async function readAddresses(
  db: Database,
  tenantId: string,
  userIds: readonly string[],
): Promise<{ readonly name: string; readonly address: string }[]> {
  return db.query(sql`
    select display_name as name, coalesce(mail, user_principal_name) as address from users
    where tenant_id = ${tenantId} and id = any(${userIds}::uuid[]) and deleted_at is null order by sort_key collate "C", id`);
}
