import type { Consequence } from '../domain/retention/consequences.ts';
import { type AuditEntry, type AuditFilter, readAuditPage, readConsequencesOf } from '../store/audit-log.ts';
import type { Database } from '../store/database.ts';

/** An entry, with what followed for the person where licenses were changed. */
export interface ToldEntry extends AuditEntry {
  readonly consequences: readonly Consequence[];
}

/** A page of the audit log: newest first before an entry, or oldest first after one. */
export async function readAudit(
  db: Database,
  tenantId: string,
  filter: AuditFilter,
  page: { readonly before?: number | undefined; readonly after?: number | undefined; readonly top: number },
): Promise<ToldEntry[]> {
  const entries = await readAuditPage(db, tenantId, filter, page);
  const followed = await readConsequencesOf(db, tenantId, entries);
  const byPerson = new Map(
    followed.map(({ operationId, userId, consequences }) => [`${operationId} ${userId}`, consequences]),
  );
  return entries.map((entry) => ({
    ...entry,
    consequences: byPerson.get(`${entry.operationId} ${entry.targetId}`) ?? [],
  }));
}
