import type { Tenant } from '../domain/directory/tenant.ts';
import type { Database } from '../store/database.ts';
import { readSessions, type Session } from '../store/sessions.ts';

/** Where a person is signed in now, the latest used first. `now` is the machine's time, in milliseconds. */
export async function listSessions(
  db: Database,
  tenant: Tenant,
  userId: string,
  now: number,
): Promise<Omit<Session, 'userId'>[]> {
  const idleSince = new Date(now - tenant.access.sessionIdleMinutes * 60_000);
  const sessions = await readSessions(db, tenant.tenantId, userId, new Date(now), idleSince);
  return sessions.map(({ userId: _userId, ...session }) => session);
}
