import fc from 'fast-check';
import { type Catalog, WORKLOADS } from '../../src/domain/commerce/catalog.ts';
import type { OwnedSku } from '../../src/domain/commerce/seats.ts';
import type { AddedLicense, Change } from '../../src/domain/licensing/change.ts';
import type { PersonFacts, World } from '../../src/domain/licensing/plan.ts';
import { type AssignmentPath, type AssignmentState, DIRECT, normalPlans } from '../../src/domain/licensing/profile.ts';
import { catalogOf } from './small-catalog.ts';

const PLANS = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'] as const;
const SKUS = ['s0', 's1', 's2', 's3', 's4'] as const;
const SOURCES = [DIRECT, 'g0', 'g1'] as const;
const COUNTRIES = ['FR', 'US', 'CU'] as const;

const anyPlan = fc.constantFrom(...PLANS);
const planIds = (maxLength: number) => fc.uniqueArray(anyPlan, { maxLength }).map(normalPlans);

/** A few products of a few plans; some plans need or exclude others, and some are not offered everywhere. */
const anyCatalog: fc.Arbitrary<Catalog> = fc
  .record({
    plans: fc.tuple(
      ...PLANS.map(() =>
        fc.record({
          workloads: fc.uniqueArray(fc.constantFrom(...WORKLOADS.slice(0, 10)), { maxLength: 2 }),
          requiresAnyOf: rarely(planIds(2), []),
          availability: rarely(fc.constantFrom({ onlyIn: ['FR'] }, { onlyIn: ['US', 'FR'] }, { notIn: ['US'] }), {
            notIn: ['CU'],
          }),
        }),
      ),
    ),
    pairs: fc.array(fc.tuple(anyPlan, anyPlan), { maxLength: 3 }),
    products: fc.tuple(
      ...SKUS.map(() =>
        fc.record({
          planIds: planIds(4),
          appliesTo: rarely(fc.constant('Company' as const), 'User' as const),
        }),
      ),
    ),
  })
  .map(({ plans, pairs, products }) =>
    catalogOf(
      Object.fromEntries(
        PLANS.map((planId, index) => [
          planId,
          {
            ...plans[index],
            requiresAnyOf: (plans[index]?.requiresAnyOf ?? []).filter((needed) => needed !== planId),
            excludes: normalPlans(
              pairs.flatMap(([left, right]) => {
                if (left === right) return [];
                return left === planId ? [right] : right === planId ? [left] : [];
              }),
            ),
          },
        ]),
      ),
      Object.fromEntries(SKUS.map((skuId, index) => [skuId, products[index] ?? {}])),
    ),
  );

/** Seats from none to a few, more taken than there are now and then; some products are not owned at all. */
const anyOwnedSku: fc.Arbitrary<Omit<OwnedSku, 'skuId'> | null> = rarely(
  fc.constant(null),
  fc.record({
    enabled: fc.nat(6),
    warning: rarely(fc.nat(2), 0),
    suspended: rarely(fc.nat(3), 0),
    consumed: fc.nat(8),
    monthlyPriceCents: fc.option(fc.nat(5000)),
    selfServicePurchaser: rarely(fc.constantFrom('Adele', ''), null),
  }),
);

/** A tenant: its catalog and what it owns of it. */
export const anyWorld: fc.Arbitrary<World> = fc
  .record({ catalog: anyCatalog, owned: fc.tuple(...SKUS.map(() => anyOwnedSku)) })
  .map(({ catalog, owned }) => ({
    catalog,
    skus: new Map(
      SKUS.flatMap((skuId, index): [string, OwnedSku][] => {
        const sku = owned[index];
        return sku ? [[skuId, { skuId, ...sku }]] : [];
      }),
    ),
  }));

/** Somebody with any paths, in error and amiss too. What is off need not be of the product: lists outlive catalogs. */
export const anyPerson: fc.Arbitrary<PersonFacts> = personWith(
  rarely(fc.constantFrom<AssignmentState>('ActiveWithError', 'Disabled', 'Error'), 'Active'),
);

/** Somebody whose paths all give what they say. */
export const anyPersonInOrder: fc.Arbitrary<PersonFacts> = personWith(fc.constant('Active'));

