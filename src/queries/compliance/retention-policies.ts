import { rawSql, sql } from '../../base/sql.ts';
import type { RetentionAction } from '../../domain/compliance/retention-policy.ts';
import type { Database } from '../../store/database.ts';

/** A retention policy as lists show it. */
export interface RetentionPolicy {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly action: RetentionAction;
  readonly durationDays: number | null;
  readonly everyone: boolean;
  /** Whom it is for, or, where it is for everyone, whom it leaves out. */
  readonly people: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly userPrincipalName: string | null;
  }[];
  /** Mailboxes that it holds now. */
  readonly mailboxes: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly modifiedAt: Date;
}

const POLICY = rawSql(`
  select r.id, r.display_name as "displayName", r.description, r.action, r.duration_days as "durationDays", r.everyone,
    r.created_at as "createdAt", r.created_by as "createdBy", r.modified_at as "modifiedAt",
    (select count(*)::int from mailbox_hold h where h.tenant_id = r.tenant_id and h.kind = 'policy' and h.source = r.id) as mailboxes,
    (select coalesce(jsonb_agg(jsonb_build_object('id', x.user_id,
        'displayName', coalesce(u.display_name, m.display_name, x.user_id::text),
        'userPrincipalName', u.user_principal_name) order by coalesce(u.display_name, m.display_name), x.user_id), '[]')
      from retention_policy_person x
      left join users u on u.tenant_id = x.tenant_id and u.id = x.user_id
      left join lateral (select b.display_name from mailbox b where b.tenant_id = x.tenant_id and b.user_id = x.user_id limit 1) m on true
      where x.tenant_id = r.tenant_id and x.policy_id = r.id) as people
  from retention_policy r`);

/** All retention policies of a tenant, by name. */
export async function readPolicies(db: Database, tenantId: string): Promise<RetentionPolicy[]> {
  return db.query<RetentionPolicy>(sql`${POLICY} where r.tenant_id = ${tenantId} order by r.name_key collate "C"`);
}

/** One retention policy; undefined where there is none. */
export async function readPolicy(db: Database, tenantId: string, id: string): Promise<RetentionPolicy | undefined> {
  const [row] = await db.query<RetentionPolicy>(sql`${POLICY} where r.tenant_id = ${tenantId} and r.id = ${id}`);
  return row;
}
