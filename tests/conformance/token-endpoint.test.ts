import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { ROLES } from '../../src/domain/access/roles.ts';
import { type TestTenant, testTenant } from '../support/tenant.ts';
import { registerTestApp, requestToken, type TestApp } from './graph-caller.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let there: TestTenant;
let script: TestApp;
let switchedOff: TestApp;

beforeAll(async () => {
  there = await testTenant();
  script = await registerTestApp(there, { roles: ['licenseAdministrator'], permissions: ['User.Read.All'] });
  switchedOff = await registerTestApp(there);
  await there.db.query(sql`update app set disabled_at = now() where id = ${switchedOff.clientId}`);
});
afterAll(() => there.close());

describe('errors that authentication libraries know', () => {
  const mustContain = (name: string) => `The request body must contain the following parameter: '${name}'.`;
  const notFoundIn = (id: string) => `Application with identifier '${id}' was not found in the directory 'Test'.`;
  const badScope = (scope: string) =>
    `The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`;
  const STRANGER = '11111111-2222-4333-8444-555555555555';

  test.each<[string, Parameters<typeof requestToken>[2], number, string, number, string]>([
    ['no grant_type', { form: { grant_type: undefined } }, 400, 'invalid_request', 900144, mustContain('grant_type')],
    [
      'another grant_type',
      { form: { grant_type: 'password' } },
      400,
      'unsupported_grant_type',
      70003,
      "The app requested an unsupported grant type 'password'.",
    ],
    ['no client_id', { form: { client_id: undefined } }, 400, 'invalid_request', 900144, mustContain('client_id')],
    ['no scope', { form: { scope: undefined } }, 400, 'invalid_request', 900144, mustContain('scope')],
    ['a blank scope', { form: { scope: '' } }, 400, 'invalid_request', 900144, mustContain('scope')],
    [
      'a resource, as in version 1',
      { form: { resource: 'https://graph.microsoft.com' } },
      400,
      'invalid_request',
      901002,
      "The 'resource' request parameter is not supported.",
    ],
    ['a scope of people', { form: { scope: 'User.Read' } }, 400, 'invalid_scope', 70011, badScope('User.Read')],
    [
      'two resources',
      { form: { scope: 'https://graph.microsoft.com/.default https://vault.azure.net/.default' } },
      400,
      'invalid_scope',
      70011,
      badScope('https://graph.microsoft.com/.default https://vault.azure.net/.default'),
    ],
    [
      '.default mixed with a permission',
      { form: { scope: 'https://graph.microsoft.com/.default User.Read.All' } },
      400,
      'invalid_scope',
      70011,
      badScope('https://graph.microsoft.com/.default User.Read.All'),
    ],
    [
      'another resource',
      { form: { scope: 'https://vault.azure.net/.default' } },
      400,
      'invalid_resource',
      500011,
      'The resource principal named https://vault.azure.net/.default was not found in the tenant.',
    ],
    [
      'a host that only ends like ours',
      { form: { scope: 'https://evil-graph.microsoft.com.example/.default' } },
      400,
      'invalid_resource',
      500011,
      'The resource principal named https://evil-graph.microsoft.com.example/.default was not found in the tenant.',
    ],
    [
      'an unknown tenant',
      { tenantName: 'nowhere.example' },
      400,
      'invalid_request',
      90002,
      "Tenant 'nowhere.example' not found.",
    ],
    ['no tenant of its own', { tenantName: 'common' }, 400, 'invalid_request', 90002, "Tenant 'common' not found."],
    [
      'a tenant with a NUL in its name',
      { tenantName: 'a%00b' },
      400,
      'invalid_request',
      90002,
      "Tenant 'a\0b' not found.",
    ],
    ['an unknown client', { form: { client_id: STRANGER } }, 400, 'unauthorized_client', 700016, notFoundIn(STRANGER)],
    ['a client that is no GUID', { form: { client_id: 'me' } }, 400, 'unauthorized_client', 700016, notFoundIn('me')],
    [
      'no secret',
      { form: { client_secret: undefined } },
      401,
      'invalid_client',
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ],
    [
      'a wrong secret',
      { form: { client_secret: 'guess' } },
      401,
      'invalid_client',
      7000215,
      'Invalid client secret provided.',
    ],
  ])('%s', async (_, request, status, error, code, text) => {
    const answer = await requestToken(there, script, request);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error, error_codes: [code] });
    expect(answer.body.error_uri).toBe(`http://localhost:80/error?code=${code}`);
    expectDescription(answer.body, `AADSTS${code}: ${text}`);
  });

  test('an app that is switched off is not found', async () => {
    const { status, body } = await requestToken(there, switchedOff);
    expect([status, body.error, body.error_codes]).toEqual([400, 'unauthorized_client', [700016]]);
  });

  test('an app of another tenant is not found', async () => {
    const other = newId();
    await there.db.query(sql`
      insert into tenant (tenant_id, display_name, default_domain, cloud, kind, country, language, time_zone)
      values (${other}, 'Other', 'other.example', 'worldwide', 'sandbox', 'FR', 'fr', 'Europe/Paris')`);
    const { status, body } = await requestToken(there, script, { tenantName: other });
    expect([status, body.error, body.error_codes]).toEqual([400, 'unauthorized_client', [700016]]);
    expectDescription(
      body,
      `AADSTS700016: Application with identifier '${script.clientId}' was not found in the directory 'Other'.`,
    );
  });

  test('a body that is no form is told what it lacks first', async () => {
    const answer = await there.app.inject({
      method: 'POST',
      url: `/${there.tenant.tenantId}/oauth2/v2.0/token`,
      payload: { grant_type: 'client_credentials' },
    });
    expect([answer.statusCode, answer.json().error_codes]).toEqual([400, [900144]]);
  });

  test('the correlation id is the client’s, from the address or the header', async () => {
    const id = '0a5ab5bc-0bd5-4bb5-9bbf-1f8f1c5cf5d5';
    const wrong = { form: { client_secret: 'guess' } };
    const inAddress = await requestToken(there, script, { ...wrong, query: `?client-request-id=${id}` });
    expect(inAddress.body.correlation_id).toBe(id);
    const inHeader = await requestToken(there, script, { ...wrong, headers: { 'client-request-id': id } });
    expect(inHeader.body.correlation_id).toBe(id);
  });

  function expectDescription(body: Record<string, string>, beginning: string): void {
    const { error_description: told, trace_id: trace, correlation_id: correlation, timestamp } = body;
    expect(trace).toMatch(GUID);
    expect(correlation).toMatch(GUID);
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
    expect(told).toBe(`${beginning} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`);
  }
});

