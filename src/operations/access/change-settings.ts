import type { AccessSettings } from '../../domain/access/access-settings.ts';
import { auditChange } from '../../store/audit.ts';
import { lockForMany } from '../../store/lock.ts';
import { findTenant, updateAccessSettings } from '../../store/tenants.ts';
import { type Context, originOf } from '../context.ts';

/** Changes choices about access, approvals and the log; each acts from the next request on. Gives the settings as they are then. */
export async function changeSettings(context: Context, change: Partial<AccessSettings>): Promise<AccessSettings> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    // Two at once must not each write down the other's settings as the ones before.
    await lockForMany(tx, tenantId);
    const { access, displayName } = (await findTenant(tx, tenantId)) ?? context.tenant;
    const names = (Object.keys(access) as (keyof AccessSettings)[]).filter(
      (name) => change[name] !== undefined && change[name] !== access[name],
    );
    if (names.length === 0) return access;
    const before = Object.fromEntries(names.map((name) => [name, access[name]]));
    const after = Object.fromEntries(names.map((name) => [name, change[name]]));
    await updateAccessSettings(tx, tenantId, after);
    await auditChange(
      tx,
      tenantId,
      {
        activity: 'Update tenant settings',
        targetType: 'Tenant',
        targetId: tenantId,
        targetName: displayName,
        before,
        after,
      },
      originOf(context),
    );
    return { ...access, ...after };
  });
}
