import { createHash, randomBytes } from 'node:crypto';
import { joinSql, rawSql, type Sql, sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';

/** Bytes that are kept, by their SHA-256. */
export interface StoredContent {
  readonly hash: Buffer;
  readonly size: number;
}

/** Bytes of a row. Large enough that rows cost little, small enough that a reader holds little. */
const CHUNK_BYTES = 256 * 1024;

/** Who refers to content. What none of them names is of no use any more. */
const REFERENCES = [
  { table: 'message', column: 'content_hash' },
  { table: 'drive_item', column: 'content_hash' },
  { table: 'upload_piece', column: 'content_hash' },
] as const;

/**
 * Keeps bytes as they come, without holding more than a chunk of them, and gives their hash. The same bytes are kept
 * once a tenant. To be called in the transaction that writes the reference, or before it: content that nobody refers to
 * is safe for an hour.
 */
export async function storeContent(
  db: Database,
  tenantId: string,
  bytes: AsyncIterable<Uint8Array> | Uint8Array,
): Promise<StoredContent> {
  if (bytes instanceof Uint8Array) {
    const hash = createHash('sha256').update(bytes).digest();
    if (await touch(db, tenantId, hash)) return { hash, size: bytes.length };
  }
  // Until the last byte is there the hash is not known, so chunks wait under a name of their own.
  const waiting = randomBytes(32);
  const digest = createHash('sha256');
  let size = 0;
  let no = 0;
  await db.query(sql`insert into content (tenant_id, hash, size) values (${tenantId}, ${waiting}, 0)`);
  for await (const chunk of chunksOf(bytes)) {
    digest.update(chunk);
    await db.query(sql`
      insert into content_chunk (tenant_id, hash, no, bytes) values (${tenantId}, ${waiting}, ${no}, ${chunk})`);
    await db.query(sql`
      update content set touched_at = clock_timestamp() where tenant_id = ${tenantId} and hash = ${waiting}`);
    size += chunk.length;
    no += 1;
  }
  const hash = digest.digest();
  await db.transaction(async (tx) => {
    const kept = await tx.query(sql`
      insert into content (tenant_id, hash, size) values (${tenantId}, ${hash}, ${size})
      on conflict (tenant_id, hash) do update set touched_at = clock_timestamp() returning xmax = 0 as made`);
    await tx.query(sql`delete from content where tenant_id = ${tenantId} and hash = ${waiting}`);
    if (kept[0]?.made) {
      await tx.query(sql`
        update content_chunk set hash = ${hash} where tenant_id = ${tenantId} and hash = ${waiting}`);
    } else {
      await tx.query(sql`delete from content_chunk where tenant_id = ${tenantId} and hash = ${waiting}`);
    }
  });
  return { hash, size };
}

/**
 * Keeps many contents, each small enough to be in memory, in one statement; gives their hashes in the same order. To be
 * called in the transaction that writes the references, or before it.
 */
export async function storeContents(
  db: Database,
  tenantId: string,
  contents: readonly Buffer[],
): Promise<StoredContent[]> {
  const stored = contents.map((bytes) => ({ hash: createHash('sha256').update(bytes).digest(), size: bytes.length }));
  // Always in the same order, so that nobody who keeps the same at the same time waits for us while we wait for them.
  const distinct = new Map(contents.map((bytes, no) => [stored[no]?.hash.toString('hex') ?? '', bytes]));
  const ordered = [...distinct].sort(([left], [right]) => (left < right ? -1 : 1));
  const chunks = ordered.flatMap(([hash, bytes]) =>
    Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, no) => ({
      hash: Buffer.from(hash, 'hex'),
      no,
      bytes: bytes.subarray(no * CHUNK_BYTES, (no + 1) * CHUNK_BYTES),
    })),
  );
  await db.query(sql`
    with kept as (
      insert into content (tenant_id, hash, size)
      select ${tenantId}, g.hash, g.size
      from unnest(${ordered.map(([hash]) => Buffer.from(hash, 'hex'))}::bytea[], ${ordered.map(([, { length }]) => length)}::bigint[])
        with ordinality as g(hash, size, place) order by g.place
      on conflict (tenant_id, hash) do update set touched_at = clock_timestamp() returning hash, xmax = 0 as made)
    insert into content_chunk (tenant_id, hash, no, bytes)
    select ${tenantId}, c.hash, c.no, c.bytes
    from unnest(${chunks.map(({ hash }) => hash)}::bytea[], ${chunks.map(({ no }) => no)}::integer[], ${chunks.map(({ bytes }) => bytes)}::bytea[])
      as c(hash, no, bytes)
    join kept k on k.hash = c.hash and k.made`);
  return stored;
}

