import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { rawSql, sql } from '../../src/base/sql.ts';
import { addDays, systemClock } from '../../src/base/time.ts';
import { createSampleTenant } from '../../src/demo/create-sample-tenant.ts';
import { sweep } from '../../src/operations/retention/sweep.ts';
import { type DatabasePool, openDatabase } from '../../src/store/database.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/store/embedded/start-embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { readTenants } from '../../src/store/tenants.ts';
import { storeContent } from '../../src/workloads/content/content.ts';
import { wipeDeleted } from '../../src/workloads/content/wipe.ts';

let folder: string;
let postgres: EmbeddedPostgres;
let db: DatabasePool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatwise-bytes-'));
  const started = await startEmbedded(folder, 'server');
  if ('reason' in started) throw new Error(started.detail);
  postgres = started;
  db = openDatabase({ ...postgres.connection, max: 4 });
  await migrate(db);
});
afterAll(async () => {
  await db.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The files below the data folder in which these bytes stand. */
function filesWith(marker: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(marker));
}

/** Lets everything that PostgreSQL holds in memory stand in its files, and old files of its log go. */
async function settleFiles(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    await db.query(rawSql('checkpoint'));
    await db.query(rawSql('select pg_switch_wal()'));
  }
  await db.query(rawSql('checkpoint'));
}

test('T-1: of a mailbox whose days are over no file of the database holds a byte', async () => {
  const marker = `xyzzy${newId().replaceAll('-', '')}`;
  const now = systemClock.now();
  await createSampleTenant(db, { users: 20, seed: 1, now });
  const [tenant] = await readTenants(db);
  if (!tenant) throw new Error('no tenant');
  const { tenantId } = tenant;
  const boxes = await db.query<{ id: string; userId: string }>(sql`
    select id, user_id as "userId" from mailbox where tenant_id = ${tenantId} and state = 'active' order by id limit 2`);
  const [gone, kept] = boxes;
  if (!gone || !kept) throw new Error('no mailboxes');
  const body = Buffer.from(`Subject: ${marker}\r\n\r\n${`${marker} `.repeat(20_000)}`);
  const other = Buffer.from('Subject: kept\r\n\r\nsomebody else’s');
  for (const [mailbox, bytes, subject] of [
    [gone.id, body, marker],
    [kept.id, other, 'kept'],
  ] as const) {
    const { hash, size } = await storeContent(db, tenantId, bytes);
    await db.query(sql`
      insert into message (tenant_id, mailbox_id, id, folder_id, content_hash, size, subject, body_preview, conversation_id,
        received_at, created_at, modified_at, search)
      values (${tenantId}, ${mailbox}, ${newId()}, ${newId()}, ${hash}, ${size}, ${subject}, ${subject}, ${newId()}, now(), now(), now(),
        to_tsvector('simple', ${subject}))`);
  }
  await settleFiles();
  expect(filesWith(marker)).not.toEqual([]);

  const since = new Date(now);
  await db.query(
    sql`update mailbox set state = 'held', state_since = ${since} where tenant_id = ${tenantId} and id = ${gone.id}`,
  );
  await db.query(sql`
    insert into deadline (tenant_id, subject_id, kind, due_at, since)
    values (${tenantId}, ${gone.userId}, 'mailboxPurge', ${new Date(addDays(now, 30))}, ${since})`);
  const until = addDays(now, 30);
  await sweep({
    db: db.ofTenant(tenantId),
    tenant,
    from: now,
    until,
    atOf: (due) => due,
    machineNow: systemClock.now(),
  });
  expect(await wipeDeleted(db)).toBe(true);
  expect(await wipeDeleted(db)).toBe(false);
  await settleFiles();
  expect(filesWith(marker)).toEqual([]);

  const [left] = await db.query<{ subject: string }>(sql`
    select subject from message where tenant_id = ${tenantId} and mailbox_id = ${kept.id}`);
  expect(left?.subject).toBe('kept');
});
