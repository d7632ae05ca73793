import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { rawSql, sql } from '../base/sql.ts';
import type { OrderBy } from '../odata/query-options.ts';
import type { DatabasePool } from '../store/database.ts';
import { userOrder } from './user-order.ts';

const TENANT = '00000000-0000-4000-8000-000000000001';
const SKU = '05e9a617-0261-4cee-bb44-138d3ef5d965';

let db: DatabasePool;

beforeAll(async () => {
  db = await freshDatabase();
  // Names, dates and cases repeat, so that ids decide; half of the people hold the product.
  await db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, created_at, deleted_at)
    select ${TENANT}, gen_random_uuid(), 'p' || n, 'p' || n, 'Name ' || n % 7, 'name ' || n % 7,
      '2026-01-01T00:00:00.000001Z'::timestamptz + (n % 5) * interval '1 microsecond',
      case when n % 3 = 0 then '2026-02-01T00:00:00Z'::timestamptz + (n % 4) * interval '1 day' end
    from generate_series(1, 100) n`);
  await db.query(sql`
    insert into holding (tenant_id, user_id, sku_id, sort_key)
    select tenant_id, id, ${SKU}, sort_key from users where upn_key like '%0' or upn_key like '%5'`);
});

afterAll(() => db.close());

const FROM = {
  users: sql`users u where u.tenant_id = ${TENANT}`,
  holders: sql`holding h join users u on u.tenant_id = h.tenant_id and u.id = h.user_id where h.tenant_id = ${TENANT} and h.sku_id = ${SKU}`,
};

const anyOrderBy: fc.Arbitrary<OrderBy[]> = fc.uniqueArray(
  fc.record({
    property: fc.constantFrom('displayName', 'USERPRINCIPALNAME', 'createdDateTime', 'deletedDateTime', 'id'),
    descending: fc.boolean(),
  }),
  { maxLength: 3, selector: ({ property }) => property },
);

test('pages put together are the whole list, in every order', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyOrderBy,
      fc.constantFrom('users', 'holders'),
      fc.integer({ min: 3, max: 40 }),
      async (orderBy, from, top) => {
        const order = userOrder(orderBy, from);
        if (!order) throw new Error('no order');
        const whole = await db.query<{ id: string }>(sql`select u.id from ${FROM[from]} order by ${order.orderBy}`);
        const paged: string[] = [];
        let key: readonly string[] | undefined;
        for (;;) {
          const behind = key ? order.after(key) : rawSql('true');
          if (!behind) throw new Error('no place');
          const page = await db.query<{ id: string; key: string[] }>(sql`
          select u.id, ${order.key} as key from ${FROM[from]} and ${behind} order by ${order.orderBy} limit ${top}`);
          paged.push(...page.map(({ id }) => id));
          key = page.at(-1)?.key;
          if (page.length < top) break;
        }
        expect(paged).toEqual(whole.map(({ id }) => id));
        expect(whole).toHaveLength(from === 'users' ? 100 : 20);
      },
    ),
    { numRuns: 60 },
  );
});

test('names are the order where none is asked for', () => {
  expect(userOrder([])).toMatchObject({ orderBy: { text: 'u.sort_key collate "C" asc, u.id asc' } });
});

test('backwards, ids go backwards too, so that an index can be read from its end', () => {
  const backwards = [{ property: 'displayName', descending: true }];
  expect(userOrder(backwards)).toMatchObject({ orderBy: { text: 'u.sort_key collate "C" desc, u.id desc' } });
});

test('moments are told apart to the microsecond', async () => {
  const order = userOrder([{ property: 'createdDateTime', descending: false }]);
  const rows = await db.query<{ sorted: boolean }>(sql`
    select created_at >= coalesce(lag(created_at) over (order by ${order?.orderBy}), created_at) as sorted from ${FROM.users}`);
  expect(rows.every(({ sorted }) => sorted)).toBe(true);
});

test('a property without order gives none', () => {
  expect(userOrder([{ property: 'jobTitle', descending: false }])).toBeUndefined();
  expect(userOrder([{ property: 'nothing', descending: false }])).toBeUndefined();
});

describe('a place that is none of the order is refused before the database sees it', () => {
  const id = 'aaaaaaaa-0000-4000-8000-000000000000';
  test.for([
    ['displayName', []],
    ['displayName', ['a']],
    ['displayName', ['a', 'no guid']],
    ['displayName', ['a\0', id]],
    ['displayName', ['a', id, id]],
    ['createdDateTime', ['2026-01-01', id]],
    ['createdDateTime', ['9'.repeat(30), id]],
  ] as const)('%s after %j', ([property, key]) => {
    expect(userOrder([{ property, descending: false }])?.after(key)).toBeUndefined();
  });
});
