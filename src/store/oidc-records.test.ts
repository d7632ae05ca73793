import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { newId } from '../base/id.ts';
import { secretBox } from '../base/secret-box.ts';
import { sql } from '../base/sql.ts';
import type { DatabasePool } from './database.ts';
import { findGrantStart, oidcRecords, pruneOidcRecords } from './oidc-records.ts';

const SECRETS = secretBox([Buffer.alloc(32, 7)]);
const NOW = Date.parse('2026-03-01T09:00:00Z');
const TENANT = newId();

let db: DatabasePool;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const records = (kind: string, options: { leewaySeconds?: number; now?: () => number } = {}) =>
  oidcRecords(db.ofTenant(TENANT), SECRETS, TENANT, kind, { now: () => NOW, ...options });

test('what was kept is found, by its id and by the other names it has', async () => {
  const codes = records('DeviceCode');
  const payload = { jti: 'secret-1', userCode: 'BCDFGHJK', accountId: newId(), grantId: 'grant-1' };
  await codes.upsert('secret-1', payload, 900);
  expect(await codes.find('secret-1')).toEqual(payload);
  expect(await codes.findBy('userCode', 'BCDFGHJK')).toEqual(payload);
  expect(await codes.findBy('uid', 'BCDFGHJK')).toBeUndefined();
  expect(await records('RefreshToken').find('secret-1')).toBeUndefined();
  await codes.upsert('secret-1', { ...payload, inFlight: true }, 900);
  expect(await codes.find('secret-1')).toEqual({ ...payload, inFlight: true });
});

test('nothing in the table is a token or leads to one', async () => {
  const payload = {
    jti: 'the-token-itself',
    grantId: 'the-grant',
    userCode: 'THECODE1',
    uid: 'the-uid',
    scope: 'openid',
  };
  await records('Session').upsert('the-token-itself', payload, 60);
  const rows = await db.query<{ text: string }>(sql`select r::text as text from oidc_record r`);
  const all = rows.map(({ text }) => text).join('\n');
  for (const secret of ['the-token-itself', 'the-grant', 'THECODE1', 'the-uid', 'openid'])
    expect(all).not.toContain(secret);
});

test('a record belongs to its id: in another’s place it is worth nothing', async () => {
  const tokens = records('RefreshToken');
  await tokens.upsert('mine', { accountId: newId() }, 60);
  await tokens.upsert('yours', { accountId: newId() }, 60);
  await db.query(sql`
    update oidc_record r set payload = o.payload from oidc_record o
    where r.kind = 'RefreshToken' and o.kind = 'RefreshToken' and r.user_id <> o.user_id`);
  expect(await tokens.find('mine')).toBeUndefined();
  expect(await tokens.find('yours')).toBeUndefined();
});

test('without the server’s key there are no records', async () => {
  await records('Grant').upsert('lost', { clientId: 'x' }, 60);
  const other = oidcRecords(db.ofTenant(TENANT), secretBox([Buffer.alloc(32, 8)]), TENANT, 'Grant');
  expect(await other.find('lost')).toBeUndefined();
});

test('another tenant has none of it', async () => {
  await records('Grant').upsert('ours', {}, 60);
  const elsewhere = newId();
  expect(await oidcRecords(db.ofTenant(elsewhere), SECRETS, elsewhere, 'Grant').find('ours')).toBeUndefined();
});

test('of two who use a code at once, one wins', async () => {
  const codes = records('AuthorizationCode');
  await codes.upsert('code', {}, 60);
  const wins = await Promise.all(Array.from({ length: 8 }, () => codes.consume('code')));
  expect(wins.filter(Boolean)).toHaveLength(1);
  expect(await codes.find('code')).toEqual({ consumed: NOW / 1000 });
  expect(await codes.consume('not there')).toBe(false);
});

test('within its leeway a used record counts as unused, and then no more', async () => {
  const at = (seconds: number) => records('RefreshToken', { leewaySeconds: 10, now: () => NOW + seconds * 1000 });
  await at(0).upsert('refresh', {}, 60);
  expect(await at(0).consume('refresh')).toBe(true);
  expect(await at(9).find('refresh')).toEqual({});
  expect(await at(9).consume('refresh')).toBe(true);
  expect(await at(10).find('refresh')).toEqual({ consumed: NOW / 1000 });
  expect(await at(10).consume('refresh')).toBe(false);
});

test('all that hangs on a grant goes at once, and a grant tells when it began', async () => {
  const tokens = records('RefreshToken');
  await records('Grant').upsert('g', {}, 60);
  await tokens.upsert('a', { grantId: 'g' }, 60);
  await tokens.upsert('b', { grantId: 'g' }, 60);
  await tokens.upsert('c', { grantId: 'another' }, 60);
  await records('Grant', { now: () => NOW + 5_000 }).upsert('g', { changed: true }, 60);
  expect(await findGrantStart(db, TENANT, 'g')).toEqual(new Date(NOW));
  await tokens.revokeByGrantId('g');
  expect([await tokens.find('a'), await tokens.find('b'), await tokens.find('c')]).toEqual([
    undefined,
    undefined,
    { grantId: 'another' },
  ]);
  await records('Grant').destroy('g');
  expect(await findGrantStart(db, TENANT, 'g')).toBeUndefined();
});

test('expired records are removed, and others stay', async () => {
  const sessions = records('Interaction');
  await sessions.upsert('short', {}, 10);
  await sessions.upsert('long', {}, 100_000);
  await sessions.upsert('endless', {}, undefined);
  expect(await pruneOidcRecords(db.ofTenant(TENANT), TENANT, new Date(NOW + 11_000))).toBe(1);
  expect(await sessions.find('short')).toBeUndefined();
  expect(await sessions.find('long')).toEqual({});
  expect(await sessions.find('endless')).toEqual({});
});
