import type { JWK } from 'jose';
import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';

export interface StoredKey {
  readonly keyId: string;
  readonly privateJwk: JWK;
}

/** The keys that sign a tenant's tokens, newest first. */
export async function readSigningKeys(db: Database, tenantId: string): Promise<StoredKey[]> {
  return db.query<StoredKey>(sql`
    select key_id as "keyId", private_jwk as "privateJwk" from signing_key
    where tenant_id = ${tenantId} order by created_at desc, key_id`);
}

/** Keeps the first key of a tenant that exists; if another process was quicker, its key stays the only one. */
export async function insertFirstKey(db: Database, tenantId: string, key: StoredKey): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(sql`select from tenant where tenant_id = ${tenantId} for update`);
    await tx.query(sql`
      insert into signing_key (tenant_id, key_id, private_jwk, created_at)
      select ${tenantId}, ${key.keyId}, ${JSON.stringify(key.privateJwk)}, now()
      from tenant where tenant_id = ${tenantId}
        and not exists (select from signing_key where tenant_id = ${tenantId})`);
  });
}
