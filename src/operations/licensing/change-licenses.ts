import { must } from '../../base/assert.ts';
import { reachOf } from '../../domain/access/actions.ts';
import { covers, type Reach } from '../../domain/access/reach.ts';
import type { Change } from '../../domain/licensing/change.ts';
import type { PersonFacts, World } from '../../domain/licensing/plan.ts';
import type { StoredRequest } from '../../domain/licensing/stored-request.ts';
import {
  type AssessedOutcome,
  type AssessedProfile,
  assess,
  findShortage,
  type Shortage,
  seatMoves,
  type Totals,
  totalsOf,
} from '../../domain/retention/assessment.ts';
import { deadlinesEndedBy, deadlinesOf } from '../../domain/retention/deadlines.ts';
import { findWaitingPlan } from '../../store/approvals.ts';
import { auditLicenseChanges } from '../../store/audit.ts';
import { currentCatalog } from '../../store/catalog-cache.ts';
import type { Database } from '../../store/database.ts';
import { writeDeadlines } from '../../store/deadlines.ts';
import { writeLicenses } from '../../store/licenses.ts';
import { lockForFew, lockForMany, lockUsers, seeOneMoment } from '../../store/lock.ts';
import {
  type Asker,
  insertPeople,
  type MovedPerson,
  markShort,
  readMoved,
  readProfiles,
} from '../../store/operation-people.ts';
import {
  fillOperation,
  insertOperation,
  lockOperation,
  markApplied,
  markUndone,
  type OperationRow,
  prunePlans,
  readShort,
  readStoredProfiles,
  updateOutcomes,
} from '../../store/operations.ts';
import { moveSeats, readOwnedSkus } from '../../store/seats.ts';
import { secondConsent } from '../access/approvals.ts';
import { type Context, originOf } from '../context.ts';
import { followLicenses } from '../retention/follow-licenses.ts';
import { digestOf, sameOutcome } from './digest.ts';
import type { LicenseRequest } from './request.ts';

/** A plan as it stands in the database under its number. */
export interface Plan {
  readonly operationId: number;
  readonly digest: string;
  readonly totals: Totals;
  readonly profiles: readonly AssessedProfile[];
}

export type ApplyResult =
  | { readonly kind: 'applied'; readonly plan: Plan; readonly status: 'applied' | 'partlyApplied' }
  /** Nothing to do: everybody has already what was asked for. No operation is left behind. */
  | { readonly kind: 'unchanged'; readonly plan: Plan }
  /** Somebody is refused and nothing was applied. */
  | { readonly kind: 'refused'; readonly plan: Plan }
  /** The world has moved since the plan was made, and nothing was applied. */
  | {
      readonly kind: 'worldMoved';
      readonly people: readonly MovedPerson[];
      readonly count: number;
      readonly skuIds: readonly string[];
    }
  | { readonly kind: 'notPlanned'; readonly status: Exclude<OperationRow['status'], 'planned'> }
  | { readonly kind: 'unknownPlan' }
  /** More people would lose something than one administrator may decide; the plan waits for a second one. */
  | {
      readonly kind: 'needsApproval';
      readonly plan: Plan;
      readonly approvalId: number;
      readonly state: 'asked' | 'waiting' | 'rejected';
    }
  /** The plan was made by somebody who may touch more people, or others. */
  | { readonly kind: 'beyondReach' };

export interface ApplyOptions {
  /** Apply what can be and leave out who is refused, instead of all or nothing. */
  readonly keepGoing: boolean;
}

/** Plans that nobody applied are kept this long. */
const PLAN_HOURS = 24;
/** Up to so many named people are locked one by one; beyond, the change has the tenant's licenses for itself. */
const FEW = 100;
/** So often others may take the seats that a change had counted on; then it has the tenant's licenses for itself. */
const SHARED_TRIES = 3;

/** A preview: plans a request and keeps the plan, so that it can be read page by page, and applied. Changes nothing else. */
export async function planLicenses(context: Context, request: LicenseRequest): Promise<Plan> {
  await prunePlans(context.db, context.tenant.tenantId, PLAN_HOURS);
  return context.db.transaction(async (tx) => {
    await seeOneMoment(tx);
    const { plan } = await makePlan(tx, context, request, await readWorld(tx, context.tenant.tenantId));
    return plan;
  });
}

