import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';

const CLIENTS = 16;
const SEATS = 5;

let there: TestTenant;
let call: (method: string, path: string, body?: object) => Promise<{ status: number; body: unknown }>;

beforeEach(async () => {
  there = await testTenant();
  await there.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = there.app.server.address() as AddressInfo;
  const authorization = `Bearer ${await there.token('licenseAdministrator', 'userAdministrator')}`;
  call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
});
afterEach(() => there.close());

const assign = (userId: string, skuId: string) =>
  call('POST', `/v1.0/users/${userId}/assignLicense`, { addLicenses: [{ skuId }], removeLicenses: [] });
const unassign = (userId: string, skuId: string) =>
  call('POST', `/v1.0/users/${userId}/assignLicense`, { addLicenses: [], removeLicenses: [skuId] });

/** Does something over and over until the time is over, at least once. */
async function during(ms: number, work: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + ms;
  do await work();
  while (Date.now() < end);
}

/** Seats that were taken beyond those there are, or that do not agree with who holds them, at any moment while looked. */
async function watchSeats(ms: number, skuId: string) {
  const wrong: unknown[] = [];
  let looks = 0;
  let full = 0;
  await during(ms, async () => {
    const [seats] = await there.db.query<{ enabled: number; consumed: number; held: number }>(sql`
      select enabled, consumed, (select count(*)::int from holding h where h.tenant_id = s.tenant_id and h.sku_id = s.sku_id) as held
      from subscribed_sku s where tenant_id = ${there.tenant.tenantId} and sku_id = ${skuId}`);
    looks += 1;
    if (seats?.consumed === seats?.enabled) full += 1;
    if (!seats || seats.consumed > seats.enabled || seats.consumed !== seats.held) wrong.push(seats);
    await sleep(2);
  });
  return { wrong, looks, full };
}

async function deadlocks(): Promise<number | undefined> {
  // What the sessions counted reaches the statistics a moment later.
  await sleep(1_100);
  const [row] = await there.db.query<{ deadlocks: number }>(sql`
    select deadlocks::int from pg_stat_database where datname = current_database()`);
  return row?.deadlocks;
}

async function paths(skuId: string): Promise<string[]> {
  const rows = await there.db.query<{ userId: string }>(sql`
    select user_id as "userId" from assignment where tenant_id = ${there.tenant.tenantId} and sku_id = ${skuId}`);
  return rows.map(({ userId }) => userId).sort();
}

test('16 clients assign and unassign the last seats of one product for 10 seconds', { timeout: 60_000 }, async () => {
  await there.own(SKU.e3, SEATS);
  const users = await Promise.all(Array.from({ length: CLIENTS }, (_, index) => there.user(`Person${index}`)));
  const noSeat = {
    status: 400,
    body: {
      error: expect.objectContaining({
        code: 'Request_BadRequest',
        message: `Subscription with SKU ${SKU.e3} does not have any available licenses.`,
      }),
    },
  };
  const holds = new Map(users.map((id) => [id, false]));
  const done = { requests: 0, changes: 0 };
  const wrong: unknown[] = [];
  const client = (userId: string) =>
    during(10_000, async () => {
      const had = holds.get(userId) === true;
      const answer = await (had ? unassign(userId, SKU.e3) : assign(userId, SKU.e3));
      done.requests += 1;
      if (answer.status === 200) {
        done.changes += 1;
        holds.set(userId, !had);
      } else if (had || !matches(answer, noSeat)) wrong.push(answer);
    });
  const [seen] = await Promise.all([watchSeats(10_000, SKU.e3), ...users.map(client)]);

  expect(wrong.slice(0, 3)).toEqual([]);
  expect(seen.wrong).toEqual([]);
  expect(await deadlocks()).toBe(0);
  // What the clients were told is what there is: no change lost, none made that nobody was told of.
  expect(await paths(SKU.e3)).toEqual(users.filter((id) => holds.get(id)).sort());
  const [written] = await there.db.query(sql`
    select (select consumed from subscribed_sku where sku_id = ${SKU.e3}) as consumed,
      (select count(*)::int from holding) as held, (select count(*)::int from operation where status = 'applied') as applied,
      (select count(*)::int from operation where status <> 'applied') as others,
      (select count(*)::int from audit_entry where activity = 'Change user license') as audited`);
  const held = [...holds.values()].filter(Boolean).length;
  expect(written).toEqual({ consumed: held, held, applied: done.changes, others: 0, audited: done.changes });
  // It was really about the last seats.
  expect(seen.full / seen.looks, 'share of moments without a free seat').toBeGreaterThan(0.05);
  expect(done.requests, `${Math.round(done.requests / 10)} requests/s, ${done.changes} changes`).toBeGreaterThan(500);
});

