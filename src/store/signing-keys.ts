import type { JWK } from 'jose';
import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';

export interface StoredKey {
  readonly keyId: string;
  /** The private key, encrypted. */
  readonly sealed: string;
  readonly publicJwk: JWK;
  readonly createdAt: Date;
}

/** The keys of a tenant, newest first: the one that signs, and those whose tokens may still be about. */
export async function readSigningKeys(db: Database, tenantId: string, now: Date): Promise<StoredKey[]> {
  return db.query<StoredKey>(sql`
    select key_id as "keyId", sealed, public_jwk as "publicJwk", created_at as "createdAt" from signing_key
    where tenant_id = ${tenantId} and (retired_at is null or retired_at > ${now}) order by created_at desc, key_id`);
}

/**
 * Adds a key that signs from now on, unless there is one younger than `since`: if another process was quicker, its key
 * stays the only new one. The older ones verify until `retiredAt`, and those retired before now are removed.
 */
export async function addSigningKey(
  db: Database,
  tenantId: string,
  key: StoredKey,
  since: Date,
  retiredAt: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(sql`select from tenant where tenant_id = ${tenantId} for update`);
    const added = await tx.query(sql`
      insert into signing_key (tenant_id, key_id, sealed, public_jwk, created_at)
      select ${tenantId}, ${key.keyId}, ${key.sealed}, ${JSON.stringify(key.publicJwk)}, ${key.createdAt}
      from tenant where tenant_id = ${tenantId}
        and not exists (select from signing_key where tenant_id = ${tenantId} and created_at > ${since})
      returning 1`);
    if (added.length === 0) return;
    await tx.query(sql`
      delete from signing_key where tenant_id = ${tenantId} and retired_at <= ${key.createdAt}`);
    await tx.query(sql`
      update signing_key set retired_at = coalesce(retired_at, ${retiredAt}) where tenant_id = ${tenantId} and key_id <> ${key.keyId}`);
  });
}
