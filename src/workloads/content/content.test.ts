import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import { forget } from '../../operations/licensing/stories-for-tests.ts';
import { dropAbandoned, dropUnused, readContent, readWholeContent, storeContent } from './content.ts';

const CHUNK = 256 * 1024;

let there: TestTenant;
let tenantId: string;

beforeAll(async () => {
  there = await testTenant();
  tenantId = there.tenant.tenantId;
});
afterAll(() => there.close());
beforeEach(() => forget(there));

async function* inParts(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rows(): Promise<{ contents: number; chunks: number }> {
  const [row] = await there.db.query<{ contents: number; chunks: number }>(sql`
    select (select count(*)::int from content) as contents, (select count(*)::int from content_chunk) as chunks`);
  return row ?? { contents: -1, chunks: -1 };
}

const soon = () => new Date(Date.now() + 60_000);

test('bytes come back as they were, in whole and in any part, however they arrived', async () => {
  const bytes = randomBytes(2 * CHUNK + 1000);
  const { hash, size } = await storeContent(there.db, tenantId, inParts(bytes, 70_001));
  expect(size).toBe(bytes.length);
  expect((await readWholeContent(there.db, tenantId, hash)).equals(bytes)).toBe(true);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(bytes.length - 1), async (one, other) => {
      const [first, last] = [Math.min(one, other), Math.max(one, other)];
      const parts: Buffer[] = [];
      for await (const part of readContent(there.db, tenantId, hash, { first, last })) parts.push(part);
      expect(Buffer.concat(parts).equals(bytes.subarray(first, last + 1))).toBe(true);
    }),
    { numRuns: 25 },
  );
});

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])('%i bytes are kept whole', async (length) => {
  const bytes = randomBytes(length);
  const { hash } = await storeContent(there.db, tenantId, inParts(bytes, 100_000));
  expect((await readWholeContent(there.db, tenantId, hash)).equals(bytes)).toBe(true);
});

test('the same bytes are kept once, also when they come at the same time', async () => {
  const bytes = randomBytes(CHUNK + 5);
  const stored = await Promise.all([
    storeContent(there.db, tenantId, bytes),
    storeContent(there.db, tenantId, inParts(bytes, 999)),
    storeContent(there.db, tenantId, inParts(bytes, 50_000)),
  ]);
  expect(new Set(stored.map(({ hash }) => hash.toString('hex'))).size).toBe(1);
  expect(await rows()).toEqual({ contents: 1, chunks: 2 });
});

test('an upload that breaks off leaves nothing behind but what is dropped later', async () => {
  async function* breaking(): AsyncIterable<Buffer> {
    yield randomBytes(2 * CHUNK);
    throw new Error('the client is gone');
  }
  await expect(storeContent(there.db, tenantId, breaking())).rejects.toThrow('the client is gone');
  await dropAbandoned(there.db, tenantId, soon());
  expect(await rows()).toEqual({ contents: 0, chunks: 0 });
});

test('what somebody refers to is never dropped; what nobody does is', async () => {
  const [kept, loose] = [
    await storeContent(there.db, tenantId, randomBytes(10)),
    await storeContent(there.db, tenantId, randomBytes(10)),
  ];
  await there.db.query(sql`
    insert into drive_item (tenant_id, drive_id, id, parent_id, name, name_key, content_hash, size, created_at, modified_at)
    values (${tenantId}, ${newId()}, ${newId()}, ${newId()}, 'a', 'a', ${kept.hash}, 10, now(), now())`);
  await dropUnused(there.db, tenantId, [kept.hash, loose.hash], soon());
  expect(await rows()).toEqual({ contents: 1, chunks: 1 });
  expect(await readWholeContent(there.db, tenantId, kept.hash)).toHaveLength(10);
  await there.db.query(sql`delete from drive_item where tenant_id = ${tenantId}`);
});

test('what somebody begins to use while it is being dropped stays', async () => {
  const bytes = randomBytes(10);
  const { hash } = await storeContent(there.db, tenantId, bytes);
  const before = new Date();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await storeContent(there.db, tenantId, bytes);
  await dropUnused(there.db, tenantId, [hash], before);
  expect(await rows()).toEqual({ contents: 1, chunks: 1 });
});
