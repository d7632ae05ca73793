import { isDeepStrictEqual } from 'node:util';
import { rawSql, sql } from '../src/base/sql.ts';
import type { Database } from '../src/store/database.ts';
import { SKU } from './prepare-tenant.ts';

export type RowCounts = Readonly<Record<string, number>>;

/** How many rows a tenant has wherever a change of licenses writes, the bytes of what the audit keeps, and the seats. */
async function countRows(db: Database, tenantId: string): Promise<RowCounts> {
  const tables = [
    'operation',
    'operation_person',
    'operation_profile',
    'assignment',
    'holding',
    'deadline',
    'audit_entry',
  ];
  const counts = tables.map((name) => `(select count(*)::int from ${name} where tenant_id = t.tenant_id) as ${name}`);
  const [row] = await db.query<RowCounts>(sql`
    select ${rawSql(counts.join(', '))},
      (select sum(length(coalesce(before::text, '')) + length(coalesce(after::text, '')))::int
        from audit_entry where tenant_id = t.tenant_id and activity = 'Change user license') as audited,
      (select sum(people)::int from operation_profile where tenant_id = t.tenant_id) as people,
      (select consumed from subscribed_sku where tenant_id = t.tenant_id and sku_id = ${SKU}) as consumed
    from (select ${tenantId}::uuid as tenant_id) t`);
  return row ?? {};
}

/** What the work adds to each count. */
export async function rowsWritten(db: Database, tenantId: string, work: () => Promise<unknown>): Promise<RowCounts> {
  const before = await countRows(db, tenantId);
  await work();
  const after = await countRows(db, tenantId);
  return Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]));
}

/** Throws where two ways that should write the same rows wrote different ones. */
export function mustBeSame(what: string, ours: RowCounts, plain: RowCounts): void {
  if (!isDeepStrictEqual(ours, plain))
    throw new Error(`${what}: not the same rows. Ours ${JSON.stringify(ours)}, plain SQL ${JSON.stringify(plain)}`);
}
