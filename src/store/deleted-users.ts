import { rawSql, sql } from '../base/sql.ts';
import type { Database } from './database.ts';

export interface DeletedUser {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly deletedAt: Date;
  readonly department: string | null;
  readonly usageLocation: string | null;
  readonly onHold: boolean;
}

const COLUMNS =
  rawSql(`id, display_name as "displayName", user_principal_name as "userPrincipalName", deleted_at as "deletedAt",
  department, usage_location as "usageLocation", litigation_hold_at is not null as "onHold"`);

/** Deleted people who can still be restored, the latest first; those deleted before a moment, to page on. */
export async function readDeletedUsers(
  db: Database,
  tenantId: string,
  { before, top }: { readonly before: Date | null; readonly top: number },
): Promise<DeletedUser[]> {
  return db.query<DeletedUser>(sql`
    select ${COLUMNS} from users where tenant_id = ${tenantId} and deleted_at is not null
      and (${before}::timestamptz is null or deleted_at < ${before}) order by deleted_at desc, id limit ${top}`);
}

/** A deleted person, locked until the transaction ends. */
export async function lockDeletedUser(
  tx: Database,
  tenantId: string,
  userId: string,
): Promise<DeletedUser | undefined> {
  const [row] = await tx.query<DeletedUser>(sql`
    select ${COLUMNS} from users where tenant_id = ${tenantId} and id = ${userId} and deleted_at is not null for update`);
  return row;
}

/** What else belongs to a person and goes with them, by the column that names the person. */
const BELONGINGS = {
  assignment: 'user_id',
  holding: 'user_id',
  group_member: 'user_id',
  role_assignment: 'principal_id',
  deadline: 'subject_id',
  session: 'user_id',
  sign_in_flow: 'user_id',
  sign_in_guard: 'user_id',
  authenticator_app: 'user_id',
  passkey: 'user_id',
  setup_link: 'user_id',
  oidc_record: 'user_id',
} as const;

/**
 * Removes a deleted person and everything that was theirs, for good. Plans that name them are noticed as outdated,
 * since they are no longer among their people. What the audit log and operations say about them stays.
 */
export async function purgeUser(tx: Database, tenantId: string, userId: string): Promise<void> {
  for (const [table, column] of Object.entries(BELONGINGS)) {
    await tx.query(sql`delete from ${rawSql(table)} where tenant_id = ${tenantId} and ${rawSql(column)} = ${userId}`);
  }
  await tx.query(sql`
    delete from operation_person p using operation o
    where p.tenant_id = ${tenantId} and p.user_id = ${userId} and o.tenant_id = ${tenantId} and o.id = p.operation_id
      and o.status = 'planned'`);
  await tx.query(sql`update users set manager_id = null where tenant_id = ${tenantId} and manager_id = ${userId}`);
  await tx.query(sql`delete from users where tenant_id = ${tenantId} and id = ${userId}`);
}