/** Plans and applies at once, under one lock. */
export async function changeLicenses(
  context: Context,
  request: LicenseRequest,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const { tenantId } = context.tenant;
  const attempt = (alone: boolean) =>
    context.db.transaction(async (tx) => {
      if (alone) await lockForMany(tx, tenantId);
      else await lock(tx, tenantId, request);
      const world = await readWorld(tx, tenantId);
      const { plan, shortages } = await makePlan(tx, context, request, world);
      if (plan.totals.refused > 0 && (!options.keepGoing || plan.totals.changed === 0))
        throw new Rollback({ kind: 'refused', plan });
      if (plan.totals.changed === 0) throw new Rollback({ kind: 'unchanged', plan });
      if (needsConsent(context, plan)) throw new ConsentNeeded();
      return writePlan(tx, context, plan, shortages, request.undoOf ?? null);
    });
  try {
    return await retryingSeats(attempt);
  } catch (error) {
    if (!(error instanceof ConsentNeeded)) throw error;
    const { operationId, digest } = await planLicenses(context, request);
    // Asked before, and sent again: the plan that was approved is the one to apply.
    const waiting = await findWaitingPlan(context.db, context.tenant.tenantId, digest, context.principal.id);
    return applyPlan(context, waiting ?? operationId, digest, options);
  }
}

/**
 * Applies a plan that was made before. Refused when anything that the plan rests on has changed since: a person's
 * licenses, location or existence, or a product's rules or seats.
 */
export async function applyPlan(
  context: Context,
  operationId: number,
  digest: string,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx): Promise<ApplyResult> => {
    await lockForMany(tx, tenantId);
    const operation = await lockOperation<StoredRequest, Totals>(tx, tenantId, operationId);
    if (!operation) return { kind: 'unknownPlan' };
    if (operation.status !== 'planned') return { kind: 'notPlanned', status: operation.status };
    const reach = operation.reach ?? 'everybody';
    if (!covers(reachOf(context.principal, 'assignLicenses'), reach)) return { kind: 'beyondReach' };
    const asker = askerOf(operation.actor, reach, operation.request);
    const moved = await readMoved(tx, tenantId, operationId, asker);
    if (moved.count > 0) return { kind: 'worldMoved', people: moved.first, count: moved.count, skuIds: [] };

    const world = await readWorld(tx, tenantId);
    const stored = await readStoredProfiles<PersonFacts, AssessedOutcome>(tx, tenantId, operationId);
    const profiles = stored.map((profile) => ({
      ...profile,
      outcome: outcomeNow(context, profile.facts, must(operation.request.changes[profile.changeNo], 'change'), world),
    }));
    const shortages = shortagesOf(await readShort(tx, tenantId, operationId), operation.totals);
    const plan: Plan = {
      operationId,
      digest: digestOf(operation.request.changes, profiles, shortages),
      totals: totalsOf(profiles, shortages, operation.unmatched, world),
      profiles,
    };
    const shortage = findShortage(profiles, shortages, world);
    if (plan.digest !== digest || shortage) {
      return {
        kind: 'worldMoved',
        people: [],
        count: 0,
        skuIds: shortage ? [shortage.skuId] : changedSkus(stored, profiles),
      };
    }
    if (plan.totals.refused > 0 && (!options.keepGoing || plan.totals.changed === 0)) return { kind: 'refused', plan };
    if (plan.totals.changed === 0) return { kind: 'unchanged', plan };
    if (needsConsent(context, plan)) {
      const consent = await secondConsent(tx, context, { kind: 'removal', operationId, people: plan.totals.losing });
      if (consent !== 'given') return { ...consent, plan };
    }
    await updateOutcomes(tx, tenantId, operationId, profiles);
    return writePlan(tx, context, plan, shortages, operation.undoOf);
  });
}

/** Who asks, as the rules look at it. An app and whoever works on the machine have no licenses of their own to lose. */
function askerOf(
  { kind, id }: { readonly kind: string; readonly id: string | null },
  reach: Reach,
  { includeSelf }: { readonly includeSelf?: boolean },
): Asker {
  return { reach, self: kind === 'user' && !includeSelf ? id : null };
}

