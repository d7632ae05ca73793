import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { selfSignedCertificate } from '../../tests/support/certificate.ts';
import { type RogueProvider, startRogue } from '../../tests/support/rogue-provider.ts';
import { TEST_SECRETS, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { sql } from '../base/sql.ts';
import { buildApp } from '../server/app.ts';
import { secretPurpose } from '../store/identity-providers.ts';

const SECRET = 'the very secret of this client';

let there: TestTenant;
let rogue: RogueProvider;
let administrator: string;
let operatorApp: Awaited<ReturnType<typeof buildApp>>;

beforeAll(async () => {
  there = await testTenant();
  rogue = await startRogue();
  administrator = await there.token('globalAdministrator');
  operatorApp = await buildApp({ db: there.db, secrets: TEST_SECRETS, operator: there.context.principal });
});
afterAll(async () => {
  await operatorApp.close();
  await there.close();
  await rogue.stop();
});
beforeEach(async () => {
  await there.db.query(sql`delete from identity_provider`);
  Object.assign(rogue.misdeeds, { metadata: {}, discoveryAnswer: undefined });
});

const url = '/api/identity-provider';
type Method = 'GET' | 'PUT' | 'DELETE';

async function ask(method: Method, payload?: object, token = administrator, language = 'en') {
  const headers = { authorization: `Bearer ${token}`, 'accept-language': language };
  const response = await there.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, text: response.body, body: response.body === '' ? undefined : response.json() };
}

async function operator(method: Method, payload?: object) {
  const response = await operatorApp.inject({ method, url, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, text: response.body, body: response.body === '' ? undefined : response.json() };
}

const wanted = (rest: object = {}) => ({ issuer: rogue.issuer, clientId: 'seatwise', ...rest });

test('what is set is shown, with where the provider sends people back to, and without the secret', async () => {
  const set = await operator('PUT', wanted({ clientSecret: SECRET }));
  expect(set).toMatchObject({ status: 200 });
  const shown = await ask('GET');
  expect(shown.body).toEqual(set.body);
  expect(shown.body).toEqual({
    issuer: rogue.issuer,
    clientId: 'seatwise',
    hasClientSecret: true,
    displayName: new URL(rogue.issuer).host,
    userClaim: 'email',
    passwordsToo: true,
    anyAddress: true,
    createdAt: expect.stringMatching(/^\d{4}-/),
    redirectPath: `/api/sign-in/sso/callback/${there.tenant.tenantId}`,
  });
});

test('the secret is kept encrypted, for this issuer alone, and stands in no answer and no audit entry', async () => {
  const answers = [
    await operator('PUT', wanted({ clientSecret: SECRET })),
    await ask('GET'),
    await ask('PUT', wanted({ clientSecret: SECRET, userClaim: 'upn' })),
    await ask('PUT', wanted({ clientSecret: SECRET, issuer: 'https://127.0.0.1:1' })),
    await ask('PUT', wanted({ clientSecret: SECRET, userClaim: 7 })),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 400, 400]);
  for (const { text } of answers) expect(text).not.toContain(SECRET);
  const [log] = await there.db.query<{ text: string }>(sql`select string_agg(a::text, '') as text from audit_entry a`);
  expect(log?.text).toContain('hasClientSecret');
  expect(log?.text).not.toContain(SECRET);
  const [row] = await there.db.query<{ sealed: string }>(sql`select client_secret as sealed from identity_provider`);
  const { tenantId } = there.tenant;
  expect(log?.text).not.toContain(row?.sealed);
  expect(TEST_SECRETS.open(row?.sealed ?? '', secretPurpose(tenantId, rogue.issuer))).toBe(SECRET);
  expect(() => TEST_SECRETS.open(row?.sealed ?? '', secretPurpose(tenantId, 'https://evil.example'))).toThrow();
});

test('a secret that is left out stays, null takes it away, and it never goes to another client or issuer', async () => {
  const other = await startRogue();
  const has = async (payload: object) => (await operator('PUT', payload)).body;
  expect(await has(wanted({ clientSecret: SECRET }))).toMatchObject({ hasClientSecret: true });
  expect(await has(wanted({ displayName: 'Renamed' }))).toMatchObject({
    hasClientSecret: true,
    displayName: 'Renamed',
  });
  expect(await has(wanted({ clientId: 'another' }))).toMatchObject({
    error: { code: 'identityProvider', fault: 'secretNeeded' },
  });
  expect(await has(wanted({ issuer: other.issuer }))).toMatchObject({ error: { status: 409, fault: 'secretNeeded' } });
  expect(await has(wanted({ clientSecret: null }))).toMatchObject({ hasClientSecret: false });
  expect(await has(wanted({ issuer: other.issuer }))).toMatchObject({ hasClientSecret: false, issuer: other.issuer });
  await other.stop();
});

