import { type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { newId } from '../../src/base/id.ts';
import { ACCESS } from '../../src/domain/access/actions.ts';
import { ROLES, type RoleName } from '../../src/domain/access/roles.ts';
import { ROUTES } from '../../src/graph/routes.ts';
import { signingKeys } from '../../src/identity/signing.ts';
import { deleteApp } from '../../src/store/apps.ts';
import { SKU, TEST_SECRETS, type TestTenant, testTenant } from '../support/tenant.ts';
import { errorOf, graphCaller, INSUFFICIENT, registerTestApp, requestToken, tokenOf } from './graph-caller.ts';

const ROLE_NAMES = Object.keys(ROLES) as RoleName[];
const PERMISSIONS = [...new Set(Object.values(ACCESS).flatMap(({ permissions }) => permissions))].sort();
const DENIED = [403, 'Authorization_RequestDenied', INSUFFICIENT];

let there: TestTenant;
let ada: string;

beforeAll(async () => {
  there = await testTenant();
  ada = await there.user('Ada');
  await there.own(SKU.e3, 5);
});
afterAll(() => there.close());

describe('without a valid token', () => {
  const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
  const MALFORMED = 'CompactToken parsing failed with error code: 80049217';
  const GOOD = { aud: 'https://graph.microsoft.com' };

  test.each<[string, () => string | undefined | Promise<string>, string]>([
    ['no header', () => undefined, 'Access token is empty.'],
    ['another scheme', () => 'Basic YTpi', 'Access token is empty.'],
    ['nothing behind Bearer', () => 'Bearer ', 'Access token is empty.'],
    ['something that is no token', () => 'Bearer abc', MALFORMED],
    ['a token in three parts of nonsense', () => 'Bearer a.b.c', MALFORMED],
    [
      'a token that expired',
      () => signed({ ...GOOD, exp: seconds(-1) }),
      'Lifetime validation failed, the token is expired.',
    ],
    [
      'a token for another audience',
      () => signed({ aud: 'https://vault.azure.net' }),
      'Access token validation failure. Invalid audience.',
    ],
    [
      'a token that begins later',
      () => signed({ ...GOOD, nbf: seconds(600) }),
      'Access token has expired or is not yet valid.',
    ],
    ['a token without an end', () => signed({ ...GOOD, exp: undefined }), MALFORMED],
    ['a token of no tenant', () => signed({ ...GOOD, tid: undefined }), MALFORMED],
    ['a token of a tenant that is not there', () => signed({ ...GOOD, tid: newId() }), MALFORMED],
    ['a token whose payload was changed', async () => changed(await signed(GOOD)), MALFORMED],
    ['a token that nobody signed', async () => unsigned(await signed(GOOD)), MALFORMED],
    [
      'a token of an app that never was',
      () => signed({ ...GOOD, sub: newId() }),
      'Access token has expired or is not yet valid.',
    ],
  ])('%s is 401', async (_, authorization, message) => {
    const header = await authorization();
    const answer = await graphCaller(there)('GET', '/v1.0/users', {
      headers: { ...(header === undefined ? {} : { authorization: header }), 'client-request-id': 'mine' },
    });
    expect(errorOf(answer)).toEqual([401, 'InvalidAuthenticationToken', message]);
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer realm="", authorization_uri="http://localhost:80/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
    );
    expect(answer.body).toEqual({
      error: {
        code: 'InvalidAuthenticationToken',
        message,
        innerError: {
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
          'request-id': answer.headers['request-id'],
          'client-request-id': 'mine',
        },
      },
    });
  });

  test('the same tokens are good where nothing is amiss', async () => {
    expect(
      (await graphCaller(there)('GET', '/v1.0/users', { headers: { authorization: await signed(GOOD) } })).status,
    ).toBe(200);
    const byId = await signed({ aud: '00000003-0000-0000-c000-000000000000' });
    expect((await graphCaller(there)('GET', '/v1.0/users', { headers: { authorization: byId } })).status).toBe(200);
  });

  test('it is told before what the address or the body lacks', async () => {
    const call = graphCaller(there);
    expect((await call('GET', '/v1.0/nothing')).status).toBe(401);
    expect((await call('PUT', '/v1.0/users')).status).toBe(401);
    expect((await call('POST', '/v1.0/users', { body: '{' })).status).toBe(401);
  });

  /** An Authorization header with a token of the tenant's own key. */
  async function signed(claims: { [Claim in keyof JWTPayload]: JWTPayload[Claim] | undefined }): Promise<string> {
    const { clientId } = await registerTestApp(there, { roles: ['globalReader'] });
    const newest = must((await keys()).newest, 'key');
    const now = seconds(0);
    const { tenantId } = there.tenant;
    const times = { nbf: now, iat: now, exp: seconds(3600) };
    const who = { oid: claims.sub ?? clientId, sub: clientId, appid: claims.sub ?? clientId, idtyp: 'app' };
    const payload = { iss: `http://localhost:80/${tenantId}/v2.0`, tid: tenantId, ...who, ...times, ...claims };
    const jwt = await new SignJWT(JSON.parse(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: newest.keyId })
      .sign(await newest.key);
    return `Bearer ${jwt}`;
  }

  async function keys() {
    await there.app.inject(`/${there.tenant.tenantId}/discovery/v2.0/keys`);
    return signingKeys(there.db, TEST_SECRETS, there.tenant.tenantId);
  }

  function changed(header: string): string {
    const [head, payload = '', signature] = header.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return [head, base64(JSON.stringify({ ...claims, exp: claims.exp + 1 })), signature].join('.');
  }

  function unsigned(header: string): string {
    return `Bearer ${base64('{"alg":"none"}')}.${header.split('.')[1]}.`;
  }

  function base64(text: string): string {
    return Buffer.from(text).toString('base64url');
  }
});

