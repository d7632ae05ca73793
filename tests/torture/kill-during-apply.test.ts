import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { sql } from '../../src/base/sql.ts';
import { shippedCatalog } from '../../src/domain/commerce/shipped-catalog.ts';
import type { Context } from '../../src/operations/context.ts';
import { applyPlan, type Plan, planLicenses } from '../../src/operations/licensing/change-licenses.ts';
import { requestFor, take } from '../../src/operations/licensing/stories-for-tests.ts';
import { undoRequest } from '../../src/operations/licensing/undo.ts';
import { buildApp } from '../../src/server/app.ts';
import { writeCatalog } from '../../src/store/catalog.ts';
import { type DatabasePool, openDatabase } from '../../src/store/database.ts';
import { type Child, runChild } from '../../src/store/embedded/child-for-tests.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/store/embedded/start-embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { freshDatabase } from '../support/database.ts';
import { databaseOf } from '../support/server.ts';
import { SKU, TEST_SECRETS } from '../support/tenant.ts';
import { makeTenant } from './make-tenant.ts';
import { fingerprint } from './tenant-state.ts';

const PEOPLE = 1_500;

/** Every round plans, applies, compares and undoes: on a busy machine that takes seconds. */
const PATIENCE = { timeout: 300_000 };

/** A tenant whose people all have one product, and a plan that takes it from all of them. */
interface Scene {
  context: Context;
  /** For another process or pool. */
  readonly connection: object;
  plan: Plan;
  /** How everything looks while nothing of it is applied. */
  print: string;
}

async function stage(db: DatabasePool, connection: object): Promise<Scene> {
  await writeCatalog(db, shippedCatalog());
  const path = { skuId: SKU.e3, group: null, disabledPlans: [], state: 'Active' } as const;
  const { context } = await makeTenant(
    db,
    [{ skuId: SKU.e3, quantity: PEOPLE, state: 'active', selfService: false }],
    Array.from({ length: PEOPLE }, () => ({ location: 'FR', held: false, department: 'Sales', paths: [path] })),
  );
  return { context, connection, ...(await planFor(context)) };
}

async function planFor(context: Context): Promise<Pick<Scene, 'plan' | 'print'>> {
  const change = take(SKU.e3);
  return {
    print: await fingerprint(context.db, context.tenant.tenantId),
    plan: await planLicenses(
      context,
      requestFor(change, [], { groups: [{ change, people: { kind: 'holders', skuId: SKU.e3 } }] }),
    ),
  };
}

/** Checks that the operation is wholly there or not at all, and says which; then puts all back to where it can be applied. */
async function wholeOrNot(scene: Scene): Promise<string> {
  const { context, plan } = scene;
  const { db, tenant, principal } = context;
  const app = await buildApp({ db, secrets: TEST_SECRETS, operator: principal });
  const response = await app.inject({ url: `/api/operations/${plan.operationId}` });
  await app.close();
  const { status } = response.json<{ status: string }>();
  const [written] = await db.query(sql`
    select (select count(*)::int from assignment) as paths, (select count(*)::int from holding) as held,
      (select consumed from subscribed_sku) as consumed,
      (select count(*)::int from deadline where kind = 'mailboxPurge') as mailboxes,
      (select count(*)::int from audit_entry where operation_id = ${plan.operationId}) as audited`);
  if (status === 'planned') {
    expect(written).toEqual({ paths: PEOPLE, held: PEOPLE, consumed: PEOPLE, mailboxes: 0, audited: 0 });
    expect(await fingerprint(db, tenant.tenantId)).toBe(scene.print);
    return status;
  }
  expect(status).toBe('applied');
  expect(written).toEqual({ paths: 0, held: 0, consumed: 0, mailboxes: PEOPLE, audited: PEOPLE });
  const undo = await undoRequest(context, plan.operationId);
  if (undo.kind !== 'request') throw new Error(JSON.stringify(undo));
  const back = await planLicenses(context, undo.request);
  expect(await applyPlan(context, back.operationId, back.digest, { keepGoing: false })).toMatchObject({
    kind: 'applied',
  });
  Object.assign(scene, await planFor(context));
  return status;
}

/** Applies the plan over a pool of its own. Gives what came of it, and how long that took. */
async function apply({ context, plan }: Scene, db: DatabasePool): Promise<{ told: string; took: number }> {
  const start = performance.now();
  const told = await applyPlan({ ...context, db }, plan.operationId, plan.digest, { keepGoing: false }).then(
    ({ kind }) => kind,
    () => 'failed',
  );
  return { told, took: performance.now() - start };
}

/** Moments spread over a duration and a little beyond. */
function momentsOf(duration: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => 1.1 * duration * (index / (count - 1)));
}

/** Waits until the database has noticed that somebody has gone: a commit that was under way may still be made. */
async function goneFrom(db: DatabasePool, applicationName: string): Promise<void> {
  for (;;) {
    const left = await db.query(sql`select from pg_stat_activity where application_name = ${applicationName}`);
    if (left.length === 0) return;
    await sleep(5);
  }
}

