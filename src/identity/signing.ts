import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { must } from '../base/assert.ts';
import type { Database } from '../store/database.ts';
import { insertFirstKey, readSigningKeys } from '../store/signing-keys.ts';
import { findTenant } from '../store/tenants.ts';

interface TenantKeys {
  /** Undefined only where there is no such tenant. */
  readonly newest: { readonly keyId: string; readonly key: CryptoKey } | undefined;
  readonly verifying: ReadonlyMap<string, CryptoKey>;
  readonly published: readonly JWK[];
}

const cached = new WeakMap<object, Map<string, Promise<TenantKeys>>>();

/** A tenant's signing keys, made on first use. */
export function signingKeys(db: Database, tenantId: string): Promise<TenantKeys> {
  const tenants = cached.get(db.identity) ?? new Map<string, Promise<TenantKeys>>();
  cached.set(db.identity, tenants);
  const known = tenants.get(tenantId);
  if (known) return known;
  const loading = loadKeys(db, tenantId);
  tenants.set(tenantId, loading);
  // What is no tenant's is not kept: the id comes from tokens that anybody can make up.
  loading.then(
    ({ newest }) => newest ?? tenants.delete(tenantId),
    () => tenants.delete(tenantId),
  );
  return loading;
}

async function loadKeys(db: Database, tenantId: string): Promise<TenantKeys> {
  let stored = await readSigningKeys(db, tenantId);
  // Only for a tenant that exists: a new key is costly, and the id may be made up.
  if (stored.length === 0 && (await findTenant(db, tenantId))) {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const privateJwk = await exportJWK(privateKey);
    await insertFirstKey(db, tenantId, { keyId: await calculateJwkThumbprint(privateJwk), privateJwk });
    stored = await readSigningKeys(db, tenantId);
  }
  const [newest] = stored;
  const published = stored.map(
    ({ keyId, privateJwk: { kty, n, e } }): JWK => ({ kty, n, e, use: 'sig', alg: 'RS256', kid: keyId }) as JWK,
  );
  const verifying = await Promise.all(published.map(async (jwk) => [must(jwk.kid, 'kid'), await rsaKey(jwk)] as const));
  return {
    newest: newest && { keyId: newest.keyId, key: await rsaKey(newest.privateJwk) },
    verifying: new Map(verifying),
    published,
  };
}

async function rsaKey(jwk: JWK): Promise<CryptoKey> {
  return (await importJWK(jwk, 'RS256')) as CryptoKey;
}