/** Whether so many people would lose something that a second administrator must agree. */
function needsConsent({ principal, tenant }: Context, { totals }: Plan): boolean {
  const { approvalAbove } = tenant.access;
  return principal.kind !== 'operator' && approvalAbove !== null && totals.losing > approvalAbove;
}

async function makePlan(
  tx: Database,
  context: Context,
  request: LicenseRequest,
  world: World,
): Promise<{ plan: Plan; shortages: Shortage[] }> {
  const { tenantId } = context.tenant;
  const changes = request.groups.map(({ change }) => change);
  const { principal } = context;
  const reach = reachOf(principal, 'assignLicenses');
  const asker = askerOf(principal, reach, request);
  const operationId = await insertOperation(tx, tenantId, {
    request: {
      kind: request.kind,
      changes,
      selection: request.selection,
      ...(request.includeSelf ? { includeSelf: true } : {}),
    } satisfies StoredRequest,
    unmatched: request.unmatched,
    actor: { id: principal.id, name: principal.name, kind: principal.kind },
    channel: context.channel,
    ticket: request.ticket ?? null,
    undoOf: request.undoOf ?? null,
    reach: reach === 'everybody' ? null : reach,
    plannedAt: new Date(context.now),
  });
  await insertPeople(
    tx,
    tenantId,
    operationId,
    request.groups.map(({ people }) => people),
    asker,
  );
  tell(context, 'planned', 1);
  const profiles = (await readProfiles(tx, tenantId, operationId, asker)).map((profile) => ({
    ...profile,
    outcome: outcomeNow(context, profile.facts, must(changes[profile.changeNo], 'change'), world),
  }));
  tell(context, 'planned', 2);
  const shortages = await allotSeats(tx, tenantId, operationId, profiles, world);
  const digest = digestOf(changes, profiles, shortages);
  const totals = totalsOf(profiles, shortages, request.unmatched, world);
  await fillOperation(tx, tenantId, operationId, { digest, totals, profiles });
  return { plan: { operationId, digest, totals, profiles }, shortages };
}

function outcomeNow(context: Context, facts: PersonFacts, change: Change, world: World): AssessedOutcome {
  return assess(facts, change, world, context.now, context.tenant.settings);
}

/** Gives the last seats to those who come first, product by product, until everybody left can be served. */
async function allotSeats(
  tx: Database,
  tenantId: string,
  operationId: number,
  profiles: readonly AssessedProfile[],
  world: World,
): Promise<Shortage[]> {
  const shortages: Shortage[] = [];
  for (let found = findShortage(profiles, shortages, world); found; found = findShortage(profiles, shortages, world)) {
    const { skuId, seats, askers } = found;
    const short = await markShort(tx, tenantId, operationId, askers, skuId, seats);
    const needed = short.reduce((sum, { people }) => sum + people, 0);
    if (needed === 0) throw new Error('Seats are short and nobody goes without.');
    const known = shortages.findIndex((shortage) => shortage.skuId === skuId);
    const merged = { skuId, needed, available: seats, short };
    if (known < 0) shortages.push(merged);
    else {
      const before = must(shortages[known], 'shortage');
      shortages[known] = { ...merged, needed: before.needed + needed, short: [...before.short, ...short] };
    }
  }
  return shortagesOf(
    shortages.flatMap(({ skuId, short }) => short.map((profile) => ({ ...profile, skuId }))),
    { shortages },
  );
}

/** Shortages in a form that is the same whether they were just found or read again. */
function shortagesOf(
  short: readonly { skuId: string; changeNo: number; factsHash: string; people: number }[],
  { shortages }: { readonly shortages: readonly { skuId: string; needed: number; available: number }[] },
): Shortage[] {
  return shortages
    .map(({ skuId, needed, available }) => {
      const hit = new Map<string, { changeNo: number; factsHash: string; people: number }>();
      for (const { changeNo, factsHash, people } of short.filter((row) => row.skuId === skuId)) {
        const key = `${changeNo} ${factsHash}`;
        hit.set(key, { changeNo, factsHash, people: people + (hit.get(key)?.people ?? 0) });
      }
      return {
        skuId,
        needed,
        available,
        short: [...hit].sort(([left], [right]) => left.localeCompare(right)).map(([, row]) => row),
      };
    })
    .sort((left, right) => left.skuId.localeCompare(right.skuId));
}

