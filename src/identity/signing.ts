import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { must } from '../base/assert.ts';
import type { SecretBox } from '../base/secret-box.ts';
import { systemClock } from '../base/time.ts';
import type { Database } from '../store/database.ts';
import { addSigningKey, readSigningKeys, type StoredKey } from '../store/signing-keys.ts';
import { findTenant } from '../store/tenants.ts';

/** A key signs for so long; then a new one takes its place. */
export const KEY_DAYS = 30;
/** A retired key verifies for longer than any token that it signed lives. */
const RETIRED_HOURS = 24;
/** Keys are read anew so often, so that every server notices another's new key. */
const CACHE_MS = 60_000;
/** A key id that nobody knows may be another server's new key: then keys are read at once, but not more often than this. */
const RELOAD_MS = 5_000;
const DAY_MS = 86_400_000;

export interface TenantKeys {
  /** Undefined only where there is no such tenant. */
  readonly newest: { readonly keyId: string; readonly key: CryptoKey; readonly privateJwk: JWK } | undefined;
  readonly verifying: ReadonlyMap<string, CryptoKey>;
  readonly published: readonly JWK[];
}

interface CachedKeys {
  readonly keys: Promise<TenantKeys>;
  readonly loadedAt: number;
}

const cached = new WeakMap<object, Map<string, CachedKeys>>();

/** A tenant's signing keys, made on first use, renewed when the newest is too old, and kept encrypted. */
export function signingKeys(
  db: Database,
  secrets: SecretBox,
  tenantId: string,
  now = systemClock.now(),
): Promise<TenantKeys> {
  const tenants = cached.get(db.identity) ?? new Map<string, CachedKeys>();
  cached.set(db.identity, tenants);
  const known = tenants.get(tenantId);
  if (known && Math.abs(now - known.loadedAt) < CACHE_MS) return known.keys;
  const entry = { keys: loadKeys(db, secrets, tenantId, now), loadedAt: now };
  tenants.set(tenantId, entry);
  const drop = () => {
    if (tenants.get(tenantId) === entry) tenants.delete(tenantId);
  };
  // What is no tenant's is not kept: the id comes from tokens that anybody can make up.
  entry.keys.then(({ newest }) => newest ?? drop(), drop);
  return entry.keys;
}

/** The key that verifies signatures of this key id; undefined where the tenant has none such. */
export async function verifyingKey(
  db: Database,
  secrets: SecretBox,
  tenantId: string,
  keyId: string,
  now = systemClock.now(),
): Promise<CryptoKey | undefined> {
  const key = (await signingKeys(db, secrets, tenantId, now)).verifying.get(keyId);
  if (key) return key;
  const tenants = cached.get(db.identity);
  const known = tenants?.get(tenantId);
  if (!known || now - known.loadedAt < RELOAD_MS) return undefined;
  tenants?.delete(tenantId);
  return (await signingKeys(db, secrets, tenantId, now)).verifying.get(keyId);
}

async function loadKeys(db: Database, secrets: SecretBox, tenantId: string, now: number): Promise<TenantKeys> {
  const oldest = new Date(now - KEY_DAYS * DAY_MS);
  let stored = await readSigningKeys(db, tenantId, new Date(now));
  const isDue = stored[0] === undefined || stored[0].createdAt <= oldest || !canOpen(secrets, tenantId, stored[0]);
  // Only for a tenant that exists: a new key is costly, and the id may be made up.
  if (isDue && (await findTenant(db, tenantId))) {
    const since = stored[0] && !canOpen(secrets, tenantId, stored[0]) ? new Date(now) : oldest;
    const fresh = await newKey(secrets, tenantId, new Date(now));
    await addSigningKey(db, tenantId, fresh, since, new Date(now + RETIRED_HOURS * 3_600_000));
    stored = await readSigningKeys(db, tenantId, new Date(now));
  }
  const [newest] = stored;
  const verifying = await Promise.all(stored.map(async (key) => [key.keyId, await rsaKey(key.publicJwk)] as const));
  const privateJwk = newest && (JSON.parse(secrets.open(newest.sealed, purposeOf(tenantId, newest.keyId))) as JWK);
  return {
    newest: newest && privateJwk && { keyId: newest.keyId, key: await rsaKey(privateJwk), privateJwk },
    verifying: new Map(verifying),
    published: stored.map(({ publicJwk }) => publicJwk),
  };
}

async function newKey(secrets: SecretBox, tenantId: string, createdAt: Date): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const keyId = await calculateJwkThumbprint(jwk);
  const { kty, n, e } = jwk;
  return {
    keyId,
    sealed: secrets.seal(JSON.stringify({ ...jwk, kid: keyId, alg: 'RS256', use: 'sig' }), purposeOf(tenantId, keyId)),
    publicJwk: { kty: must(kty, 'kty'), n: must(n, 'n'), e: must(e, 'e'), use: 'sig', alg: 'RS256', kid: keyId },
    createdAt,
  };
}

/** Where the server's own key was lost, signing keys are made anew instead of stopping everything. */
function canOpen(secrets: SecretBox, tenantId: string, { keyId, sealed }: StoredKey): boolean {
  try {
    secrets.open(sealed, purposeOf(tenantId, keyId));
    return true;
  } catch {
    return false;
  }
}

function purposeOf(tenantId: string, keyId: string): string {
  return `signing key ${tenantId} ${keyId}`;
}

async function rsaKey(jwk: JWK): Promise<CryptoKey> {
  return (await importJWK(jwk, 'RS256')) as CryptoKey;
}
