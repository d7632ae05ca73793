import { must } from '../../base/assert.ts';
import { type Violation, violationsOf } from './dependencies.ts';
import type { World } from './plan.ts';
import { type AssignmentPath, activePaths, DIRECT, effectivePlans } from './profile.ts';

/** What has to be done so that a person has a product no more, and nothing stays behind that would need it. */
export interface TakingAway {
  /** Products that somebody bought for themselves: until they are taken over, only that person can take them (R-AS-12). */
  readonly takeOver: readonly { readonly skuId: string; readonly purchaser: string }[];
  /** Direct licenses to unassign, in one step: the product's own first, then add-ons that are nothing without it. */
  readonly unassign: readonly string[];
  /** Services to turn off in direct licenses that stay, because they need what goes (R-UN-4). */
  readonly turnOff: readonly { readonly skuId: string; readonly planIds: readonly string[] }[];
  /** Groups that the person has to leave (R-UN-1), each with the other products that go with it. */
  readonly leaveGroups: readonly { readonly groupId: string; readonly alsoTakes: readonly string[] }[];
}

/** What has been decided on so far. */
interface Steps {
  readonly direct: Set<string>;
  readonly groups: Set<string>;
  /** Plans by the direct license in which they are turned off. */
  readonly off: Map<string, Set<string>>;
}

/**
 * The smallest action that takes a product from a person who has it on these paths. Every path to it has to go: the
 * direct one is unassigned, a group is left, and a seat freed only when the last is gone (R-UN-3). Whatever needs a
 * service that goes with it has to go too, and only that: a service is turned off where its product is good for more.
 * Nothing is to be done where no path leads to the product.
 */
export function smallestAction(paths: readonly AssignmentPath[], skuId: string, world: World): TakingAway {
  const steps: Steps = { direct: new Set(), groups: new Set(), off: new Map() };
  for (const path of paths) if (path.skuId === skuId) takePath(path, steps);
  const known = missingPlans(paths, world).map(({ planId }) => planId);
  for (let left = pathsLeft(paths, steps); ; left = pathsLeft(paths, steps)) {
    const lost = missingPlans(left, world).filter(({ planId }) => !known.includes(planId));
    if (lost.length === 0) break;
    for (const { planId } of lost) takePlan(planId, left, steps, world);
  }
  return actionOf(paths, skuId, steps, world);
}

function takePath({ skuId, source }: AssignmentPath, { direct, groups }: Steps): void {
  if (source === DIRECT) direct.add(skuId);
  else groups.add(source);
}

/** Ends every path on which a plan comes: the person leaves the group, or the plan is turned off, or all of its license goes. */
function takePlan(planId: string, left: readonly AssignmentPath[], steps: Steps, world: World): void {
  for (const path of activePaths(left)) {
    const planIds = world.catalog.products.get(path.skuId)?.planIds ?? [];
    if (!planIds.includes(planId) || path.disabledPlans.includes(planId)) continue;
    const off = new Set(steps.off.get(path.skuId)).add(planId);
    const isGood = planIds.some((id) => isForPeople(id, world) && !off.has(id) && !path.disabledPlans.includes(id));
    if (path.source === DIRECT && isGood) steps.off.set(path.skuId, off);
    else takePath(path, steps);
  }
}

/** The paths that stand once the steps are taken. */
function pathsLeft(paths: readonly AssignmentPath[], { direct, groups, off }: Steps): AssignmentPath[] {
  return paths
    .filter(({ source, skuId }) => (source === DIRECT ? !direct.has(skuId) : !groups.has(source)))
    .map((path) =>
      path.source === DIRECT
        ? { ...path, disabledPlans: [...path.disabledPlans, ...(off.get(path.skuId) ?? [])] }
        : path,
    );
}

function actionOf(paths: readonly AssignmentPath[], skuId: string, steps: Steps, { skus }: World): TakingAway {
  const purchaserOf = (id: string) => skus.get(id)?.selfServicePurchaser ?? null;
  const direct = [...steps.direct].sort((left, right) => Number(right === skuId) - Number(left === skuId));
  const turned = [...steps.off].filter(([id]) => !steps.direct.has(id));
  const bought = [...new Set([...direct, ...turned.map(([id]) => id)])].filter((id) => purchaserOf(id) !== null);
  return {
    takeOver: bought.map((id) => ({ skuId: id, purchaser: must(purchaserOf(id), 'purchaser') })),
    unassign: direct.filter((id) => purchaserOf(id) === null),
    turnOff: turned
      .filter(([id]) => purchaserOf(id) === null)
      .map(([id, planIds]) => ({ skuId: id, planIds: [...planIds].sort() })),
    leaveGroups: [...steps.groups].map((groupId) => ({
      groupId,
      alsoTakes: paths.filter((path) => path.source === groupId && path.skuId !== skuId).map((path) => path.skuId),
    })),
  };
}

function missingPlans(paths: readonly AssignmentPath[], { catalog }: World): Extract<Violation, { kind: 'missing' }>[] {
  return violationsOf(effectivePlans(paths, catalog).keys(), catalog).filter(
    (violation) => violation.kind === 'missing',
  );
}

function isForPeople(planId: string, { catalog }: World): boolean {
  return catalog.plans.get(planId)?.appliesTo !== 'Company';
}
