import { sql } from '../base/sql.ts';
import type { DirectLicense, ProfileKey } from '../domain/licensing/profile.ts';
import type { Database } from './database.ts';
import { changedPeople } from './operation-people.ts';

/** Who did something, through what, and when: what every audit entry begins with. */
export interface AuditOrigin {
  readonly actorId: string | null;
  readonly actorName: string;
  readonly channel: string;
  readonly requestId: string | null;
  readonly at: Date;
}

export interface ProfileAudit extends ProfileKey {
  readonly before: readonly DirectLicense[];
  readonly after: readonly DirectLicense[];
}

/** One entry for each person whose licenses an operation changes, with the direct licenses before and after. */
export async function auditLicenseChanges(
  tx: Database,
  tenantId: string,
  operationId: number,
  profiles: readonly ProfileAudit[],
  origin: AuditOrigin,
): Promise<void> {
  const rows = profiles.map(({ before, after, ...profile }) => ({ ...profile, row: { before, after } }));
  await tx.query(sql`
    insert into audit_entry (tenant_id, at, activity, actor_id, actor_name, channel, target_type, target_id, target_name,
      before, after, operation_id, request_id)
    select ${tenantId}, ${origin.at}, 'Change user license', ${origin.actorId}, ${origin.actorName}, ${origin.channel}, 'User',
      t.user_id, u.display_name, t.before, t.after, ${operationId}, ${origin.requestId}
    from (${changedPeople(tenantId, operationId, rows, 'before jsonb, after jsonb')}) t
    join users u on u.tenant_id = ${tenantId} and u.id = t.user_id
    order by t.position`);
}

export interface AuditedChange {
  readonly activity: string;
  readonly targetType: string;
  readonly targetId: string | null;
  readonly targetName: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly operationId?: number;
}

/** One entry of any other kind. */
export async function auditChange(
  tx: Database,
  tenantId: string,
  change: AuditedChange,
  origin: AuditOrigin,
): Promise<void> {
  await tx.query(sql`
    insert into audit_entry (tenant_id, at, activity, actor_id, actor_name, channel, target_type, target_id, target_name,
      before, after, operation_id, request_id)
    values (${tenantId}, ${origin.at}, ${change.activity}, ${origin.actorId}, ${origin.actorName}, ${origin.channel},
      ${change.targetType}, ${change.targetId}, ${change.targetName}, ${jsonOf(change.before)}, ${jsonOf(change.after)},
      ${change.operationId ?? null}, ${origin.requestId})`);
}

function jsonOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
