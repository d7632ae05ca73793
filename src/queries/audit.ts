import { sql } from '../base/sql.ts';
import type { Consequence } from '../domain/retention/consequences.ts';
import {
  type AuditEntry,
  type AuditedOperation,
  type AuditFilter,
  readAuditPage,
  readConsequencesOf,
  readOperationsOf,
} from '../store/audit-log.ts';
import type { Database } from '../store/database.ts';
import { ACTOR_IS_APP } from './audit-filter.ts';

export type { AuditFilter };

/** An entry with what its sentence tells beside. */
export interface ToldEntry extends AuditEntry {
  /** What followed for the person where licenses were changed. */
  readonly consequences: readonly Consequence[];
  readonly operation: AuditedOperation | undefined;
}

/** A page of the audit log: newest first before an entry, or oldest first after one. */
export async function readAudit(
  db: Database,
  tenantId: string,
  filter: AuditFilter,
  page: { readonly before?: number | undefined; readonly after?: number | undefined; readonly top: number },
): Promise<ToldEntry[]> {
  return withBackground(db, tenantId, await readAuditPage(db, tenantId, filter, page));
}

/** Entries with what their sentences tell beside; two statements, however many they are. */
export async function withBackground(
  db: Database,
  tenantId: string,
  entries: readonly AuditEntry[],
): Promise<ToldEntry[]> {
  const [followed, operations] = await Promise.all([
    readConsequencesOf(db, tenantId, entries),
    readOperationsOf(db, tenantId, entries),
  ]);
  return entries.map((entry) => ({
    ...entry,
    consequences: followed.get(`${entry.operationId} ${entry.targetId}`) ?? [],
    operation: entry.operationId === null ? undefined : operations.get(entry.operationId),
  }));
}

/** An entry with who its actor and its target are now, as Graph shows them. */
export interface DirectoryAuditEntry extends AuditEntry {
  readonly actorIsApp: boolean;
  readonly actorUserName: string | null;
  readonly targetUserName: string | null;
}

/** A page of entries for Graph: newest first before an entry, or oldest first after one. */
export async function readDirectoryAudits(
  db: Database,
  tenantId: string,
  filter: AuditFilter,
  page: { readonly before?: number | undefined; readonly after?: number | undefined; readonly top: number },
): Promise<DirectoryAuditEntry[]> {
  const entries = await readAuditPage(db, tenantId, filter, page);
  const ids = entries.map(({ id }) => id);
  const rows = await db.query<Pick<DirectoryAuditEntry, 'id' | 'actorIsApp' | 'actorUserName' | 'targetUserName'>>(sql`
    select a.id, ${ACTOR_IS_APP} as "actorIsApp", actor.user_principal_name as "actorUserName",
      target.user_principal_name as "targetUserName"
    from audit_entry a
    left join users actor on actor.tenant_id = a.tenant_id and actor.id = a.actor_id
    left join users target on target.tenant_id = a.tenant_id and target.id = a.target_id
    where a.tenant_id = ${tenantId} and a.id = any(${ids}::bigint[])`);
  const known = new Map(rows.map((row) => [row.id, row]));
  return entries.map((entry) => ({
    ...entry,
    actorIsApp: known.get(entry.id)?.actorIsApp ?? false,
    actorUserName: known.get(entry.id)?.actorUserName ?? null,
    targetUserName: known.get(entry.id)?.targetUserName ?? null,
  }));
}
