import { rawSql, sql } from '../base/sql.ts';
import type { Database } from './database.ts';

/** The OpenID provider that signs a tenant's people in. */
export interface IdentityProvider {
  /** As the provider itself spells it. */
  readonly issuer: string;
  readonly clientId: string;
  /** Encrypted (see secretPurpose); null for a client that keeps no secret. */
  readonly clientSecret: string | null;
  readonly displayName: string;
  /** Which claim names the person: email, preferred_username, upn, sub … */
  readonly userClaim: string;
  /** Whether people may also sign in with a password of this server. */
  readonly passwordsToo: boolean;
  /** Whether it may be within the server's own network. */
  readonly anyAddress: boolean;
  readonly createdAt: Date;
}

/** What a client secret is sealed for: it can be opened for the issuer alone that it was given for. */
export function secretPurpose(tenantId: string, issuer: string): string {
  return `identity-provider ${tenantId} ${issuer}`;
}

const COLUMNS = rawSql(`issuer, client_id as "clientId", client_secret as "clientSecret", display_name as "displayName",
  user_claim as "userClaim", passwords_too as "passwordsToo", any_address as "anyAddress", created_at as "createdAt"`);

/** The provider of a tenant; undefined where it has none. */
export async function findIdentityProvider(db: Database, tenantId: string): Promise<IdentityProvider | undefined> {
  const [row] = await db.query<IdentityProvider>(sql`
    select ${COLUMNS} from identity_provider where tenant_id = ${tenantId}`);
  return row;
}

/** The same, locked until the transaction ends. */
export async function lockIdentityProvider(tx: Database, tenantId: string): Promise<IdentityProvider | undefined> {
  const [row] = await tx.query<IdentityProvider>(sql`
    select ${COLUMNS} from identity_provider where tenant_id = ${tenantId} for update`);
  return row;
}

/** Sets the provider of a tenant, in place of any other. */
export async function writeIdentityProvider(tx: Database, tenantId: string, one: IdentityProvider): Promise<void> {
  await tx.query(sql`
    insert into identity_provider (tenant_id, issuer, client_id, client_secret, display_name, user_claim, passwords_too,
      any_address, created_at)
    values (${tenantId}, ${one.issuer}, ${one.clientId}, ${one.clientSecret}, ${one.displayName}, ${one.userClaim},
      ${one.passwordsToo}, ${one.anyAddress}, ${one.createdAt})
    on conflict (tenant_id) do update set issuer = excluded.issuer, client_id = excluded.client_id,
      client_secret = excluded.client_secret, display_name = excluded.display_name, user_claim = excluded.user_claim,
      passwords_too = excluded.passwords_too, any_address = excluded.any_address`);
}

/** Removes it. */
export async function deleteIdentityProvider(tx: Database, tenantId: string): Promise<void> {
  await tx.query(sql`delete from identity_provider where tenant_id = ${tenantId}`);
}

/**
 * The living person with this mail address, in any case, where there is exactly one. Administrators are not found by
 * it: lower administrators may write that field, and would sign in as them.
 */
export async function findIdByMail(db: Database, tenantId: string, mail: string): Promise<string | undefined> {
  const rows = await db.query<{ id: string; isAdministrator: boolean }>(sql`
    select u.id, exists (select from role_assignment r where r.tenant_id = u.tenant_id and r.principal_id = u.id) as "isAdministrator"
    from users u where u.tenant_id = ${tenantId} and lower(u.mail) = lower(${mail}) and u.deleted_at is null limit 2`);
  const [only] = rows;
  return rows.length === 1 && only?.isAdministrator === false ? only.id : undefined;
}
