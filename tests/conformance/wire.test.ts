import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { errorOf, graphCaller } from './graph-caller.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NOBODY = '11111111-2222-4333-8444-555555555555';

let there: TestTenant;
let call: ReturnType<typeof graphCaller>;
let adele: string;

beforeAll(async () => {
  there = await testTenant();
  call = graphCaller(there, await there.token('userAdministrator'));
  await there.own(SKU.e3, 10);
  adele = await there.user('Adele');
  await there.user("O'Neil");
  await there.user('$ales');
  await there.user('graph.adele');
  await there.user('Zoé+1');
});
afterAll(() => there.close());

describe('a user is found under every form of address that clients write', () => {
  test.each<[string, string | RegExp]>([
    ['/users/ID', 'Adele'],
    ['/users/ID/', 'Adele'],
    ['//users//ID', 'Adele'],
    ['/Users/UPPER', 'Adele'],
    ['/USERS/adele@test.example', 'Adele'],
    ['/users/adele%40test.example', 'Adele'],
    ['/users/ADELE@TEST.EXAMPLE', 'Adele'],
    ["/users('adele@test.example')", 'Adele'],
    ["/users('adele%40test.example')", 'Adele'],
    ["/users('ID')", 'Adele'],
    ['/users(ID)', 'Adele'],
    ["/users(id='ID')", 'Adele'],
    ["/users(userPrincipalName='adele@test.example')", 'Adele'],
    ["/users('o''neil@test.example')", "O'Neil"],
    ['/users(%27o%27%27neil%40test.example%27)', "O'Neil"],
    ["/users/o'neil@test.example", "O'Neil"],
    ["/users('$ales@test.example')", '$ales'],
    ['/users/%24ales@test.example', '$ales'],
    ['/users/graph.adele@test.example', 'graph.adele'],
    ["/users('graph.adele@test.example')", 'graph.adele'],
    ['/users/zo%C3%A9+1@test.example', 'Zoé+1'],
    ['/users/zo%C3%A9%2B1@test.example', 'Zoé+1'],
  ])('%s', async (path, name) => {
    for (const version of ['v1.0', 'beta']) {
      const url = `/${version}${path.replace('ID', adele).replace('UPPER', adele.toUpperCase())}`;
      const { status, body } = await call('GET', url);
      expect([status, body.error, body.displayName]).toEqual([200, undefined, name]);
      expect(body['@odata.context']).toBe(`http://localhost:80/${version}/$metadata#users/$entity`);
    }
  });

  test.each([
    '/v1.0/users/ID/assignLicense',
    '/v1.0/users/ID/microsoft.graph.assignLicense',
    '/v1.0/users/ID/graph.assignLicense',
    '/v1.0/users/ID/Microsoft.Graph.AssignLicense',
    "/v1.0/users('adele@test.example')/assignLicense",
    '/beta/users/adele%40test.example/microsoft.graph.assignLicense',
    '/v1.0/users/ID/assignLicense()',
  ])('POST %s', async (path) => {
    const body = { addLicenses: [], removeLicenses: [] };
    const answer = await call('POST', path.replace('ID', adele), { body });
    expect([answer.status, answer.body.displayName]).toEqual([200, 'Adele']);
  });

  test('the context of a contained list names the key as it was written, encoded', async () => {
    const { body } = await call('GET', '/v1.0/users/adele@test.example/licenseDetails');
    expect(body['@odata.context']).toBe(
      "http://localhost:80/v1.0/$metadata#users('adele%40test.example')/licenseDetails",
    );
  });
});

