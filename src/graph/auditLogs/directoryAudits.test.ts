import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, graphCaller, INSUFFICIENT } from '../../../tests/conformance/graph-caller.ts';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { newId } from '../../base/id.ts';
import { giveRole } from '../../operations/access/assign-role.ts';
import { registerApp } from '../../operations/access/register-app.ts';
import { changeUser } from '../../operations/directory/update-user.ts';
import { changed, forget, give } from '../../operations/licensing/stories-for-tests.ts';

const PATH = '/v1.0/auditLogs/directoryAudits';
let there: TestTenant;
let graph: ReturnType<typeof graphCaller>;
let ada: string;
let ben: string;
let script: string;
const request = newId();

/** 1: an app; 2: it gives Ada E3; 3: Ada moves Ben; 4: Ada gives Ben a role; 5: Ben moves himself, later. */
beforeAll(async () => {
  there = await testTenant();
  graph = graphCaller(there, await there.token('reportsReader'));
  await forget(there);
  await there.own(SKU.e3, 5);
  ada = await there.user('Ada');
  ben = await there.user('Ben');
  const app = await registerApp(there.context, { name: 'License script' });
  if ('unknown' in app) throw new Error(app.unknown);
  script = app.clientId;
  const as = (id: string, name: string, seconds = 0) => ({
    ...there.context,
    channel: 'graph',
    requestId: request,
    now: there.context.now + seconds * 1_000,
    principal: { ...there.context.principal, id, name },
  });
  await changed({ ...there, context: as(script, 'License script') }, give(SKU.e3), [ada]);
  await changeUser(as(ada, 'Ada'), ben, { fields: { city: 'Lyon' } });
  await giveRole(as(ada, 'Ada'), { principalId: ben, role: 'globalReader', unitId: null });
  await changeUser(as(ben, 'Ben', 60), ben, { fields: { city: 'Paris', state: null } });
});
afterAll(() => there.close());

const numberOf = ({ id }: { id: string }) => Number(id.split('_').at(-1));
const list = async (query: string) => {
  const { status, body, text } = await graph('GET', `${PATH}?${encodeURI(query)}`);
  expect(status, text).toBe(200);
  return body.value.map(numberOf) as number[];
};

