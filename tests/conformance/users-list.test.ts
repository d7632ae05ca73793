import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { errorOf, graphCaller } from './graph-caller.ts';

const EVENTUAL = { consistencylevel: 'eventual' };
/** The set of properties without $select, in the order of the wire (§1.2). */
const DEFAULT = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

let there: TestTenant;
let call: ReturnType<typeof graphCaller>;
const ids: Record<string, string> = {};

beforeAll(async () => {
  there = await testTenant();
  call = graphCaller(there, await there.token('licenseAdministrator'));
  await there.own(SKU.e3, 10);
  await there.own(SKU.powerBi, 10);
  // Adele: E3. Bernard: Power BI. Chloe: both, blocked. Dan: neither. Emma: E3, a guest. Farid: neither, blocked, nowhere.
  ids.adele = await there.user('Adele Vance', { department: 'Sales' });
  ids.bernard = await there.user('Bernard', { department: "Research + D'Or", location: 'DE' });
  ids.chloe = await there.user('Chloé', { enabled: false, department: 'Sales' });
  ids.dan = await there.user('Dan', { department: 'Finance' });
  ids.emma = await there.user('Emma');
  ids.farid = await there.user('Farid', { enabled: false, location: null });
  await there.db.query(sql`update users set user_type = 'Guest' where id = ${ids.emma}`);
  await there.db.query(
    sql`update users set mail = 'adele@mail.example', other_mails = '{a@home.example}' where id = ${ids.adele}`,
  );
  const give: [string, string][] = [
    ['adele', SKU.e3],
    ['chloe', SKU.e3],
    ['emma', SKU.e3],
    ['bernard', SKU.powerBi],
    ['chloe', SKU.powerBi],
  ];
  for (const [name, skuId] of give) {
    const body = { addLicenses: [{ skuId }], removeLicenses: [] };
    expect((await call('POST', `/v1.0/users/${ids[name]}/assignLicense`, { body })).status).toBe(200);
  }
});
afterAll(() => there.close());

describe('what a list shows', () => {
  test('the default properties in their order, by display name, with the context', async () => {
    const { status, body } = await call('GET', '/v1.0/users');
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['@odata.context', 'value']);
    expect(body['@odata.context']).toBe('http://localhost:80/v1.0/$metadata#users');
    for (const user of body.value) expect(Object.keys(user)).toEqual(DEFAULT);
    expect(namesIn(body)).toEqual(['Adele Vance', 'Bernard', 'Chloé', 'Dan', 'Emma', 'Farid']);
    expect(body.value[0]).toEqual({
      businessPhones: [],
      displayName: 'Adele Vance',
      givenName: null,
      jobTitle: null,
      mail: 'adele@mail.example',
      mobilePhone: null,
      officeLocation: null,
      preferredLanguage: null,
      surname: null,
      userPrincipalName: 'adele vance@test.example',
      id: ids.adele,
    });
  });

  test.each([
    ['$select=id,displayName', ['displayName', 'id']],
    ['$select=ID,DISPLAYNAME', ['displayName', 'id']],
    ['%24select=Id', ['id']],
    ['select=id', ['id']],
    ['$SELECT=id, department', ['id', 'department']],
    ['$select=id,members.value', ['id']],
    ['$select=id,manager', ['id']],
    ['$select=assignedLicenses,usageLocation', ['assignedLicenses', 'usageLocation']],
  ])('?%s: those properties, spelled as in the schema', async (query, properties) => {
    const { status, body } = await call('GET', `/v1.0/users?${query}`);
    expect(status).toBe(200);
    expect(body['@odata.context']).toBe(`http://localhost:80/v1.0/$metadata#users(${properties.join(',')})`);
    for (const user of body.value) expect(Object.keys(user)).toEqual(properties);
  });

  test('a license as Graph writes it, and lists that are empty as lists', async () => {
    const { body } = await call(
      'GET',
      '/v1.0/users?$select=displayName,assignedLicenses,otherMails,proxyAddresses,assignedPlans',
    );
    expect(body.value[0].assignedLicenses).toEqual([{ disabledPlans: [], skuId: SKU.e3 }]);
    expect(body.value[0].otherMails).toEqual(['a@home.example']);
    expect(body.value[3]).toEqual({
      displayName: 'Dan',
      assignedLicenses: [],
      assignedPlans: [],
      otherMails: [],
      proxyAddresses: [],
    });
  });

  test('one user: the same set, as an entity', async () => {
    const { body } = await call('GET', `/v1.0/users/${ids.adele}`);
    expect(Object.keys(body)).toEqual(['@odata.context', ...DEFAULT]);
    expect(body['@odata.context']).toBe('http://localhost:80/v1.0/$metadata#users/$entity');
    const some = await call('GET', `/v1.0/users/${ids.adele}?$select=id,displayName`);
    expect(some.body['@odata.context']).toBe('http://localhost:80/v1.0/$metadata#users(displayName,id)/$entity');
  });
});

