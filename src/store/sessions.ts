import { rawSql, sql } from '../base/sql.ts';
import type { Database } from './database.ts';
import { PERSON_FACTS, type PersonFacts } from './principals.ts';

export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly methods: readonly string[];
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly address: string | null;
}

const COLUMNS = `s.id, s.user_id as "userId", s.methods, s.created_at as "createdAt", s.last_seen_at as "lastSeenAt",
  s.expires_at as "expiresAt", s.user_agent as "userAgent", s.address`;

/** Keeps a new session. */
export async function insertSession(
  tx: Database,
  tenantId: string,
  session: Session & { readonly tokenHash: string },
): Promise<void> {
  await tx.query(sql`
    insert into session (tenant_id, id, user_id, token_hash, methods, created_at, last_seen_at, expires_at, user_agent, address)
    values (${tenantId}, ${session.id}, ${session.userId}, ${session.tokenHash}, ${session.methods}::text[], ${session.createdAt},
      ${session.lastSeenAt}, ${session.expiresAt}, ${session.userAgent}, ${session.address})`);
}

/** A session that has not been ended, with its living person as they are now; times are the caller's to judge. */
export async function findSession(
  db: Database,
  tenantId: string,
  tokenHash: string,
): Promise<{ readonly session: Session; readonly person: PersonFacts } | undefined> {
  const [row] = await db.query<
    { session: Session; person: PersonFacts } & Session & PersonFacts & { sessionId: string }
  >({
    name: 'session-by-token',
    text: `select ${PERSON_FACTS}, ${COLUMNS.replace('s.id,', 's.id as "sessionId",')}
      from session s join users u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.deleted_at is null
      where s.tenant_id = $1 and s.token_hash = $2 and s.ended_at is null`,
    values: [tenantId, tokenHash],
  });
  if (!row) return undefined;
  const { sessionId, userId, methods, createdAt, lastSeenAt, expiresAt, userAgent, address, ...person } = row;
  return {
    session: { id: sessionId, userId, methods, createdAt, lastSeenAt, expiresAt, userAgent, address },
    person,
  };
}

/** Notes that a session was used. */
export async function touchSession(db: Database, tenantId: string, id: string, at: Date): Promise<void> {
  await db.query(sql`update session set last_seen_at = ${at} where tenant_id = ${tenantId} and id = ${id}`);
}

/** The sessions of a person that still run, the latest used first. */
export async function readSessions(
  db: Database,
  tenantId: string,
  userId: string,
  now: Date,
  idleSince: Date,
): Promise<Session[]> {
  return db.query<Session>(sql`
    select ${rawSql(COLUMNS)} from session s join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
    where s.tenant_id = ${tenantId} and s.user_id = ${userId} and s.ended_at is null and s.expires_at > ${now}
      and s.last_seen_at > ${idleSince} and (u.sessions_valid_from is null or s.created_at >= u.sessions_valid_from)
    order by s.last_seen_at desc, s.id`);
}

/** Ends sessions of a person: one, all, or all but one. Gives how many ended. */
export async function endSessions(
  tx: Database,
  tenantId: string,
  userId: string,
  which: { readonly only?: string; readonly except?: string },
  at: Date,
): Promise<number> {
  const rows = await tx.query(sql`
    update session set ended_at = ${at} where tenant_id = ${tenantId} and user_id = ${userId} and ended_at is null
      and (${which.only ?? null}::uuid is null or id = ${which.only ?? null})
      and (${which.except ?? null}::uuid is null or id <> ${which.except ?? null}) returning 1`);
  return rows.length;
}

/** Removes what ended, or ran out, before a moment. */
export async function pruneSessions(tx: Database, tenantId: string, before: Date): Promise<void> {
  await tx.query(sql`
    delete from session where tenant_id = ${tenantId} and (ended_at < ${before} or expires_at < ${before})`);
}
