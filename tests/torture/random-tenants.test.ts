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
  // The stories are not about nothing.
  const summary = JSON.stringify(Object.fromEntries(told));
  for (const what of ['applied', 'partlyApplied', 'refused', 'unchanged', 'worldMoved', 'short', 'undone', 'redone']) {
    expect(told.get(what) ?? 0, summary).toBeGreaterThan(0);
  }
});

async function live({ seats, people, steps }: Story, note: (what: string) => void): Promise<void> {
  const { context, userIds } = await makeTenant(db, seats, people);
  const teller = new Teller(context, userIds, note);
  for (const step of steps) await teller.take(step);
}

/** Goes through a story, step by step, and checks after each what must hold. */
class Teller {
  private now: number;
  private readonly operations: number[] = [];
  private readonly base: Context;
  private readonly userIds: readonly string[];
  private readonly note: (what: string) => void;

  constructor(base: Context, userIds: readonly string[], note: (what: string) => void) {
    this.base = base;
    this.userIds = userIds;
    this.note = note;
    this.now = base.now;
  }

  async take(step: Step): Promise<void> {
    switch (step.step) {
      case 'outside':
        return this.happens(step.what);
      case 'undo': {
        const which = this.operations[step.which % Math.max(1, this.operations.length)];
        if (which === undefined) return;
        const undo = await undoRequest(this.context, which);
        if (undo.kind === 'request') await this.do(undo.request, step.way, step.keepGoing, step.meanwhile);
        else expect(undo).toMatchObject({ kind: 'notApplied', status: 'undone' });
        return;
      }
      case 'request': {
        const before = await this.state();
        const operationId = await this.do(this.requestOf(step), step.way, step.keepGoing, step.meanwhile);
        // What happened meanwhile would have to be undone as well.
        if (operationId !== undefined && step.afterwards !== 'nothing' && !(step.meanwhile && step.way === 'planned')) {
          await this.undoAtOnce(operationId, before, step.afterwards === 'undoAndRedo');
        }
      }
    }
  }

  private get context(): Context {
    return { ...this.base, now: this.now };
  }

  private get tenantId(): string {
    return this.base.tenant.tenantId;
  }

  private state(): Promise<TenantState> {
    return readState(db, this.tenantId);
  }

  private userAt(place: number): string {
    return must(this.userIds[place % this.userIds.length], 'person');
  }