test('single changes, bulk changes of 50 people and deletions at the same time', { timeout: 60_000 }, async () => {
  await there.own(SKU.e3, 60);
  await there.own(SKU.e1, 60);
  const people = await Promise.all(Array.from({ length: 120 }, (_, index) => there.user(`Person${index}`)));
  const doomed = await Promise.all(Array.from({ length: 60 }, (_, index) => there.user(`Doomed${index}`)));
  const everybody = [...people, ...doomed];
  // Whom nobody changes one by one: plans for the others are outrun by single changes more often than not.
  const quiet = await Promise.all(Array.from({ length: 50 }, (_, index) => there.user(`Quiet${index}`)));
  const wrong: unknown[] = [];
  const statuses = new Map<string, number>();
  const note = (what: string, answer: { status: number; body: unknown }, allowed: readonly number[]) => {
    const key = `${what} ${answer.status}`;
    statuses.set(key, (statuses.get(key) ?? 0) + 1);
    if (!allowed.includes(answer.status)) wrong.push({ what, ...answer });
    return answer;
  };
  const one = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

  const single = () =>
    during(8_000, async () => {
      const [userId, skuId] = [one(everybody), one([SKU.e3, SKU.e1])];
      // 400: no seat, not assigned, or the other product excludes it. 404 and 400: deleted meanwhile.
      note('assign', await assign(userId, skuId), [200, 400, 404]);
      note('unassign', await unassign(userId, skuId), [200, 400, 404]);
    });
  const bulk = (whom: readonly string[]) =>
    during(8_000, async () => {
      const users = whom.toSorted(() => Math.random() - 0.5);
      const change = one([
        { kind: 'assign', products: [{ product: one([SKU.e3, SKU.e1]) }] },
        { kind: 'unassignAll' },
        { kind: 'swap', from: SKU.e1, to: SKU.e3 },
      ]);
      const plan = note('plan', await call('POST', '/api/plans', { change, people: { users } }), [201]);
      const { id, digest } = plan.body as { id: number; digest: string };
      // 409: nobody could be changed, or the world has moved.
      const applied = await call('POST', `/api/plans/${id}/apply`, { digest, keepGoing: true });
      if (note('apply', applied, [200, 409]).status !== 200 || Math.random() < 0.5) return;
      const undo = note('undo', await call('POST', `/api/operations/${id}/undo`, {}), [201, 409]);
      if (undo.status !== 201) return;
      const back = undo.body as { id: number; digest: string };
      note(
        'apply undo',
        await call('POST', `/api/plans/${back.id}/apply`, { digest: back.digest, keepGoing: true }),
        [200, 409],
      );
    });
  const deletions = async () => {
    for (const userId of doomed) {
      note('delete', await call('DELETE', `/v1.0/users/${userId}`), [204]);
      await sleep(100);
    }
  };
  const [first, second] = await Promise.all([
    watchSeats(8_000, SKU.e3),
    watchSeats(8_000, SKU.e1),
    deletions(),
    ...Array.from({ length: CLIENTS - 4 }, single),
    ...[quiet, everybody.slice(40, 90), everybody.slice(80, 130)].map(bulk),
  ]);

  expect(wrong.slice(0, 3)).toEqual([]);
  expect([...first.wrong, ...second.wrong]).toEqual([]);
  expect(await deadlocks()).toBe(0);
  const left = await there.db.query(sql`
    select s.sku_id from subscribed_sku s where s.consumed <> (
      select count(distinct a.user_id) from assignment a join users u on u.tenant_id = a.tenant_id and u.id = a.user_id
      where a.sku_id = s.sku_id and u.deleted_at is null)`);
  expect(left).toEqual([]);
  // Everything happened at least once, so that it was a mixture indeed.
  const told = JSON.stringify(Object.fromEntries(statuses));
  for (const what of ['assign 200', 'unassign 200', 'apply 200', 'apply undo 200', 'delete 204']) {
    expect(statuses.get(what) ?? 0, told).toBeGreaterThan(0);
  }
});

function matches(actual: unknown, expected: unknown): boolean {
  try {
    expect(actual).toEqual(expected);
    return true;
  } catch {
    return false;
  }
}
