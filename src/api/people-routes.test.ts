import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { sql } from '../base/sql.ts';
import { changed, give } from '../operations/licensing/stories-for-tests.ts';

let there: TestTenant;
let token: string;
const ids = new Map<string, string>();

/** Thirty people; every second has E3, every third Power BI; Zoë and Ben have it from a group, Ben in error. */
beforeAll(async () => {
  there = await testTenant();
  token = await there.token('globalReader');
  await there.own(SKU.e3, 100);
  await there.own(SKU.powerBi, 100);
  for (let at = 0; at < 28; at += 1) {
    const name = `Person-${String(at).padStart(2, '0')}`;
    ids.set(name, await there.user(name, { department: ['Sales', 'sales', "O'Dev", 'Legal'][at % 4] ?? '' }));
  }
  ids.set('Ben', await there.user('Ben', { enabled: false }));
  ids.set('Zoë', await there.user('Zoë', { location: null }));
  await there.group('Readers', SKU.powerBi, [id('Ben'), id('Zoë')]);
  await there.db.query(
    sql`update assignment set state = 'Error', error = 'CountViolation' where user_id = ${id('Ben')}`,
  );
  const named = [...ids].filter(([name]) => name.startsWith('Person'));
  await changed(
    there,
    give(SKU.e3),
    named.filter((_one, at) => at % 2 === 0).map(([, one]) => one),
  );
  await changed(
    there,
    give(SKU.powerBi),
    named.filter((_one, at) => at % 3 === 0).map(([, one]) => one),
  );
});
afterAll(() => there.close());

function id(name: string): string {
  const known = ids.get(name);
  if (!known) throw new Error(name);
  return known;
}

async function ask(path: string, query: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await there.app.inject({
    url: `/api${path}?${new URLSearchParams(query)}`,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  return {
    status: response.statusCode,
    text: response.body,
    body: response.body.startsWith('{') ? response.json() : {},
  };
}

async function names(query: Record<string, string>): Promise<string[]> {
  const { body } = await ask('/people', query);
  return body.value.map(({ displayName }: { displayName: string }) => displayName);
}

const ALL = ['Ben', ...Array.from({ length: 28 }, (_, at) => `Person-${String(at).padStart(2, '0')}`), 'Zoë'];

test('from any place on, pages are the list of names cut there, forwards and backwards', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(35), fc.nat(35), fc.boolean(), async (skip, top, desc) => {
      const whole = desc ? ALL.toReversed() : ALL;
      expect(await names({ skip: String(skip), top: String(top), desc: String(desc) })).toEqual(
        whole.slice(skip, skip + top),
      );
    }),
    { numRuns: 30 },
  );
});

test('the holders of a product are listed and counted, alone and with more asked of them', async () => {
  const holders = `assignedLicenses/any(x:x/skuId eq ${SKU.powerBi})`;
  const expected = ALL.filter((name, at) => !name.startsWith('Person') || (at - 1) % 3 === 0);
  expect(await names({ where: holders })).toEqual(expected);
  expect((await ask('/people', { where: holders, count: 'true', top: '0' })).body).toEqual({
    total: expected.length,
    value: [],
  });
  expect(await names({ where: `${holders} and accountEnabled eq false` })).toEqual(['Ben']);
  expect(await names({ where: `accountEnabled eq true and ${holders}`, search: 'zoe' })).toEqual(['Zoë']);
  const { body } = await ask('/people', { where: `${holders} and department eq 'SALES'`, count: 'true' });
  expect(body.total).toBe(body.value.length);
  expect(await names({ where: holders, sort: 'userPrincipalName', desc: 'true' })).toEqual(expected.toReversed());
});

test('a person is told with their licenses: direct, from groups, in error', async () => {
  const { body } = await ask('/people', { search: 'ben' });
  expect(body.value).toMatchObject([
    {
      id: id('Ben'),
      displayName: 'Ben',
      accountEnabled: false,
      licenses: [{ skuId: SKU.powerBi, direct: false, groups: 1, error: true }],
    },
  ]);
  expect(await names({ where: "licenseAssignmentStates/any(x:x/state eq 'Error')" })).toEqual(['Ben']);
});

test('what is typed begins a word of the name, or the user name, or is the id, in any case', async () => {
  expect(await names({ search: 'ZOE' })).toEqual(['Zoë']);
  expect(await names({ search: '07 person' })).toEqual(['Person-07']);
  expect(await names({ search: 'erson' })).toEqual([]);
  expect(await names({ search: 'ben@TEST.example' })).toEqual(['Ben']);
  expect(await names({ search: id('Ben') })).toEqual(['Ben']);
  expect(await names({ search: '%' })).toEqual([]);
  expect(await names({ search: "'); drop table users; --" })).toEqual([]);
});

test('a filter that makes no sense is told, and an apostrophe is one', async () => {
  expect(await ask('/people', { where: 'department eq' })).toMatchObject({
    status: 400,
    body: { error: { code: 'invalidFilter' } },
  });
  expect((await names({ where: "department eq 'O''Dev'" })).length).toBe(7);
});

test('the list as a file has a line a person, in the order of the list, and names the columns in the language asked for', async () => {
  const { text, status } = await ask('/people/export', { columns: 'displayName,licenses,signIn', language: 'fr' });
  expect(status).toBe(200);
  const [head, ...rows] = parse(text, { bom: true }) as string[][];
  expect(head).toEqual(['Nom d’affichage', 'Licences', 'Connexion']);
  expect(rows.map(([name]) => name)).toEqual(ALL);
  expect(rows[0]).toEqual(['Ben', 'Power BI Pro', 'Bloquée']);
});

test('departments are told once whatever their case, and found by their beginning', async () => {
  const { body } = await ask('/departments', {});
  expect(body.value.map((name: string) => name.toLowerCase())).toEqual(['legal', "o'dev", 'sales']);
  expect((await ask('/departments', { begins: 'SA' })).body.value).toHaveLength(1);
});

test('holdings of named people and of all who match', async () => {
  const count = async (people: object) =>
    (
      await there.app.inject({
        method: 'POST',
        url: '/api/people/holdings',
        headers: { authorization: `Bearer ${token}` },
        payload: people,
      })
    ).json();
  expect(await count({ users: [id('Ben'), id('Person-00'), id('Person-01')] })).toEqual({
    people: 3,
    holdings: [
      { skuId: SKU.powerBi, people: 2, direct: 1 },
      { skuId: SKU.e3, people: 1, direct: 1 },
    ],
  });
  expect(await count({ where: "department eq 'Legal'" })).toMatchObject({ people: 7 });
});

test('a plan for a search is for whom the search lists', async () => {
  const admin = await there.token('licenseAdministrator');
  const plan = async (people: object) =>
    (
      await there.app.inject({
        method: 'POST',
        url: '/api/plans',
        headers: { authorization: `Bearer ${admin}` },
        payload: { change: { kind: 'unassign', products: [SKU.powerBi] }, people },
      })
    ).json();
  expect((await plan({ search: 'person-0' })).totals.people).toBe((await names({ search: 'person-0' })).length);
  const where = `assignedLicenses/any(x:x/skuId eq ${SKU.powerBi})`;
  expect((await plan({ where, search: 'person-0' })).totals).toMatchObject({ people: 4, changed: 4, refused: 0 });
  expect((await plan({ where: `(${where}) and not (id in ('${id('Person-00')}'))` })).totals.people).toBe(11);
});
