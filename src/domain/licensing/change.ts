import type { Catalog } from '../commerce/catalog.ts';
import type { Refusal } from '../refusals.ts';
import type { Violation } from './dependencies.ts';
import {
  type AssignmentPath,
  activePaths,
  type DirectLicense,
  directLicenses,
  groupsGiving,
  normalPlans,
  sameLicense,
} from './profile.ts';

/** A product to give, on the direct path. */
export interface AddedLicense {
  readonly skuId: string;
  /** Plans to turn off; left out: all on for who has not got the product yet, as it is for who has. */
  readonly disabledPlans?: readonly string[];
}

/** What is asked for one person. All of it happens in one step, or none of it. */
export type Change =
  | { readonly kind: 'change'; readonly add: readonly AddedLicense[]; readonly remove: readonly string[] }
  /** Everything that was assigned directly. Inherited products stay (R-UN-2). */
  | { readonly kind: 'removeAll' }
  /** Everything that was assigned directly goes but what is named, which comes or stays: in one step, without a gap. */
  | { readonly kind: 'replace'; readonly add: readonly AddedLicense[] }
  /**
   * One product for another, without a gap. Unless plans are named, what was off and exists there too stays off; what
   * either gives to who has both stays on.
   */
  | { readonly kind: 'swap'; readonly from: string; readonly to: string; readonly disabledPlans?: readonly string[] }
  /** Turns single apps and services of a product on or off. */
  | {
      readonly kind: 'setPlans';
      readonly skuId: string;
      readonly disable: readonly string[];
      readonly enable: readonly string[];
    }
  /** Puts the direct path of some products back to what it was. */
  | {
      readonly kind: 'restore';
      readonly licenses: readonly RestoredLicense[];
      /** What the person's facts were when the operation was applied: nothing that was so then is held against them now. */
      readonly usageLocation: string | null;
      readonly excused: readonly Violation[];
    };

export interface RestoredLicense {
  readonly skuId: string;
  /** What is to stand there again; null: nothing. */
  readonly to: DirectLicense | null;
  /** What the operation that is undone left there. Anything else has been changed since, and stays. */
  readonly from: DirectLicense | null;
}

/** Something that a person should be told although it is not refused. */
export type Note =
  /** R-UN-3: the direct license goes, the product stays through groups. */
  | { readonly note: 'stillThroughGroups'; readonly skuId: string; readonly groups: readonly string[] }
  /** R-UN-2: "everything" leaves inherited products alone. */
  | { readonly note: 'inheritedStays'; readonly skuId: string; readonly groups: readonly string[] }
  /** R-AS-12: "everything" leaves self-service purchases alone. */
  | { readonly note: 'selfServiceStays'; readonly skuId: string };

/** A change worked out for a person's paths: rows to write, rows to take away. */
export interface Resolved {
  readonly write: readonly DirectLicense[];
  readonly erase: readonly string[];
  readonly refusals: readonly Refusal[];
  readonly notes: readonly Note[];
}

/** Works a change out for one person's paths. `isSelfService` tells products that administrators can't touch. */
export function resolveChange(
  change: Change,
  paths: readonly AssignmentPath[],
  catalog: Catalog,
  isSelfService: (skuId: string) => boolean,
): Resolved {
  const direct = directLicenses(paths);
  switch (change.kind) {
    case 'change':
      return resolveAddAndRemove(change.add, change.remove, paths, direct);
    case 'removeAll':
      return resolveRemoveAll(paths, direct, isSelfService, []);
    case 'replace': {
      const named = change.add.map(({ skuId }) => skuId);
      const { erase, notes } = resolveRemoveAll(paths, direct, isSelfService, named);
      return { ...resolveAddAndRemove(change.add, erase, paths, direct), notes };
    }
    case 'swap': {
      const disabledPlans = change.disabledPlans ?? carriedOver(change.from, change.to, direct, catalog);
      return resolveAddAndRemove([{ skuId: change.to, disabledPlans }], [change.from], paths, direct);
    }
    case 'setPlans': {
      const held = direct.get(change.skuId);
      if (!held) return refused([missing(change.skuId, paths)]);
      const kept = held.disabledPlans.filter((planId) => !change.enable.includes(planId));
      return resolveAddAndRemove(
        [{ skuId: change.skuId, disabledPlans: [...kept, ...change.disable] }],
        [],
        paths,
        direct,
      );
    }
    case 'restore':
      return resolveRestore(change.licenses, direct);
  }
}