async function touch(db: Database, tenantId: string, hash: Buffer): Promise<boolean> {
  const rows = await db.query(sql`
    update content set touched_at = clock_timestamp() where tenant_id = ${tenantId} and hash = ${hash} returning 1`);
  return rows.length > 0;
}

async function* chunksOf(bytes: AsyncIterable<Uint8Array> | Uint8Array): AsyncIterable<Buffer> {
  let rest: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes instanceof Uint8Array ? [bytes] : bytes) {
    rest.push(part);
    length += part.length;
    if (length < CHUNK_BYTES) continue;
    const all = Buffer.concat(rest);
    const whole = all.length - (all.length % CHUNK_BYTES);
    for (let at = 0; at < whole; at += CHUNK_BYTES) yield all.subarray(at, at + CHUNK_BYTES);
    rest = [all.subarray(whole)];
    length = all.length - whole;
  }
  if (length > 0) yield Buffer.concat(rest);
}

/** Bytes of content, from `first` to `last` (both counted from 0 and included), or all; nothing where there is none. */
export async function* readContent(
  db: Database,
  tenantId: string,
  hash: Buffer,
  { first = 0, last = Number.MAX_SAFE_INTEGER }: { readonly first?: number; readonly last?: number } = {},
): AsyncIterable<Buffer> {
  for (let no = Math.floor(first / CHUNK_BYTES); no * CHUNK_BYTES <= last; no += 1) {
    const [row] = await db.query<{ bytes: Buffer }>(sql`
      select bytes from content_chunk where tenant_id = ${tenantId} and hash = ${hash} and no = ${no}`);
    if (!row) return;
    const begin = no * CHUNK_BYTES;
    yield row.bytes.subarray(Math.max(0, first - begin), Math.min(row.bytes.length, last - begin + 1));
    if (row.bytes.length < CHUNK_BYTES) return;
  }
}

/** All bytes of content at once, for what is known to be small enough. */
export async function readWholeContent(db: Database, tenantId: string, hash: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readContent(db, tenantId, hash)) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * Removes content of these hashes that nobody refers to any more. What somebody begins to use in this very moment has
 * been touched since `before` (by the machine's clock), and stays.
 */
export async function dropUnused(
  tx: Database,
  tenantId: string,
  hashes: readonly Buffer[],
  before: Date,
): Promise<void> {
  if (hashes.length === 0) return;
  await dropWhere(tx, tenantId, sql`c.hash = any(${hashes}::bytea[]) and c.touched_at <= ${before}`);
}

/** Removes all content that nobody refers to and that was not touched since `before`: uploads that never ended, too. */
export async function dropAbandoned(tx: Database, tenantId: string, before: Date): Promise<void> {
  await dropWhere(tx, tenantId, sql`c.touched_at <= ${before}`);
}

async function dropWhere(tx: Database, tenantId: string, condition: Sql): Promise<void> {
  const unused = joinSql(
    REFERENCES.map(
      ({ table, column }) => sql`not exists (
        select from ${rawSql(table)} r where r.tenant_id = ${tenantId} and r.${rawSql(column)} = c.hash)`,
    ),
    ' and ',
  );
  await tx.query(sql`
    with gone as (
      delete from content c where c.tenant_id = ${tenantId} and ${condition} and ${unused} returning c.hash)
    delete from content_chunk k using gone where k.tenant_id = ${tenantId} and k.hash = gone.hash`);
}
