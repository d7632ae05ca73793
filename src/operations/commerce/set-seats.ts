import { newId } from '../../base/id.ts';
import { auditChange } from '../../store/audit.ts';
import { lockForMany } from '../../store/lock.ts';
import { refreshSeats, setMonthlyPrice } from '../../store/seats.ts';
import { insertSubscription, lockSeats, setQuantity } from '../../store/subscriptions.ts';
import { type Context, originOf } from '../context.ts';

/**
 * Makes a tenant own so many usable seats of a product: its largest own active subscription grows or shrinks, or one
 * is added. Refused below what is assigned (R-SE-1, over all subscriptions of the product taken together).
 */
export async function setSeats(
  context: Context,
  skuId: string,
  total: number,
): Promise<'set' | { readonly consumed: number; readonly others: number }> {
  const { db, tenant } = context;
  const { tenantId } = tenant;
  return db.transaction(async (tx) => {
    await lockForMany(tx, tenantId);
    const { consumed, usable, largest } = await lockSeats(tx, tenantId, skuId);
    const others = usable - (largest?.quantity ?? 0);
    if (total < consumed || total < others) return { consumed, others };
    if (largest) await setQuantity(tx, tenantId, largest.id, total - others);
    else {
      const now = new Date(context.now);
      await insertSubscription(tx, tenantId, {
        id: newId(),
        skuId,
        quantity: total - others,
        state: 'active',
        channel: 'direct',
        term: 'annual',
        startsAt: now,
        createdAt: now,
      });
    }
    await refreshSeats(tx, tenantId);
    await auditChange(
      tx,
      tenantId,
      {
        activity: 'Update subscription',
        targetType: 'Other',
        targetId: skuId,
        targetName: skuId,
        before: { total: usable },
        after: { total },
      },
      originOf(context),
    );
    return 'set';
  });
}

/** Sets what a seat costs the tenant a month; null: the catalog's price. Gives whether the tenant owns the product. */
export async function setPrice(context: Context, skuId: string, monthlyPriceCents: number | null): Promise<boolean> {
  const { db, tenant } = context;
  return db.transaction(async (tx) => {
    const before = await setMonthlyPrice(tx, tenant.tenantId, skuId, monthlyPriceCents);
    if (before === undefined) return false;
    await auditChange(
      tx,
      tenant.tenantId,
      {
        activity: 'Update price',
        targetType: 'Other',
        targetId: skuId,
        targetName: skuId,
        before,
        after: { monthlyPriceCents },
      },
      originOf(context),
    );
    return true;
  });
}
