import { isGuid, newId } from '../base/id.ts';
import { hashSecret, newSecret } from '../base/secrets.ts';
import type { Tenant } from '../domain/directory/tenant.ts';
import type { Database } from '../store/database.ts';
import type { PersonFacts } from '../store/principals.ts';
import { findSession, insertSession, pruneSessions, type Session, touchSession } from '../store/sessions.ts';
import { findTenant } from '../store/tenants.ts';

/** How somebody proved who they are. */
export type SignInMethod = 'password' | 'authenticator' | 'recoveryCode' | 'passkey' | 'sso' | 'setup' | 'signInAs';

const MINUTE_MS = 60_000;
/** That a session was used is written down at most this often. */
const TOUCH_MS = MINUTE_MS;
/** Ended sessions are kept for a look back. */
const KEPT_DAYS = 30;

export interface NewSession {
  readonly tenant: Tenant;
  readonly userId: string;
  readonly methods: readonly SignInMethod[];
  readonly userAgent: string | null;
  readonly address: string | null;
  /** The machine's time, in milliseconds: a tenant's clock does not move sessions. */
  readonly now: number;
}

/** Opens a session on a database that is sealed to the tenant. The cookie's value is given this once; a hash is kept. */
export async function openSession(
  db: Database,
  { tenant, userId, methods, userAgent, address, now }: NewSession,
): Promise<{ cookieValue: string; expiresAt: Date; sessionId: string }> {
  const secret = newSecret();
  const expiresAt = new Date(now + tenant.access.sessionHours * 60 * MINUTE_MS);
  const sessionId = newId();
  await db.transaction(async (tx) => {
    await pruneSessions(tx, tenant.tenantId, new Date(now - KEPT_DAYS * 24 * 60 * MINUTE_MS));
    await insertSession(tx, tenant.tenantId, {
      id: sessionId,
      userId,
      tokenHash: hashSecret(secret),
      methods,
      createdAt: new Date(now),
      lastSeenAt: new Date(now),
      expiresAt,
      userAgent: userAgent?.slice(0, 400) ?? null,
      address,
    });
  });
  return { cookieValue: `${tenant.tenantId}.${secret}`, expiresAt, sessionId };
}

export interface OpenSession {
  readonly tenant: Tenant;
  readonly session: Session;
  readonly person: PersonFacts;
  /** What unsafe requests of this session carry, and other sites can't know. */
  readonly csrfToken: string;
}

/**
 * The session that a cookie's value stands for, or undefined: ended, idle for too long, too old, or of somebody who was
 * blocked, deleted, or whose sessions were ended since. Looked up each time, so that all of this acts at once.
 */
export async function authenticateSession(
  db: Database,
  cookieValue: string,
  now: number,
): Promise<OpenSession | undefined> {
  const [tenantId = '', secret = '', ...rest] = cookieValue.split('.');
  if (!isGuid(tenantId) || secret === '' || rest.length > 0) return undefined;
  const sealed = db.ofTenant(tenantId.toLowerCase());
  const [tenant, found] = await Promise.all([
    findTenant(sealed, tenantId),
    findSession(sealed, tenantId, hashSecret(secret)),
  ]);
  if (!tenant || !found) return undefined;
  const { session, person } = found;
  const idleMs = tenant.access.sessionIdleMinutes * MINUTE_MS;
  const isOver =
    session.expiresAt.getTime() <= now ||
    session.lastSeenAt.getTime() + idleMs <= now ||
    !person.accountEnabled ||
    (person.sessionsValidFrom !== null && session.createdAt < person.sessionsValidFrom);
  if (isOver) return undefined;
  if (now - session.lastSeenAt.getTime() >= TOUCH_MS) await touchSession(sealed, tenantId, session.id, new Date(now));
  return { tenant, session, person, csrfToken: hashSecret(`csrf ${secret}`) };
}
