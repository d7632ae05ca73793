import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { rawSql, sql } from '../../src/base/sql.ts';
import { openDatabase } from '../../src/store/database.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { databaseOf } from '../support/server.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';

let there: TestTenant;
let other: string;
let tables: string[];

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 5);
  await there.user('Ada');
  other = newId();
  await insertTenant(there.db, {
    ...there.tenant,
    tenantId: other,
    displayName: 'Other',
    defaultDomain: 'other.example',
  });
  await there.db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, created_at)
    values (${other}, ${newId()}, 'zoe@other.example', 'zoe@other.example', 'Zoe', 'zoe', now())`);
  tables = (
    await there.db.query<{ name: string }>(sql`
      select table_name as name from information_schema.columns
      where column_name = 'tenant_id' and table_schema = 'public' order by 1`)
  ).map(({ name }) => name);
});
afterAll(() => there.close());

const sealed = () => there.db.ofTenant(there.tenant.tenantId);

test('every table of tenants has the wall, for its owner too, and keys and indexes that begin with the tenant', async () => {
  expect(tables.length).toBeGreaterThan(25);
  const rows = await there.db.query<{ name: string }>(sql`
    select c.relname as name from pg_class c where c.relname = any(${tables}::text[]) and c.relnamespace = 'public'::regnamespace
      and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity and exists (
        select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant_wall'))`);
  expect(rows).toEqual([]);
  const indexes = await there.db.query<{ name: string; first: string }>(sql`
    select i.relname as name, a.attname as first from pg_index x join pg_class i on i.oid = x.indexrelid
    join pg_class c on c.oid = x.indrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
    where c.relname = any(${tables}::text[]) and c.relnamespace = 'public'::regnamespace and a.attname <> 'tenant_id'`);
  expect(indexes).toEqual([]);
});

test('a statement that forgets its tenant gives nothing of another', async () => {
  const people = await sealed().query<{ name: string }>(rawSql('select display_name as name from users'));
  expect(people).toEqual([{ name: 'Ada' }]);
  for (const table of tables) {
    const rows = await sealed().query(rawSql(`select from ${table} where tenant_id <> '${there.tenant.tenantId}'`));
    expect(rows, table).toEqual([]);
  }
});

test('nor does it change or add anything of another', async () => {
  const changed = await sealed().query(
    rawSql(`update users set display_name = 'x' where sort_key = 'zoe' returning 1`),
  );
  expect(changed).toEqual([]);
  expect(await sealed().query(rawSql(`delete from users where sort_key = 'zoe' returning 1`))).toEqual([]);
  await expect(
    sealed().query(sql`
      insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, created_at)
      values (${other}, ${newId()}, 'x', 'x', 'x', 'x', now())`),
  ).rejects.toThrow('row-level security');
  await expect(
    sealed().query(sql`update users set tenant_id = ${other} where tenant_id = ${there.tenant.tenantId}`),
  ).rejects.toThrow('row-level security');
});

describe('a connection', () => {
  test('that says no tenant sees nothing', async () => {
    const [row] = await there.db.query<{ name: string; role: string }>(
      rawSql('select current_database() as name, current_user as role'),
    );
    const plain = openDatabase({ ...databaseOf(inject('postgres'), row?.name ?? ''), role: row?.role, max: 1 });
    try {
      await plain.query(rawSql(`select set_config('seatwise.tenant', '', false)`));
      const rows = await plain.transaction(async (tx) => {
        await tx.query(rawSql(`select set_config('seatwise.tenant', '', true)`));
        return tx.query(rawSql('select from users'));
      });
      expect(rows).toEqual([]);
    } finally {
      await plain.close();
    }
  });

  test('never brings the tenant of who used it before, whatever runs at once, fails or is rolled back', async () => {
    const doors = [there.tenant.tenantId, other].map((tenantId) => ({ tenantId, db: there.db.ofTenant(tenantId) }));
    await Promise.all(
      Array.from({ length: 200 }, async (_, number) => {
        const door = doors[number % 2] ?? doors[0];
        if (!door) throw new Error('no door');
        if (number % 7 === 0) await door.db.query(rawSql('select 1 / 0')).catch(() => {});
        if (number % 5 === 0) {
          await door.db.transaction(async () => Promise.reject(new Error('rolled back'))).catch(() => {});
        }
        const rows = await door.db.query<{ id: string }>(rawSql('select distinct tenant_id as id from users'));
        expect(rows).toEqual([{ id: door.tenantId }]);
        if (number % 11 === 0) {
          const all = await there.db.query(rawSql('select distinct tenant_id from users'));
          expect(all).toHaveLength(2);
        }
      }),
    );
  });
});
