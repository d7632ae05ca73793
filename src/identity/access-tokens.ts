import { decodeJwt, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { must } from '../base/assert.ts';
import { isGuid } from '../base/id.ts';
import type { SecretBox } from '../base/secret-box.ts';
import type { Principal } from '../domain/access/actions.ts';
import { type App, findApp } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import { findPerson, principalOf } from '../store/principals.ts';
import { KNOWN_CLIENTS } from './delegated/known-clients.ts';
import { signingKeys, verifyingKey } from './signing.ts';

/** How long an access token lives. */
export const TOKEN_SECONDS = 3599;

/** What every Graph client knows as the audience of Graph, by URL and by id. */
export const GRAPH_AUDIENCE = 'https://graph.microsoft.com';
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

/** Our own claim: when the token was issued, in milliseconds. */
export const ISSUED_AT_MS = 'issued_at_ms';

/** Directory role of every app in Entra's tokens; clients tell apps by it. */
const APP_WID = '0997a1d0-0d1d-4acb-b408-d5ca73121e90';

/** Signs an access token for an app, in the claim layout that Graph clients read. */
export async function issueAppToken(
  db: Database,
  secrets: SecretBox,
  tenantId: string,
  app: App,
  issuer: string,
): Promise<string> {
  const newest = must((await signingKeys(db, secrets, tenantId)).newest, 'signing key');
  return new SignJWT({
    tid: tenantId,
    oid: app.id,
    appid: app.id,
    appidacr: '1',
    app_displayname: app.displayName,
    idtyp: 'app',
    roles: app.permissions,
    wids: [...app.roleIds, APP_WID],
    ver: '1.0',
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: newest.keyId })
    .setIssuer(issuer)
    .setAudience(GRAPH_AUDIENCE)
    .setSubject(app.id)
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime(`${TOKEN_SECONDS}s`)
    .setJti(crypto.randomUUID())
    .sign(newest.key);
}

export type TokenFault = 'missing' | 'malformed' | 'notYetValid' | 'expired' | 'wrongAudience' | 'revoked';

/** What a valid token says: whom it is for, and who that is. */
type Claims = { readonly tenantId: string; readonly appId: string; readonly expires: number } & (
  | { readonly kind: 'app' }
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly scopes: readonly string[];
      /** To the millisecond: `iat` has whole seconds, and sessions end between them. */
      readonly issuedAt: number;
    }
);

/** Far longer than any token of ours. */
const LONGEST_TOKEN = 8_192;
const MOST_VERIFIED = 2_000;
const verified = new WeakMap<object, Map<string, Claims>>();

/**
 * Who sends this Authorization header. Roles, the person and the app are looked up each time, so taking them away, or
 * ending a person's sessions, acts at once.
 */
export async function authenticate(
  db: Database,
  secrets: SecretBox,
  authorization: string | undefined,
): Promise<Principal | TokenFault> {
  const token = /^bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return 'missing';
  if (token.length > LONGEST_TOKEN) return 'malformed';
  const known = verified.get(db.identity) ?? new Map<string, Claims>();
  verified.set(db.identity, known);
  const claims = known.get(token) ?? (await verify(db, secrets, token));
  if (typeof claims === 'string') return claims;
  if (claims.expires <= Date.now()) {
    known.delete(token);
    return 'expired';
  }
  if (!known.has(token)) {
    if (known.size >= MOST_VERIFIED) known.delete(known.keys().next().value ?? '');
    known.set(token, claims);
  }
  return claims.kind === 'app' ? appPrincipal(db, claims) : userPrincipal(db, claims);
}

async function appPrincipal(db: Database, { tenantId, appId }: Claims): Promise<Principal | 'revoked'> {
  const app = await findApp(db.ofTenant(tenantId), tenantId, appId);
  if (!app || app.disabled) return 'revoked';
  const { id, displayName, roleIds, permissions } = app;
  return { kind: 'app', id, name: displayName, tenantId, roleIds, permissions };
}

async function userPrincipal(
  db: Database,
  { tenantId, appId, userId, scopes, issuedAt }: Claims & { readonly kind: 'user' },
): Promise<Principal | 'revoked'> {
  const sealed = db.ofTenant(tenantId);
  const [person, isClient] = await Promise.all([
    findPerson(sealed, tenantId, userId),
    isLiveClient(sealed, tenantId, appId),
  ]);
  if (!person?.accountEnabled || !isClient) return 'revoked';
  if (person.sessionsValidFrom !== null && issuedAt < person.sessionsValidFrom.getTime()) return 'revoked';
  return principalOf(tenantId, person, scopes);
}

async function isLiveClient(db: Database, tenantId: string, appId: string): Promise<boolean> {
  if (KNOWN_CLIENTS.has(appId)) return true;
  const app = await findApp(db, tenantId, appId);
  return app !== undefined && !app.disabled;
}

/** Checks signature, audience, issuer, times and form once; what a valid token says does not change. */
async function verify(db: Database, secrets: SecretBox, token: string): Promise<Claims | TokenFault> {
  try {
    const tenantId = String(decodeJwt(token).tid).toLowerCase();
    if (!isGuid(tenantId)) return 'malformed';
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = await verifyingKey(db, secrets, tenantId, kid ?? '');
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key;
      },
      {
        algorithms: ['RS256'],
        audience: [GRAPH_AUDIENCE, GRAPH_APP_ID],
        typ: 'JWT',
        requiredClaims: ['exp', 'nbf', 'iat', 'sub'],
      },
    );
    return claimsOf(tenantId, payload) ?? 'malformed';
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired';
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return 'wrongAudience';
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') return 'notYetValid';
    if (error instanceof errors.JOSEError) return 'malformed';
    throw error;
  }
}

/** The claims by the kind that the token itself names. One of an app is never read as one of a person, or the reverse. */
function claimsOf(tenantId: string, payload: JWTPayload): Claims | undefined {
  const { iss, sub, oid, appid, idtyp, scp, roles, exp = 0, [ISSUED_AT_MS]: issuedAt } = payload;
  // A server has several names, so the host of the issuer may differ from the one that is called now.
  if (URL.parse(iss ?? '')?.pathname.toLowerCase() !== `/${tenantId}/v2.0`) return undefined;
  if (typeof sub !== 'string' || typeof appid !== 'string' || !isGuid(sub) || !isGuid(appid) || oid !== sub)
    return undefined;
  const base = { tenantId, appId: appid, expires: exp * 1000 };
  if (idtyp === 'app') return sub === appid && scp === undefined ? { ...base, kind: 'app' } : undefined;
  if (idtyp !== 'user' || typeof scp !== 'string' || roles !== undefined || typeof issuedAt !== 'number')
    return undefined;
  return { ...base, kind: 'user', userId: sub, scopes: scp.split(' '), issuedAt };
}
