import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import { foldName } from '../domain/directory/fold-name.ts';
import {
  LIST_FIELDS,
  type ListField,
  TEXT_FIELDS,
  type TextField,
  type UserFields,
} from '../domain/directory/user-fields.ts';
import type { Database } from './database.ts';

export interface NewUser extends UserFields {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly passwordHash: string | null;
  readonly forceChangePassword: boolean;
  readonly createdAt: Date;
}

/** Whether a living person has this user principal name already. */
export async function isNameTaken(tx: Database, tenantId: string, userPrincipalName: string): Promise<boolean> {
  const rows = await tx.query(
    sql`select from users where tenant_id = ${tenantId} and upn_key = ${userPrincipalName.toLowerCase()}`,
  );
  return rows.length > 0;
}

/** Adds a person. */
export async function insertUser(tx: Database, tenantId: string, user: NewUser): Promise<void> {
  const columns = [
    [rawSql('tenant_id'), sql`${tenantId}`],
    [rawSql('id'), sql`${user.id}`],
    [rawSql('password_hash'), sql`${user.passwordHash}`],
    [rawSql('force_change_password'), sql`${user.forceChangePassword}`],
    [rawSql('created_at'), sql`${user.createdAt}`],
    ...assignmentsOf(user),
  ] as const;
  await tx.query(sql`
    insert into users (${joinSql(
      columns.map(([column]) => column),
      ', ',
    )})
    values (${joinSql(
      columns.map(([, value]) => value),
      ', ',
    )})`);
}

/** Changes the given fields of a person; a new display name also moves the person in the lists of license holders. */
export async function updateUser(tx: Database, tenantId: string, userId: string, fields: UserFields): Promise<void> {
  const set = assignmentsOf(fields);
  if (set.length === 0) return;
  await tx.query(sql`
    update users set ${joinSql(
      set.map(([column, value]) => sql`${column} = ${value}`),
      ', ',
    )}
    where tenant_id = ${tenantId} and id = ${userId}`);
  if (fields.displayName !== undefined && fields.displayName !== null) {
    await tx.query(sql`
      update holding set sort_key = ${foldName(fields.displayName)} where tenant_id = ${tenantId} and user_id = ${userId}`);
  }
}

/** Sets a new password's hash, if there is one, and whether the person must choose another at the next sign-in. */
export async function updatePassword(
  tx: Database,
  tenantId: string,
  userId: string,
  passwordHash: string | null,
  forceChange: boolean,
): Promise<void> {
  await tx.query(sql`
    update users set password_hash = coalesce(${passwordHash}, password_hash), force_change_password = ${forceChange}
    where tenant_id = ${tenantId} and id = ${userId}`);
}

function assignmentsOf(fields: UserFields): (readonly [Sql, Sql])[] {
  const set: (readonly [Sql, Sql])[] = [];
  for (const [field, { column }] of Object.entries(TEXT_FIELDS)) {
    const value = fields[field as TextField];
    if (value !== undefined) set.push([rawSql(column), sql`${value}`]);
  }
  for (const [field, { column }] of Object.entries(LIST_FIELDS)) {
    const value = fields[field as ListField];
    if (value !== undefined) set.push([rawSql(column), sql`${value}::text[]`]);
  }
  if (fields.displayName !== undefined && fields.displayName !== null) {
    set.push([rawSql('sort_key'), sql`${foldName(fields.displayName)}`]);
  }
  if (fields.accountEnabled !== undefined) set.push([rawSql('account_enabled'), sql`${fields.accountEnabled}`]);
  if (fields.userPrincipalName !== undefined) {
    set.push(
      [rawSql('user_principal_name'), sql`${fields.userPrincipalName}`],
      [rawSql('upn_key'), sql`${fields.userPrincipalName.toLowerCase()}`],
    );
  }
  return set;
}

export interface LockedUser {
  readonly department: string | null;
  readonly usageLocation: string | null;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly accountEnabled: boolean;
  readonly onHold: boolean;
  /** A hold of a case or a policy, which keeps files too. */
  readonly filesOnHold: boolean;
  readonly onPremisesSyncEnabled: boolean;
}

/** A living person, locked until the transaction ends. */
export async function lockUser(tx: Database, tenantId: string, userId: string): Promise<LockedUser | undefined> {
  const [row] = await tx.query<LockedUser>(sql`
    select department, usage_location as "usageLocation", display_name as "displayName",
      user_principal_name as "userPrincipalName", account_enabled as "accountEnabled",
      on_hold as "onHold", held_otherwise as "filesOnHold", coalesce(on_premises_sync_enabled, false) as "onPremisesSyncEnabled"
    from users where tenant_id = ${tenantId} and id = ${userId} and deleted_at is null for update`);
  return row;
}

/**
 * Marks a person as deleted: the name becomes free, every license path goes and is kept for a restore, and so do the
 * seats, whose products are given back.
 */
export async function softDeleteUser(tx: Database, tenantId: string, userId: string, at: Date): Promise<string[]> {
  await tx.query(sql`
    update users set deleted_at = ${at}, upn_key = replace(id::text, '-', '') || upn_key,
      licenses_at_deletion = (
        select coalesce(jsonb_agg(jsonb_build_object('skuId', a.sku_id, 'source', a.source,
          'disabledPlans', a.disabled_plans, 'state', a.state) order by a.sku_id, a.source), '[]')
        from assignment a where a.tenant_id = ${tenantId} and a.user_id = ${userId})
    where tenant_id = ${tenantId} and id = ${userId}`);
  await tx.query(sql`delete from assignment where tenant_id = ${tenantId} and user_id = ${userId}`);
  const freed = await tx.query<{ skuId: string }>(sql`
    delete from holding where tenant_id = ${tenantId} and user_id = ${userId} returning sku_id as "skuId"`);
  return freed.map(({ skuId }) => skuId);
}

/** What stands in the given fields now, for the audit log. */
export async function readFields(
  tx: Database,
  tenantId: string,
  userId: string,
  fields: UserFields,
): Promise<Record<string, unknown>> {
  const columns = Object.entries({ ...TEXT_FIELDS, ...LIST_FIELDS, ...SINGLE_FIELDS }).filter(
    ([field]) => field in fields,
  );
  if (columns.length === 0) return {};
  const [row] = await tx.query<Record<string, unknown>>(sql`
    select ${joinSql(
      columns.map(([field, { column }]) => rawSql(`${column} as "${field}"`)),
      ', ',
    )}
    from users where tenant_id = ${tenantId} and id = ${userId}`);
  return row ?? {};
}

const SINGLE_FIELDS = {
  userPrincipalName: { column: 'user_principal_name' },
  accountEnabled: { column: 'account_enabled' },
};
