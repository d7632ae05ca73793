import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';

export interface Passkey {
  /** Credential id, base64url. */
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** A person's passkeys, the oldest first. */
export async function readPasskeys(db: Database, tenantId: string, userId: string): Promise<Passkey[]> {
  return db.query<Passkey>(sql`
    select id, user_id as "userId", name, public_key as "publicKey", counter, transports, created_at as "createdAt",
      last_used_at as "lastUsedAt"
    from passkey where tenant_id = ${tenantId} and user_id = ${userId} order by created_at, id`);
}

/** One passkey, locked until the transaction ends. */
export async function lockPasskey(tx: Database, tenantId: string, id: string): Promise<Passkey | undefined> {
  const [row] = await tx.query<Passkey>(sql`
    select id, user_id as "userId", name, public_key as "publicKey", counter, transports, created_at as "createdAt",
      last_used_at as "lastUsedAt"
    from passkey where tenant_id = ${tenantId} and id = ${id} for update`);
  return row;
}

/** Adds a passkey. Gives false where it is known already. */
export async function insertPasskey(tx: Database, tenantId: string, passkey: Passkey): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into passkey (tenant_id, id, user_id, name, public_key, counter, transports, created_at)
    values (${tenantId}, ${passkey.id}, ${passkey.userId}, ${passkey.name}, ${passkey.publicKey}, ${passkey.counter},
      ${passkey.transports}::text[], ${passkey.createdAt})
    on conflict do nothing returning 1`);
  return rows.length > 0;
}

/** Notes a use, with the authenticator's own count. */
export async function usePasskey(tx: Database, tenantId: string, id: string, counter: number, at: Date): Promise<void> {
  await tx.query(sql`
    update passkey set counter = ${counter}, last_used_at = ${at} where tenant_id = ${tenantId} and id = ${id}`);
}

/** Removes one passkey of a person, or all. Gives their names. */
export async function deletePasskeys(
  tx: Database,
  tenantId: string,
  userId: string,
  id: string | null,
): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(sql`
    delete from passkey where tenant_id = ${tenantId} and user_id = ${userId} and (${id}::text is null or id = ${id})
    returning name`);
  return rows.map(({ name }) => name);
}
