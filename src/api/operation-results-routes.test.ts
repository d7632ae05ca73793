import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { sql } from '../base/sql.ts';
import {
  change,
  changed,
  consumed,
  direct,
  forget,
  give,
  peopleOf,
  take,
  undo,
} from '../operations/licensing/stories-for-tests.ts';

let there: TestTenant;
let token: string;

beforeAll(async () => {
  there = await testTenant();
});
beforeEach(async () => {
  token = await there.token('licenseAdministrator');
  await there.own(SKU.e3, 3);
  await there.own(SKU.e1, 10);
});
afterEach(() => forget(there));
afterAll(() => there.close());

async function call(method: 'GET' | 'POST', path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await there.app.inject({
    method,
    url: `/api${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
  return response;
}

/** Plans over HTTP and applies, leaving out who is refused. Gives the operation. */
async function applied(change: unknown, users: readonly string[]) {
  const plan = (await call('POST', '/plans', { change, people: { users } })).json();
  const answer = await call('POST', `/plans/${plan.id}/apply`, { digest: plan.digest, keepGoing: true });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

test('only who was refused is planned again: by the rules, for want of seats, and unknown then', async () => {
  const users = [];
  for (const name of ['Ada', 'Ben', 'Cem', 'Dan', 'Eve']) users.push(await there.user(name));
  const nowhere = await there.user('Fay', { location: null });
  const wanted = { kind: 'assign', products: [{ product: SKU.e3 }] };
  const first = await applied(wanted, [...users, nowhere, 'gus@test.example']);
  expect(first.totals).toMatchObject({ changed: 3, refused: 4 });

  await there.own(SKU.e3, 10);
  await there.db.query(sql`
    update users set usage_location = 'FR' where tenant_id = ${there.tenant.tenantId} and id = ${nowhere}`);
  await there.user('Gus');
  const answer = await call('POST', `/operations/${first.id}/retry`, { ticket: 'T-100' });
  expect(answer.statusCode).toBe(201);
  const again = answer.json();
  expect(again).toMatchObject({
    status: 'planned',
    kind: 'assign',
    ticket: 'T-100',
    selection: { by: 'operation', operationId: first.id },
    totals: { people: 4, changed: 4, refused: 0 },
  });
  expect(await peopleOf(there, again.id)).toEqual([
    ['Dan', 'change'],
    ['Eve', 'change'],
    ['Fay', 'change'],
    ['Gus', 'change'],
  ]);
  expect((await call('POST', `/plans/${again.id}/apply`, { digest: again.digest })).statusCode).toBe(200);
  expect(await consumed(there, SKU.e3)).toBe(7);
});

test('whoever is still refused stays so, and an unknown name is told again', async () => {
  const ada = await there.user('Ada');
  const nowhere = await there.user('Fay', { location: null });
  const first = await applied({ kind: 'assign', products: [{ product: SKU.e3 }] }, [
    ada,
    nowhere,
    'nobody@test.example',
  ]);
  const again = (await call('POST', `/operations/${first.id}/retry`)).json();
  expect(again.totals).toMatchObject({ people: 2, changed: 0, refused: 2 });
  expect(again.unmatched).toMatchObject([{ person: 'nobody@test.example', reason: 'unknownPerson' }]);
});

test('the people whom an undo had to leave out are given back by a retry, each what they had', async () => {
  const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
  await changed(there, give(SKU.e3), [ada]);
  await changed(there, give(SKU.e1), [ben]);
  const taken = await changed(there, { kind: 'removeAll' }, [ada, ben]);
  await there.db.query(sql`
    update users set usage_location = null where tenant_id = ${there.tenant.tenantId} and id = ${ben}`);
  const undone = await undo(there, taken, { keepGoing: true });
  if (undone.kind !== 'applied') throw new Error(undone.kind);
  expect(undone.plan.totals).toMatchObject({ changed: 1, refused: 1 });
  await there.db.query(sql`
    update users set usage_location = 'FR' where tenant_id = ${there.tenant.tenantId} and id = ${ben}`);
  const again = (await call('POST', `/operations/${undone.plan.operationId}/retry`)).json();
  expect(again).toMatchObject({ kind: 'undo', undoOf: taken, totals: { people: 1, changed: 1 } });
  await call('POST', `/plans/${again.id}/apply`, { digest: again.digest });
  expect(Object.keys(await direct(there, ben))).toEqual([SKU.e1]);
  expect((await call('GET', `/operations/${taken}`)).json()).toMatchObject({ status: 'undone', undoneBy: again.id });
});

test('there is nothing to try again where nobody was refused, nothing was applied, or nothing is', async () => {
  const ada = await there.user('Ada');
  const done = await changed(there, give(SKU.e3), [ada]);
  const planned = await call('POST', '/plans', { change: { kind: 'unassignAll' }, people: { users: [ada] } });
  const codeOf = async (id: number | string) => {
    const response = await call('POST', `/operations/${id}/retry`, {});
    return [response.statusCode, response.json().error.code];
  };
  expect(await codeOf(done)).toEqual([409, 'conflict']);
  expect(await codeOf(planned.json().id)).toEqual([409, 'notApplied']);
  expect(await codeOf(999_999)).toEqual([404, 'notFound']);
  await undo(there, done);
  expect(await codeOf(done)).toEqual([409, 'notApplied']);
});

test('the people of some profiles are read page by page', async () => {
  const [ada, ben, cem] = [await there.user('Ada'), await there.user('Ben'), await there.user('Cem')];
  const nowhere = await there.user('Fay', { location: null });
  const operation = await applied({ kind: 'assign', products: [{ product: SKU.e3 }] }, [ada, nowhere, ben, cem]);
  const [served, refused] = ['change', 'refused'].map(
    (result) => operation.profiles.find((profile: { result: string }) => profile.result === result).no,
  );
  const page = async (query: string) =>
    (await call('GET', `/operations/${operation.id}/profiles/people?${query}`)).json();
  const first = await page(`no=${served}&top=2`);
  expect(first.value.map(({ displayName }: { displayName: string }) => displayName)).toEqual(['Ada', 'Ben']);
  const second = await page(`no=${served}&top=2&after=${first.next}`);
  expect(second).toMatchObject({ value: [{ displayName: 'Cem' }], next: null });
  expect((await page(`no=${refused}`)).value).toHaveLength(1);
  expect((await page(`no=${served},${refused}`)).value).toHaveLength(4);
  expect((await page(`no=${served}&result=refused`)).value).toEqual([]);
  expect((await call('GET', `/operations/${operation.id}/profiles/people?no=x`)).statusCode).toBe(400);
});

test('everybody stands in the file with their result, in the language asked for', async () => {
  const [ada, ben] = [await there.user('Ada'), await there.user('=cmd|x')];
  await changed(there, give(SKU.e3), [ada, ben]);
  const fay = await there.user('Fay', { location: null });
  const result = await change(there, take(SKU.e3), [ada, ben, fay], { keepGoing: true });
  if (result.kind !== 'applied') throw new Error(result.kind);
  const file = async (language: string) => {
    const { operationId } = result.plan;
    const response = await call('GET', `/operations/${operationId}/people/export?language=${language}`);
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(response.headers['content-disposition']).toContain(`operation-${operationId}.csv`);
    return response.body.replace('\ufeff', '').trim().split('\n');
  };
  const english = await file('en');
  expect(english).toHaveLength(4);
  expect(english[0]).toBe('Display name,User principal name,Result,Licenses,What follows,Reason,What to do');
  expect(english[1]).toMatch(/^Ada,ada@test\.example,done,unassigned: Office 365 E3,.*31 March 2026/);
  expect(english[2]).toMatch(/^'=cmd\|x,'=cmd\|x@test\.example,done/);
  expect(english[3]).toMatch(/^Fay,fay@test\.example,refused,,,Office 365 E3 is not assigned/);
  expect((await file('fr'))[1]).toMatch(/,fait,.*31 mars 2026/);
});

test('a file of a plan says what will be, and names who ran out of seats and who is unknown', async () => {
  const users = [];
  for (const name of ['Ada', 'Ben', 'Cem', 'Dan']) users.push(await there.user(name));
  const request = {
    change: { kind: 'assign', products: [{ product: SKU.e3 }] },
    people: { users: [...users, 'nobody@test.example'] },
  };
  const { id } = (await call('POST', '/plans', request)).json();
  const rows = (await call('GET', `/operations/${id}/people/export`)).body.trim().split('\n').slice(1);
  expect(rows[2]).toMatch(/^Cem,.*,will change,assigned: Office 365 E3,/);
  expect(rows[3]).toMatch(/^Dan,.*,refused,,,1 more license of Office 365 E3 is needed\./);
  expect(rows[4]).toMatch(/^,nobody@test\.example,refused,,,Nobody is called/);
  expect((await call('GET', '/operations/999999/people/export')).statusCode).toBe(404);
});