function resolveAddAndRemove(
  add: readonly AddedLicense[],
  remove: readonly string[],
  paths: readonly AssignmentPath[],
  direct: ReadonlyMap<string, DirectLicense>,
): Resolved {
  const refusals: Refusal[] = [];
  const notes: Note[] = [];
  const erase = [...new Set(remove)];
  for (const skuId of erase) {
    if (!direct.has(skuId)) refusals.push(missing(skuId, paths));
    const groups = groupsGiving(paths, skuId);
    if (direct.has(skuId) && groups.length > 0) notes.push({ note: 'stillThroughGroups', skuId, groups });
  }
  for (const skuId of erase) {
    if (add.some((added) => added.skuId === skuId)) refusals.push({ reason: 'addedAndRemoved', skuId });
  }
  const wanted = new Map<string, DirectLicense>();
  for (const { skuId, disabledPlans } of add) {
    const kept = direct.get(skuId)?.disabledPlans ?? [];
    wanted.set(skuId, { skuId, disabledPlans: normalPlans(disabledPlans ?? kept) });
  }
  // A path that gives nothing, such as one in error, is given anew.
  const given = directLicenses(activePaths(paths));
  const write = [...wanted.values()].filter((license) => !sameLicense(license, given.get(license.skuId)));
  return { write, erase, refusals, notes };
}

function resolveRemoveAll(
  paths: readonly AssignmentPath[],
  direct: ReadonlyMap<string, DirectLicense>,
  isSelfService: (skuId: string) => boolean,
  keep: readonly string[],
): Resolved {
  const notes: Note[] = [];
  const erase: string[] = [];
  for (const skuId of direct.keys()) {
    if (keep.includes(skuId)) continue;
    if (isSelfService(skuId)) notes.push({ note: 'selfServiceStays', skuId });
    else erase.push(skuId);
  }
  for (const skuId of new Set(paths.map((path) => path.skuId))) {
    if (keep.includes(skuId)) continue;
    const groups = groupsGiving(paths, skuId);
    if (groups.length > 0) notes.push({ note: 'inheritedStays', skuId, groups });
  }
  return { write: [], erase, refusals: [], notes };
}

function resolveRestore(licenses: readonly RestoredLicense[], direct: ReadonlyMap<string, DirectLicense>): Resolved {
  // What is back already, by an earlier undo or by hand, needs nothing.
  const open = licenses.filter(({ skuId, to }) => !sameLicense(direct.get(skuId), to ?? undefined));
  const moved = open.filter(({ skuId, from }) => !sameLicense(direct.get(skuId), from ?? undefined));
  if (moved.length > 0) return refused(moved.map(({ skuId }) => ({ reason: 'changedSince', skuId })));
  return {
    write: open.flatMap(({ to }) => (to ? [to] : [])),
    erase: open.filter(({ to }) => !to).map(({ skuId }) => skuId),
    refusals: [],
    notes: [],
  };
}

function missing(skuId: string, paths: readonly AssignmentPath[]): Refusal {
  const groups = groupsGiving(paths, skuId);
  return groups.length > 0 ? { reason: 'inheritedFromGroup', skuId, groups } : { reason: 'notAssigned', skuId };
}

function carriedOver(from: string, to: string, direct: ReadonlyMap<string, DirectLicense>, catalog: Catalog): string[] {
  const planIdsOf = (skuId: string) => catalog.products.get(skuId)?.planIds ?? [];
  const off = direct.get(from)?.disabledPlans ?? [];
  const held = direct.get(to);
  if (!held) return off.filter((planId) => planIdsOf(to).includes(planId));
  return held.disabledPlans.filter((planId) => off.includes(planId) || !planIdsOf(from).includes(planId));
}

function refused(refusals: readonly Refusal[]): Resolved {
  return { write: [], erase: [], refusals, notes: [] };
}
