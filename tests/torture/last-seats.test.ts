import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import type { Change } from '../../src/domain/licensing/change.ts';
import { changeLicenses } from '../../src/operations/licensing/change-licenses.ts';
import { give, requestFor } from '../../src/operations/licensing/stories-for-tests.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';

const CLIENTS = 16;
const SEATS = 5;
const MIXED_MS = 8_000;

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
  const users = await addPeople(CLIENTS);
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
  expect(done.requests, `${Math.round(done.requests / 10)} requests/s, ${done.changes} changes`).toBeGreaterThan(100);
});

test('single changes, bulk changes of 50 people and deletions at the same time', { timeout: 60_000 }, async () => {
  await there.own(SKU.e3, 60);
  await there.own(SKU.e1, 60);
  await there.own(SKU.visio, 200);
  const people = await addPeople(200);
  // At the seats all changes meet; nobody else changes the quiet ones, so that plans for them are not always outrun.
  const [busy, quiet, doomed] = [people.slice(0, 80), people.slice(80, 140), people.slice(140)];
  const wrong: unknown[] = [];
  const counts: Record<string, number> = {};
  const note = <Answer extends { status: number; body: unknown }>(
    what: string,
    answer: Answer,
    allowed: readonly number[],
  ) => {
    counts[`${what} ${answer.status}`] = (counts[`${what} ${answer.status}`] ?? 0) + 1;
    if (!allowed.includes(answer.status)) wrong.push({ what, ...answer });
    return answer;
  };
  const one = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
  const some = (list: readonly string[]) => list.toSorted(() => Math.random() - 0.5).slice(0, 50);

  const single = () =>
    during(MIXED_MS, async () => {
      const [userId, skuId] = [one([...busy, ...doomed]), one([SKU.e3, SKU.e1])];
      // 400: no seat, not assigned, the other product excludes it, or just deleted.
      note('assign', await assign(userId, skuId), [200, 400, 404]);
      note('unassign', await unassign(userId, skuId), [200, 400, 404]);
    });
  /** Locks its people one by one, among the singles. */
  const bulkAtOnce = () =>
    during(MIXED_MS, async () => {
      const change: Change = one([give(SKU.e3), give(SKU.e1), { kind: 'removeAll' }]);
      const { kind } = await changeLicenses(there.context, requestFor(change, some([...busy, ...doomed])), {
        keepGoing: true,
      });
      counts[`at once ${kind}`] = (counts[`at once ${kind}`] ?? 0) + 1;
    });
  /** Has the tenant's licenses for itself. */
  const bulkPlanned = (list: readonly string[]) => {
    // Of Visio there is enough, so that one of these can always be applied, and be undone.
    const changes = [
      { kind: 'assign', products: [{ product: SKU.visio }] },
      { kind: 'assign', products: [{ product: SKU.e3 }] },
      { kind: 'unassignAll' },
      { kind: 'assign', products: [{ product: SKU.e1 }] },
      { kind: 'swap', from: SKU.e1, to: SKU.e3 },
    ];
    let round = 0;
    return during(MIXED_MS, async () => {
      const change = changes[round % changes.length];
      round += 1;
      const { body } = note('plan', await call('POST', '/api/plans', { change, people: { users: some(list) } }), [201]);
      const { id, digest } = body as { id: number; digest: string };
      // 409: nobody could be changed, or the world has moved.
      const applied = await call('POST', `/api/plans/${id}/apply`, { digest, keepGoing: true });
      if (note('apply', applied, [200, 409]).status !== 200) return;
      const undo = note('undo', await call('POST', `/api/operations/${id}/undo`, {}), [201, 409]);
      if (undo.status !== 201) return;
      const back = undo.body as { id: number; digest: string };
      const undone = await call('POST', `/api/plans/${back.id}/apply`, { digest: back.digest, keepGoing: true });
      note('apply undo', undone, [200, 409]);
    });
  };
  const deletions = async () => {
    for (const userId of doomed) {
      note('delete', await call('DELETE', `/v1.0/users/${userId}`), [204]);
      await sleep(MIXED_MS / 2 / doomed.length);
    }
  };
  const [first, second] = await Promise.all([
    watchSeats(MIXED_MS, SKU.e3),
    watchSeats(MIXED_MS, SKU.e1),
    deletions(),
    ...Array.from({ length: CLIENTS - 5 }, single),
    ...[bulkAtOnce(), bulkAtOnce(), bulkPlanned(busy), bulkPlanned(quiet)],
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
  for (const what of ['assign 200', 'unassign 200', 'at once applied', 'apply 200', 'apply undo 200', 'delete 204']) {
    expect(counts[what] ?? 0, JSON.stringify(counts)).toBeGreaterThan(0);
  }
});

async function addPeople(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => there.user(`Person${index}`)));
}

function matches(actual: unknown, expected: unknown): boolean {
  try {
    expect(actual).toEqual(expected);
    return true;
  } catch {
    return false;
  }
}
