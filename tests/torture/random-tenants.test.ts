import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { DAY_MS } from '../../src/base/time.ts';
import { shippedCatalog } from '../../src/domain/commerce/shipped-catalog.ts';
import type { Change } from '../../src/domain/licensing/change.ts';
import type { UnmatchedPerson } from '../../src/domain/licensing/stored-request.ts';
import type { Context } from '../../src/operations/context.ts';
import { deleteUser } from '../../src/operations/directory/delete-user.ts';
import { changeUser } from '../../src/operations/directory/update-user.ts';
import {
  type ApplyResult,
  applyPlan,
  changeLicenses,
  planLicenses,
} from '../../src/operations/licensing/change-licenses.ts';
import type { LicenseRequest } from '../../src/operations/licensing/request.ts';
import { undoRequest } from '../../src/operations/licensing/undo.ts';
import { readOperation } from '../../src/queries/operations.ts';
import { writeCatalog } from '../../src/store/catalog.ts';
import type { DatabasePool } from '../../src/store/database.ts';
import type { People } from '../../src/store/operation-people.ts';
import { freshDatabase } from '../support/database.ts';
import { SKU } from '../support/tenant.ts';
import { checkApplied, checkTenant, factsOf, isChanged, licensesOf } from './check-step.ts';
import { makeTenant } from './make-tenant.ts';
import { anyStory, type Event, type Step, type Story, type Way } from './random-requests.ts';
import { countOperations, fingerprint, readAudit, readPeople, readState, type TenantState } from './tenant-state.ts';

const STORIES = 300;
/** A slow machine does fewer, rather than fail. */
const TIME_LIMIT_MS = 50_000;

let db: DatabasePool;

beforeAll(async () => {
  db = await freshDatabase();
  await writeCatalog(db, shippedCatalog());
});
afterAll(() => db.close());

