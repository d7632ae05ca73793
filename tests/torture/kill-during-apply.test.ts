import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { applyPlan, planLicenses } from '../../src/operations/licensing/change-licenses.ts';
import { requestFor, take, undo } from '../../src/operations/licensing/stories-for-tests.ts';
import { openDatabase } from '../../src/store/database.ts';
import { runChild } from '../../src/store/embedded/child-for-tests.ts';
import { databaseOf } from '../support/server.ts';
import { NOW, SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { fingerprint } from './tenant-state.ts';

const PEOPLE = 3_000;
const KILLS = 12;

let there: TestTenant;
let connection: object;
let bearer: Record<string, string>;
/** How everything looks while nothing has been applied, and once everything has. */
let before: string;
let plan: { operationId: number; digest: string };

beforeAll(async () => {
  there = await testTenant();
  const [{ name } = { name: '' }] = await there.db.query<{ name: string }>(sql`select current_database() as name`);
  connection = databaseOf(inject('postgres'), name);
  bearer = { authorization: `Bearer ${await there.token('licenseAdministrator')}` };
  await there.own(SKU.e3, PEOPLE);
  const { tenantId } = there.tenant;
  await there.db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, usage_location, created_at)
    select ${tenantId}, id, id || '@test.example', id || '@test.example', id::text, id::text, 'FR', ${new Date(NOW)}
    from unnest(${Array.from({ length: PEOPLE }, () => newId())}::uuid[]) as id`);
  await there.db.query(sql`
    insert into assignment (tenant_id, user_id, sku_id, source, updated_at)
    select tenant_id, id, ${SKU.e3}, '00000000-0000-0000-0000-000000000000', ${new Date(NOW)} from users`);
  await there.db.query(sql`
    insert into holding (tenant_id, user_id, sku_id, sort_key) select tenant_id, id, ${SKU.e3}, sort_key from users`);
  await there.db.query(sql`update subscribed_sku set consumed = ${PEOPLE}`);
  await there.db.query(sql`analyze`);
  await planAnew();
});
afterAll(() => there.close());

async function planAnew(): Promise<void> {
  before = await fingerprint(there.db, there.tenant.tenantId);
  const request = requestFor(take(SKU.e3), []);
  plan = await planLicenses(there.context, {
    ...request,
    groups: [{ change: take(SKU.e3), people: { kind: 'holders', skuId: SKU.e3 } }],
    selection: { by: 'holders', skuId: SKU.e3 },
  });
}

/** Checks that the operation is wholly there or not at all, and that it says which. Gives what it says. */
async function wholeOrNot(): Promise<string> {
  const response = await there.app.inject({ url: `/api/operations/${plan.operationId}`, headers: bearer });
  const { status } = response.json<{ status: string }>();
  const [written] = await there.db.query(sql`
    select (select count(*)::int from assignment) as paths, (select count(*)::int from holding) as held,
      (select consumed from subscribed_sku where sku_id = ${SKU.e3}) as consumed,
      (select count(*)::int from deadline where kind = 'mailboxPurge') as mailboxes,
      (select count(*)::int from audit_entry where operation_id = ${plan.operationId}) as audited`);
  if (status === 'applied') {
    expect(written).toEqual({ paths: 0, held: 0, consumed: 0, mailboxes: PEOPLE, audited: PEOPLE });
    await undo(there, plan.operationId);
    await planAnew();
  } else {
    expect(status).toBe('planned');
    expect(written).toEqual({ paths: PEOPLE, held: PEOPLE, consumed: PEOPLE, mailboxes: 0, audited: 0 });
    expect(await fingerprint(there.db, there.tenant.tenantId)).toBe(before);
  }
  return status;
}

/** Waits until the database has noticed that nobody is there any more: a commit that was under way may still be made. */
async function goneFrom(applicationName: string): Promise<void> {
  for (;;) {
    const left = await there.db.query(sql`select from pg_stat_activity where application_name = ${applicationName}`);
    if (left.length === 0) return;
    await sleep(5);
  }
}

function startApplying(applicationName: string) {
  const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const { db: _db, ...context } = there.context;
  return runChild(`
    import { openDatabase } from ${url('../../src/store/database.ts')};
    import { applyPlan } from ${url('../../src/operations/licensing/change-licenses.ts')};
    const db = openDatabase(${JSON.stringify({ ...connection, application_name: applicationName })});
    await db.query({ text: 'select 1', values: [] });
    print('ready');
    await told;
    const context = { ...${JSON.stringify(context)}, db };
    const { kind } = await applyPlan(context, ${plan.operationId}, ${JSON.stringify(plan.digest)}, { keepGoing: false });
    print(kind);
    await new Promise(() => setInterval(() => {}, 1000));
  `);
}

test('kill -9 while a bulk change is applied: it is wholly there or not at all, and says which', async () => {
  const outcomes: string[] = [];
  // One that is left in peace tells how long it takes from the word to the answer.
  const first = startApplying('peaceful');
  await first.next();
  const start = performance.now();
  first.tell();
  expect(await first.next()).toBe('applied');
  const whole = performance.now() - start;
  await first.kill('SIGKILL');
  expect(await wholeOrNot()).toBe('applied');

  for (let index = 0; index < KILLS; index += 1) {
    const name = `killed-${index}`;
    const child = startApplying(name);
    expect(await child.next()).toBe('ready');
    const answer = child.next().catch(() => 'killed');
    child.tell();
    // From at once to a little later than the answer should come.
    await sleep(whole * 1.1 * (index / (KILLS - 1)));
    await child.kill('SIGKILL');
    await goneFrom(name);
    const told = await answer;
    const status = await wholeOrNot();
    // Who was answered can rely on it.
    if (told !== 'killed') expect([told, status]).toEqual(['applied', 'applied']);
    outcomes.push(status);
  }
  expect(outcomes, `killed over ${Math.round(whole)} ms`).toContain('planned');
  // Nothing that a killed one left behind stands in the way.
  const again = await applyPlan(there.context, plan.operationId, plan.digest, { keepGoing: false });
  expect(again).toMatchObject({ kind: 'applied', status: 'applied' });
  expect(await wholeOrNot()).toBe('applied');
});

test('a database session that ends while a bulk change is applied fails that change alone, wholly or not at all', async () => {
  const db = openDatabase({ ...connection, application_name: 'doomed' });
  const outcomes: string[] = [];
  const start = performance.now();
  await applyPlan({ ...there.context, db }, plan.operationId, plan.digest, { keepGoing: false });
  const whole = performance.now() - start;
  await wholeOrNot();

  for (let index = 0; index < KILLS; index += 1) {
    const applying = applyPlan({ ...there.context, db }, plan.operationId, plan.digest, { keepGoing: false }).then(
      ({ kind }) => kind,
      () => 'failed',
    );
    await sleep(whole * 1.1 * (index / (KILLS - 1)));
    await there.db.query(sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed'`);
    const told = await applying;
    await goneFrom('doomed');
    const status = await wholeOrNot();
    if (told !== 'failed') expect([told, status]).toEqual(['applied', 'applied']);
    outcomes.push(`${told} ${status}`);
  }
  expect(outcomes, `ended over ${Math.round(whole)} ms`).toContain('failed planned');
  // The pool has replaced what it lost.
  expect(await db.query(sql`select 1 as one`)).toEqual([{ one: 1 }]);
  await db.close();
});
