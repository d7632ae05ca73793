import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteUser } from '../../src/operations/directory/delete-user.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { graphCaller } from './graph-caller.ts';

let there: TestTenant;
let call: ReturnType<typeof graphCaller>;
let ada: string;

beforeAll(async () => {
  there = await testTenant();
  call = graphCaller(there, await there.token('userAdministrator'));
  await there.own(SKU.e3, 5);
  ada = await there.user('Ada');
  await there.user('Ben');
  await deleteUser(there.context, ada);
});
afterAll(() => there.close());

test('deleted users are listed and read with a name that is free for others, and restored under the one they had', async () => {
  const list = await call(
    'GET',
    '/v1.0/directory/deletedItems/microsoft.graph.user?$select=id,displayName,userPrincipalName,deletedDateTime&$count=true',
  );
  expect(list).toMatchObject({
    status: 200,
    body: {
      '@odata.count': 1,
      value: [{ id: ada, displayName: 'Ada', userPrincipalName: `${ada.replaceAll('-', '')}ada@test.example` }],
    },
  });
  expect(await call('GET', `/v1.0/directory/deletedItems/${ada}`)).toMatchObject({
    status: 200,
    body: { '@odata.type': '#microsoft.graph.user', id: ada },
  });
  expect(await call('POST', `/v1.0/directory/deletedItems/${ada}/restore`)).toMatchObject({
    status: 200,
    body: { '@odata.type': '#microsoft.graph.user', id: ada, userPrincipalName: 'ada@test.example' },
  });
  expect((await call('GET', `/v1.0/users/${ada}`)).status).toBe(200);
  expect((await call('GET', `/v1.0/directory/deletedItems/${ada}`)).status).toBe(404);
  expect((await call('POST', `/v1.0/directory/deletedItems/${ada}/restore`)).status).toBe(404);
});

test('a name that is taken is refused in the words that scripts look for', async () => {
  const carl = await there.user('Carl');
  await deleteUser(there.context, carl);
  await there.user('Carl');
  expect(await call('POST', `/v1.0/directory/deletedItems/${carl}/restore`, { body: {} })).toMatchObject({
    status: 400,
    body: {
      error: { message: 'Another object with the same value for property userPrincipalName already exists.' },
    },
  });
  expect(
    await call('POST', `/v1.0/directory/deletedItems/${carl}/restore`, {
      body: { newUserPrincipalName: 'carl2@test.example' },
    }),
  ).toMatchObject({ status: 200, body: { userPrincipalName: 'carl2@test.example' } });
});

test('the list takes filters, orders and pages like that of the living, and counts', async () => {
  const ids = [];
  for (const name of ['Zed One', 'Zed Two', 'Zed Three']) {
    const id = await there.user(name);
    await deleteUser({ ...there.context, now: there.context.now + ids.length * 60_000 }, id);
    ids.push(id);
  }
  const eventual = { headers: { consistencylevel: 'eventual' } };
  const list = '/v1.0/directory/deletedItems/microsoft.graph.user';
  const question = "$filter=startswith(displayName,'Zed')&$count=true";
  expect(
    await call('GET', `${list}?${question}&$orderby=deletedDateTime desc&$select=id,deletedDateTime`, eventual),
  ).toMatchObject({ status: 200, body: { value: ids.toReversed().map((id) => ({ id })) } });

  const first = await call('GET', `${list}?${question}&$top=2&$select=displayName`, eventual);
  expect(first.body).toMatchObject({
    '@odata.count': 3,
    value: [{ displayName: 'Zed One' }, { displayName: 'Zed Three' }],
  });
  const next = new URL((first.body as { '@odata.nextLink': string })['@odata.nextLink']);
  expect(next.pathname).toBe(list);
  const second = await call('GET', `${next.pathname}${next.search}`, eventual);
  expect(second.body).toMatchObject({ value: [{ displayName: 'Zed Two' }] });
  expect(second.body).not.toHaveProperty('@odata.nextLink');

  expect(await call('GET', `${list}/$count?$filter=startswith(displayName,'Zed')`, eventual)).toMatchObject({
    status: 200,
    text: '3',
  });
  const holders = `$filter=assignedLicenses/any(l:l/skuId eq ${SKU.e3})&$count=true`;
  expect((await call('GET', `${list}?${holders}`, eventual)).body).toMatchObject({ '@odata.count': 0, value: [] });
});

test('without a cast there is no list, and who may not delete may not restore', async () => {
  expect((await call('GET', '/v1.0/directory/deletedItems')).status).toBe(400);
  const dora = await there.user('Dora');
  await deleteUser(there.context, dora);
  const reader = graphCaller(there, await there.token('globalReader'));
  expect((await reader('GET', `/v1.0/directory/deletedItems/${dora}`)).status).toBe(200);
  expect(await reader('POST', `/v1.0/directory/deletedItems/${dora}/restore`)).toMatchObject({
    status: 403,
    body: { error: { code: 'Authorization_RequestDenied' } },
  });
});