test('in random tenants, random requests keep every promise', { timeout: 2 * TIME_LIMIT_MS }, async () => {
  const told = new Map<string, number>();
  const note = (what: string) => told.set(what, (told.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(anyStory, (story) => live(story, note)),
    { numRuns: STORIES, interruptAfterTimeLimit: TIME_LIMIT_MS },
  );
  if ((told.get('story') ?? 0) < STORIES) return;
  // The stories are not about nothing.
  const summary = JSON.stringify(Object.fromEntries(told));
  for (const what of ['applied', 'partlyApplied', 'refused', 'unchanged', 'worldMoved', 'short', 'undone', 'redone']) {
    expect(told.get(what) ?? 0, summary).toBeGreaterThan(0);
  }
});

async function live({ seats, people, steps }: Story, note: (what: string) => void): Promise<void> {
  const { context, userIds } = await makeTenant(db, seats, people);
  const life: Life = { context, tenantId: context.tenant.tenantId, userIds, operations: [], note };
  for (const step of steps) await take(life, step);
  note('story');
}

/** A tenant in the midst of its story. */
interface Life {
  /** Its clock moves. */
  context: Context;
  readonly tenantId: string;
  readonly userIds: readonly string[];
  /** What was applied so far. */
  readonly operations: number[];
  readonly note: (what: string) => void;
}

async function take(life: Life, step: Step): Promise<void> {
  switch (step.step) {
    case 'outside':
      return happens(life, step.what);
    case 'undo': {
      const which = life.operations[step.which % Math.max(1, life.operations.length)];
      if (which === undefined) return;
      const undo = await undoRequest(life.context, which);
      if (undo.kind === 'request') await perform(life, undo.request, step.way, step.keepGoing, step.meanwhile);
      else expect(undo).toMatchObject({ kind: 'notApplied', status: 'undone' });
      return;
    }
    case 'request': {
      const before = await state(life);
      const operationId = await perform(life, requestOf(life, step), step.way, step.keepGoing, step.meanwhile);
      // What happened meanwhile would have to be undone as well.
      if (operationId !== undefined && step.afterwards !== 'nothing' && !(step.meanwhile && step.way === 'planned')) {
        await undoAtOnce(life, operationId, before, step.afterwards === 'undoAndRedo');
      }
    }
  }
}

function state(life: Life): Promise<TenantState> {
  return readState(db, life.tenantId);
}

function userAt(life: Life, place: number): string {
  return must(life.userIds[place % life.userIds.length], 'person');
}

function requestOf(life: Life, { change, people }: Extract<Step, { step: 'request' }>): LicenseRequest {
  const unmatched: UnmatchedPerson[] =
    people.by === 'list' && people.unmatched > 0 ? [{ person: 'nobody', reason: 'unknownPerson' }] : [];
  const request = (of: People): LicenseRequest => ({
    kind: 'change',
    groups: [{ change, people: of }],
    selection: { by: 'list', count: 0 },
    unmatched,
  });
  switch (people.by) {
    case 'list':
      return request({ kind: 'ids', userIds: [...people.places.map((place) => userAt(life, place)), newId()] });
    case 'holders':
      return request({ kind: 'holders', skuId: concerned(change) });
    case 'department':
      return request({ kind: 'filter', condition: sql`u.department = ${people.department}` });
    case 'halves': {
      const half = Math.ceil(life.userIds.length / 2);
      return {
        ...request({ kind: 'ids', userIds: life.userIds.slice(0, half) }),
        groups: [
          { change, people: { kind: 'ids', userIds: life.userIds.slice(0, half) } },
          { change: people.other, people: { kind: 'ids', userIds: life.userIds.slice(half) } },
        ],
      };
    }
  }
}

/** Does what is asked for in the given way, and checks it. Gives the operation's number when something was applied. */
async function perform(
  life: Life,
  request: LicenseRequest,
  way: Way,
  keepGoing: boolean,
  meanwhile: Event | null,
): Promise<number | undefined> {
  if (way === 'atOnce') return performAtOnce(life, request, keepGoing);
  const [start, print] = [await state(life), await fingerprint(db, life.tenantId)];
  const plan = await planLicenses(life.context, request);
  expect(await fingerprint(db, life.tenantId), 'a plan changes nothing').toBe(print);
  if (way === 'planOnly') return undefined;

  const planned = await readPeople(db, life.tenantId, plan.operationId);
  if (meanwhile) await happens(life, meanwhile, concerned(must(request.groups[0], 'group').change));
  const before = await state(life);
  const printBefore = await fingerprint(db, life.tenantId);
  const result = await applyPlan(life.context, plan.operationId, plan.digest, { keepGoing });
  life.note(result.kind);
  const moved = planned.filter(({ userId }) => factsOf(start, userId) !== factsOf(before, userId));
  if (moved.length > 0) {
    expect(result).toMatchObject({ kind: 'worldMoved', count: moved.length });
    expect(result.kind === 'worldMoved' && result.people.map(({ userId }) => userId)).toEqual(
      moved.map(({ userId }) => userId),
    );
  } else if (result.kind === 'worldMoved') {
    expect(meanwhile, 'a world that nobody moved').toMatchObject({
      event: expect.stringMatching(/^(seats|suspended|changed)$/),
    });
    expect(result.skuIds, 'what moved is named').not.toEqual([]);
  }
  if ('plan' in result) expect(result.plan.totals, 'the totals are those of the plan').toEqual(plan.totals);
  if (result.kind === 'applied') {
    return checkDone(life, before, planned, request, result, meanwhile !== null);
  }
  expect(await fingerprint(db, life.tenantId), `${result.kind}: nothing was changed`).toBe(printBefore);
  expect(await readOperation(db, life.tenantId, plan.operationId)).toMatchObject({ status: 'planned' });
  if (result.kind !== 'worldMoved') checkNotDone(result, keepGoing);
  return undefined;
}

async function performAtOnce(life: Life, request: LicenseRequest, keepGoing: boolean): Promise<number | undefined> {
  const [before, print] = [await state(life), await fingerprint(db, life.tenantId)];
  const count = await countOperations(db, life.tenantId);
  const result = await changeLicenses(life.context, request, { keepGoing });
  life.note(result.kind);
  if (result.kind === 'applied') {
    const planned = await readPeople(db, life.tenantId, result.plan.operationId);
    return checkDone(life, before, planned, request, result);
  }
  expect(await fingerprint(db, life.tenantId), `${result.kind}: nothing was changed`).toBe(print);
  expect(await countOperations(db, life.tenantId), `${result.kind}: nothing is left behind`).toBe(count);
  checkNotDone(result, keepGoing);
  return undefined;
}

async function checkDone(
  life: Life,
  before: TenantState,
  planned: Awaited<ReturnType<typeof readPeople>>,
  request: LicenseRequest,
  { plan, status }: Extract<ApplyResult, { kind: 'applied' }>,
  isStale = false,
): Promise<number> {
  const { operationId, totals } = plan;
  const after = await state(life);
  const people = await readPeople(db, life.tenantId, operationId);
  const audit = await readAudit(db, life.tenantId, operationId);
  checkTenant(before, after);
  checkApplied({
    before,
    after,
    planned,
    people,
    totals,
    unmatched: request.unmatched.length,
    audit,
    now: life.context.now,
    isStale,
  });
  expect(status).toBe(totals.refused > 0 ? 'partlyApplied' : 'applied');
  expect(await readOperation(db, life.tenantId, operationId)).toMatchObject({
    status,
    totals,
    undoOf: request.undoOf ?? null,
  });
  if (request.undoOf !== undefined) {
    // Who was left out can be given back by another undo: the operation stays open for it.
    const undone = totals.refused > 0 ? { undoneBy: null } : { status: 'undone', undoneBy: operationId };
    expect(await readOperation(db, life.tenantId, request.undoOf)).toMatchObject(undone);
  }
  life.note(status);
  if (people.some(({ shortOf }) => shortOf !== null)) life.note('short');
  life.operations.push(operationId);
  return operationId;
}

function checkNotDone(result: ApplyResult, keepGoing: boolean): void {
  if (result.kind !== 'refused' && result.kind !== 'unchanged') throw new Error(JSON.stringify(result));
  const { refused, changed } = result.plan.totals;
  if (result.kind === 'refused') expect(refused > 0 && (!keepGoing || changed === 0)).toBe(true);
  else expect({ refused, changed }).toEqual({ refused: 0, changed: 0 });
}

/** Undo right after gives back what was; unless that was more than may be assigned, or of a product that is disabled. */
async function undoAtOnce(life: Life, operationId: number, before: TenantState, redo: boolean): Promise<void> {
  const after = await state(life);
  const people = (await readPeople(db, life.tenantId, operationId)).filter(isChanged);
  const touched = new Set(
    people.flatMap(({ outcome }) => [...outcome.write, ...outcome.before].map(({ skuId }) => skuId)),
  );
  const isFree = before.skus
    .filter(({ skuId }) => touched.has(skuId))
    .every(({ usable, consumed, suspended }) => consumed <= usable && (usable > 0 || suspended === 0));
  const undone = await undo(life, operationId);
  if (!isFree) return;
  expect(licensesOf(await state(life)), 'undo gives back what was').toEqual(licensesOf(before));
  life.note('undone');
  if (!redo) return;
  await undo(life, must(undone, 'undo'));
  expect(licensesOf(await state(life)), 'undo of the undo does it again').toEqual(licensesOf(after));
  life.note('redone');
}

async function undo(life: Life, operationId: number): Promise<number | undefined> {
  const found = await undoRequest(life.context, operationId);
  if (found.kind !== 'request') throw new Error(JSON.stringify(found));
  return perform(life, found.request, 'planned', true, null);
}

async function happens(life: Life, event: Event, about: string = SKU.e3): Promise<void> {
  const before = await state(life);
  switch (event.event) {
    case 'seats':
      await db.query(sql`
        update subscribed_sku set enabled = ${event.usable}, warning = 0 where tenant_id = ${life.tenantId} and sku_id = ${event.skuId ?? about}`);
      break;
    case 'suspended':
      await db.query(sql`
        update subscribed_sku set suspended = enabled + warning + 1, enabled = 0, warning = 0
        where tenant_id = ${life.tenantId} and sku_id = ${event.skuId ?? about}`);
      break;
    case 'deleted':
      await deleteUser(life.context, userAt(life, event.place));
      break;
    case 'moved':
      await changeUser(life.context, userAt(life, event.place), { fields: { usageLocation: event.location } });
      break;
    case 'hold':
      await db.query(sql`
        update users set litigation_hold_at = case when litigation_hold_at is null then ${new Date(life.context.now)}::timestamptz end
        where tenant_id = ${life.tenantId} and id = ${userAt(life, event.place)}`);
      break;
    case 'days':
      life.context = { ...life.context, now: life.context.now + event.days * DAY_MS };
      break;
    case 'changed': {
      const request: LicenseRequest = {
        kind: 'change',
        groups: [{ change: event.change, people: { kind: 'ids', userIds: [userAt(life, event.place)] } }],
        selection: { by: 'list', count: 1 },
        unmatched: [],
      };
      await performAtOnce(life, request, false);
    }
  }
  checkTenant(before, await state(life));
}

/** The product that a change is about: the one that it takes, if it takes one. */
function concerned(change: Change): string {
  switch (change.kind) {
    case 'change':
      return change.remove[0] ?? change.add[0]?.skuId ?? SKU.e3;
    case 'replace':
      return change.add[0]?.skuId ?? SKU.e3;
    case 'swap':
      return change.from;
    case 'setPlans':
      return change.skuId;
    case 'restore':
      return change.licenses[0]?.skuId ?? SKU.e3;
    case 'removeAll':
      return SKU.e3;
  }
}
