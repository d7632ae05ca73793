import { must } from '../../base/assert.ts';
import type { Catalog, Workload } from '../commerce/catalog.ts';

/** The source of an assignment that no group gave. */
export const DIRECT = '00000000-0000-0000-0000-000000000000';

export type AssignmentState = 'Active' | 'ActiveWithError' | 'Disabled' | 'Error';

/** One path on which a person has a product: direct, or through one group. */
export interface AssignmentPath {
  readonly skuId: string;
  /** The group's id, or DIRECT. */
  readonly source: string;
  readonly disabledPlans: readonly string[];
  readonly state: AssignmentState;
}

/** A product on the direct path, with the service plans that are turned off. */
export interface DirectLicense {
  readonly skuId: string;
  readonly disabledPlans: readonly string[];
}

/** People of an operation with the same facts and the same change share one profile: they are planned and written alike. */
export interface ProfileKey {
  /** Which of the request's changes. */
  readonly changeNo: number;
  readonly factsHash: string;
}

/** Paths that really give the product. A path in error is kept as an intent and gives nothing. */
export function activePaths(paths: readonly AssignmentPath[]): AssignmentPath[] {
  return paths.filter((path) => path.state === 'Active' || path.state === 'ActiveWithError');
}

/** The products that a person has: one seat each, however many paths lead there (§7.1). */
export function heldSkus(paths: readonly AssignmentPath[]): Set<string> {
  return new Set(activePaths(paths).map((path) => path.skuId));
}

/** What stands on the direct path, by product. */
export function directLicenses(paths: readonly AssignmentPath[]): Map<string, DirectLicense> {
  return new Map(
    paths.filter((path) => path.source === DIRECT).map(({ skuId, disabledPlans }) => [skuId, { skuId, disabledPlans }]),
  );
}

/** The groups through which a person has a product. */
export function groupsGiving(paths: readonly AssignmentPath[], skuId: string): string[] {
  return activePaths(paths)
    .filter((path) => path.skuId === skuId && path.source !== DIRECT)
    .map((path) => path.source);
}

/**
 * The service plans that work for a person, each with the products that give it. A plan is off only if every path of
 * its product turns it off (§7.1, GBLADV). Products that the catalog does not know give nothing that rules could see.
 */
export function effectivePlans(paths: readonly AssignmentPath[], catalog: Catalog): Map<string, Set<string>> {
  const plans = new Map<string, Set<string>>();
  for (const path of activePaths(paths)) {
    for (const planId of catalog.products.get(path.skuId)?.planIds ?? []) {
      if (path.disabledPlans.includes(planId)) continue;
      const givers = plans.get(planId);
      if (givers) givers.add(path.skuId);
      else plans.set(planId, new Set([path.skuId]));
    }
  }
  return plans;
}

/** The workloads that a set of effective plans feeds, each with the products behind it. */
export function workloadsOf(
  plans: ReadonlyMap<string, ReadonlySet<string>>,
  catalog: Catalog,
): Map<Workload, Set<string>> {
  const workloads = new Map<Workload, Set<string>>();
  for (const [planId, givers] of plans) {
    for (const workload of must(catalog.plans.get(planId), `service plan ${planId}`).workloads) {
      const known = workloads.get(workload) ?? new Set<string>();
      for (const skuId of givers) known.add(skuId);
      workloads.set(workload, known);
    }
  }
  return workloads;
}

/** The same plans, sorted and without repeats: the form in which disabled plans are stored and compared. */
export function normalPlans(planIds: readonly string[]): string[] {
  return [...new Set(planIds)].sort();
}

/** Whether two licenses are the same product with the same plans off. Both in normal form. */
export function sameLicense(left: DirectLicense | undefined, right: DirectLicense | undefined): boolean {
  if (!left || !right) return left === right;
  return left.skuId === right.skuId && left.disabledPlans.join() === right.disabledPlans.join();
}
