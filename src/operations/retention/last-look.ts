import { addDays } from '../../base/time.ts';
import { ROLES } from '../../domain/access/roles.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import { auditChange } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { type ComingPurge, markAnnounced, markConfirmed } from '../../store/last-look.ts';
import { readRoleHolders } from '../../store/roles.ts';
import { type Context, originOf } from '../context.ts';
import { sendNotice } from './send-notice.ts';
import { LAST_LOOK_DAYS } from './sweep.ts';

/** So many names stand in the announcement itself; the whole list is one call away. */
const NAMED = 100;

/**
 * Announces what will end for good within a day: mail to the Global Administrators, and an entry in the audit log, which
 * webhooks and syslog carry on. Until it
 * has been announced for a day nothing ends, however late the server is. Gives what was announced.
 */
export async function announcePurges(db: Database, tenant: Tenant, now: number): Promise<readonly ComingPurge[]> {
  const { tenantId, displayName } = tenant;
  return db.transaction(async (tx) => {
    const coming = await markAnnounced(tx, tenantId, new Date(addDays(now, LAST_LOOK_DAYS)), new Date(now));
    if (coming.length === 0) return coming;
    const items = coming.slice(0, NAMED).map(({ name, dueAt }) => ({ name, at: dueAt.getTime() }));
    const administrators = await readRoleHolders(tx, tenantId, ROLES.globalAdministrator.id);
    await sendNotice({ db: tx, tenant, now }, administrators, {
      kind: 'purges',
      count: coming.length,
      items,
      needsConfirmation: tenant.access.purgeNeedsConfirmation,
    });
    const after = {
      count: coming.length,
      needsConfirmation: tenant.access.purgeNeedsConfirmation,
      items: coming.slice(0, NAMED).map(({ subjectId, kind, name, dueAt }) => ({ id: subjectId, kind, name, dueAt })),
    };
    await auditChange(
      tx,
      tenantId,
      { activity: 'Announce purge', targetType: 'Tenant', targetId: tenantId, targetName: displayName, after },
      { actorId: null, actorName: 'Seatwise', channel: 'job', requestId: null, at: new Date(now) },
    );
    return coming;
  });
}

/** Agrees to what has been announced: all of it, or that of some people. Gives to how much. */
export async function confirmPurges(context: Context, subjectIds: readonly string[] | null): Promise<number> {
  const { db, tenant, principal } = context;
  const { tenantId, displayName } = tenant;
  return db.transaction(async (tx) => {
    const count = await markConfirmed(tx, tenantId, subjectIds, principal.name, new Date(context.now));
    if (count === 0) return 0;
    await auditChange(
      tx,
      tenantId,
      {
        activity: 'Confirm purge',
        targetType: 'Tenant',
        targetId: tenantId,
        targetName: displayName,
        after: { count, ...(subjectIds === null ? {} : { ids: subjectIds.slice(0, NAMED) }) },
      },
      originOf(context),
    );
    return count;
  });
}