test('the tokens of an app end with the app, at once', async () => {
  const app = await registerTestApp(there, { roles: ['globalReader'] });
  const { body } = await requestToken(there, app);
  const call = graphCaller(there, body.access_token);
  expect((await call('GET', '/v1.0/users')).status).toBe(200);
  await deleteApp(there.db, there.tenant.tenantId, app.clientId);
  expect(errorOf(await call('GET', '/v1.0/users'))).toEqual([
    401,
    'InvalidAuthenticationToken',
    'Access token has expired or is not yet valid.',
  ]);
});

/** Of files it hangs on whose they are: their handlers decide, and files.test.ts looks at that. */
const TABLED = ROUTES.filter(({ decides }) => decides === undefined);

describe('every route asks for the right that the table of access names', () => {
  test.each([...ROLE_NAMES, undefined])('role %s', async (role) => {
    const token = await there.token(...(role ? [role] : []));
    expect(await allowed(token)).toEqual(
      TABLED.filter(({ action }) => role && [action].flat().some((one) => ACCESS[one].roles.includes(role))).map(
        nameOf,
      ),
    );
  });

  test.each(PERMISSIONS)('application permission %s', async (permission) => {
    const token = await tokenOf(there, { permissions: [permission] });
    expect(await allowed(token)).toEqual(
      TABLED.filter(({ action }) => [action].flat().some((one) => ACCESS[one].permissions.includes(permission))).map(
        nameOf,
      ),
    );
  });

  /** The routes that do not refuse this token; what they would answer is an error of its own, so that nothing is changed. */
  async function allowed(token: string): Promise<string[]> {
    const call = graphCaller(there, token);
    const names: string[] = [];
    for (const route of TABLED) {
      const id = route.method === 'GET' && route.path.startsWith('/users') ? ada : newId();
      const url = `/v1.0${route.path.replace('{id}', id).replace('{detailsId}', 'x')}`;
      const headers = { consistencylevel: 'eventual' };
      const body = route.method === 'PATCH' ? { usageLocation: 'FR' } : {};
      const answer = await call(route.method, url, { headers, ...(route.method === 'GET' ? {} : { body }) });
      if (answer.status === 403) expect(errorOf(answer)).toEqual(DENIED);
      else {
        expect([200, 400, 404]).toContain(answer.status);
        names.push(nameOf(route));
      }
    }
    return names;
  }

  function nameOf({ method, path }: { method: string; path: string }): string {
    return `${method} ${path}`;
  }
});

describe('a License Administrator', () => {
  const call = async (...request: Parameters<ReturnType<typeof graphCaller>>) =>
    graphCaller(there, await there.token('licenseAdministrator'))(...request);

  test('may set the usage location, names in any case', async () => {
    expect((await call('PATCH', `/v1.0/users/${ada}`, { body: { UsageLocation: 'DE' } })).status).toBe(204);
    const { body } = await call('GET', `/v1.0/users/${ada}?$select=usageLocation`);
    expect(body.usageLocation).toBe('DE');
  });

  test.each([
    ['the department', { department: 'Sales' }],
    ['the department along with the location', { usageLocation: 'FR', department: 'Sales' }],
    ['the password', { passwordProfile: { password: 'Correct-horse-1' } }],
    ['only whether the password must be changed', { passwordProfile: { forceChangePasswordNextSignIn: true } }],
    ['the name', { userPrincipalName: 'eva@test.example' }],
    ['whether the account is open', { accountEnabled: false }],
  ])('may not set %s', async (_, body) => {
    expect(errorOf(await call('PATCH', `/v1.0/users/${ada}`, { body }))).toEqual(DENIED);
  });

  test('may neither create nor delete', async () => {
    const body = { displayName: 'New', userPrincipalName: 'new@test.example' };
    expect(errorOf(await call('POST', '/v1.0/users', { body }))).toEqual(DENIED);
    expect(errorOf(await call('DELETE', `/v1.0/users/${ada}`))).toEqual(DENIED);
  });

  test('may assign and take licenses of an administrator too', async () => {
    const chief = await there.user('Chief');
    await there.role(chief, 'globalAdministrator');
    const change = (addLicenses: object[], removeLicenses: string[]) =>
      call('POST', `/v1.0/users/${chief}/assignLicense`, { body: { addLicenses, removeLicenses } });
    expect((await change([{ skuId: SKU.e3 }], [])).status).toBe(200);
    expect((await change([], [SKU.e3])).status).toBe(200);
  });
});