describe('questions that license scripts ask', () => {
  const any = (skuId: string) => `assignedLicenses/any(x:x/skuId eq ${skuId})`;
  const ADVANCED = { count: true, headers: EVENTUAL };

  test.each<[string, string, { count?: boolean; headers?: Record<string, string> }, string[]]>([
    ['who has a license', 'assignedLicenses/$count ne 0', ADVANCED, ['Adele Vance', 'Bernard', 'Chloé', 'Emma']],
    ['who has none', 'assignedLicenses/$count eq 0', ADVANCED, ['Dan', 'Farid']],
    ['who has this one', any(SKU.e3), {}, ['Adele Vance', 'Chloé', 'Emma']],
    ['who has this one, counted', any(SKU.e3), ADVANCED, ['Adele Vance', 'Chloé', 'Emma']],
    ['who has this one, in capitals', any(SKU.e3.toUpperCase()), {}, ['Adele Vance', 'Chloé', 'Emma']],
    ['who has this one, quoted', any(`'${SKU.e3}'`), {}, ['Adele Vance', 'Chloé', 'Emma']],
    [
      'who has one of two',
      `assignedLicenses/any(u:u/skuId eq ${SKU.powerBi}) or assignedLicenses/any(u:u/skuId eq ${SKU.e3})`,
      {},
      ['Adele Vance', 'Bernard', 'Chloé', 'Emma'],
    ],
    ['who has both', `${any(SKU.powerBi)} and ${any(SKU.e3)}`, {}, ['Chloé']],
    ['who has not this one', `not(${any(SKU.e3)})`, ADVANCED, ['Bernard', 'Dan', 'Farid']],
    ['members without a license', "userType eq 'Member' and assignedLicenses/$count eq 0", ADVANCED, ['Dan', 'Farid']],
    ['blocked people with one', 'accountEnabled eq false and assignedLicenses/$count ne 0', ADVANCED, ['Chloé']],
    ['who has no location', 'usageLocation eq null', ADVANCED, ['Farid']],
    ['who is in one of two countries', "usageLocation in ('DE','CH')", {}, ['Bernard']],
    [
      'whose service works',
      "assignedPlans/any(a:a/servicePlanId eq efb87545-963c-4e0d-99df-69c6916d9eb0 and a/capabilityStatus eq 'Enabled')",
      ADVANCED,
      ['Adele Vance', 'Chloé', 'Emma'],
    ],
    ['a department', "department eq 'sales'", {}, ['Adele Vance', 'Chloé']],
    ['a department with signs', "department eq 'Research + D''Or'", {}, ['Bernard']],
    ['a beginning', "startsWith(displayName, 'a')", {}, ['Adele Vance']],
    ['a beginning, not in camel case', "startswith(displayName,'CHLO')", {}, ['Chloé']],
    ['an end', "endsWith(userPrincipalName,'@test.example') and startsWith(displayName,'D')", ADVANCED, ['Dan']],
    ['all but one', "displayName ne 'Dan' and accountEnabled eq true", ADVANCED, ['Adele Vance', 'Bernard', 'Emma']],
    ['a name', "userPrincipalName eq 'DAN@test.example'", {}, ['Dan']],
    ['a mail', "otherMails/any(m:m eq 'a@home.example')", {}, ['Adele Vance']],
  ])('%s: %s', async (_, filter, { count = false, headers = {} }, names) => {
    const query = `$filter=${encodeURIComponent(filter)}${count ? '&$count=true' : ''}`;
    const { status, body } = await call('GET', `/v1.0/users?${query}`, { headers });
    expect([status, body.error]).toEqual([200, undefined]);
    expect(namesIn(body)).toEqual(names);
    expect(body['@odata.count']).toBe(count ? names.length : undefined);
    const number = await call('GET', `/v1.0/users/$count?${query}`, { headers: EVENTUAL });
    expect(number.text).toBe(String(names.length));
  });

  test('"+" is a blank, and a sign that is encoded is itself', async () => {
    const plus = await call('GET', "/v1.0/users?$filter=department+eq+'Sales'&$select=displayName");
    expect(namesIn(plus.body)).toEqual(['Adele Vance', 'Chloé']);
    const sign = await call(
      'GET',
      "/v1.0/users?%24filter=department+eq+'Research+%2B+D%27%27Or'&%24select=displayName",
    );
    expect(namesIn(sign.body)).toEqual(['Bernard']);
  });

  test.each([
    ['$orderby=displayName desc', {}, ['Farid', 'Emma', 'Dan', 'Chloé', 'Bernard', 'Adele Vance']],
    ['$orderby=userPrincipalName', {}, ['Adele Vance', 'Bernard', 'Chloé', 'Dan', 'Emma', 'Farid']],
    [`$filter=${any(SKU.e3)}&$orderby=displayName desc&$count=true`, EVENTUAL, ['Emma', 'Chloé', 'Adele Vance']],
    ['$orderby=createdDateTime&$count=true&$top=1', EVENTUAL, [expect.any(String)]],
  ])('?%s', async (query, headers, names) => {
    const { body } = await call('GET', `/v1.0/users?${query}`, { headers });
    expect(namesIn(body)).toEqual(names);
  });

  test.each([
    ['"displayName:van"', ['Adele Vance']],
    ['"displayName:chloe"', ['Chloé']],
    ['"displayName:dan" OR "mail:emma"', ['Dan', 'Emma']],
    ['"mail:test"', []],
  ])('$search=%s', async (search, names) => {
    const { body } = await call('GET', `/v1.0/users?$search=${encodeURIComponent(search)}`, { headers: EVENTUAL });
    expect(namesIn(body)).toEqual(names);
  });

  test('ConsistencyLevel may stand among the options instead of in a header', async () => {
    const { body } = await call(
      'GET',
      '/v1.0/users?$filter=assignedLicenses/$count eq 0&$count=true&ConsistencyLevel=eventual',
    );
    expect([namesIn(body), body['@odata.count']]).toEqual([['Dan', 'Farid'], 2]);
  });
});

