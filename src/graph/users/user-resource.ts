import { isoSeconds } from '../../base/time.ts';
import type { Catalog } from '../../domain/commerce/catalog.ts';
import { activePaths, DIRECT, effectivePlans } from '../../domain/licensing/profile.ts';
import type { UserProperty } from '../../odata/user-properties.ts';
import type { UserPath, UserRow } from '../../queries/list-users.ts';

/** A user as Graph shows it: the properties asked for, in the resource's order, absent values as null. */
export function userResource(
  row: UserRow,
  properties: readonly UserProperty[],
  catalog: Catalog,
): Record<string, unknown> {
  return Object.fromEntries(properties.map((property) => [property.name, valueIn(property, row, catalog)]));
}

function valueIn({ name, type }: UserProperty, row: UserRow, catalog: Catalog): unknown {
  const paths = row.paths ?? [];
  if (name === 'assignedLicenses') return assignedLicenses(paths);
  if (name === 'assignedPlans') return assignedPlans(paths, catalog);
  if (name === 'provisionedPlans') return provisionedPlans(paths, catalog);
  if (name === 'licenseAssignmentStates') return paths.map(assignmentState);
  if (type === 'texts') return row[name] ?? [];
  if (type === 'date') return row[name] ? isoSeconds(row[name] as Date) : null;
  return row[name] ?? null;
}

/** One entry a product, whatever the number of paths; a plan is off only if every path turns it off. */
function assignedLicenses(paths: readonly UserPath[]): unknown[] {
  const disabled = new Map<string, readonly string[]>();
  for (const { skuId, disabledPlans } of activePaths(paths)) {
    const others = disabled.get(skuId);
    disabled.set(skuId, others ? disabledPlans.filter((planId) => others.includes(planId)) : disabledPlans);
  }
  return [...disabled].map(([skuId, disabledPlans]) => ({ disabledPlans, skuId }));
}

function assignedPlans(paths: readonly UserPath[], catalog: Catalog): unknown[] {
  const since = new Map(paths.map(({ skuId, updatedAt }) => [skuId, updatedAt]));
  return [...effectivePlans(paths, catalog)].map(([planId, givers]) => ({
    assignedDateTime: isoSeconds(new Date([...givers].map((skuId) => since.get(skuId) ?? '').sort()[0] ?? 0)),
    capabilityStatus: 'Enabled',
    service: catalog.plans.get(planId)?.service ?? '',
    servicePlanId: planId,
  }));
}

function provisionedPlans(paths: readonly UserPath[], catalog: Catalog): unknown[] {
  return [...effectivePlans(paths, catalog).keys()].map((planId) => ({
    capabilityStatus: 'Enabled',
    provisioningStatus: 'Success',
    service: catalog.plans.get(planId)?.service ?? '',
  }));
}

function assignmentState({ skuId, source, disabledPlans, state, error, updatedAt }: UserPath): unknown {
  return {
    skuId,
    disabledPlans,
    assignedByGroup: source === DIRECT ? null : source,
    state,
    error,
    lastUpdatedDateTime: isoSeconds(new Date(updatedAt)),
  };
}
