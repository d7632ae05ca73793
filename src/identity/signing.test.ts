import { jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { TEST_SECRETS, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { must } from '../base/assert.ts';
import { newId } from '../base/id.ts';
import { secretBox } from '../base/secret-box.ts';
import { rawSql, type Sql, sql } from '../base/sql.ts';
import type { Database } from '../store/database.ts';
import { KEY_DAYS, signingKeys, verifyingKey } from './signing.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-01T09:00:00Z');

let there: TestTenant;
let tenantId: string;
beforeAll(async () => {
  there = await testTenant();
  tenantId = there.tenant.tenantId;
});
beforeEach(() => there.db.query(rawSql('delete from signing_key')));
afterAll(() => there.close());

/** A server of its own on the same database: what one remembers, another does not. */
function server(): { readonly db: Database; readonly asked: () => number } {
  let count = 0;
  const db: Database = {
    ...there.db,
    identity: {},
    query: (statement: Sql) => {
      count += 1;
      return there.db.query(statement);
    },
  };
  return { db, asked: () => count };
}

const keysOf = (db: Database, now: number, secrets = TEST_SECRETS) => signingKeys(db, secrets, tenantId, now);
const idOf = async (db: Database, now: number) => must((await keysOf(db, now)).newest, 'key').keyId;

test('a key signs for its days, and then a new one does', async () => {
  const { db } = server();
  const first = await idOf(db, START);
  expect(await idOf(db, START + (KEY_DAYS - 1) * DAY)).toBe(first);
  const second = await idOf(db, START + KEY_DAYS * DAY);
  expect(second).not.toBe(first);
  expect(await idOf(db, START + (KEY_DAYS + 1) * DAY)).toBe(second);
});

test('what the old key signed verifies for longer than any token lives, and no longer than a day', async () => {
  const { db } = server();
  const old = must((await keysOf(db, START)).newest, 'key');
  const token = await new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: old.keyId }).sign(old.key);
  const changed = START + KEY_DAYS * DAY;
  expect(await idOf(db, changed)).not.toBe(old.keyId);
  for (const hours of [0, 1, 23]) {
    const key = await verifyingKey(db, TEST_SECRETS, tenantId, old.keyId, changed + hours * 3_600_000);
    await expect(jwtVerify(token, must(key, 'key'))).resolves.toBeDefined();
  }
  expect(await verifyingKey(db, TEST_SECRETS, tenantId, old.keyId, changed + 25 * 3_600_000)).toBeUndefined();
});

test('both keys are published while both are about', async () => {
  const { db } = server();
  const ids = [await idOf(db, START), await idOf(db, START + KEY_DAYS * DAY)];
  const { published } = await keysOf(db, START + KEY_DAYS * DAY);
  expect(published.map(({ kid }) => kid).sort()).toEqual([...ids].sort());
  for (const jwk of published) expect(Object.keys(jwk).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

test('another server notices a new key within a minute', async () => {
  const [here, elsewhere] = [server(), server()];
  const changed = START + KEY_DAYS * DAY;
  await idOf(here.db, START);
  const first = await idOf(elsewhere.db, changed - 30_000);
  const second = await idOf(here.db, changed);
  expect(second).not.toBe(first);
  expect(await idOf(elsewhere.db, changed + 20_000)).toBe(first);
  expect(await idOf(elsewhere.db, changed + 31_000)).toBe(second);
});

test('a token of a key that nobody knows yet makes a server look at once, but not again and again', async () => {
  const [here, elsewhere] = [server(), server()];
  const changed = START + KEY_DAYS * DAY;
  await idOf(here.db, START);
  await idOf(elsewhere.db, changed - 30_000);
  const fresh = await idOf(here.db, changed);
  expect(await verifyingKey(elsewhere.db, TEST_SECRETS, tenantId, fresh, changed + 1)).toBeDefined();

  await verifyingKey(elsewhere.db, TEST_SECRETS, tenantId, 'made up', changed + 10_000);
  const before = elsewhere.asked();
  for (let at = 1; at < 4_000; at += 100) {
    expect(await verifyingKey(elsewhere.db, TEST_SECRETS, tenantId, newId(), changed + 10_000 + at)).toBeUndefined();
  }
  expect(elsewhere.asked()).toBe(before);
});

test('servers that start at once make one key', async () => {
  const servers = Array.from({ length: 4 }, server);
  const ids = await Promise.all(servers.map(({ db }) => idOf(db, START)));
  expect(new Set(ids).size).toBe(1);
});

test('no private number of a key is in the table', async () => {
  const { db } = server();
  const { privateJwk } = must((await keysOf(db, START)).newest, 'key');
  const [row] = await there.db.query<{ text: string }>(sql`
    select k::text as text from signing_key k where k.tenant_id = ${tenantId}`);
  const { d, p, q, dp, dq, qi, n } = privateJwk;
  expect(row?.text).toContain(n);
  for (const secret of [d, p, q, dp, dq, qi]) {
    expect(secret).toMatch(/^[\w-]{100,}$/);
    expect(row?.text).not.toContain(secret);
    expect(row?.text).not.toContain(secret?.slice(0, 30));
  }
});

test('where the server’s own key was lost, a new key signs, and what was signed before still verifies', async () => {
  const lost = server();
  const old = await idOf(lost.db, START);
  const anew = server();
  const otherBox = secretBox([Buffer.alloc(32, 9)]);
  const keys = await keysOf(anew.db, START + 60_000, otherBox);
  expect(keys.newest?.keyId).toBeDefined();
  expect(keys.newest?.keyId).not.toBe(old);
  expect(keys.verifying.has(old)).toBe(true);
  expect(await keysOf(server().db, START + 120_000, otherBox).then(({ newest }) => newest?.keyId)).toBe(
    keys.newest?.keyId,
  );
});

test('a tenant that is not there has no keys, and gets none', async () => {
  const { db } = server();
  const nowhere = newId();
  expect((await signingKeys(db, TEST_SECRETS, nowhere, START)).newest).toBeUndefined();
  expect(await verifyingKey(db, TEST_SECRETS, nowhere, 'any', START)).toBeUndefined();
  expect(await there.db.query(sql`select from signing_key where tenant_id = ${nowhere}`)).toEqual([]);
});
