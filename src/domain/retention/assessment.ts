import { must } from '../../base/assert.ts';
import type { Workload } from '../commerce/catalog.ts';
import { seatsAvailable } from '../commerce/seats.ts';
import type { Change } from '../licensing/change.ts';
import { type Outcome, type PersonFacts, planChange, type World } from '../licensing/plan.ts';
import type { ProfileKey } from '../licensing/profile.ts';
import type { RefusalReason } from '../refusals.ts';
import { type Consequence, consequencesOfLoss } from './consequences.ts';
import type { RetentionSettings } from './settings.ts';

/** A profile's outcome as it is kept: with what follows, dated. */
export interface AssessedOutcome extends Omit<Outcome, 'workloadsBefore' | 'workloadsAfter'> {
  readonly consequences: readonly Consequence[];
  /** Workloads that the person has again, or for the first time. */
  readonly begins: readonly Workload[];
}

export interface AssessedProfile extends ProfileKey {
  readonly people: number;
  readonly members: string;
  readonly facts: PersonFacts;
  readonly outcome: AssessedOutcome;
}

/** Seats that ran out: how many people go without, and how many seats there were for those who asked. */
export interface Shortage {
  readonly skuId: string;
  readonly needed: number;
  readonly available: number;
  /** Whom it hits, by profile. */
  readonly short: readonly (ProfileKey & { people: number })[];
}

/** What one change does to one profile, and what follows from it. */
export function assess(
  facts: PersonFacts,
  change: Change,
  world: World,
  now: number,
  settings: RetentionSettings,
): AssessedOutcome {
  const { workloadsBefore: before, workloadsAfter: after, ...outcome } = planChange(facts, change, world);
  if (outcome.result !== 'change') return { ...outcome, consequences: [], begins: [] };
  return {
    ...outcome,
    consequences: consequencesOfLoss({ ...facts, before, after }, now, settings),
    begins: [...after.keys()].filter((workload) => !before.has(workload)),
  };
}

/** People of a profile who are really changed, once those without a seat are left out. */
export function changedCount(profile: AssessedProfile, shortages: readonly Shortage[]): number {
  if (profile.outcome.result !== 'change') return 0;
  return profile.people - shortCount(profile, shortages);
}

function shortCount(profile: ProfileKey, shortages: readonly Shortage[]): number {
  return shortages
    .flatMap(({ short }) => short)
    .filter(({ changeNo, factsHash }) => changeNo === profile.changeNo && factsHash === profile.factsHash)
    .reduce((sum, { people }) => sum + people, 0);
}

/** By how much each product's consumption moves. */
export function seatMoves(profiles: readonly AssessedProfile[], shortages: readonly Shortage[]): Map<string, number> {
  const moves = new Map<string, number>();
  for (const profile of profiles) {
    const people = changedCount(profile, shortages);
    for (const skuId of profile.outcome.gained) moves.set(skuId, (moves.get(skuId) ?? 0) + people);
    for (const skuId of profile.outcome.lost) moves.set(skuId, (moves.get(skuId) ?? 0) - people);
  }
  return moves;
}

/**
 * Finds the first product that has not enough seats, counting those that the same operation frees (§7.2, step 7):
 * who asks for it, and how many of them can be served. Undefined when all can.
 */
export function findShortage(
  profiles: readonly AssessedProfile[],
  shortages: readonly Shortage[],
  world: World,
): { skuId: string; seats: number; askers: AssessedProfile[] } | undefined {
  for (const [skuId, by] of seatMoves(profiles, shortages)) {
    if (by <= 0) continue;
    const available = seatsAvailable(must(world.skus.get(skuId), `seats of ${skuId}`));
    if (by <= available) continue;
    const askers = profiles.filter(
      (profile) => profile.outcome.result === 'change' && profile.outcome.gained.includes(skuId),
    );
    const asked = askers.reduce((sum, profile) => sum + changedCount(profile, shortages), 0);
    return { skuId, seats: Math.max(0, asked - (by - available)), askers };
  }
  return undefined;
}

export interface Totals {
  readonly people: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  /** Among those changed: how many start the days of a held mailbox, and how many lose nothing at all. */
  readonly mailboxesHeld: number;
  readonly keepEverything: number;
  /** How many of those changed have a product or a service no longer. */
  readonly losing: number;
  readonly refusedByReason: Readonly<Partial<Record<RefusalReason | 'unknownPerson', number>>>;
  readonly skus: readonly { readonly skuId: string; readonly freed: number; readonly taken: number }[];
  /** Hundredths of the tenant's currency a month: what the freed seats cost less what the taken ones cost. */
  readonly monthlySavingCents: number;
  readonly shortages: readonly { readonly skuId: string; readonly needed: number; readonly available: number }[];
}

/** What stays as it was: through another product, or as a shared mailbox, which needs none. */
function isKept({ event }: Consequence): boolean {
  return event === 'stays' || event === 'mailboxStaysShared';
}

/** The whole in numbers. A person is counted under the first reason only. */
export function totalsOf(
  profiles: readonly AssessedProfile[],
  shortages: readonly Shortage[],
  unmatched: readonly { reason: 'unknownPerson' | 'deletedPerson' }[],
  world: World,
): Totals {
  const sum = { changed: 0, unchanged: 0, mailboxesHeld: 0, keepEverything: 0, losing: 0, saving: 0 };
  const skus = new Map<string, { freed: number; taken: number }>();
  const reasons = new Map<RefusalReason | 'unknownPerson', number>();
  const count = (reason: RefusalReason | 'unknownPerson', people: number) =>
    reasons.set(reason, (reasons.get(reason) ?? 0) + people);
  const move = (skuId: string, freed: number, taken: number) => {
    const known = skus.get(skuId) ?? { freed: 0, taken: 0 };
    skus.set(skuId, { freed: known.freed + freed, taken: known.taken + taken });
    sum.saving += (freed - taken) * (world.skus.get(skuId)?.monthlyPriceCents ?? 0);
  };

  for (const profile of profiles) {
    const { outcome, people } = profile;
    const changed = changedCount(profile, shortages);
    sum.changed += changed;
    if (outcome.result === 'unchanged') sum.unchanged += people;
    if (outcome.refusals[0]) count(outcome.refusals[0].reason, people);
    if (outcome.consequences.some(({ event }) => event === 'mailboxHeld')) sum.mailboxesHeld += changed;
    if (outcome.consequences.every(isKept)) sum.keepEverything += changed;
    if (outcome.lost.length > 0 || outcome.consequences.some((one) => !isKept(one))) sum.losing += changed;
    for (const skuId of outcome.lost) move(skuId, changed, 0);
    for (const skuId of outcome.gained) move(skuId, 0, changed);
  }
  for (const { needed } of shortages) count('notEnoughSeats', needed);
  for (const { reason } of unmatched) count(reason, 1);
  return {
    people: profiles.reduce((total, { people }) => total + people, 0) + unmatched.length,
    changed: sum.changed,
    unchanged: sum.unchanged,
    refused: [...reasons.values()].reduce((total, people) => total + people, 0),
    mailboxesHeld: sum.mailboxesHeld,
    keepEverything: sum.keepEverything,
    losing: sum.losing,
    refusedByReason: Object.fromEntries(reasons),
    skus: [...skus].filter(([, { freed, taken }]) => freed + taken > 0).map(([skuId, moved]) => ({ skuId, ...moved })),
    monthlySavingCents: sum.saving,
    shortages: shortages.map(({ skuId, needed, available }) => ({ skuId, needed, available })),
  };
}
