import type { AccessSettings } from '../../domain/access/access-settings.ts';
import { auditChange } from '../../store/audit.ts';
import { updateAccessSettings } from '../../store/tenants.ts';
import { type Context, originOf } from '../context.ts';

/** Changes choices about access, approvals and the log; each acts from the next request on. Gives the settings as they are then. */
export async function changeSettings(context: Context, change: Partial<AccessSettings>): Promise<AccessSettings> {
  const { db, tenant } = context;
  const before = Object.fromEntries(
    Object.entries(tenant.access).filter(
      ([name, value]) => name in change && change[name as keyof AccessSettings] !== value,
    ),
  );
  const names = Object.keys(before);
  if (names.length === 0) return tenant.access;
  const after = Object.fromEntries(Object.entries(change).filter(([name]) => names.includes(name)));
  await db.transaction(async (tx) => {
    await updateAccessSettings(tx, tenant.tenantId, after);
    await auditChange(
      tx,
      tenant.tenantId,
      {
        activity: 'Update tenant settings',
        targetType: 'Tenant',
        targetId: tenant.tenantId,
        targetName: tenant.displayName,
        before,
        after,
      },
      originOf(context),
    );
  });
  return { ...tenant.access, ...after };
}
