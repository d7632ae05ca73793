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