describe('on the server of the test run', () => {
  let db: DatabasePool;
  let scene: Scene;

  beforeAll(async () => {
    db = await freshDatabase();
    const [row] = await db.query<{ name: string }>(sql`select current_database() as name`);
    scene = await stage(db, databaseOf(inject('postgres'), row?.name ?? ''));
  });
  afterAll(() => db.close());

  function startApplying(applicationName: string): Child {
    const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
    const { db: _db, ...context } = scene.context;
    return runChild(`
      import { openDatabase } from ${url('../../src/store/database.ts')};
      import { applyPlan } from ${url('../../src/operations/licensing/change-licenses.ts')};
      const db = openDatabase(${JSON.stringify({ ...scene.connection, application_name: applicationName })});
      await db.query({ text: 'select 1', values: [] });
      print('ready');
      await told;
      const context = { ...${JSON.stringify(context)}, db };
      const { kind } = await applyPlan(context, ${scene.plan.operationId}, '${scene.plan.digest}', { keepGoing: false });
      print(kind);
      await new Promise(() => setInterval(() => {}, 1000));
    `);
  }

  test(
    'kill -9 while a bulk change is applied: it is wholly there or not at all, and says which',
    PATIENCE,
    async () => {
      // One that is left in peace tells how long it takes from the word to the answer.
      const first = startApplying('peaceful');
      await first.next();
      const start = performance.now();
      first.tell();
      expect(await first.next()).toBe('applied');
      const whole = performance.now() - start;
      await first.kill('SIGKILL');
      expect(await wholeOrNot(scene)).toBe('applied');

      const outcomes: string[] = [];
      for (const [index, moment] of momentsOf(whole, 9).entries()) {
        const child = startApplying(`killed-${index}`);
        await child.next();
        const answer = child.next().catch(() => 'killed');
        child.tell();
        await sleep(moment);
        await child.kill('SIGKILL');
        await goneFrom(db, `killed-${index}`);
        const [told, status] = [await answer, await wholeOrNot(scene)];
        // Who was answered can rely on it.
        if (told !== 'killed') expect([told, status]).toEqual(['applied', 'applied']);
        outcomes.push(status);
      }
      expect(outcomes, `killed over ${Math.round(whole)} ms`).toContain('planned');
      // Nothing that a killed one left behind stands in the way.
      expect(await apply(scene, db)).toMatchObject({ told: 'applied' });
      expect(await wholeOrNot(scene)).toBe('applied');
    },
  );

  test(
    'a session that the database ends while a bulk change is applied fails that change alone',
    PATIENCE,
    async () => {
      const doomed = openDatabase({ ...scene.connection, application_name: 'doomed' });
      // Only who may end others' sessions: not the role that the server works as.
      const owner = openDatabase({ ...scene.connection, max: 1 });
      const { took } = await apply(scene, doomed);
      expect(await wholeOrNot(scene)).toBe('applied');

      const outcomes: string[] = [];
      for (const moment of momentsOf(took, 9)) {
        const applying = apply(scene, doomed);
        await sleep(moment);
        await owner.query(
          sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed'`,
        );
        const { told } = await applying;
        await goneFrom(db, 'doomed');
        const status = await wholeOrNot(scene);
        if (told !== 'failed') expect([told, status]).toEqual(['applied', 'applied']);
        outcomes.push(`${told} ${status}`);
      }
      expect(outcomes, `ended over ${Math.round(took)} ms`).toContain('failed planned');
      // The pool has replaced what it lost.
      expect(await doomed.query(sql`select 1 as one`)).toEqual([{ one: 1 }]);
      await owner.close();
      await doomed.close();
    },
  );
});

describe('on a server of its own', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let pools: DatabasePool[];

  beforeEach(async () => {
    pools = [];
    folder = await mkdtemp(join(tmpdir(), 'seatwise-kill-'));
    const started = await startEmbedded(folder, 'server');
    if ('reason' in started) throw new Error(started.detail);
    postgres = started;
  });
  afterEach(async () => {
    await Promise.all(pools.map((pool) => pool.close()));
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function connect(applicationName: string): DatabasePool {
    const pool = openDatabase({ ...postgres.connection, application_name: applicationName });
    pools.push(pool);
    return pool;
  }

  test.skipIf('connectionString' in inject('postgres'))(
    'kill -9 of the database while a bulk change is applied: after its recovery it is wholly there or not at all',
    PATIENCE,
    async () => {
      const first = connect('first');
      await migrate(first);
      const scene = await stage(first, postgres.connection);
      const { took } = await apply(scene, connect('peaceful'));
      expect(await wholeOrNot(scene)).toBe('applied');

      const outcomes: string[] = [];
      for (const [index, moment] of momentsOf(took, 5).entries()) {
        const doomed = connect(`doomed-${index}`);
        const [session] = await doomed.query<{ pid: number }>(sql`select pg_backend_pid() as pid`);
        const witness = connect('witness').query(sql`select pg_sleep(60)`);
        const applying = apply(scene, doomed);
        await sleep(moment);
        // When one of its processes is killed, PostgreSQL ends all others and recovers from its log.
        process.kill(must(session, 'session').pid, 'SIGKILL');
        await expect(witness).rejects.toThrow();
        const { told } = await applying;
        scene.context = { ...scene.context, db: await reconnect(`after-${index}`) };
        const status = await wholeOrNot(scene);
        if (told !== 'failed') expect([told, status]).toEqual(['applied', 'applied']);
        outcomes.push(`${told} ${status}`);
      }
      expect(outcomes, `killed over ${Math.round(took)} ms`).toContain('failed planned');
    },
  );

  /** A pool without connections from before, once the database has recovered. */
  async function reconnect(applicationName: string): Promise<DatabasePool> {
    const pool = connect(applicationName);
    for (let failures = 0; ; failures += 1) {
      try {
        await pool.query(sql`select 1`);
        return pool;
      } catch (error) {
        if (failures > 500) throw error;
        await sleep(20);
      }
    }
  }
});
