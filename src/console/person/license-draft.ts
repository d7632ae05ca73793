import type { AssignedProduct } from '../../client/licensing.ts';
import type { LicensePath } from '../../client/person.ts';
import type { OwnedProduct } from '../../client/products.ts';

/** A product as one person stands to it. */
export interface ProductStanding {
  readonly skuId: string;
  readonly name: string;
  /** Undefined where the tenant does not own it (any more). */
  readonly owned: OwnedProduct | undefined;
  readonly direct: LicensePath | undefined;
  readonly inherited: readonly (LicensePath & { readonly group: NonNullable<LicensePath['group']> })[];
}

/** What is to become of products, where it differs from what is: service plans that are to be off, or null for none of it. */
export type Draft = ReadonlyMap<string, readonly string[] | null>;

export const NO_DRAFT: Draft = new Map();

/** What a person has, then whatever else the tenant owns, each by name. */
export function standingsOf(
  licenses: readonly LicensePath[],
  owned: readonly OwnedProduct[],
  language: string,
): ProductStanding[] {
  const names = new Map([...owned, ...licenses].map(({ skuId, name }) => [skuId, name]));
  const standings = [...names].map(([skuId, name]): ProductStanding => {
    const paths = licenses.filter((path) => path.skuId === skuId);
    return {
      skuId,
      name,
      owned: owned.find((product) => product.skuId === skuId),
      direct: paths.find(({ direct }) => direct),
      inherited: paths.flatMap((path) => (path.group === null ? [] : [{ ...path, group: path.group }])),
    };
  });
  const { compare } = new Intl.Collator(language, { numeric: true });
  return standings.sort(
    (left, right) => Number(hasPath(right)) - Number(hasPath(left)) || compare(left.name, right.name),
  );
}

/** Whether any path leads to the product, one in error too. */
export function hasPath({ direct, inherited }: ProductStanding): boolean {
  return direct !== undefined || inherited.length > 0;
}

/** The service plans that the direct license leaves off, by the draft; undefined where there is to be no direct license. */
export function directAfter({ skuId, direct }: ProductStanding, draft: Draft): readonly string[] | undefined {
  const wanted = draft.get(skuId);
  if (wanted !== undefined) return wanted ?? undefined;
  return direct?.disabledPlans.map(({ planId }) => planId);
}

/** The draft with a direct license wanted or not; nothing is noted of what is so already. */
export function withDirect(draft: Draft, standing: ProductStanding, wanted: boolean): Draft {
  const { skuId, direct } = standing;
  if (wanted === (direct !== undefined)) return without(draft, skuId);
  return new Map(draft).set(skuId, wanted ? [] : null);
}

/** The draft with these service plans off in the direct license. */
export function withPlansOff(draft: Draft, standing: ProductStanding, off: readonly string[]): Draft {
  const { skuId } = standing;
  return isOff(standing, off) ? without(draft, skuId) : new Map(draft).set(skuId, off);
}

/** What the draft asks for, as a change; undefined where it asks for nothing that is not so. */
export function changeOf(
  standings: readonly ProductStanding[],
  draft: Draft,
): { readonly assign: AssignedProduct[]; readonly unassign: string[] } | undefined {
  const assign: AssignedProduct[] = [];
  const unassign: string[] = [];
  for (const standing of standings) {
    const wanted = draft.get(standing.skuId);
    if (wanted === undefined || (wanted !== null && isOff(standing, wanted))) continue;
    if (wanted !== null) assign.push({ product: standing.skuId, disable: wanted });
    else if (standing.direct) unassign.push(standing.skuId);
  }
  return assign.length + unassign.length === 0 ? undefined : { assign, unassign };
}

/** Whether just these plans are off in the direct license already. */
function isOff({ direct }: ProductStanding, plans: readonly string[]): boolean {
  const now = direct?.disabledPlans.map(({ planId }) => planId);
  return now !== undefined && [...now].sort().join() === [...plans].sort().join();
}

function without(draft: Draft, skuId: string): Draft {
  const rest = new Map(draft);
  rest.delete(skuId);
  return rest;
}
