import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import { must } from '../base/assert.ts';
import { isGuid } from '../base/id.ts';
import type { SecretBox } from '../base/secret-box.ts';
import type { Principal } from '../domain/access/actions.ts';
import { type App, findApp } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import { signingKeys } from './signing.ts';

/** How long an access token lives. */
export const TOKEN_SECONDS = 3599;

/** What every Graph client knows as the audience of Graph, by URL and by id. */
const GRAPH_AUDIENCE = 'https://graph.microsoft.com';
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

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

interface Claims {
  readonly tenantId: string;
  readonly appId: string;
  readonly expires: number;
}

const verified = new Map<string, Claims>();
const MOST_VERIFIED = 2_000;

/** Who sends this Authorization header. Roles and the app itself are looked up each time, so taking them away acts at once. */
export async function authenticate(
  db: Database,
  secrets: SecretBox,
  authorization: string | undefined,
): Promise<Principal | TokenFault> {
  const token = /^bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return 'missing';
  const claims = verified.get(token) ?? (await verify(db, secrets, token));
  if (typeof claims === 'string') return claims;
  if (claims.expires <= Date.now()) {
    verified.delete(token);
    return 'expired';
  }
  const app = await findApp(db, claims.tenantId, claims.appId);
  if (!app || app.disabled) return 'revoked';
  return {
    kind: 'app',
    id: app.id,
    name: app.displayName,
    tenantId: claims.tenantId,
    roleIds: app.roleIds,
    permissions: app.permissions,
  };
}

/** Checks signature, audience and times once; what a valid token says does not change. */
async function verify(db: Database, secrets: SecretBox, token: string): Promise<Claims | TokenFault> {
  try {
    const tid = String(decodeJwt(token).tid).toLowerCase();
    if (!isGuid(tid)) return 'malformed';
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = (await signingKeys(db, secrets, tid)).verifying.get(kid ?? '');
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key;
      },
      { algorithms: ['RS256'], audience: [GRAPH_AUDIENCE, GRAPH_APP_ID], requiredClaims: ['exp', 'sub'] },
    );
    const claims = { tenantId: tid, appId: String(payload.sub), expires: (payload.exp ?? 0) * 1000 };
    if (verified.size >= MOST_VERIFIED) verified.delete(verified.keys().next().value ?? '');
    verified.set(token, claims);
    return claims;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired';
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return 'wrongAudience';
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') return 'notYetValid';
    if (error instanceof errors.JOSEError) return 'malformed';
    throw error;
  }
}
