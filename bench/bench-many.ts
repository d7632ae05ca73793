import { rawSql } from '../src/base/sql.ts';
import type { Tenant } from '../src/domain/directory/tenant.ts';
import { applyPlan, changeLicenses, planLicenses } from '../src/operations/licensing/change-licenses.ts';
import { undoRequest } from '../src/operations/licensing/undo.ts';
import { median, timed } from './measure.ts';
import { giveBackPlainly, rememberOperation, unassignAllPlainly } from './plain-sql.ts';
import { type BenchDatabase, contextOf, SKU } from './prepare-tenant.ts';
import type { Served } from './served.ts';
import { mustBeSame, type RowCounts, rowsWritten } from './written-rows.ts';

export interface ManyFigures {
  readonly planMs: number;
  readonly applyMs: number;
  readonly undoMs: number;
  readonly httpMs: number;
  readonly plainMs: number;
  /** Plan and apply by plain SQL of the same round, all rounds in order. */
  readonly ratios: readonly number[];
  readonly httpRatios: readonly number[];
  readonly rows: RowCounts;
}

/** Everybody at once: planned and applied by us, directly and over HTTP, and the same rows by plain SQL, in turns. */
export async function benchMany(
  db: BenchDatabase,
  tenant: Tenant,
  served: Served,
  rounds: number,
): Promise<ManyFigures> {
  const times = { plan: [] as number[], apply: [] as number[], undo: [] as number[] };
  const [plain, http]: [number[], number[]] = [[], []];
  let rows: RowCounts = {};
  const ways = [
    async () => {
      const { plan, apply, operationId, written } = await byOperations(db, tenant);
      times.plan.push(plan);
      times.apply.push(apply);
      rows = written;
      await settle(db);
      times.undo.push(await undo(db, tenant, operationId));
    },
    async () => {
      const before = await rowsWritten(db, tenant.tenantId, async () => {
        plain.push(await timed(() => unassignAllPlainly(db, tenant.tenantId)));
      });
      mustBeSame('Everybody', rows, before);
      await giveBackPlainly(db, tenant.tenantId);
    },
    async () => {
      const { ms, operationId, written } = await byHttp(db, tenant, served);
      http.push(ms);
      mustBeSame('Everybody over HTTP', written, rows);
      await settle(db);
      await undoOverHttp(served, operationId);
    },
  ];
  for (let round = 0; round < rounds; round += 1) {
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
      await settle(db);
      await way();
    }
  }
  const ours = times.plan.map((plan, round) => plan + (times.apply[round] ?? Number.NaN));
  const against = (list: readonly number[]) => list.map((ms, round) => ms / (plain[round] ?? Number.NaN));
  return {
    planMs: median(times.plan),
    applyMs: median(times.apply),
    undoMs: median(times.undo),
    httpMs: median(http),
    plainMs: median(plain),
    ratios: against(ours),
    httpRatios: against(http),
    rows,
  };
}

/** One round of ours that nobody measures: it warms everything up, and tells plain SQL what to write. */
export async function rehearse(db: BenchDatabase, tenant: Tenant): Promise<void> {
  await settle(db);
  const { operationId } = await byOperations(db, tenant);
  await rememberOperation(db, tenant.tenantId, operationId);
  await settle(db);
  await undo(db, tenant, operationId);
  await settle(db);
}

async function byOperations(db: BenchDatabase, tenant: Tenant) {
  const context = contextOf(db, tenant);
  let [plan, apply, operationId, digest] = [0, 0, 0, ''];
  const written = await rowsWritten(db, tenant.tenantId, async () => {
    plan = await timed(async () => {
      ({ operationId, digest } = await planLicenses(context, {
        kind: 'unassign',
        groups: [{ change: { kind: 'change', add: [], remove: [SKU] }, people: { kind: 'holders', skuId: SKU } }],
        selection: { by: 'holders', skuId: SKU },
        unmatched: [],
      }));
    });
    apply = await timed(async () => {
      const { kind } = await applyPlan(context, operationId, digest, { keepGoing: false });
      if (kind !== 'applied') throw new Error(`Not applied: ${kind}`);
    });
  });
  return { plan, apply, operationId, written };
}

async function undo(db: BenchDatabase, tenant: Tenant, operationId: number): Promise<number> {
  const context = contextOf(db, tenant);
  return timed(async () => {
    const request = await undoRequest(context, operationId);
    if (request.kind !== 'request') throw new Error(`No undo: ${request.kind}`);
    const { kind } = await changeLicenses(context, request.request, { keepGoing: false });
    if (kind !== 'applied') throw new Error(`Undo not applied: ${kind}`);
  });
}

interface ServedPlan {
  readonly id: number;
  readonly digest: string;
}

async function byHttp(db: BenchDatabase, tenant: Tenant, served: Served) {
  let [ms, operationId] = [0, 0];
  const written = await rowsWritten(db, tenant.tenantId, async () => {
    ms = await timed(async () => {
      const plan = await served.call<ServedPlan>('POST', '/api/plans', {
        change: { kind: 'unassign', products: [SKU] },
        people: { holders: SKU },
      });
      await served.call('POST', `/api/plans/${plan.id}/apply`, { digest: plan.digest });
      operationId = plan.id;
    });
  });
  return { ms, operationId, written };
}

async function undoOverHttp(served: Served, operationId: number): Promise<void> {
  const plan = await served.call<ServedPlan>('POST', `/api/operations/${operationId}/undo`, {});
  await served.call('POST', `/api/plans/${plan.id}/apply`, { digest: plan.digest });
}

/** Every run meets tables that are clean and counted, and no checkpoint that another one left. */
async function settle(db: BenchDatabase): Promise<void> {
  await db.query(rawSql('vacuum analyze'));
  await db.query(rawSql('checkpoint'));
}
