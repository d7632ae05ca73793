import { readdir, readFile } from 'node:fs/promises';
import { rawSql, sql } from '../base/sql.ts';
import type { Database } from './database.ts';
import { sealTenants } from './seal.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

// Any constant does, as long as all servers of one database use the same.
const MIGRATION_LOCK = 4365;

/**
 * Brings the schema up to date: numbered files, forward only, all in one transaction under an advisory lock, so that
 * two servers that start at once do not run a step twice. Where the Citus extension is there, tables are distributed;
 * every tenant's rows are sealed off from the others' (seal.ts).
 * Gives the names of the files that ran.
 */
export async function migrate(db: Database): Promise<string[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return db.transaction(async (tx) => {
    await tx.query(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await tx.query(
      rawSql(`create table if not exists schema_migration (
      name text primary key, applied_at timestamptz not null default now())`),
    );
    const applied = new Set(
      (await tx.query<{ name: string }>(rawSql('select name from schema_migration'))).map((row) => row.name),
    );
    const pending = files.filter((name) => !applied.has(name));
    for (const name of pending) {
      await tx.query(sql`insert into schema_migration (name) values (${name})`);
      await tx.query(rawSql(await readFile(new URL(name, FOLDER), 'utf8')));
    }
    if (pending.length > 0) {
      await distribute(tx);
      await sealTenants(tx);
    }
    return pending;
  });
}

async function distribute(tx: Database): Promise<void> {
  const [citus] = await tx.query(rawSql(`select 1 from pg_extension where extname = 'citus'`));
  if (!citus) return;
  for (const table of ['product', 'service_plan']) {
    await tx.query(
      rawSql(`select create_reference_table('${table}') where not exists (
      select from pg_dist_partition where logicalrelid = '${table}'::regclass)`),
    );
  }
  const tables = await tx.query<{ name: string }>(
    rawSql(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and not exists (select from pg_dist_partition d where d.logicalrelid = c.oid) order by (c.relname = 'tenant') desc, c.relname`),
  );
  for (const { name } of tables) {
    await tx.query(
      rawSql(
        `select create_distributed_table('${name}', 'tenant_id'${name === 'tenant' ? '' : `, colocate_with => 'tenant'`})`,
      ),
    );
  }
}