describe('an address that leads nowhere', () => {
  const notThere = (id: string) =>
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  const noSegment = (name: string) => `Resource not found for the segment '${name}'.`;
  const WRONG_VERB = 'Specified HTTP method is not allowed for the request target.';

  test.each<['GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', string, number, string, string]>([
    ['GET', `/users/${NOBODY}`, 404, 'Request_ResourceNotFound', notThere(NOBODY)],
    ['GET', '/users/nobody@test.example', 404, 'Request_ResourceNotFound', notThere('nobody@test.example')],
    ['GET', `/users/${NOBODY}/licenseDetails`, 404, 'Request_ResourceNotFound', notThere(NOBODY)],
    ['DELETE', `/users/${NOBODY}`, 404, 'Request_ResourceNotFound', notThere(NOBODY)],
    ['GET', `/subscribedSkus/${NOBODY}`, 404, 'Request_ResourceNotFound', notThere(NOBODY)],
    ['GET', '/users/adele', 400, 'Request_BadRequest', "Invalid object identifier 'adele'."],
    ['GET', '/users/a%00@test.example', 400, 'Request_BadRequest', "Invalid object identifier 'a\0@test.example'."],
    ['GET', '/users/1234/licenseDetails', 400, 'Request_BadRequest', "Invalid object identifier '1234'."],
    ['GET', '/', 400, 'BadRequest', noSegment('')],
    ['GET', '/nothing', 400, 'BadRequest', noSegment('nothing')],
    ['GET', '/nothing/users', 400, 'BadRequest', noSegment('nothing')],
    ['GET', '/users/ID/nothing', 400, 'BadRequest', noSegment('nothing')],
    ['POST', '/users/ID/licenseDetails/x/nothing', 400, 'BadRequest', noSegment('nothing')],
    ['GET', '/me', 400, 'BadRequest', '/me request is only valid with delegated authentication flow.'],
    ['GET', '/me/licenseDetails', 400, 'BadRequest', '/me request is only valid with delegated authentication flow.'],
    ['PUT', '/users/ID', 405, 'Request_BadRequest', WRONG_VERB],
    ['POST', '/users/ID', 405, 'Request_BadRequest', WRONG_VERB],
    ['DELETE', '/users', 405, 'Request_BadRequest', WRONG_VERB],
    ['PATCH', '/users/$count', 405, 'Request_BadRequest', WRONG_VERB],
    ['GET', '/users/ID/assignLicense', 405, 'Request_BadRequest', WRONG_VERB],
    ['POST', '/users/ID/licenseDetails', 405, 'Request_BadRequest', WRONG_VERB],
    ['POST', '/subscribedSkus', 405, 'Request_BadRequest', WRONG_VERB],
  ])('%s %s is %i %s', async (method, path, status, code, message) => {
    const answer = await call(method, `/v1.0${path.replace('ID', adele)}`);
    expect(errorOf(answer)).toEqual([status, code, message]);
  });

  test.each(['/v1.0/users/%zz', '/v1.0/users/%ff', '/beta/%'])('%s is not well encoded', async (url) => {
    expect((await call('GET', url)).status).toBe(400);
  });
});

describe('a body', () => {
  const NOT_JSON =
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.';
  const JSON_TYPE = { 'content-type': 'application/json' };

  test.each([
    ['POST', '/users'],
    ['PATCH', '/users/ID'],
    ['POST', '/users/ID/assignLicense'],
  ] as const)('that is no JSON is told to %s %s', async (method, path) => {
    for (const body of ['{', 'addLicenses=1', '{"a":1}}']) {
      const answer = await call(method, `/v1.0${path.replace('ID', adele)}`, { body, headers: JSON_TYPE });
      expect(errorOf(answer)).toEqual([400, 'BadRequest', NOT_JSON]);
    }
  });

  test('that is too large is told in the envelope too', async () => {
    const body = JSON.stringify({ displayName: 'x'.repeat(5 * 1024 * 1024) });
    const answer = await call('PATCH', `/v1.0/users/${adele}`, { body, headers: JSON_TYPE });
    expect(answer.status).toBe(413);
    expect(answer.body.error).toMatchObject({ code: expect.any(String), message: expect.any(String), innerError: {} });
  });

  test.each(['GET', 'DELETE'] as const)('may be empty with a JSON type on %s', async (method) => {
    const id = await there.user(`Short-lived ${method}`);
    const headers = { 'content-type': 'application/json;odata.metadata=none', 'content-length': '0' };
    expect((await call(method, `/v1.0/users/${id}`, { headers })).status).toBe(method === 'GET' ? 200 : 204);
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;odata.metadata=none',
    'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false',
    'text/plain',
  ])('may come as %s', async (type) => {
    const body = '{"addLicenses":[],"removeLicenses":[]}';
    const url = `/v1.0/users/${adele}/assignLicense`;
    expect((await call('POST', url, { body, headers: { 'content-type': type } })).status).toBe(200);
  });

  test('may begin with a byte order mark, as PowerShell writes it', async () => {
    const body = '\ufeff{"addLicenses":[],"removeLicenses":[]}';
    expect((await call('POST', `/v1.0/users/${adele}/assignLicense`, { body, headers: JSON_TYPE })).status).toBe(200);
  });
});

