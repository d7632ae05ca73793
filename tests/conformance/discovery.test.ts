import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestTenant, testTenant } from '../support/tenant.ts';

const HOST = 'licenses.test.example:8443';

let there: TestTenant;
beforeAll(async () => {
  there = await testTenant();
});
afterAll(() => there.close());

const get = async (url: string) => {
  const response = await there.app.inject({ url, headers: { host: HOST } });
  return { status: response.statusCode, body: response.json() };
};

test.each([
  ['version 2, by id', () => `/${there.tenant.tenantId}/v2.0/.well-known/openid-configuration`],
  ['version 2, by domain', () => '/TEST.example/v2.0/.well-known/openid-configuration'],
  ['version 1', () => `/${there.tenant.tenantId}/.well-known/openid-configuration`],
])('the OpenID configuration (%s) names addresses on the host that was asked', async (_, address) => {
  const base = `http://${HOST}/${there.tenant.tenantId}`;
  const { status, body } = await get(address());
  expect(status).toBe(200);
  expect(body).toMatchObject({
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['pairwise'],
    msgraph_host: HOST,
    cloud_graph_host_name: HOST,
  });
  expect(body.token_endpoint_auth_methods_supported).toEqual(
    expect.arrayContaining(['client_secret_post', 'client_secret_basic']),
  );
});

test.each(['/discovery/v2.0/keys', '/discovery/keys'])('the keys under %s are public ones', async (path) => {
  const { status, body } = await get(`/${there.tenant.tenantId}${path}`);
  expect(status).toBe(200);
  expect(body.keys).toHaveLength(1);
  expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

test.each(['/v2.0/.well-known/openid-configuration', '/.well-known/openid-configuration', '/discovery/v2.0/keys'])(
  'a tenant that is not there has no %s',
  async (path) => {
    expect(await get(`/nowhere.example${path}`)).toEqual({
      status: 400,
      body: {
        error: 'invalid_tenant',
        error_description: "AADSTS90002: Tenant 'nowhere.example' not found.",
        error_codes: [90002],
      },
    });
  },
);

test('the server vouches for its own host, and leads to the tenant that was asked for', async () => {
  const endpoint = `https://${HOST}/${there.tenant.tenantId}/oauth2/v2.0/authorize`;
  const asked = new URLSearchParams({ 'api-version': '1.1', authorization_endpoint: endpoint });
  expect(await get(`/common/discovery/instance?${asked}`)).toEqual({
    status: 200,
    body: {
      tenant_discovery_endpoint: `http://${HOST}/${there.tenant.tenantId}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: HOST, preferred_cache: HOST, aliases: [HOST] }],
    },
  });
});