test('it is removed once', async () => {
  await operator('PUT', wanted());
  expect((await ask('DELETE')).status).toBe(204);
  for (const method of ['GET', 'DELETE'] as const) {
    expect(await ask(method)).toMatchObject({ status: 404, body: { error: { code: 'notFound' } } });
  }
});

test('only who manages the tenant sees it or sets it', async () => {
  await operator('PUT', wanted());
  for (const role of ['globalReader', 'userAdministrator', 'privilegedRoleAdministrator'] as const) {
    const token = await there.token(role);
    for (const method of ['GET', 'PUT', 'DELETE'] as const)
      expect((await ask(method, method === 'PUT' ? wanted() : undefined, token)).status).toBe(403);
  }
  expect((await there.app.inject({ url })).statusCode).toBe(401);
});

test('each change stands in the audit log, with what was before and after', async () => {
  const start = (await there.db.query(sql`select from audit_entry`)).length;
  await operator('PUT', wanted({ clientSecret: SECRET }));
  await operator('PUT', wanted({ passwordsToo: false }));
  await operator('PUT', wanted({ clientSecret: 'another' }));
  await ask('DELETE');
  const entries = await there.db.query<object>(sql`
    select activity, target_type as type, target_name as name, before, after from audit_entry order by id offset ${start}`);
  const name = new URL(rogue.issuer).host;
  const about = { type: 'IdentityProvider', name };
  expect(entries).toMatchObject([
    {
      activity: 'Set identity provider',
      ...about,
      before: null,
      after: { hasClientSecret: true, clientSecretChanged: true },
    },
    { ...about, before: { passwordsToo: true }, after: { passwordsToo: false, clientSecretChanged: false } },
    { ...about, after: { passwordsToo: true, clientSecretChanged: true } },
    { activity: 'Remove identity provider', ...about, before: { issuer: rogue.issuer }, after: null },
  ]);
});

test.each<[string, object]>([
  ['no issuer', { clientId: 'x' }],
  ['no client id', { issuer: 'https://login.example.com' }],
  ['an empty client id', { issuer: 'https://login.example.com', clientId: ' ' }],
  ['an empty secret', { issuer: 'https://login.example.com', clientId: 'x', clientSecret: '' }],
  ['a name with a line break', { issuer: 'https://login.example.com', clientId: 'x', displayName: 'a\nb' }],
  ['a claim that is none', { issuer: 'https://login.example.com', clientId: 'x', userClaim: 'e mail' }],
  ['a field that does not exist', { issuer: 'https://login.example.com', clientId: 'x', anyAddress: true }],
])('a request with %s is refused before anybody is asked', async (_what, payload) => {
  expect(await ask('PUT', payload)).toMatchObject({ status: 400, body: { error: { code: 'invalidInput' } } });
});

test.each([
  ['login.example.com', 'notAnAddress'],
  ['https://login.example.com/?tenant=1', 'notAnAddress'],
  ['https://login.example.com/#a', 'notAnAddress'],
  ['https://me:secret@login.example.com', 'notAnAddress'],
  ['http://login.example.com', 'notHttps'],
  ['ftp://login.example.com', 'notHttps'],
  ['javascript:alert(1)', 'notHttps'],
  ['https://nowhere.invalid', 'unreachable'],
])('%s is no issuer: %s', async (issuer, fault) => {
  expect(await ask('PUT', wanted({ issuer }))).toMatchObject({
    status: 400,
    body: { error: { code: 'identityProvider', fault } },
  });
});

test('an administrator does not make the server look into its own network', async () => {
  let connections = 0;
  const inside = createServer(selfSignedCertificate()).on('connection', () => {
    connections += 1;
  });
  inside.listen(0, '127.0.0.1');
  await once(inside, 'listening');
  const { port } = inside.address() as AddressInfo;
  for (const host of [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '0x7f.1',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
    '10.0.0.1',
  ]) {
    const refused = await ask('PUT', wanted({ issuer: `https://${host}:${port}` }));
    expect([host, refused.body.error]).toEqual([host, expect.objectContaining({ fault: 'notPublic' })]);
  }
  expect((await ask('PUT', wanted())).body.error).toMatchObject({ fault: 'notHttps' });
  expect(connections).toBe(0);
  inside.close();
});

test('an administrator changes the rest about a provider that the operator set up, but points it nowhere else', async () => {
  await operator('PUT', wanted({ clientSecret: SECRET }));
  const changed = await ask('PUT', wanted({ displayName: 'Company login', issuer: `${rogue.issuer}/` }));
  expect(changed.body).toMatchObject({ displayName: 'Company login', anyAddress: true, hasClientSecret: true });
  const other = await startRogue();
  expect((await ask('PUT', wanted({ issuer: other.issuer }))).body.error).toMatchObject({ fault: 'notHttps' });
  await other.stop();
  expect((await ask('GET')).body).toMatchObject({ issuer: rogue.issuer });
});

