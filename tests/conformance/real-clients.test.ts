import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { ClientSecretCredential } from '@azure/identity';
import { Client, GraphError, PageIterator } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { buildApp } from '../../src/server/app.ts';
import { selfSignedCertificate } from '../support/certificate.ts';
import { NOW, SKU, TEST_SECRETS, type TestTenant, testTenant } from '../support/tenant.ts';
import { registerTestApp, type TestApp } from './graph-caller.ts';

const PEOPLE = 250;

let there: TestTenant;
let server: FastifyInstance;
let origin: string;
let script: TestApp;
let graph: Client;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 2);
  const { tenantId } = there.tenant;
  await there.db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, usage_location, created_at)
    select ${tenantId}, gen_random_uuid(), upn, upn, name, lower(name), 'FR', ${new Date(NOW)}
    from generate_series(1, ${PEOPLE}::int) n, lateral (select 'p' || n || '@test.example' as upn, 'Person ' || n as name) p`);

  const certificate = selfSignedCertificate();
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate.cert]);
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  server = await buildApp({ db: there.db, secrets: TEST_SECRETS, clock: { now: () => NOW }, tls: certificate });
  await server.listen({ host: '127.0.0.1', port: 0 });
  origin = `https://127.0.0.1:${(server.server.address() as AddressInfo).port}`;

  script = await registerTestApp(there, { roles: ['userAdministrator'] });
  graph = clientOf(script.clientSecret, 'https://graph.microsoft.com/.default');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await there.close();
});

function credentialOf(clientSecret: string): ClientSecretCredential {
  return new ClientSecretCredential(there.tenant.tenantId, script.clientId, clientSecret, {
    authorityHost: origin,
    disableInstanceDiscovery: true,
  });
}

function clientOf(clientSecret: string, scope: string): Client {
  return Client.initWithMiddleware({
    baseUrl: `${origin}/`,
    customHosts: new Set(['127.0.0.1']),
    authProvider: new TokenCredentialAuthenticationProvider(credentialOf(clientSecret), { scopes: [scope] }),
  });
}

/** What a call throws, as Graph's client tells it. */
async function errorOf(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GraphError);
  const { statusCode, code, message, requestId } = error as GraphError;
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  return [statusCode, code, message];
}

describe('@azure/identity', () => {
  test.each([
    ['Microsoft’s address', () => 'https://graph.microsoft.com'],
    ['our own address', () => origin],
  ])('gets a token for Graph by %s', async (_, resource) => {
    const token = await credentialOf(script.clientSecret).getToken(`${resource()}/.default`);
    expect(token.token.split('.')).toHaveLength(3);
    expect(token.expiresOnTimestamp).toBeGreaterThan(Date.now() + 3_500_000);
  });

  test('tells why there is none', async () => {
    const refused = credentialOf('guess').getToken('https://graph.microsoft.com/.default');
    await expect(refused).rejects.toThrow(/AADSTS7000215: Invalid client secret provided\./);
    await expect(refused).rejects.toMatchObject({ name: 'AuthenticationRequiredError' });
  });
});

describe('@microsoft/microsoft-graph-client', () => {
  test('pages through everybody, and counts them', async () => {
    const first = await graph.api('/users').top(100).count(true).header('ConsistencyLevel', 'eventual').get();
    expect(first['@odata.count']).toBe(PEOPLE);
    const names: string[] = [];
    const collect = (user: { displayName: string }) => {
      names.push(user.displayName);
      return true;
    };
    const options = { headers: { ConsistencyLevel: 'eventual' } };
    await new PageIterator(graph, first, collect, options).iterate();
    expect(new Set(names).size).toBe(PEOPLE);

    const count = await graph.api('/users/$count').header('ConsistencyLevel', 'eventual').get();
    expect(Number(count)).toBe(PEOPLE);
  });

  test('assigns, reads and takes a license', async () => {
    const user = await graph.api('/users/p1@test.example').select(['id', 'displayName']).get();
    const assigned = await graph
      .api(`/users/${user.id}/assignLicense`)
      .post({ addLicenses: [{ skuId: SKU.e3, disabledPlans: [] }], removeLicenses: [] });
    expect(assigned.displayName).toBe('Person 1');
    const details = await graph.api(`/users/${user.id}/licenseDetails`).get();
    expect(details.value).toMatchObject([{ skuPartNumber: 'ENTERPRISEPACK' }]);
    const holders = await graph.api('/users').filter(`assignedLicenses/any(x:x/skuId eq ${SKU.e3})`).get();
    expect(holders.value).toMatchObject([{ id: user.id }]);
    await graph.api(`/users/${user.id}/assignLicense`).post({ addLicenses: [], removeLicenses: [SKU.e3] });
    const skus = await graph.api('/subscribedSkus').get();
    expect(skus.value).toMatchObject([
      { skuPartNumber: 'ENTERPRISEPACK', consumedUnits: 0, prepaidUnits: { enabled: 2 } },
    ]);
  });

  test('creates, changes and deletes a user', async () => {
    const created = await graph.api('/users').post({
      accountEnabled: true,
      displayName: 'Ada',
      mailNickname: 'ada',
      userPrincipalName: 'ada@test.example',
      passwordProfile: { password: 'Correct-horse-1' },
    });
    await graph.api(`/users/${created.id}`).update({ jobTitle: 'Countess' });
    expect((await graph.api(`/users/${created.id}`).get()).jobTitle).toBe('Countess');
    await graph.api(`/users/${created.id}`).delete();
    expect(await errorOf(graph.api(`/users/${created.id}`).get())).toEqual([
      404,
      'Request_ResourceNotFound',
      `Resource '${created.id}' does not exist or one of its queried reference-property objects are not present.`,
    ]);
  });

  test('tells errors with status, code and text', async () => {
    const assign = (user: string, skuId: string) =>
      graph.api(`/users/${user}@test.example/assignLicense`).post({ addLicenses: [{ skuId }], removeLicenses: [] });
    await assign('p2', SKU.e3);
    await assign('p3', SKU.e3);
    expect(await errorOf(assign('p4', SKU.e3))).toEqual([
      400,
      'Request_BadRequest',
      `Subscription with SKU ${SKU.e3} does not have any available licenses.`,
    ]);
    expect(await errorOf(graph.api('/users').filter("endsWith(mail,'x')").get())).toEqual([
      400,
      'Request_UnsupportedQuery',
      expect.stringContaining("Operator 'endsWith' is not supported"),
    ]);
    expect(await errorOf(graph.api('/users').top(1000).get())).toEqual([
      400,
      'Request_UnsupportedQuery',
      "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.",
    ]);
    expect(await errorOf(graph.api('/nothing').get())).toEqual([
      400,
      'BadRequest',
      "Resource not found for the segment 'nothing'.",
    ]);
  });

  test('works with the server’s own address as the resource, and on beta', async () => {
    const own = clientOf(script.clientSecret, `${origin}/.default`);
    const { value } = await own.api('/users').version('beta').top(5).get();
    expect(value).toHaveLength(5);
  });
});