describe('counting', () => {
  test('$count=true without the header is ignored', async () => {
    const { status, body } = await call('GET', '/v1.0/users?$count=true');
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('@odata.count');
    const counted = await call('GET', '/v1.0/users?$count=true', { headers: EVENTUAL });
    expect(counted.body['@odata.count']).toBe(6);
    expect(Object.keys(counted.body)).toEqual(['@odata.context', '@odata.count', 'value']);
  });

  test('/users/$count is digits as plain text', async () => {
    const answer = await call('GET', '/v1.0/users/$count', { headers: { ...EVENTUAL, accept: 'text/plain;q=0.9' } });
    expect([answer.status, answer.text]).toEqual([200, '6']);
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
  });
});

describe('questions that are refused', () => {
  const advanced = (operator: string) =>
    `Operator '${operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information`;
  const unsupported = (property: string) =>
    `Unsupported or invalid query filter clause specified for property '${property}' of resource 'User'.`;
  const pageSize = (size: string) => `Invalid page size specified: '${size}'. Must be between 1 and 999 inclusive.`;
  const either = (count: number) => Array.from({ length: count }, (_, n) => `displayName eq '${n}'`).join(' or ');

  test.each<[string, Record<string, string>, number, string, string | RegExp]>([
    ['/users/$count', {}, 400, 'Request_BadRequest', '$count is not currently supported.'],
    [
      '/users/$count?$filter=assignedLicenses/$count ne 0',
      {},
      400,
      'Request_BadRequest',
      '$count is not currently supported.',
    ],
    [
      '/users?$search="displayName:a"',
      {},
      400,
      'Request_UnsupportedQuery',
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    ],
    ["/users?$filter=endsWith(mail,'a')", {}, 400, 'Request_UnsupportedQuery', advanced('endsWith')],
    ["/users?$filter=endsWith(mail,'a')", EVENTUAL, 400, 'Request_UnsupportedQuery', advanced('endsWith')],
    ["/users?$filter=endsWith(mail,'a')&$count=true", {}, 400, 'Request_UnsupportedQuery', advanced('endsWith')],
    ["/users?$filter=displayName ne 'a'", {}, 400, 'Request_UnsupportedQuery', advanced('ne')],
    ["/users?$filter=not(startsWith(displayName,'a'))", {}, 400, 'Request_UnsupportedQuery', advanced('not')],
    ['/users?$filter=assignedLicenses/$count ne 0', {}, 400, 'Request_UnsupportedQuery', advanced('$count')],
    ["/users?$filter=companyName eq 'a'", {}, 400, 'Request_UnsupportedQuery', advanced('eq')],
    [
      "/users?$filter=licenseAssignmentStates/any(s:s/state eq 'Error')",
      {},
      400,
      'Request_UnsupportedQuery',
      unsupported('licenseAssignmentStates'),
    ],
    [
      `/users?$filter=${either(16)}`,
      {},
      400,
      'Request_UnsupportedQuery',
      "Too many child clauses specified in search filter expression containing 'OR' operators: 16. Max allowed: 15.",
    ],
    [
      "/users?$filter=department eq 'a'&$orderby=displayName",
      {},
      400,
      'Request_UnsupportedQuery',
      'Sorting not supported for current query.',
    ],
    [
      '/users?$orderby=createdDateTime',
      {},
      400,
      'Request_UnsupportedQuery',
      'Sorting not supported for current query.',
    ],
    ['/users?$top=0', {}, 400, 'Request_UnsupportedQuery', pageSize('0')],
    ['/users?$top=1000', {}, 400, 'Request_UnsupportedQuery', pageSize('1000')],
    ['/users?$top=-1', {}, 400, 'Request_UnsupportedQuery', pageSize('-1')],
    ['/users?$top=ten', {}, 400, 'Request_UnsupportedQuery', pageSize('ten')],
    ['/users?$filter=displayName', {}, 400, 'BadRequest', /^Invalid filter clause: ./],
    ['/users?$filter=displayName eq', {}, 400, 'BadRequest', /^Invalid filter clause: ./],
    [
      "/users?$filter=nothing eq 'a'",
      {},
      400,
      'BadRequest',
      /^Invalid filter clause: .*'nothing'.*'microsoft.graph.user'/,
    ],
    [
      '/users?$select=nothing',
      {},
      400,
      'BadRequest',
      "Parsing OData Select and Expand failed: Could not find a property named 'nothing' on type 'microsoft.graph.user'.",
    ],
    [
      '/subscribedSkus?$select=nothing',
      {},
      400,
      'BadRequest',
      "Parsing OData Select and Expand failed: Could not find a property named 'nothing' on type 'microsoft.graph.subscribedSku'.",
    ],
    ["/users?$filter=displayName eq 'a%00b'", {}, 400, 'BadRequest', /^Invalid filter clause: ./],
    ['/users?$search="displayName:a%00b"', EVENTUAL, 400, 'BadRequest', /./],
    ['/users?$select=skills', {}, 501, 'NotImplemented', 'This operation target is not yet supported.'],
    ['/users?$select=id,aboutMe', {}, 501, 'NotImplemented', 'This operation target is not yet supported.'],
    ['/users?$expand=manager', {}, 501, 'NotImplemented', 'This operation target is not yet supported.'],
    ['/users?$skip=10', {}, 400, 'Request_BadRequest', "The query parameter '$skip' is not supported."],
    ['/users?$nothing=1', {}, 400, 'Request_BadRequest', "The query parameter '$nothing' is not supported."],
  ])('GET %s %o', async (url, headers, status, code, message) => {
    const answer = await call('GET', `/v1.0${url}`, { headers });
    expect(errorOf(answer)).toEqual([
      status,
      code,
      typeof message === 'string' ? message : expect.stringMatching(message),
    ]);
  });

  test('fifteen alternatives are few enough, and other options are nobody’s business', async () => {
    expect((await call('GET', `/v1.0/users?$filter=${encodeURIComponent(either(15))}`)).status).toBe(200);
    expect((await call('GET', '/v1.0/users?$top=1&_=17&utm=x')).body.value).toHaveLength(1);
  });
});

function namesIn(body: { value?: { displayName: string }[] }): string[] | undefined {
  return body.value?.map(({ displayName }) => displayName);
}
