import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';

/** Who signs in: what is kept of a living person for that. */
export interface SigningIn {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly accountEnabled: boolean;
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
  /** Holds an administrator's role. */
  readonly isAdministrator: boolean;
  readonly isGlobalAdministrator: boolean;
  readonly hasAuthenticator: boolean;
  readonly hasPasskey: boolean;
}

/** The living person with this user principal name (in any case) or id. */
export async function findSigningIn(
  db: Database,
  tenantId: string,
  key: { readonly userPrincipalName: string } | { readonly id: string },
): Promise<SigningIn | undefined> {
  const who =
    'id' in key ? sql`u.id = ${key.id}` : sql`u.upn_key = ${key.userPrincipalName.replaceAll('\0', '').toLowerCase()}`;
  const [row] = await db.query<SigningIn>(sql`
    select u.id, u.display_name as "displayName", u.user_principal_name as "userPrincipalName",
      u.account_enabled as "accountEnabled", u.password_hash as "passwordHash", u.force_change_password as "mustChangePassword",
      exists (select from role_assignment r where r.tenant_id = u.tenant_id and r.principal_id = u.id) as "isAdministrator",
      exists (select from role_assignment r where r.tenant_id = u.tenant_id and r.principal_id = u.id and r.scope = '/'
        and r.role_template_id = '62e90394-69f5-4237-9190-012177145e10') as "isGlobalAdministrator",
      exists (select from authenticator_app a where a.tenant_id = u.tenant_id and a.user_id = u.id
        and a.confirmed_at is not null) as "hasAuthenticator",
      exists (select from passkey k where k.tenant_id = u.tenant_id and k.user_id = u.id) as "hasPasskey"
    from users u where u.tenant_id = ${tenantId} and u.deleted_at is null and ${who}`);
  return row;
}

export interface Flow {
  readonly id: string;
  readonly kind: string;
  readonly userId: string | null;
  readonly state: Readonly<Record<string, unknown>>;
}

/** Keeps what a sign-in is waiting for; flows that ran out are removed on the way. */
export async function insertFlow(
  tx: Database,
  tenantId: string,
  flow: Flow & { readonly tokenHash: string; readonly expiresAt: Date },
  now: Date,
): Promise<void> {
  await tx.query(sql`
    with old as (delete from sign_in_flow where tenant_id = ${tenantId} and expires_at < ${now})
    insert into sign_in_flow (tenant_id, id, token_hash, kind, user_id, state, expires_at)
    values (${tenantId}, ${flow.id}, ${flow.tokenHash}, ${flow.kind}, ${flow.userId}, ${JSON.stringify(flow.state)}, ${flow.expiresAt})`);
}

/** A flow that has not run out, locked until the transaction ends. */
export async function lockFlow(
  tx: Database,
  tenantId: string,
  id: string,
  tokenHash: string,
  now: Date,
): Promise<Flow | undefined> {
  const [row] = await tx.query<Flow>(sql`
    select id, kind, user_id as "userId", state from sign_in_flow
    where tenant_id = ${tenantId} and id = ${id} and token_hash = ${tokenHash} and expires_at > ${now} for update`);
  return row;
}

/** Ends a flow: it serves once. */
export async function deleteFlow(tx: Database, tenantId: string, id: string): Promise<void> {
  await tx.query(sql`delete from sign_in_flow where tenant_id = ${tenantId} and id = ${id}`);
}

export interface GuardRow {
  readonly failures: number;
  readonly lastFailureAt: Date;
  readonly blockedUntil: Date | null;
}

/** Failed sign-ins of a person from a kind of browser, locked so that guesses made at once are counted one by one. */
export async function lockGuard(
  tx: Database,
  tenantId: string,
  userId: string,
  device: string,
): Promise<GuardRow | undefined> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`${userId} ${device}`}, 4367))`);
  const [row] = await tx.query<GuardRow>(sql`
    select failures, last_failure_at as "lastFailureAt", blocked_until as "blockedUntil" from sign_in_guard
    where tenant_id = ${tenantId} and user_id = ${userId} and device = ${device}`);
  return row;
}

/** Writes down the failures of a person from a kind of browser. */
export async function writeGuard(
  tx: Database,
  tenantId: string,
  userId: string,
  device: string,
  guard: GuardRow,
): Promise<void> {
  await tx.query(sql`
    insert into sign_in_guard (tenant_id, user_id, device, failures, last_failure_at, blocked_until)
    values (${tenantId}, ${userId}, ${device}, ${guard.failures}, ${guard.lastFailureAt}, ${guard.blockedUntil})
    on conflict (tenant_id, user_id, device) do update set failures = excluded.failures,
      last_failure_at = excluded.last_failure_at, blocked_until = excluded.blocked_until`);
}

/** Forgets the failures of a person: from one kind of browser, or all of them. */
export async function clearGuard(tx: Database, tenantId: string, userId: string, device: string | null): Promise<void> {
  await tx.query(sql`
    delete from sign_in_guard where tenant_id = ${tenantId} and user_id = ${userId}
      and (${device}::uuid is null or device = ${device})`);
}

/** People to sign in as in a sample tenant: for each role the first holder by name, and some without any. */
export async function readSamplePeople(
  db: Database,
  tenantId: string,
): Promise<
  {
    readonly userId: string;
    readonly displayName: string;
    readonly userPrincipalName: string;
    readonly roleIds: readonly string[];
  }[]
> {
  return db.query(sql`
    with holder as (
      select distinct on (r.role_template_id) u.id from role_assignment r
      join users u on u.tenant_id = r.tenant_id and u.id = r.principal_id and u.deleted_at is null and u.account_enabled
      where r.tenant_id = ${tenantId} and r.scope = '/' order by r.role_template_id, u.sort_key collate "C", u.id),
    plain as (
      select u.id from users u where u.tenant_id = ${tenantId} and u.deleted_at is null and u.account_enabled
        and u.user_type = 'Member' and u.display_name ~ '^[[:alpha:]]' and not exists (
          select from role_assignment r where r.tenant_id = u.tenant_id and r.principal_id = u.id)
      order by u.sort_key collate "C", u.id limit 1)
    select u.id as "userId", u.display_name as "displayName", u.user_principal_name as "userPrincipalName",
      array(select r.role_template_id::text from role_assignment r
        where r.tenant_id = u.tenant_id and r.principal_id = u.id order by 1) as "roleIds"
    from users u where u.tenant_id = ${tenantId} and u.id in (select id from holder union select id from plain)
    order by u.sort_key collate "C", u.id`);
}