const html = { status: 200, type: 'text/html', body: '<h1>Welcome</h1>' };
const json = (body: string, status = 200) => ({ status, type: 'application/json', body });

test.each<[string, object, object]>([
  ['a page', { discoveryAnswer: html }, { fault: 'notOpenId' }],
  ['nothing there', { discoveryAnswer: json('{}', 404) }, { fault: 'notOpenId', detail: 'HTTP 404' }],
  [
    'a way elsewhere',
    { discoveryAnswer: { ...json('', 302), location: 'http://127.0.0.1:1/' } },
    { fault: 'notOpenId', detail: 'HTTP 302' },
  ],
  ['a failure', { discoveryAnswer: json('{}', 503) }, { fault: 'unreachable', detail: 'HTTP 503' }],
  ['broken JSON', { discoveryAnswer: json('{"issuer"') }, { fault: 'notOpenId' }],
  ['no object', { discoveryAnswer: json('[]') }, { fault: 'notOpenId' }],
  ['no issuer', { metadata: { issuer: undefined } }, { fault: 'notOpenId' }],
  ['too much', { discoveryAnswer: json('x'.repeat(2_000_000)) }, { fault: 'notOpenId' }],
  ['no keys', { metadata: { jwks_uri: undefined } }, { fault: 'notOpenId', detail: 'no jwks_uri' }],
  [
    'no token endpoint',
    { metadata: { token_endpoint: 'nowhere' } },
    { fault: 'notOpenId', detail: 'no token_endpoint' },
  ],
  [
    'no page that runs no script',
    { metadata: { authorization_endpoint: 'javascript:alert(1)' } },
    { fault: 'notHttps' },
  ],
  [
    'no codes',
    { metadata: { response_types_supported: ['id_token'] } },
    { fault: 'notOpenId', detail: 'no response_type code' },
  ],
  ['a text for a list', { metadata: { token_endpoint_auth_methods_supported: 'none' } }, { fault: 'notOpenId' }],
  [
    'another name',
    { metadata: { issuer: 'https://elsewhere.example' } },
    { fault: 'issuerMismatch', found: 'https://elsewhere.example' },
  ],
  ['a name for many', { metadata: { issuer: 'https://login.example/{tenantid}/v2.0' } }, { fault: 'issuerMismatch' }],
])('an address where there is %s is told apart', async (_what, misdeeds, fault) => {
  Object.assign(rogue.misdeeds, misdeeds);
  const refused = await operator('PUT', wanted());
  expect(refused).toMatchObject({ status: 400, body: { error: { code: 'identityProvider', ...fault } } });
  expect((await operator('GET')).status).toBe(404);
});

test('a server that hangs up, or whose certificate nobody vouches for, does not answer', async () => {
  const careless = createServer(selfSignedCertificate());
  const silent = createTcpServer((socket) => socket.destroy());
  for (const server of [careless, silent]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
  const faultOf = async (issuer: string) => (await operator('PUT', wanted({ issuer }))).body.error;
  const detail = 'DEPTH_ZERO_SELF_SIGNED_CERT';
  expect(await faultOf(`https://127.0.0.1:${portOf(careless)}`)).toMatchObject({ fault: 'unreachable', detail });
  expect(await faultOf(`http://127.0.0.1:${portOf(silent)}`)).toMatchObject({
    fault: 'unreachable',
    detail: 'ECONNRESET',
  });
  careless.close();
  silent.close();
});

test('the address of the description does as well as that of the issuer, and the provider’s own spelling is kept', async () => {
  const set = await operator('PUT', wanted({ issuer: `${rogue.issuer}/.well-known/openid-configuration` }));
  expect(set.body).toMatchObject({ issuer: rogue.issuer });
  rogue.misdeeds.metadata = { issuer: `${rogue.issuer}/` };
  expect((await operator('PUT', wanted())).body).toMatchObject({ issuer: `${rogue.issuer}/` });
});

test('a provider that takes secrets in ways of its own only is told apart', async () => {
  rogue.misdeeds.metadata = { token_endpoint_auth_methods_supported: ['private_key_jwt'] };
  expect((await operator('PUT', wanted({ clientSecret: SECRET }))).body.error).toMatchObject({
    fault: 'secretNotTaken',
  });
  expect((await operator('PUT', wanted({ clientSecret: null }))).status).toBe(200);
});

test('what is wrong is said in the reader’s language', async () => {
  const refused = await ask('PUT', wanted({ issuer: 'http://login.example.com' }), administrator, 'fr');
  expect(refused.body.error.message).toBe(
    'L’émetteur et toutes les adresses qu’il indique doivent commencer par https://.',
  );
});

test('a provider that moves inside later is not followed there', async () => {
  await operator('PUT', wanted());
  await there.db.query(sql`update identity_provider set any_address = false`);
  const sentTo = await there.app.inject({ url: '/api/sign-in/sso?tenant=test.example' });
  expect(sentTo.headers.location).toBe('/sign-in?error=ssoRefused');
});
