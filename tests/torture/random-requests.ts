import fc from 'fast-check';
import { shippedCatalog } from '../../src/domain/commerce/shipped-catalog.ts';
import type { AddedLicense, Change } from '../../src/domain/licensing/change.ts';
import { SKU } from '../support/tenant.ts';
import type { PathSpec, PersonSpec, SeatsSpec } from './make-tenant.ts';

/** Whom a request is for, as places in the list of the tenant's people. */
type PeopleChoice =
  | { readonly by: 'list'; readonly places: readonly number[]; readonly unmatched: number }
  /** Whoever has the product that the change is about. */
  | { readonly by: 'holders' }
  | { readonly by: 'department'; readonly department: string }
  /** Two lists that have nobody in common, each with its own change. */
  | { readonly by: 'halves'; readonly other: Change };

/** What happens from outside, without the rules of licensing. No product means the one that is just asked about. */
export type Event =
  | { readonly event: 'seats'; readonly skuId: string | null; readonly usable: number }
  | { readonly event: 'suspended'; readonly skuId: string | null }
  | { readonly event: 'deleted'; readonly place: number }
  | { readonly event: 'moved'; readonly place: number; readonly location: string | null }
  | { readonly event: 'hold'; readonly place: number }
  | { readonly event: 'days'; readonly days: number }
  | { readonly event: 'changed'; readonly place: number; readonly change: Change };

export type Way = 'planned' | 'atOnce' | 'planOnly';

export type Step =
  | {
      readonly step: 'request';
      readonly change: Change;
      readonly people: PeopleChoice;
      readonly way: Way;
      readonly keepGoing: boolean;
      /** Between the plan and its application. */
      readonly meanwhile: Event | null;
      readonly afterwards: 'nothing' | 'undo' | 'undoAndRedo';
    }
  /** Undoes one of the operations so far. */
  | {
      readonly step: 'undo';
      readonly which: number;
      readonly way: Way;
      readonly keepGoing: boolean;
      readonly meanwhile: Event | null;
    }
  | { readonly step: 'outside'; readonly what: Event };

export interface Story {
  readonly seats: readonly SeatsSpec[];
  readonly people: readonly PersonSpec[];
  readonly steps: readonly Step[];
}

const { products, plans } = shippedCatalog();
/** Two suites that exclude each other, two mailboxes, an add-on, a product of its own, one that brings files, one that nobody owns. */
const SKUS = [SKU.e1, SKU.e3, SKU.exchangePlan1, SKU.phone, SKU.powerBi, SKU.visio];
const NOT_OWNED = SKU.project;
/** Plans with mail and files behind them, those that others need, one that nothing hangs on. */
const PLANS =
  /^(EXCHANGE_S_(STANDARD|ENTERPRISE)|SHAREPOINT(STANDARD|ENTERPRISE|WAC)|TEAMS1|ONEDRIVE_BASIC|YAMMER_ENTERPRISE)$/;

function rarely<Rare, Usual>(rare: fc.Arbitrary<Rare>, usual: fc.Arbitrary<Usual>): fc.Arbitrary<Rare | Usual> {
  return fc.oneof({ weight: 1, arbitrary: rare }, { weight: 7, arbitrary: usual });
}

const anySku = fc.oneof(
  { weight: 1, arbitrary: fc.constant(NOT_OWNED) },
  { weight: 30, arbitrary: fc.constantFrom(...SKUS) },
);

function offOf(skuId: string): fc.Arbitrary<string[]> {
  const choices = (products.get(skuId)?.planIds ?? []).filter((planId) => PLANS.test(plans.get(planId)?.name ?? ''));
  return choices.length === 0 ? fc.constant([]) : fc.subarray(choices, { maxLength: Math.min(2, choices.length) });
}

const anyAdded: fc.Arbitrary<AddedLicense> = anySku.chain((skuId) =>
  fc
    .option(offOf(skuId), { nil: undefined })
    .map((disabledPlans) => (disabledPlans ? { skuId, disabledPlans } : { skuId })),
);

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      add: rarely(fc.tuple(anyAdded, anyAdded), fc.tuple(anyAdded)),
      remove: fc.constant([]),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      add: fc.constant([]),
      remove: rarely(fc.tuple(anySku, anySku), fc.tuple(anySku)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      add: fc.array(anyAdded, { maxLength: 2 }),
      remove: fc.array(anySku, { maxLength: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'removeAll' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('swap' as const), from: anySku, to: anySku }) },
  {
    weight: 2,
    arbitrary: anySku.chain((skuId) =>
      fc.record({
        kind: fc.constant('setPlans' as const),
        skuId: fc.constant(skuId),
        disable: offOf(skuId),
        enable: offOf(skuId),
      }),
    ),
  },
);