function personWith(state: fc.Arbitrary<AssignmentState>): fc.Arbitrary<PersonFacts> {
  const path: fc.Arbitrary<AssignmentPath> = fc.record({
    skuId: fc.constantFrom(...SKUS),
    source: fc.constantFrom(...SOURCES),
    disabledPlans: rarely(planIds(3), []),
    state,
  });
  return fc.record({
    paths: fc.uniqueArray(path, { selector: ({ skuId, source }) => `${skuId} ${source}`, maxLength: 6 }),
    usageLocation: rarely(fc.constantFrom('US', 'CU', null), 'FR'),
    deleted: rarely(fc.constant(true), false),
    outOfReach: rarely(fc.constant(true), false),
    isAsker: rarely(fc.constant(true), false),
    onHold: fc.boolean(),
  });
}

const anySku = rarely(fc.constant('no-such-sku'), fc.constantFrom(...SKUS));
const maybePlans = fc.option(planIds(3), { nil: undefined });

/** A change as it is asked for. Not a restore: that one is made from another's outcome. */
export type Asked = Exclude<Change, { kind: 'restore' }>;

/** One product for another, the plans carried over. */
export const anySwap = fc.record({ kind: fc.constant('swap' as const), from: anySku, to: anySku });

const anyAdded = fc.array(
  fc.tuple(anySku, maybePlans).map(([skuId, disabledPlans]) => (disabledPlans ? { skuId, disabledPlans } : { skuId })),
  { maxLength: 2 },
);

const anyChange: fc.Arbitrary<Asked> = fc.oneof(
  fc.record({
    kind: fc.constant('change' as const),
    add: anyAdded,
    remove: fc.array(anySku, { maxLength: 2 }),
  }),
  fc.constant({ kind: 'removeAll' as const }),
  fc.record({ kind: fc.constant('replace' as const), add: anyAdded }),
  fc.tuple(anySwap, maybePlans).map(([swap, disabledPlans]) => (disabledPlans ? { ...swap, disabledPlans } : swap)),
  fc.record({ kind: fc.constant('setPlans' as const), skuId: anySku, disable: planIds(2), enable: planIds(2) }),
);

/**
 * A tenant, a person and a change. Half of the changes are aimed at what the person holds and at plans of the product:
 * of pure chance, hardly any would be allowed.
 */
export function requestOf(
  person: fc.Arbitrary<PersonFacts>,
  change: fc.Arbitrary<Asked> = anyChange,
): fc.Arbitrary<{ tenant: World; facts: PersonFacts; change: Asked }> {
  return fc
    .record({ tenant: anyWorld, facts: person, change, isAimed: fc.boolean() })
    .map(({ isAimed, ...request }) => ({
      ...request,
      change: isAimed ? aimed(request.change, request.facts, request.tenant.catalog) : request.change,
    }));
}

function aimed(change: Asked, { paths }: PersonFacts, catalog: Catalog): Asked {
  const direct = paths.filter(({ source }) => source === DIRECT).map(({ skuId }) => skuId);
  const held = (skuId: string) => direct.find((known) => known >= skuId) ?? direct[0] ?? skuId;
  const within = (skuId: string, planIds: readonly string[]) =>
    planIds.filter((planId) => catalog.products.get(skuId)?.planIds.includes(planId));
  const possible = ({ skuId, disabledPlans }: AddedLicense) =>
    disabledPlans ? { skuId, disabledPlans: within(skuId, disabledPlans) } : { skuId };
  switch (change.kind) {
    case 'change': {
      return { ...change, add: change.add.map(possible), remove: change.remove.map(held) };
    }
    case 'replace':
      return { ...change, add: change.add.map(possible) };
    case 'swap': {
      const { from, to, disabledPlans } = change;
      return { ...change, from: held(from), ...(disabledPlans && { disabledPlans: within(to, disabledPlans) }) };
    }
    case 'setPlans': {
      const skuId = held(change.skuId);
      return { ...change, skuId, disable: within(skuId, change.disable) };
    }
    case 'removeAll':
      return change;
  }
}

/** Another country than the one given. */
export function anyOtherCountry(country: string | null): fc.Arbitrary<string | null> {
  return fc.constantFrom(null, ...COUNTRIES).filter((other) => other !== country);
}

/** Mostly the usual, now and then the rest. */
function rarely<Rare, Usual>(rare: fc.Arbitrary<Rare>, usual: Usual | fc.Arbitrary<Usual>): fc.Arbitrary<Rare | Usual> {
  const often = usual instanceof fc.Arbitrary ? usual : fc.constant(usual as Usual);
  return fc.oneof({ weight: 1, arbitrary: rare }, { weight: 6, arbitrary: often });
}
