import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawSql, sql } from '../../src/base/sql.ts';
import { createSampleTenant } from '../../src/demo/create-sample-tenant.ts';
import { shippedCatalog } from '../../src/domain/commerce/shipped-catalog.ts';
import type { Context } from '../../src/operations/context.ts';
import { applyPlan, changeLicenses, planLicenses } from '../../src/operations/licensing/change-licenses.ts';
import type { LicenseRequest } from '../../src/operations/licensing/request.ts';
import { undoRequest } from '../../src/operations/licensing/undo.ts';
import { writeCatalog } from '../../src/store/catalog.ts';
import type { Database, DatabasePool } from '../../src/store/database.ts';
import { findTenant } from '../../src/store/tenants.ts';
import { freshDatabase } from '../support/database.ts';
import { NOW, TEST_SECRETS } from '../support/tenant.ts';

/**
 * A bulk statement reads each row a few times, not once for each other row. The planner goes by statistics, which lag
 * behind what a transaction has just written: so they are made as misleading as they get, and rows read are counted.
 */
const PEOPLE = 3_000;
const SMALL_OPERATIONS = 300;
/** A person has a few paths, holdings and audit entries; each may be looked at in more than one step of a statement. */
const READS_PER_PERSON = 12;

let db: DatabasePool;
let context: Context;
const reads: { statement: string; rows: number }[] = [];

beforeAll(async () => {
  db = await freshDatabase();
  await writeCatalog(db, shippedCatalog());
  const { tenantId } = await createSampleTenant(db, { users: PEOPLE, seed: 1, now: NOW });
  const tenant = await findTenant(db, tenantId);
  if (!tenant) throw new Error('The sample is gone.');
  context = {
    db: counting(db.ofTenant(tenantId)),
    tenant,
    principal: { kind: 'operator', id: null, name: 'tester', tenantId, roleIds: [], permissions: [] },
    secrets: TEST_SECRETS,
    channel: 'api',
    requestId: null,
    now: NOW,
  };
  const single = await db.query<{ id: string }>(sql`
    select u.id from users u where u.tenant_id = ${tenantId} and u.deleted_at is null and exists (
      select from assignment a where a.tenant_id = u.tenant_id and a.user_id = u.id and a.source = '00000000-0000-0000-0000-000000000000')
    order by u.id limit ${SMALL_OPERATIONS / 2}`);
  for (const { id } of single) {
    const done = await changeLicenses(context, everything({ kind: 'ids', userIds: [id] }), { keepGoing: true });
    if (done.kind !== 'applied') continue;
    const undo = await undoRequest(context, done.plan.operationId);
    if (undo.kind === 'request') await changeLicenses(context, undo.request, { keepGoing: true });
  }
  // The statistics now know operations of one person and no other.
  await db.query(rawSql('analyze'));
  reads.length = 0;
}, 120_000);
afterAll(() => db.close());

function everything(people: LicenseRequest['groups'][number]['people']): LicenseRequest {
  return {
    kind: 'unassign',
    groups: [{ change: { kind: 'removeAll' }, people }],
    selection: { by: 'filter', where: 'true' },
    unmatched: [],
  };
}

/** Notes for every statement of a transaction how many rows it read. */
function counting(plain: Database): Database {
  return {
    ...plain,
    transaction: (work) => plain.transaction((tx) => work(countingStatements(tx))),
  };
}

function countingStatements(tx: Database): Database {
  return {
    ...tx,
    query: async <Row>(statement: Parameters<Database['query']>[0]) => {
      // The isolation level is set before anything is asked.
      if (statement.text.startsWith('set ')) return tx.query<Row>(statement);
      const before = await rowsRead(tx);
      const rows = await tx.query<Row>(statement);
      reads.push({ statement: statement.text.replace(/\s+/g, ' ').trim(), rows: (await rowsRead(tx)) - before });
      return rows;
    },
    transaction: (work) => tx.transaction((inner) => work(countingStatements(inner))),
  };
}

async function rowsRead(tx: Database): Promise<number> {
  const [row] = await tx.query<{ rows: number }>(
    rawSql(`select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint as rows from pg_stat_xact_user_tables
      where relname not like 'pg_%'`),
  );
  return row?.rows ?? 0;
}

function costly(): string[] {
  return reads
    .filter(({ rows }) => rows > READS_PER_PERSON * PEOPLE)
    .map(({ statement, rows }) => `${rows} rows: ${statement.slice(0, 120)}`);
}

test('planned, applied, undone, with statistics of the past: no statement reads more than a few rows a person', async () => {
  const all = everything({ kind: 'filter', condition: rawSql('true') });
  const plan = await planLicenses(context, all);
  expect(plan.totals.changed).toBeGreaterThan(PEOPLE / 2);
  expect(plan.profiles.length).toBeGreaterThan(50);
  expect((await applyPlan(context, plan.operationId, plan.digest, { keepGoing: true })).kind).toBe('applied');
  // Now they know it, and take it for one of average size.
  await db.query(rawSql('analyze'));
  const undo = await undoRequest(context, plan.operationId);
  if (undo.kind !== 'request') throw new Error(undo.kind);
  const back = await planLicenses(context, undo.request);
  expect((await applyPlan(context, back.operationId, back.digest, { keepGoing: true })).kind).toBe('applied');
  expect(reads.length).toBeGreaterThan(40);
  expect(costly()).toEqual([]);
}, 60_000);

test('the same planned and applied at once', async () => {
  const all = everything({ kind: 'filter', condition: rawSql('true') });
  const done = await changeLicenses(context, all, { keepGoing: true });
  if (done.kind !== 'applied') throw new Error(done.kind);
  const undo = await undoRequest(context, done.plan.operationId);
  if (undo.kind !== 'request') throw new Error(undo.kind);
  expect((await changeLicenses(context, undo.request, { keepGoing: true })).kind).toBe('applied');
  expect(costly()).toEqual([]);
}, 60_000);