test('the log is a list of directoryAudits, newest first', async () => {
  const { body } = await graph('GET', PATH);
  expect(body['@odata.context']).toMatch(/\/v1\.0\/\$metadata#auditLogs\/directoryAudits$/);
  expect(body.value.map(numberOf)).toEqual([5, 4, 3, 2, 1]);
  expect(body.value[2]).toEqual({
    id: `Directory_${request}_SEATW_3`,
    category: 'UserManagement',
    correlationId: request,
    result: 'success',
    resultReason: '',
    activityDisplayName: 'Update user',
    activityDateTime: '2026-03-01T09:00:00.0000000Z',
    loggedByService: 'Core Directory',
    operationType: 'Update',
    initiatedBy: {
      user: { id: ada, displayName: 'Ada', userPrincipalName: 'ada@test.example', ipAddress: null },
      app: null,
    },
    targetResources: [
      {
        id: ben,
        displayName: 'Ben',
        type: 'User',
        userPrincipalName: 'ben@test.example',
        groupType: null,
        modifiedProperties: [
          { displayName: 'City', oldValue: '[]', newValue: '["Lyon"]' },
          { displayName: 'Included Updated Properties', oldValue: null, newValue: '"City"' },
        ],
      },
    ],
    additionalDetails: [
      { key: 'Number', value: '3' },
      { key: 'Hash', value: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { key: 'Channel', value: 'graph' },
    ],
  });
});

test('a change of licenses says which, as texts of JSON, and which app did it', async () => {
  const { body } = await graph('GET', `${PATH}?$filter=activityDisplayName eq 'Change user license'`);
  const [entry] = body.value;
  expect(entry.initiatedBy).toEqual({
    user: null,
    app: { appId: script, displayName: 'License script', servicePrincipalId: script, servicePrincipalName: null },
  });
  const [assigned, updated] = entry.targetResources[0].modifiedProperties;
  expect(assigned).toMatchObject({ displayName: 'AssignedLicense', oldValue: '[]' });
  expect(JSON.parse(assigned.newValue)).toEqual([
    `[SkuName=ENTERPRISEPACK, AccountId=${there.tenant.tenantId}, SkuId=${SKU.e3}, DisabledPlans=[]]`,
  ]);
  expect(updated.newValue).toBe('"AssignedLicense"');
  expect(entry.additionalDetails.map(({ key }: { key: string }) => key)).toContain('Operation');
});

test('a role stands in the properties that the directory writes it to', async () => {
  const { body } = await graph('GET', `${PATH}?$filter=category eq 'RoleManagement'`);
  expect(body.value[0].operationType).toBe('Assign');
  expect(body.value[0].targetResources[0].modifiedProperties).toContainEqual({
    displayName: 'Role.DisplayName',
    oldValue: '[]',
    newValue: '["Global Reader"]',
  });
});

describe('$filter', () => {
  test.each([
    ["activityDisplayName eq 'update USER'", [5, 3]],
    ["startswith(activityDisplayName, 'Add')", [4, 1]],
    ["category eq 'UserManagement'", [5, 3, 2]],
    ["startsWith(category,'user')", [5, 3, 2]],
    ["loggedByService eq 'Core Directory'", [5, 4, 3, 2, 1]],
    ["loggedByService eq 'Account Provisioning'", []],
    ["result eq 'success'", [5, 4, 3, 2, 1]],
    ["result eq 'failure'", []],
    ['activityDateTime ge 2026-03-01T09:00:01Z', [5]],
    ['activityDateTime le 2026-03-01T09:00:00Z', [4, 3, 2, 1]],
    ['activityDateTime eq 2026-03-01T09:01:00.000Z', [5]],
    ['activityDateTime ge 2026-03-01 and activityDateTime lt 2026-03-02', [5, 4, 3, 2, 1]],
    ["initiatedBy/user/displayName eq 'ADA'", [4, 3]],
    ["startswith(initiatedBy/user/displayName, 'a')", [4, 3]],
    ["initiatedBy/user/userPrincipalName eq 'Ben@test.example'", [5]],
    ["startswith(initiatedBy/user/userPrincipalName, 'ben@')", [5]],
    ["initiatedBy/user/displayName eq 'License script'", []],
    ["initiatedBy/app/displayName eq 'License script'", [2]],
    ["startswith(initiatedBy/app/displayName, 'Lic')", [2]],
    ["targetResources/any(t:t/displayName eq 'ben')", [5, 4, 3]],
    ["targetResources/any(t: startswith(t/displayName, 'LICENSE'))", [1]],
    ["targetResources/any(t:t/userPrincipalName eq 'ada@test.example')", [2]],
    ["targetResources/any(t:t/id eq 'nobody')", []],
    ["category eq 'RoleManagement' or initiatedBy/app/displayName eq 'License script'", [4, 2]],
    ["not (category eq 'UserManagement')", [4, 1]],
    ["activityDisplayName in ('Add user','Add member to role')", [4]],
  ])('%s', async (filter, ids) => {
    expect(await list(`$filter=${filter}`)).toEqual(ids);
  });

  test('by ids', async () => {
    expect(await list(`$filter=initiatedBy/user/id eq '${ada}'`)).toEqual([4, 3]);
    expect(await list(`$filter=initiatedBy/app/appId eq '${script}'`)).toEqual([2]);
    expect(await list(`$filter=initiatedBy/user/id eq '${script}'`)).toEqual([]);
    expect(await list(`$filter=targetResources/any(t:t/id eq '${ben}')`)).toEqual([5, 4, 3]);
    expect(await list(`$filter=correlationId eq '${request}'`)).toEqual([5, 4, 3, 2]);
  });

  test.each([
    "nonsense eq 'x'",
    'activityDateTime eq true',
    "activityDateTime ge 'soon'",
    "contains(activityDisplayName, 'user')",
    "targetResources/any(t:x/id eq 'y')",
    "initiatedBy/user/id gt 'x'",
    "category gt 'x'",
    "activityDisplayName eq 'x",
  ])('refuses %s', async (filter) => {
    const response = await graph('GET', `${PATH}?$filter=${encodeURIComponent(filter)}`);
    expect([response.status, response.body.error.code]).toEqual([400, 'BadRequest']);
  });
});

test('pages follow each other in both directions, and a page of another question is refused', async () => {
  for (const [order, expected] of [
    ['desc', [5, 4, 3, 2, 1]],
    ['asc', [1, 2, 3, 4, 5]],
  ] as const) {
    const seen: number[] = [];
    for (let url: string | undefined = `${PATH}?$top=2&$orderby=activityDateTime ${order}`; url !== undefined; ) {
      const { body } = await graph('GET', url);
      seen.push(...body.value.map(numberOf));
      const link: string | undefined = body['@odata.nextLink'];
      url = link === undefined ? undefined : link.slice(link.indexOf('/v1.0'));
    }
    expect(seen).toEqual(expected);
  }
  const { body } = await graph('GET', `${PATH}?$top=2`);
  const token = new URL(body['@odata.nextLink']).searchParams.get('$skiptoken');
  const other = await graph('GET', `${PATH}?$top=3&$skiptoken=${token}`);
  expect(errorOf(other)[1]).toBe('Directory_ExpiredPageToken');
  expect(await list('$top=1000')).toHaveLength(5);
  expect((await graph('GET', `${PATH}?$top=1001`)).status).toBe(400);
  expect((await graph('GET', `${PATH}?$orderby=category`)).status).toBe(400);
  expect((await graph('GET', `${PATH}?$expand=targetResources`)).status).toBe(400);
});

test('one entry is found by its id, whatever the case of the path, with a selection of its properties', async () => {
  const found = await graph('GET', `/v1.0/auditLogs/directoryaudits/Directory_${request}_SEATW_4?$select=id,RESULT`);
  expect(found.status).toBe(200);
  expect(found.body).toEqual({
    '@odata.context': expect.stringMatching(/#auditLogs\/directoryAudits\(id,result\)\/\$entity$/),
    id: `Directory_${request}_SEATW_4`,
    result: 'success',
  });
  for (const id of [`Directory_${request}_SEATW_99`, `Directory_${newId()}_SEATW_4`, 'nothing']) {
    expect(errorOf(await graph('GET', `${PATH}/${id}`))).toEqual([
      404,
      'Request_ResourceNotFound',
      expect.stringContaining(id),
    ]);
  }
  expect((await graph('GET', `${PATH}?$select=nothing`)).status).toBe(400);
});

test('takes the right to read audits', async () => {
  const other = graphCaller(there, await there.token('helpdeskAdministrator'));
  expect(errorOf(await other('GET', PATH))).toEqual([403, 'Authorization_RequestDenied', INSUFFICIENT]);
});
