import { newId } from '../../base/id.ts';
import { auditChange } from '../../store/audit.ts';
import { deleteUnit, lockUnit, type Unit, writeUnit } from '../../store/roles.ts';
import { type Context, originOf } from '../context.ts';

export type UnitFields = Omit<Unit, 'id'>;

/** Draws an administrative unit: the people of a department, of a usage location, or of both. Gives its id. */
export async function createUnit(context: Context, fields: UnitFields): Promise<string> {
  const { tenantId } = context.tenant;
  const id = newId();
  await context.db.transaction(async (tx) => {
    await writeUnit(tx, tenantId, { id, ...fields });
    await auditChange(
      tx,
      tenantId,
      { activity: 'Add administrative unit', ...targetOf({ id, ...fields }), after: fields },
      originOf(context),
    );
  });
  return id;
}

/** Draws a unit anew; roles that are limited to it reach its people from now on. Gives whether there is such a unit. */
export async function changeUnit(context: Context, id: string, change: Partial<UnitFields>): Promise<boolean> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    const before = await lockUnit(tx, tenantId, id);
    if (!before) return false;
    const unit = { ...before, ...change };
    await writeUnit(tx, tenantId, unit);
    await auditChange(
      tx,
      tenantId,
      { activity: 'Update administrative unit', ...targetOf(unit), before, after: unit },
      originOf(context),
    );
    return true;
  });
}

/** Removes a unit, and with it every role that was limited to it. Gives whether there was one. */
export async function removeUnit(context: Context, id: string): Promise<boolean> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    const unit = await lockUnit(tx, tenantId, id);
    if (!unit) return false;
    await deleteUnit(tx, tenantId, id);
    await auditChange(
      tx,
      tenantId,
      { activity: 'Delete administrative unit', ...targetOf(unit), before: unit },
      originOf(context),
    );
    return true;
  });
}

function targetOf({ id, displayName }: Pick<Unit, 'id' | 'displayName'>) {
  return { targetType: 'AdministrativeUnit', targetId: id, targetName: displayName };
}