describe('a token', () => {
  test.each([
    'https://graph.microsoft.com/.default',
    'https://graph.microsoft.com//.default',
    '00000003-0000-0000-c000-000000000000/.default',
    'http://localhost:80/.default',
    'https://graph.microsoft.us/.default',
    'https://microsoftgraph.chinacloudapi.cn/.default',
    'https://graph.microsoft.com/.default openid profile offline_access',
  ])('is given for the scope %s', async (scope) => {
    const { status, body } = await requestToken(there, script, { form: { scope } });
    expect([status, body.token_type]).toEqual([200, 'Bearer']);
  });

  test('comes with its life and nothing that is for people', async () => {
    const { status, headers, body } = await requestToken(there, script);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      pragma: 'no-cache',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(body).toEqual({
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: expect.any(String),
    });
  });

  test.each([
    ['in the Authorization header', { client_id: undefined, client_secret: undefined }],
    ['in the header, the id in the body too', { client_secret: undefined }],
  ])('is given for credentials %s', async (_, form) => {
    const encoded = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
    const pair = `${encoded(script.clientId)}:${encoded(script.clientSecret)}`;
    const headers = { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
    expect((await requestToken(there, script, { form, headers })).status).toBe(200);
    const wrong = { authorization: `Basic ${Buffer.from(`${script.clientId}:guess`).toString('base64')}` };
    expect((await requestToken(there, script, { form, headers: wrong })).body.error_codes).toEqual([7000215]);
  });

  test('is given under the tenant’s domain, in any case', async () => {
    expect((await requestToken(there, script, { tenantName: 'Test.Example' })).status).toBe(200);
  });

  test('says who, where and what it may, and verifies with the published keys', async () => {
    const { tenantId } = there.tenant;
    const { body } = await requestToken(there, script);
    const document = await there.app.inject(`/${tenantId}/v2.0/.well-known/openid-configuration`);
    const keys = await there.app.inject(new URL(document.json().jwks_uri).pathname);
    const { payload } = await jwtVerify(body.access_token, createLocalJWKSet(keys.json()), {
      issuer: document.json().issuer,
    });
    expect(payload).toMatchObject({
      aud: 'https://graph.microsoft.com',
      iss: `http://localhost:80/${tenantId}/v2.0`,
      tid: tenantId,
      oid: script.clientId,
      sub: script.clientId,
      appid: script.clientId,
      appidacr: '1',
      app_displayname: 'License script',
      idtyp: 'app',
      roles: ['User.Read.All'],
      wids: [ROLES.licenseAdministrator.id, '0997a1d0-0d1d-4acb-b408-d5ca73121e90'],
      ver: '1.0',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3599);
    expect(payload.nbf).toBe(payload.iat);
    const { nonce, ...header } = decodeProtectedHeader(body.access_token) as Record<string, unknown>;
    expect(nonce).toBeUndefined();
    expect(header).toMatchObject({ typ: 'JWT', alg: 'RS256', kid: keys.json().keys[0].kid });
  });
});