const anyPlace = fc.nat(5);
const anyLocation = fc.constantFrom('FR', 'FR', 'FR', 'FR', 'FR', 'US', 'CU', null);

const anyPeople: fc.Arbitrary<PeopleChoice> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      by: fc.constant('list' as const),
      places: fc.array(anyPlace, { minLength: 1, maxLength: 7, size: 'max' }),
      unmatched: rarely(fc.constant(1), fc.constant(0)),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ by: 'holders' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ by: fc.constant('department' as const), department: fc.constantFrom('Sales', 'Legal') }),
  },
  { weight: 1, arbitrary: fc.record({ by: fc.constant('halves' as const), other: anyChange }) },
);

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ event: fc.constant('seats' as const), skuId: fc.constantFrom(null, ...SKUS), usable: fc.nat(5) }),
  fc.record({ event: fc.constant('suspended' as const), skuId: fc.constantFrom(null, null, null, ...SKUS) }),
  fc.record({ event: fc.constant('deleted' as const), place: anyPlace }),
  fc.record({ event: fc.constant('moved' as const), place: anyPlace, location: anyLocation }),
  fc.record({ event: fc.constant('hold' as const), place: anyPlace }),
  fc.record({ event: fc.constant('days' as const), days: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ event: fc.constant('changed' as const), place: anyPlace, change: anyChange }),
);

/** Who must not be stopped by one who is refused. */
const mostly = fc.constantFrom(true, true, false);
const anyWay = fc.constantFrom<Way>('planned', 'planned', 'atOnce', 'atOnce', 'planOnly');
const meanwhile = fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: anyEvent });

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      step: fc.constant('request' as const),
      change: anyChange,
      people: anyPeople,
      way: anyWay,
      keepGoing: mostly,
      meanwhile,
      afterwards: fc.constantFrom('nothing' as const, 'undo' as const, 'undoAndRedo' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('undo' as const),
      which: fc.nat(9),
      way: anyWay,
      keepGoing: mostly,
      meanwhile,
    }),
  },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('outside' as const), what: anyEvent }) },
);

const anyPath: fc.Arbitrary<PathSpec> = fc.constantFrom(...SKUS).chain((skuId) =>
  fc
    .record({
      skuId: fc.constant(skuId),
      group: fc.constantFrom(null, null, 0, 1),
      disabledPlans: offOf(skuId),
      error: rarely(fc.constant(true), fc.constant(false)),
    })
    // A group may fail to give what it promises; what was given directly was given.
    .map(({ error, ...path }) => ({
      ...path,
      state: error && path.group !== null ? ('Error' as const) : ('Active' as const),
    })),
);

const anyPerson: fc.Arbitrary<PersonSpec> = fc.record({
  location: anyLocation,
  held: rarely(fc.constant(true), fc.constant(false)),
  department: fc.constantFrom('Sales', 'Legal'),
  paths: fc.uniqueArray(anyPath, { maxLength: 2, selector: ({ skuId, group }) => `${skuId} ${group}` }),
});

const anySeats: fc.Arbitrary<SeatsSpec[]> = fc.tuple(
  ...SKUS.map((skuId) =>
    fc.record({
      skuId: fc.constant(skuId),
      quantity: fc.constantFrom(0, 1, 2, 2, 3, 3, 4, 5),
      state: rarely(fc.constantFrom('expired' as const, 'disabled' as const), fc.constant('active' as const)),
      selfService: rarely(fc.constant(true), fc.constant(false)),
    }),
  ),
);

/** A small tenant, over-assigned and at odds with the rules as it may be, and what is done in it. */
export const anyStory: fc.Arbitrary<Story> = fc.record({
  seats: anySeats,
  people: fc.array(anyPerson, { minLength: 3, maxLength: 6, size: 'max' }),
  steps: fc.array(anyStep, { minLength: 2, maxLength: 8, size: 'max' }),
});
