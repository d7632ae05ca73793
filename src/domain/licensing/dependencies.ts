import type { Catalog } from '../commerce/catalog.ts';

/** Two plans that one person may not have together, or a plan without any of those it needs. */
export type Violation =
  | { readonly kind: 'exclusive'; readonly planId: string; readonly otherPlanId: string }
  | { readonly kind: 'missing'; readonly planId: string; readonly needsAnyOf: readonly string[] };

/**
 * What is wrong with a set of plans (R-AS-6, R-AS-7, R-UN-4), in a fixed order: what excludes each other before what is
 * missing. Each exclusive pair is told once.
 */
export function violationsOf(planIds: Iterable<string>, catalog: Catalog): Violation[] {
  const held = new Set(planIds);
  const exclusive: Violation[] = [];
  const missing: Violation[] = [];
  for (const planId of [...held].sort()) {
    const plan = catalog.plans.get(planId);
    if (!plan) continue;
    for (const otherPlanId of plan.excludes) {
      if (planId < otherPlanId && held.has(otherPlanId)) exclusive.push({ kind: 'exclusive', planId, otherPlanId });
    }
    if (plan.requiresAnyOf.length > 0 && !plan.requiresAnyOf.some((needed) => held.has(needed))) {
      missing.push({ kind: 'missing', planId, needsAnyOf: plan.requiresAnyOf });
    }
  }
  return [...exclusive, ...missing];
}

/** Whether the two say the same. */
export function sameViolation(left: Violation, right: Violation): boolean {
  if (left.kind === 'exclusive') {
    return right.kind === 'exclusive' && left.planId === right.planId && left.otherPlanId === right.otherPlanId;
  }
  return right.kind === 'missing' && left.planId === right.planId;
}
