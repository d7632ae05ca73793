import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { rawSql, sql } from '../src/base/sql.ts';
import type { Tenant } from '../src/domain/directory/tenant.ts';
import { applyPlan, changeLicenses, planLicenses } from '../src/operations/licensing/change-licenses.ts';
import { undoRequest } from '../src/operations/licensing/undo.ts';
import { type DatabasePool, openDatabase } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded/start-embedded.ts';
import { migrate } from '../src/store/migrate.ts';
import { commitMs, peakMemory, percentile, timed } from './measure.ts';
import { unassignPlainly } from './plain-sql.ts';
import { contextOf, prepareTenant, SKU } from './prepare-tenant.ts';

const { values } = parseArgs({
  options: { people: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' } },
});
const PEOPLE = Number(values.people);
const ROUNDS = Number(values.rounds);
const SINGLES = 300;

/** Everybody at once: planned and applied by us, and the same rows by plain SQL, in turns. */
async function benchMany(db: DatabasePool, tenant: Tenant): Promise<void> {
  const context = contextOf(db, tenant);
  const everybody = {
    kind: 'unassign',
    groups: [{ change: { kind: 'change', add: [], remove: [SKU] }, people: { kind: 'holders', skuId: SKU } }],
    selection: { by: 'holders', skuId: SKU },
    unmatched: [],
  } as const;
  const times = { plan: [] as number[], apply: [] as number[], undo: [] as number[], plain: [] as number[] };
  let memory = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await db.query(rawSql('vacuum analyze'));
    await db.query(rawSql('checkpoint'));
    let operationId = 0;
    memory = Math.max(
      memory,
      await peakMemory(async () => {
        let digest = '';
        times.plan.push(
          await timed(async () => {
            const plan = await planLicenses(context, everybody);
            ({ operationId, digest } = plan);
          }),
        );
        times.apply.push(
          await timed(async () => {
            const result = await applyPlan(context, operationId, digest, { keepGoing: false });
            if (result.kind !== 'applied') throw new Error(`The plan was not applied: ${result.kind}`);
          }),
        );
      }),
    );
    await db.query(rawSql('vacuum analyze'));
    times.undo.push(
      await timed(async () => {
        const undo = await undoRequest(context, operationId);
        if (undo.kind !== 'request') throw new Error(undo.kind);
        const result = await changeLicenses(context, undo.request, { keepGoing: false });
        if (result.kind !== 'applied') throw new Error(`Undo was not applied: ${result.kind}`);
      }),
    );
    await db.query(rawSql('vacuum analyze'));
    await db.query(rawSql('checkpoint'));
    times.plain.push(await timed(() => unassignPlainly(db, tenant.tenantId, null)));
    await giveBack(db, tenant.tenantId);
  }
  const median = (list: readonly number[]) => percentile(list, 0.5);
  const ours = times.plan.map((plan, index) => plan + (times.apply[index] ?? 0));
  const ratios = ours.map((time, index) => time / (times.plain[index] ?? Number.NaN));
  console.log(`${PEOPLE.toLocaleString('en')} people, median of ${ROUNDS} rounds`);
  console.log(`  plan            ${median(times.plan).toFixed(0)} ms`);
  console.log(`  apply           ${median(times.apply).toFixed(0)} ms`);
  console.log(`  plan and apply  ${median(ours).toFixed(0)} ms`);
  console.log(`  plain SQL       ${median(times.plain).toFixed(0)} ms`);
  console.log(`  ratio           ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`);
  console.log(`  undo            ${median(times.undo).toFixed(0)} ms`);
  console.log(`  memory          ${memory.toFixed(0)} MB at the most`);
}

/** Puts back what plain SQL took, so that the next round meets the same. */
async function giveBack(db: DatabasePool, tenantId: string): Promise<void> {
  const last = sql`select max(id) from operation where tenant_id = ${tenantId}`;
  await db.query(sql`
    with gone as (select user_id from operation_person where tenant_id = ${tenantId} and operation_id = (${last})),
    assigned as (
      insert into assignment (tenant_id, user_id, sku_id, source, updated_at)
      select ${tenantId}, user_id, ${SKU}, '00000000-0000-0000-0000-000000000000', now() from gone),
    held as (
      insert into holding (tenant_id, user_id, sku_id, sort_key)
      select ${tenantId}, user_id, ${SKU}, u.sort_key from gone join users u on u.tenant_id = ${tenantId} and u.id = gone.user_id)
    update subscribed_sku set consumed = consumed + (select count(*) from gone) where tenant_id = ${tenantId} and sku_id = ${SKU}`);
  await db.query(sql`delete from deadline where tenant_id = ${tenantId} and operation_id = (${last})`);
}

/** One person after the other, each in a transaction of its own. */
async function benchOne(db: DatabasePool, tenant: Tenant): Promise<void> {
  const context = contextOf(db, tenant);
  const holders = await db.query<{ id: string }>(sql`
    select user_id as id from holding where tenant_id = ${tenant.tenantId} and sku_id = ${SKU}
    order by md5(user_id::text) limit ${SINGLES * 2}`);
  const ours: number[] = [];
  const plain: number[] = [];
  for (const [index, { id }] of holders.entries()) {
    if (index % 2 === 0) {
      const request = {
        kind: 'change',
        groups: [{ change: { kind: 'change', add: [], remove: [SKU] }, people: { kind: 'ids', userIds: [id] } }],
        selection: { by: 'list', count: 1 },
        unmatched: [],
      } as const;
      ours.push(await timed(() => changeLicenses(context, request, { keepGoing: false })));
    } else {
      plain.push(await timed(() => unassignPlainly(db, tenant.tenantId, id)));
    }
  }
  const [mine, theirs] = [percentile(ours, 0.5), percentile(plain, 0.5)];
  console.log(`One person, ${SINGLES} times`);
  console.log(`  plan and apply  ${mine.toFixed(2)} ms (p99 ${percentile(ours, 0.99).toFixed(2)})`);
  console.log(`  plain SQL       ${theirs.toFixed(2)} ms (p99 ${percentile(plain, 0.99).toFixed(2)})`);
  console.log(`  ratio           ${(mine / theirs).toFixed(2)}`);
}

const folder = await mkdtemp(join(tmpdir(), 'seatwise-bench-'));
const url = process.env.DATABASE_URL;
const embedded = url === undefined ? await startEmbedded(folder, 'client') : undefined;
if (embedded && 'reason' in embedded) throw new Error(embedded.detail);
const db = openDatabase(embedded ? embedded.connection : { connectionString: url ?? '' });
try {
  await migrate(db);
  const [version] = await db.query<{ version: string }>(sql`select current_setting('server_version') as version`);
  console.log(
    `PostgreSQL ${version?.version}, Node ${process.version}, a commit takes ${(await commitMs(db)).toFixed(2)} ms`,
  );
  const tenant = await prepareTenant(db, PEOPLE);
  await db.query(rawSql('vacuum analyze'));
  await benchOne(db, tenant);
  await benchMany(db, tenant);
} finally {
  await db.close();
  await embedded?.stop();
  await rm(folder, { recursive: true, force: true });
}