  private requestOf({ change, people }: Extract<Step, { step: 'request' }>): LicenseRequest {
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
        return request({ kind: 'ids', userIds: [...people.places.map((place) => this.userAt(place)), newId()] });
      case 'holders':
        return request({ kind: 'holders', skuId: concerned(change) });
      case 'department':
        return request({ kind: 'filter', condition: sql`u.department = ${people.department}` });
      case 'halves': {
        const half = Math.ceil(this.userIds.length / 2);
        return {
          ...request({ kind: 'ids', userIds: this.userIds.slice(0, half) }),
          groups: [
            { change, people: { kind: 'ids', userIds: this.userIds.slice(0, half) } },
            { change: people.other, people: { kind: 'ids', userIds: this.userIds.slice(half) } },
          ],
        };
      }
    }
  }

  /** Does what is asked for in the given way, and checks it. Gives the operation's number when something was applied. */
  private async do(
    request: LicenseRequest,
    way: Way,
    keepGoing: boolean,
    meanwhile: Event | null,
  ): Promise<number | undefined> {
    if (way === 'atOnce') return this.doAtOnce(request, keepGoing);
    const [start, print] = [await this.state(), await fingerprint(db, this.tenantId)];
    const plan = await planLicenses(this.context, request);
    expect(await fingerprint(db, this.tenantId), 'a plan changes nothing').toBe(print);
    if (way === 'planOnly') return undefined;

    const planned = await readPeople(db, this.tenantId, plan.operationId);
    if (meanwhile) await this.happens(meanwhile);
    const before = await this.state();
    const printBefore = await fingerprint(db, this.tenantId);
    const result = await applyPlan(this.context, plan.operationId, plan.digest, { keepGoing });
    this.note(result.kind);
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
    if (result.kind === 'applied') {
      expect(result.plan.totals, 'the totals are those of the plan').toEqual(plan.totals);
      return this.checkDone(before, planned, request, result, meanwhile !== null);
    }
    expect(await fingerprint(db, this.tenantId), `${result.kind}: nothing was changed`).toBe(printBefore);
    expect(await readOperation(db, this.tenantId, plan.operationId)).toMatchObject({ status: 'planned' });
    if (result.kind !== 'worldMoved') this.checkNotDone(result, keepGoing);
    return undefined;
  }

  private async doAtOnce(request: LicenseRequest, keepGoing: boolean): Promise<number | undefined> {
    const [before, print] = [await this.state(), await fingerprint(db, this.tenantId)];
    const count = await countOperations(db, this.tenantId);
    const result = await changeLicenses(this.context, request, { keepGoing });
    this.note(result.kind);
    if (result.kind === 'applied') {
      return this.checkDone(before, await readPeople(db, this.tenantId, result.plan.operationId), request, result);
    }
    expect(await fingerprint(db, this.tenantId), `${result.kind}: nothing was changed`).toBe(print);
    expect(await countOperations(db, this.tenantId), `${result.kind}: nothing is left behind`).toBe(count);
    this.checkNotDone(result, keepGoing);
    return undefined;
  }

  private async checkDone(
    before: TenantState,
    planned: Awaited<ReturnType<typeof readPeople>>,
    request: LicenseRequest,
    { plan, status }: Extract<ApplyResult, { kind: 'applied' }>,
    isStale = false,
  ): Promise<number> {
    const { operationId, totals } = plan;
    const after = await this.state();
    const people = await readPeople(db, this.tenantId, operationId);
    const audit = await readAudit(db, this.tenantId, operationId);
    checkTenant(before, after);
    checkApplied({
      before,
      after,
      planned,
      people,
      totals,
      unmatched: request.unmatched.length,
      audit,
      now: this.now,
      isStale,
    });
    expect(status).toBe(totals.refused > 0 ? 'partlyApplied' : 'applied');
    expect(await readOperation(db, this.tenantId, operationId)).toMatchObject({
      status,
      totals,
      undoOf: request.undoOf ?? null,
    });
    if (request.undoOf !== undefined) {
      const undone = { status: 'undone', undoneBy: operationId };
      expect(await readOperation(db, this.tenantId, request.undoOf)).toMatchObject(undone);
    }
    this.note(status);
    if (people.some(({ shortOf }) => shortOf !== null)) this.note('short');
    this.operations.push(operationId);
    return operationId;
  }

  private checkNotDone(result: ApplyResult, keepGoing: boolean): void {
    if (result.kind !== 'refused' && result.kind !== 'unchanged') throw new Error(JSON.stringify(result));
    const { refused, changed } = result.plan.totals;
    if (result.kind === 'refused') expect(refused > 0 && (!keepGoing || changed === 0)).toBe(true);
    else expect({ refused, changed }).toEqual({ refused: 0, changed: 0 });
  }

  /** Undo right after gives back what was; unless that was more than may be assigned, or of a product that is disabled. */
  private async undoAtOnce(operationId: number, before: TenantState, redo: boolean): Promise<void> {
    const after = await this.state();
    const people = (await readPeople(db, this.tenantId, operationId)).filter(isChanged);
    const touched = new Set(
      people.flatMap(({ outcome }) => [...outcome.write, ...outcome.before].map(({ skuId }) => skuId)),
    );
    const isFree = before.skus
      .filter(({ skuId }) => touched.has(skuId))
      .every(({ usable, consumed, suspended }) => consumed <= usable && (usable > 0 || suspended === 0));
    const undone = await this.undo(operationId);
    if (!isFree) return;
    expect(licensesOf(await this.state()), 'undo gives back what was').toEqual(licensesOf(before));
    this.note('undone');
    if (!redo) return;
    await this.undo(must(undone, 'undo'));
    expect(licensesOf(await this.state()), 'undo of the undo does it again').toEqual(licensesOf(after));
    this.note('redone');
  }

  private async undo(operationId: number): Promise<number | undefined> {
    const undo = await undoRequest(this.context, operationId);
    if (undo.kind !== 'request') throw new Error(JSON.stringify(undo));
    return this.do(undo.request, 'planned', true, null);
  }

  private async happens(event: Event): Promise<void> {
    const before = await this.state();
    const { tenantId } = this;
    switch (event.event) {
      case 'seats':
        await db.query(sql`
          update subscribed_sku set enabled = ${event.usable}, warning = 0 where tenant_id = ${tenantId} and sku_id = ${event.skuId}`);
        break;
      case 'suspended':
        await db.query(sql`
          update subscribed_sku set suspended = enabled + warning + 1, enabled = 0, warning = 0
          where tenant_id = ${tenantId} and sku_id = ${event.skuId}`);
        break;
      case 'deleted':
        await deleteUser(this.context, this.userAt(event.place));
        break;
      case 'moved':
        await changeUser(this.context, this.userAt(event.place), { fields: { usageLocation: event.location } });
        break;
      case 'hold':
        await db.query(sql`
          update users set litigation_hold_at = case when litigation_hold_at is null then ${new Date(this.now)}::timestamptz end
          where tenant_id = ${tenantId} and id = ${this.userAt(event.place)}`);
        break;
      case 'days':
        this.now += event.days * DAY_MS;
        break;
      case 'changed': {
        const request: LicenseRequest = {
          kind: 'change',
          groups: [{ change: event.change, people: { kind: 'ids', userIds: [this.userAt(event.place)] } }],
          selection: { by: 'list', count: 1 },
          unmatched: [],
        };
        await this.doAtOnce(request, false);
      }
    }
    checkTenant(before, await this.state());
  }
}

/** The product that a change is about: the one that it takes, if it takes one. */
function concerned(change: Change): string {
  switch (change.kind) {
    case 'change':
      return change.remove[0] ?? change.add[0]?.skuId ?? SKU.e3;
    case 'swap':
      return change.from;
    case 'setPlans':
      return change.skuId;
    case 'removeAll':
    case 'restore':
      return SKU.e3;
  }
}