async function writePlan(
  tx: Database,
  context: Context,
  plan: Plan,
  shortages: readonly Shortage[],
  undoOf: number | null,
): Promise<ApplyResult> {
  const { tenantId } = context.tenant;
  const now = new Date(context.now);
  const { operationId } = plan;
  const changed = plan.profiles
    .filter(({ outcome }) => outcome.result === 'change')
    .map(({ outcome, ...profile }) => ({ ...outcome, ...profile }));
  tell(context, 'written', 1);
  await writeLicenses(tx, tenantId, operationId, changed, now);
  tell(context, 'written', 2);
  await writeDeadlines(
    tx,
    tenantId,
    operationId,
    changed.map(({ changeNo, factsHash, consequences, begins }) => ({
      changeNo,
      factsHash,
      set: deadlinesOf(consequences, context.now, context.tenant.settings),
      end: deadlinesEndedBy(begins),
    })),
    now,
  );
  tell(context, 'written', 3);
  await followLicenses(tx, tenantId, operationId, changed, now);
  await auditLicenseChanges(
    tx,
    tenantId,
    operationId,
    changed.map(({ changeNo, factsHash, before, write }) => ({ changeNo, factsHash, before, after: write })),
    originOf(context),
  );
  tell(context, 'written', 4);
  const status = plan.totals.refused > 0 ? 'partlyApplied' : 'applied';
  await markApplied(tx, tenantId, operationId, status, now, plan.totals);
  // Whom an undo has to leave out can be given back by another, once what stood in the way is gone.
  if (undoOf !== null && plan.totals.refused === 0) await markUndone(tx, tenantId, undoOf, operationId);
  const short = await moveSeats(tx, tenantId, seatMoves(plan.profiles, shortages));
  if (short.length > 0) throw new SeatsTaken();
  return { kind: 'applied', plan, status };
}

/** The steps of long work, counted as its bar shows them. */
const STEPS = { planned: 3, written: 5 } as const;

function tell(context: Context, what: keyof typeof STEPS, done: number): void {
  context.onProgress?.({ done, total: STEPS[what] });
}

async function lock(tx: Database, tenantId: string, request: LicenseRequest): Promise<void> {
  const named = request.groups.flatMap(({ people }) => (people.kind === 'ids' ? people.userIds : []));
  if (named.length <= FEW && request.groups.every(({ people }) => people.kind === 'ids')) {
    await lockForFew(tx, tenantId);
    await lockUsers(tx, tenantId, named);
  } else {
    await lockForMany(tx, tenantId);
  }
}

async function readWorld(tx: Database, tenantId: string): Promise<World> {
  const skus = await readOwnedSkus(tx, tenantId);
  return { catalog: await currentCatalog(tx), skus: new Map(skus.map((sku) => [sku.skuId, sku])) };
}

function changedSkus(stored: readonly { outcome: AssessedOutcome }[], now: readonly AssessedProfile[]): string[] {
  const skus = new Set<string>();
  now.forEach(({ outcome }, index) => {
    const before = must(stored[index], 'profile').outcome;
    if (sameOutcome(before, outcome)) return;
    for (const { skuId } of [...before.write, ...outcome.write]) skus.add(skuId);
    for (const skuId of [...before.erase, ...outcome.erase]) skus.add(skuId);
  });
  return [...skus];
}

/** Ends a transaction without its writes, with something to say. */
class Rollback extends Error {
  readonly result: ApplyResult;
  constructor(result: ApplyResult) {
    super('rolled back');
    this.result = result;
  }
}

/** Ends a transaction whose change waits for a second administrator: it is planned instead. */
class ConsentNeeded extends Error {}

/** Others took seats between the plan and the write: nothing was written, and the plan is made anew. */
class SeatsTaken extends Error {}

async function retryingSeats(attempt: (alone: boolean) => Promise<ApplyResult>): Promise<ApplyResult> {
  for (let tries = 0; ; tries += 1) {
    const alone = tries === SHARED_TRIES;
    try {
      return await attempt(alone);
    } catch (error) {
      if (error instanceof Rollback) return error.result;
      if (!(error instanceof SeatsTaken) || alone) throw error;
    }
  }
}