describe('what stands around an answer', () => {
  test('the headers of Graph, on success and on error', async () => {
    for (const path of ['/v1.0/users', '/v1.0/nothing']) {
      const { headers } = await call('GET', path);
      expect(headers).toMatchObject({
        'content-type':
          'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
        'odata-version': '4.0',
        'cache-control': 'no-cache',
        vary: 'Accept-Encoding',
        'request-id': expect.stringMatching(GUID),
        'client-request-id': headers['request-id'],
        date: expect.any(String),
      });
      expect(JSON.parse(String(headers['x-ms-ags-diagnostic']))).toHaveProperty('ServerInfo.DataCenter');
    }
  });

  test('each answer has its own request id, and the client’s beside it', async () => {
    const headers = { 'client-request-id': 'run-17' };
    const [one, other] = await Promise.all([
      call('GET', '/v1.0/users', { headers }),
      call('GET', '/v1.0/users', { headers }),
    ]);
    expect(one.headers['request-id']).not.toBe(other.headers['request-id']);
    expect(one.headers['client-request-id']).toBe('run-17');
  });

  test('an error is an envelope, its moment without a zone', async () => {
    const { headers, body } = await call('GET', '/v1.0/nothing', { headers: { 'client-request-id': 'run-17' } });
    expect(body).toEqual({
      error: {
        code: 'BadRequest',
        message: "Resource not found for the segment 'nothing'.",
        innerError: {
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
          'request-id': headers['request-id'],
          'client-request-id': 'run-17',
        },
      },
    });
  });

  test.each([
    'application/json;odata.metadata=none',
    'application/json; odata.metadata=None',
    'text/html, application/json;odata.metadata=none',
  ])('accept: %s takes the annotations away and nothing else', async (accept) => {
    const { status, headers, body } = await call('GET', `/v1.0/users/${adele}?$select=id`, { headers: { accept } });
    expect([status, body]).toEqual([200, { id: adele }]);
    expect(headers['content-type']).toMatch(/^application\/json;odata\.metadata=none;/);
  });

  test.each(['text/html', 'application/xml', '*/*', 'application/json;odata.metadata=full'])(
    'accept: %s is answered with JSON all the same',
    async (accept) => {
      const { status, body } = await call('GET', `/v1.0/users/${adele}?$select=id`, { headers: { accept } });
      expect([status, body.id]).toEqual([200, adele]);
    },
  );

  test('a request to change answers 204 without a body', async () => {
    const answer = await call('PATCH', `/v1.0/users/${adele}`, { body: { jobTitle: 'Manager' } });
    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([204, '', undefined]);
  });

  test('what happened to a person names the call that did it', async () => {
    const { headers } = await call('PATCH', `/v1.0/users/${adele}`, { body: { jobTitle: 'Director' } });
    const [entry] = await there.db.query<{ requestId: string; channel: string }>(sql`
      select request_id as "requestId", channel from audit_entry where target_id = ${adele} order by id desc limit 1`);
    expect(entry).toEqual({ requestId: headers['request-id'], channel: 'graph' });
  });

  test('nobody of another tenant is found', async () => {
    const other = newId();
    await there.db.query(sql`
      insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, created_at)
      values (${newId()}, ${other}, 'eve@test.example', 'eve@test.example', 'Eve', 'eve', now())`);
    expect((await call('GET', `/v1.0/users/${other}`)).status).toBe(404);
    expect((await call('GET', '/v1.0/users/eve@test.example')).status).toBe(404);
    const { body } = await call('GET', '/v1.0/users?$select=displayName');
    expect(body.value).not.toContainEqual({ displayName: 'Eve' });
  });
});
