import type { FastifyRequest } from 'fastify';
import type { Database } from '../store/database.ts';
import { sessionCookieOf } from './session-cookie.ts';
import { authenticateSession, type OpenSession } from './sessions.ts';

/** The session of the browser that sends a request; undefined where nobody is signed in. `now` is the machine's time. */
export async function currentSession(
  db: Database,
  request: FastifyRequest,
  now: number,
): Promise<OpenSession | undefined> {
  const value = sessionCookieOf(request);
  return value === undefined ? undefined : authenticateSession(db, value, now);
}
