import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { Client, PageIterator } from '@microsoft/microsoft-graph-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { ROLES, type RoleName } from '../../src/domain/access/roles.ts';
import { buildApp } from '../../src/server/app.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { selfSignedCertificate } from '../support/certificate.ts';
import { NOW, TEST_SECRETS, type TestTenant, testTenant } from '../support/tenant.ts';
import { userToken } from '../support/user-token.ts';
import { errorOf, graphCaller, INSUFFICIENT, tokenOf } from './graph-caller.ts';

const SALES = 250;
const DENIED = [403, 'Authorization_RequestDenied', INSUFFICIENT];
const CONFLICT = 'A conflicting object with one or more of the specified property values is present in the directory.';
const ROOT = 'http://localhost:80/v1.0/$metadata#';
const DEFINITIONS = '/v1.0/roleManagement/directory/roleDefinitions';
const ASSIGNMENTS = '/v1.0/roleManagement/directory/roleAssignments';
const UNITS = '/v1.0/directory/administrativeUnits';
const { licenseAdministrator, userAdministrator, globalAdministrator, billingAdministrator } = ROLES;

let there: TestTenant;
let call: ReturnType<typeof graphCaller>;
let ada: string;
let ben: string;
let script: string;
let others: { user: string; unit: string };

beforeAll(async () => {
  there = await testTenant();
  const { db, tenant } = there;
  call = graphCaller(there, await tokenOf(there, { roles: ['privilegedRoleAdministrator'] }));
  ada = await there.user('Ada', { department: 'Legal' });
  ben = await there.user('Ben', { department: 'Legal', location: 'DE' });
  await there.role(ada, 'globalAdministrator');
  const [app] = await db.query<{ id: string }>(sql`select id from app where tenant_id = ${tenant.tenantId}`);
  script = app?.id ?? '';
  await db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, usage_location, department, created_at)
    select ${tenant.tenantId}, gen_random_uuid(), upn, upn, name, lower(name), case n % 5 when 0 then 'DE' else 'FR' end,
      case n % 2 when 0 then 'Sales' else 'SALES' end, ${new Date(NOW)}
    from generate_series(1, ${SALES}::int) n, lateral (select 'p' || n || '@test.example' as upn, 'Person ' || n as name) p`);
  others = await fillOtherTenant();
});
afterAll(() => there.close());

/** A second tenant in the same database: a unit, and somebody who administers its people. */
async function fillOtherTenant() {
  const tenantId = newId();
  await insertTenant(there.db, { ...there.tenant, tenantId, displayName: 'Other', defaultDomain: 'other.example' });
  const [user, unit] = [newId(), newId()];
  await there.db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, department, created_at)
    values (${tenantId}, ${user}, 'zoe@other.example', 'zoe@other.example', 'Zoe', 'zoe', 'Sales', now())`);
  await there.db.query(sql`
    insert into administrative_unit (tenant_id, id, display_name, department, created_at)
    values (${tenantId}, ${unit}, 'Zoe’s unit', 'Sales', now())`);
  await there.db.query(sql`
    insert into role_assignment (tenant_id, principal_id, role_template_id, scope)
    values (${tenantId}, ${user}, ${ROLES.exchangeAdministrator.id}, '/'),
      (${tenantId}, ${user}, ${licenseAdministrator.id}, ${`/administrativeUnits/${unit}`})`);
  return { user, unit };
}

const bad = (message: string) => [400, 'Request_BadRequest', message];
const notFound = (id: string) => [
  404,
  'Request_ResourceNotFound',
  `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
];
const query = (options: Record<string, string>) =>
  Object.entries(options)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

async function get(address: string, options: Record<string, string> = {}, headers: Record<string, string> = {}) {
  return call('GET', Object.keys(options).length > 0 ? `${address}?${query(options)}` : address, { headers });
}

const assign = (principalId: string, roleDefinitionId: string, directoryScopeId: unknown = '/') =>
  call('POST', ASSIGNMENTS, {
    body: {
      '@odata.type': '#microsoft.graph.unifiedRoleAssignment',
      roleDefinitionId,
      principalId,
      directoryScopeId,
    },
  });

const rule = (text: string) => ({ membershipType: 'Dynamic', membershipRule: text });

async function unitOf(displayName: string, membershipRule: string): Promise<string> {
  const created = await call('POST', UNITS, { body: { displayName, ...rule(membershipRule) } });
  expect(created.status).toBe(201);
  return created.body.id;
}

const auditOf = (id: string) =>
  there.db.query<{ activity: string; channel: string; before: unknown; after: unknown }>(sql`
    select activity, channel, before, after from audit_entry
    where tenant_id = ${there.tenant.tenantId} and target_id = ${id} order by id`);

describe('GET /roleManagement/directory/roleDefinitions', () => {
  test('lists every role in one page, with what it may do here', async () => {
    const { status, body } = await get(DEFINITIONS, { $top: '2' });
    expect(status).toBe(200);
    expect(body['@odata.context']).toBe(`${ROOT}roleManagement/directory/roleDefinitions`);
    expect(Object.keys(body)).toEqual(['@odata.context', 'value']);
    expect(body.value).toHaveLength(Object.keys(ROLES).length);
    const found = body.value.find(({ id }: { id: string }) => id === licenseAdministrator.id);
    expect(Object.keys(found)).toEqual([
      'id',
      'description',
      'displayName',
      'isBuiltIn',
      'isEnabled',
      'resourceScopes',
      'templateId',
      'version',
      'rolePermissions',
    ]);
    expect(found).toMatchObject({
      displayName: 'License Administrator',
      isBuiltIn: true,
      isEnabled: true,
      templateId: licenseAdministrator.id,
      resourceScopes: ['/'],
      rolePermissions: [{ condition: null }],
    });
    const actions: string[] = found.rolePermissions[0].allowedResourceActions;
    expect(actions).toContain('microsoft.directory/users/assignLicense');
    expect(actions).toContain('microsoft.directory/users/usageLocation/update');
    expect(actions).not.toContain('microsoft.directory/users/create');
  });

  test.each([
    ["displayName eq 'license administrator'", ['License Administrator']],
    [
      "startswith(displayName,'Privileged')",
      ['Privileged Role Administrator', 'Privileged Authentication Administrator'],
    ],
    [`templateId eq '${globalAdministrator.id.toUpperCase()}'`, ['Global Administrator']],
    [`templateId eq ${globalAdministrator.id}`, ['Global Administrator']],
    ["displayName in ('Global Reader','Reports Reader','Nothing')", ['Global Reader', 'Reports Reader']],
    ["displayName eq 'Global Reader' or displayName eq 'Reports Reader'", ['Global Reader', 'Reports Reader']],
    ["isBuiltIn eq true and startsWith(displayName,'Global A')", ['Global Administrator']],
    ['isBuiltIn eq false', []],
    ["displayName eq 'x'", []],
  ])('filters by %s', async ($filter, names) => {
    const { body } = await get(DEFINITIONS, { $filter, $select: 'DisplayName' });
    expect(body.value).toEqual(names.map((displayName) => ({ displayName })));
  });

  const notFilterable = (property: string) => [
    400,
    'Request_UnsupportedQuery',
    `Unsupported or invalid query filter clause specified for property '${property}' of resource 'RoleDefinition'.`,
  ];

  test.each([
    ["endsWith(displayName,'Administrator')", notFilterable('displayName')],
    ["displayName ne 'x'", notFilterable('displayName')],
    ["startsWith(templateId,'6')", notFilterable('templateId')],
    ['description eq null', notFilterable('description')],
    ["nothing eq 'x'", notFilterable('nothing')],
    ['not(isBuiltIn eq true)', notFilterable('not')],
    ["rolePermissions/any(p:p/condition eq 'x')", notFilterable('any')],
    ['displayName eq', [400, 'BadRequest', expect.stringMatching(/^Invalid filter clause: /)]],
  ])('refuses the filter %s', async ($filter, error) => {
    expect(errorOf(await get(DEFINITIONS, { $filter }))).toEqual(error);
  });

  test('gives one by its template id, in any case', async () => {
    const { body } = await get(`${DEFINITIONS}/${licenseAdministrator.id.toUpperCase()}`, {
      $select: 'displayName,id',
    });
    expect(body).toEqual({
      '@odata.context': `${ROOT}roleManagement/directory/roleDefinitions(id,displayName)/$entity`,
      id: licenseAdministrator.id,
      displayName: 'License Administrator',
    });
    const inParentheses = await get(`${DEFINITIONS}('${licenseAdministrator.id}')`);
    expect(inParentheses.body.displayName).toBe('License Administrator');
    for (const id of [newId(), 'License Administrator', 'licenseAdministrator', 'x'])
      expect(errorOf(await get(`${DEFINITIONS}/${encodeURIComponent(id)}`))).toEqual(notFound(id));
  });

  test('refuses a selection of what a role does not have', async () => {
    expect(errorOf(await get(DEFINITIONS, { $select: 'id,color' }))).toEqual([
      400,
      'BadRequest',
      "Parsing OData Select and Expand failed: Could not find a property named 'color' on type 'microsoft.graph.unifiedRoleDefinition'.",
    ]);
  });
});

describe('role assignments', () => {
  test('are given, read and taken, with the ids that Graph makes', async () => {
    const created = await assign(ben.toUpperCase(), billingAdministrator.id.toUpperCase());
    expect(created.status).toBe(201);
    const { id } = created.body;
    expect(created.headers.location).toBe(`http://localhost:80${ASSIGNMENTS}/${id}`);
    const assignment = {
      id,
      principalId: ben,
      resourceScope: '/',
      directoryScopeId: '/',
      roleDefinitionId: billingAdministrator.id,
      appScopeId: null,
      condition: null,
    };
    expect(created.body).toEqual({
      '@odata.context': `${ROOT}roleManagement/directory/roleAssignments/$entity`,
      ...assignment,
    });
    // Two GUIDs in the byte order of .NET, then -1.
    expect(id).toMatch(/^[\w-]{43}-1$/);
    expect(Buffer.from(id.slice(0, -2), 'base64url').toString('hex').slice(0, 8)).toBe('6146f5b0');

    expect((await get(`${ASSIGNMENTS}/${id}`)).body).toEqual(created.body);
    expect((await get(ASSIGNMENTS, { $filter: `principalId eq '${ben}'` })).body).toEqual({
      '@odata.context': `${ROOT}roleManagement/directory/roleAssignments`,
      value: [assignment],
    });
    expect((await call('DELETE', `${ASSIGNMENTS}/${id}`)).status).toBe(204);
    expect(errorOf(await get(`${ASSIGNMENTS}/${id}`))).toEqual(notFound(id));
    expect(errorOf(await call('DELETE', `${ASSIGNMENTS}/${id}`))).toEqual(notFound(id));
    expect((await assign(ben, billingAdministrator.id)).body.id).toBe(id);
    await call('DELETE', `${ASSIGNMENTS}/${id}`);

    const given = { role: 'Billing Administrator', roleId: billingAdministrator.id, unit: null };
    expect((await auditOf(ben)).slice(0, 2)).toEqual([
      { activity: 'Add member to role', channel: 'graph', before: null, after: given },
      { activity: 'Remove member from role', channel: 'graph', before: given, after: null },
    ]);
  });

  test('are the right of the moment, with and without an administrative unit', async () => {
    const person = await there.user('Cleo', { department: 'Support' });
    const [inside, outside] = [
      await there.user('Dan', { department: 'Legal' }),
      await there.user('Eve', { department: 'Support' }),
    ];
    const asCleo = graphCaller(there, await userToken(there, person, ['User.ReadWrite.All']));
    const change = async (id: string) =>
      (await asCleo('PATCH', `/v1.0/users/${id}`, { body: { jobTitle: 'Tried' } })).status;
    expect([await change(inside), await change(outside)]).toEqual([403, 403]);

    const unit = await unitOf('Legal people', 'user.department -eq "legal"');
    const scope = `/administrativeUnits/${unit}`;
    const created = await assign(person, userAdministrator.id, scope);
    expect(created.body).toMatchObject({ directoryScopeId: scope, resourceScope: scope });
    expect(created.body.id).toMatch(/^[\w-]{64}-1$/);
    expect([await change(inside), await change(outside)]).toEqual([204, 403]);
    expect((await get(`${ASSIGNMENTS}/${created.body.id}`)).body).toEqual(created.body);

    // The same role for everybody is another assignment.
    const whole = await assign(person, userAdministrator.id);
    expect(whole.body.id).not.toBe(created.body.id);
    expect(await change(outside)).toBe(204);
    const $filter = `principalId eq '${person}' and directoryScopeId eq '${scope.toUpperCase()}'`;
    expect((await get(ASSIGNMENTS, { $filter })).body.value).toMatchObject([{ id: created.body.id }]);
    expect(
      (
        await get(ASSIGNMENTS, {
          $filter: `principalId eq '${person}' and roleDefinitionId eq '${userAdministrator.id}'`,
        })
      ).body.value,
    ).toHaveLength(2);
    await call('DELETE', `${ASSIGNMENTS}/${whole.body.id}`);
    expect([await change(inside), await change(outside)]).toEqual([204, 403]);

    // With the unit goes the role that was limited to it.
    expect((await call('DELETE', `${UNITS}/${unit}`)).status).toBe(204);
    expect(await change(inside)).toBe(403);
    expect(errorOf(await get(`${ASSIGNMENTS}/${created.body.id}`))).toEqual(notFound(created.body.id));
  });

  test('can be given to an app', async () => {
    const { body } = await assign(script, ROLES.globalReader.id);
    expect(
      (await get(ASSIGNMENTS, { $filter: `principalId eq '${script}'`, $expand: 'principal' })).body.value,
    ).toContainEqual(
      expect.objectContaining({
        id: body.id,
        principal: {
          '@odata.type': '#microsoft.graph.servicePrincipal',
          id: script,
          appId: script,
          displayName: 'License script',
        },
      }),
    );
    expect((await call('DELETE', `${ASSIGNMENTS}/${body.id}`)).status).toBe(204);
  });

  test('are drawn with their holder and their role', async () => {
    const $filter = `principalId eq '${ada}'`;
    const { body } = await get(ASSIGNMENTS, { $filter, $expand: 'principal' });
    expect(body['@odata.context']).toBe(`${ROOT}roleManagement/directory/roleAssignments(principal())`);
    expect(body.value).toMatchObject([
      {
        roleDefinitionId: globalAdministrator.id,
        principal: {
          '@odata.type': '#microsoft.graph.user',
          id: ada,
          displayName: 'Ada',
          userPrincipalName: 'ada@test.example',
          jobTitle: null,
          businessPhones: [],
        },
      },
    ]);
    const narrow = await get(ASSIGNMENTS, {
      $filter,
      $select: 'id,principalId',
      $expand: 'principal($select=displayName),roleDefinition($select=displayName)',
    });
    expect(narrow.body).toEqual({
      '@odata.context': `${ROOT}roleManagement/directory/roleAssignments(id,principalId,principal(displayName),roleDefinition(displayName))`,
      value: [
        {
          id: body.value[0].id,
          principalId: ada,
          principal: { '@odata.type': '#microsoft.graph.user', displayName: 'Ada' },
          roleDefinition: { displayName: 'Global Administrator' },
        },
      ],
    });
    const one = await get(`${ASSIGNMENTS}/${body.value[0].id}`, { $expand: 'roleDefinition' });
    expect(one.body['@odata.context']).toBe(
      `${ROOT}roleManagement/directory/roleAssignments(roleDefinition())/$entity`,
    );
    expect(one.body.roleDefinition).toMatchObject({ id: globalAdministrator.id, isBuiltIn: true });
    expect(errorOf(await get(ASSIGNMENTS, { $expand: 'owner' }))).toEqual([
      400,
      'BadRequest',
      "Parsing OData Select and Expand failed: Could not find a property named 'owner' on type 'microsoft.graph.unifiedRoleAssignment'.",
    ]);
  });

  test('come in pages where a client asks for them', async () => {
    const everything = (await get(ASSIGNMENTS)).body.value;
    const first = await get(ASSIGNMENTS, { $top: '1', $select: 'id' });
    expect(first.body.value).toHaveLength(1);
    const seen = [...first.body.value];
    let next: string | undefined = first.body['@odata.nextLink'];
    while (next) {
      const { body } = await get(next.replace('http://localhost:80', ''));
      seen.push(...body.value);
      next = body['@odata.nextLink'];
    }
    expect(seen.map(({ id }) => id).sort()).toEqual(everything.map(({ id }: { id: string }) => id).sort());
  });

  test.each<[string, unknown, unknown[]]>([
    ['no body', undefined, [400, 'BadRequest', 'Empty Payload. JSON content expected.']],
    [
      'no role',
      { principalId: newId(), directoryScopeId: '/' },
      bad('Property roleDefinitionId value is required but is empty or missing.'),
    ],
    [
      'no principal',
      { roleDefinitionId: licenseAdministrator.id, directoryScopeId: '/', principalId: '' },
      bad('Property principalId value is required but is empty or missing.'),
    ],
    [
      'a number as principal',
      { roleDefinitionId: licenseAdministrator.id, directoryScopeId: '/', principalId: 5 },
      bad("Invalid value specified for property 'principalId' of resource 'RoleAssignment'."),
    ],
    [
      'a name as principal',
      { roleDefinitionId: licenseAdministrator.id, directoryScopeId: '/', principalId: 'ada@test.example' },
      bad("Invalid object identifier 'ada@test.example'."),
    ],
    [
      'no scope',
      { roleDefinitionId: licenseAdministrator.id, principalId: newId() },
      bad('Must specify valid property scope of entity RoleAssignment'),
    ],
    ...[
      '',
      '//',
      5,
      'administrativeUnits/x',
      '/administrativeUnits/x',
      '/administrativeUnits/',
      `/${newId()}`,
      ['/'],
    ].map((directoryScopeId): [string, unknown, unknown[]] => [
      `the scope ${JSON.stringify(directoryScopeId)}`,
      { roleDefinitionId: licenseAdministrator.id, principalId: newId(), directoryScopeId },
      bad('Must specify valid property scope of entity RoleAssignment'),
    ]),
    [
      'a role by its name',
      { roleDefinitionId: 'License Administrator', principalId: newId(), directoryScopeId: '/' },
      notFound('License Administrator'),
    ],
    [
      'a condition',
      { roleDefinitionId: licenseAdministrator.id, principalId: newId(), directoryScopeId: '/', condition: 'x' },
      bad("Property 'condition' is read-only and cannot be set."),
    ],
    [
      'what it does not have',
      { roleDefinitionId: licenseAdministrator.id, principalId: newId(), directoryScopeId: '/', until: 'x' },
      bad(
        "One or more property values specified are invalid. The property 'until' does not exist on type 'microsoft.graph.unifiedRoleAssignment'.",
      ),
    ],
  ])('are not given with %s', async (_name, body, error) => {
    expect(errorOf(await call('POST', ASSIGNMENTS, body === undefined ? {} : { body: body as object }))).toEqual(error);
  });

  test('are refused where the directory refuses them', async () => {
    const unit = await unitOf('Everybody in France', '(user.usageLocation -eq "FR")');
    const scope = `/administrativeUnits/${unit}`;
    expect(errorOf(await assign(ada, globalAdministrator.id))).toEqual(bad(CONFLICT));
    expect((await assign(ben, licenseAdministrator.id, scope)).status).toBe(201);
    expect(errorOf(await assign(ben, licenseAdministrator.id, scope))).toEqual(bad(CONFLICT));
    expect(errorOf(await assign(ben, globalAdministrator.id, scope))).toEqual(
      bad("The role 'Global Administrator' cannot be limited to an administrative unit."),
    );
    const [nobody, noRole, noUnit] = [newId(), newId(), newId()];
    expect(errorOf(await assign(nobody, licenseAdministrator.id))).toEqual(notFound(nobody));
    expect(errorOf(await assign(ben, noRole))).toEqual(notFound(noRole));
    expect(errorOf(await assign(ben, licenseAdministrator.id, `/administrativeUnits/${noUnit}`))).toEqual(
      notFound(noUnit),
    );
    await call('DELETE', `${UNITS}/${unit}`);
  });

  test('of the last active Global Administrator stays', async () => {
    const idOfAda = (await get(ASSIGNMENTS, { $filter: `principalId eq '${ada}'` })).body.value[0].id;
    const last = bad('The user is the last active Global Administrator.');
    expect(errorOf(await call('DELETE', `${ASSIGNMENTS}/${idOfAda}`))).toEqual(last);
    const second = (await assign(ben, globalAdministrator.id)).body.id;
    expect((await call('DELETE', `${ASSIGNMENTS}/${idOfAda}`)).status).toBe(204);
    expect(errorOf(await call('DELETE', `${ASSIGNMENTS}/${second}`))).toEqual(last);
    expect((await assign(ada, globalAdministrator.id)).status).toBe(201);
    expect((await call('DELETE', `${ASSIGNMENTS}/${second}`)).status).toBe(204);
  });

  test.each([
    [
      '$top',
      '0',
      [400, 'Request_UnsupportedQuery', "Invalid page size specified: '0'. Must be between 1 and 999 inclusive."],
    ],
    ['$search', '"displayName:x"', bad("The query parameter '$search' is not supported.")],
    ['$skip', '1', bad("The query parameter '$skip' is not supported.")],
    [
      '$skiptoken',
      'x',
      [
        400,
        'Directory_ExpiredPageToken',
        'The specified page token value has expired and can no longer be included in your request.',
      ],
    ],
  ])('are not listed with %s=%s', async (name, value, error) => {
    expect(errorOf(await get(ASSIGNMENTS, { [name]: value }))).toEqual(error);
  });
});

describe('GET /directoryRoles', () => {
  test('lists the roles that somebody holds, each with an id of this tenant', async () => {
    const { body } = await get('/v1.0/directoryRoles');
    expect(body['@odata.context']).toBe(`${ROOT}directoryRoles`);
    expect(body.value.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      'Global Administrator',
      'Privileged Role Administrator',
    ]);
    const [global] = body.value;
    expect(global).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      deletedDateTime: null,
      description: null,
      displayName: 'Global Administrator',
      roleTemplateId: globalAdministrator.id,
    });
    expect(global.id).not.toBe(globalAdministrator.id);
    for (const address of [
      `/v1.0/directoryRoles/${global.id}`,
      `/v1.0/directoryRoles('${global.id.toUpperCase()}')`,
      `/v1.0/directoryRoles(roleTemplateId='${globalAdministrator.id}')`,
      `/v1.0/directoryRoles/roleTemplateId=${globalAdministrator.id}`,
      `/v1.0/directoryroles/RoleTemplateId='${globalAdministrator.id}'`,
    ]) {
      expect((await get(address)).body).toEqual({ '@odata.context': `${ROOT}directoryRoles/$entity`, ...global });
    }
    for (const $filter of [`roleTemplateId eq '${globalAdministrator.id}'`, "displayName eq 'Global Administrator'"])
      expect((await get('/v1.0/directoryRoles', { $filter })).body.value).toEqual([global]);
  });

  test('knows no role that nobody holds', async () => {
    const key = `roleTemplateId=${ROLES.reportsReader.id}`;
    expect(errorOf(await get(`/v1.0/directoryRoles/${key}`))).toEqual(notFound(key));
    expect(errorOf(await get(`/v1.0/directoryRoles/${key}/members`))).toEqual(notFound(key));
    expect(errorOf(await get('/v1.0/directoryRoles/x'))).toEqual(bad("Invalid object identifier 'x'."));
  });

  test('gives the members of a role, people and apps, in pages', async () => {
    const unit = await unitOf('Members', 'user.department -eq "Sales"');
    const people = await there.db.query<{ id: string }>(sql`
      select id from users where tenant_id = ${there.tenant.tenantId} and department = 'Sales' order by id`);
    await there.db.query(sql`
      insert into role_assignment (tenant_id, principal_id, role_template_id)
      select ${there.tenant.tenantId}, unnest(${people.map(({ id }) => id)}::uuid[]), ${licenseAdministrator.id}`);
    await assign(script, licenseAdministrator.id);
    // A role for a unit is none for the directory.
    await assign(ben, licenseAdministrator.id, `/administrativeUnits/${unit}`);

    const address = `/v1.0/directoryRoles/roleTemplateId=${licenseAdministrator.id}/members`;
    const first = await get(address);
    expect(first.body['@odata.context']).toBe(`${ROOT}directoryObjects`);
    expect(first.body.value).toHaveLength(100);
    const second = await get(first.body['@odata.nextLink'].replace('http://localhost:80', ''));
    expect(second.body['@odata.nextLink']).toBeUndefined();
    const all = [...first.body.value, ...second.body.value];
    expect(all.map(({ id }) => id).sort()).toEqual([script, ...people.map(({ id }) => id)].sort());
    expect(all.find(({ id }) => id === script)).toEqual({
      '@odata.type': '#microsoft.graph.servicePrincipal',
      id: script,
      appId: script,
      displayName: 'License script',
    });
    expect(all.filter((one) => one['@odata.type'] === '#microsoft.graph.user')[0]).toMatchObject({
      displayName: expect.stringMatching(/^Person \d+$/),
      jobTitle: null,
    });

    const { body } = await get(
      address,
      { $select: 'id,displayName', $top: '3', $count: 'true' },
      { consistencylevel: 'eventual' },
    );
    expect(body['@odata.context']).toBe(`${ROOT}directoryObjects(displayName,id)`);
    expect(body['@odata.count']).toBe(people.length + 1);
    expect(body.value.map((one: object) => Object.keys(one).sort())).toEqual(
      Array(3).fill(['@odata.type', 'displayName', 'id']),
    );
    expect(errorOf(await get(address, { $filter: "displayName eq 'Ben'" }))).toEqual(
      bad("The query parameter '$filter' is not supported."),
    );
    await call('DELETE', `${UNITS}/${unit}`);
  });
});

describe('administrative units', () => {
  const sales = rule('(user.department -eq "Sales") -and (user.usageLocation -eq "FR")');

  test('are drawn by a rule, changed and removed', async () => {
    const created = await call('POST', UNITS, {
      body: {
        '@odata.type': '#microsoft.graph.administrativeUnit',
        DisplayName: 'Sales in France',
        description: '',
        ...sales,
        membershipRuleProcessingState: 'On',
        visibility: null,
        isMemberManagementRestricted: false,
      },
    });
    expect(created.status).toBe(201);
    const { id } = created.body;
    expect(created.headers.location).toBe(`http://localhost:80${UNITS}/${id}`);
    const unit = {
      id,
      deletedDateTime: null,
      displayName: 'Sales in France',
      description: null,
      isMemberManagementRestricted: false,
      membershipRule: '(user.department -eq "Sales") -and (user.usageLocation -eq "FR")',
      membershipType: 'Dynamic',
      membershipRuleProcessingState: 'On',
      visibility: null,
    };
    expect(created.body).toEqual({ '@odata.context': `${ROOT}directory/administrativeUnits/$entity`, ...unit });
    expect((await get(`${UNITS}/${id.toUpperCase()}`)).body).toEqual(created.body);
    expect((await get(`${UNITS}('${id}')`, { $select: 'displayname' })).body).toEqual({
      '@odata.context': `${ROOT}directory/administrativeUnits(displayName)/$entity`,
      displayName: 'Sales in France',
    });
    expect((await get(UNITS)).body).toEqual({
      '@odata.context': `${ROOT}directory/administrativeUnits`,
      value: [unit],
    });

    const patched = await call('PATCH', `${UNITS}/${id}`, {
      body: { description: 'Everybody', membershipRule: 'user.usageLocation -eq "de"' },
    });
    expect([patched.status, patched.text]).toEqual([204, '']);
    expect((await call('PATCH', `${UNITS}/${id}`, { body: { membershipType: 'Dynamic' } })).status).toBe(204);
    expect((await get(`${UNITS}/${id}`)).body).toMatchObject({
      displayName: 'Sales in France',
      description: 'Everybody',
      membershipRule: '(user.usageLocation -eq "DE")',
    });
    expect((await call('DELETE', `${UNITS}/${id}`)).status).toBe(204);
    expect(errorOf(await get(`${UNITS}/${id}`))).toEqual(notFound(id));
    expect((await auditOf(id)).map(({ activity, channel }) => [activity, channel])).toEqual([
      ['Add administrative unit', 'graph'],
      ['Update administrative unit', 'graph'],
      ['Delete administrative unit', 'graph'],
    ]);
  });

  test('are found by name, and paged by it', async () => {
    const ids: string[] = [];
    for (const name of ['b', 'A', 'c', 'ä']) ids.push(await unitOf(`Unit ${name}`, 'user.usageLocation -eq "FR"'));
    const names = async (options: Record<string, string>) =>
      (await get(UNITS, options)).body.value.map(({ displayName }: { displayName: string }) => displayName);
    expect(await names({ $filter: "displayName eq 'UNIT b'" })).toEqual(['Unit b']);
    expect(await names({ $filter: "startswith(displayName,'unit ')" })).toEqual([
      'Unit A',
      'Unit b',
      'Unit c',
      'Unit ä',
    ]);
    expect(await names({ $filter: `id eq '${ids[2]}'` })).toEqual(['Unit c']);
    const first = await get(UNITS, { $top: '3', $select: 'id,displayName' });
    expect(first.body.value).toHaveLength(3);
    const second = await get(first.body['@odata.nextLink'].replace('http://localhost:80', ''));
    expect(second.body.value).toEqual([{ id: ids[3], displayName: 'Unit ä' }]);
    expect(second.body['@odata.nextLink']).toBeUndefined();
    for (const id of ids) await call('DELETE', `${UNITS}/${id}`);
  });

  test('have the people of the rule as members, as they are now, in pages', async () => {
    const id = await unitOf('Sales in France', sales.membershipRule);
    const inFrance = SALES - SALES / 5;
    const seen: string[] = [];
    const options = { $select: 'id,department,usageLocation', $count: 'true' };
    const eventual = { consistencylevel: 'eventual' };
    const first = await get(`${UNITS}/${id}/members`, options, eventual);
    expect(first.body['@odata.context']).toBe(`${ROOT}directoryObjects(id,department,usageLocation)`);
    expect(first.body['@odata.count']).toBe(inFrance);
    let body = first.body;
    for (;;) {
      for (const person of body.value) {
        expect(person).toMatchObject({
          '@odata.type': '#microsoft.graph.user',
          department: expect.stringMatching(/^sales$/i),
          usageLocation: 'FR',
        });
        seen.push(person.id);
      }
      if (!body['@odata.nextLink']) break;
      body = (await get(body['@odata.nextLink'].replace('http://localhost:80', ''), {}, eventual)).body;
      expect(body['@odata.count']).toBeUndefined();
    }
    expect(new Set(seen).size).toBe(inFrance);
    expect(seen).toHaveLength(inFrance);

    const users = await get(`${UNITS}/${id}/members/microsoft.graph.user`, { $top: '2' });
    expect(users.body['@odata.context']).toBe(`${ROOT}users`);
    expect(users.body.value[0]).not.toHaveProperty('@odata.type');
    expect((await get(`${UNITS}/${id}/members/graph.user`, { $top: '2' })).body.value).toEqual(users.body.value);
    const found = await get(`${UNITS}/${id}/members`, { $filter: "displayName eq 'Person 1' or displayName eq 'Ada'" });
    expect(found.body.value).toMatchObject([{ displayName: 'Person 1' }]);

    const stranger = await there.user('Fay', { department: 'sales' });
    await there.db.query(sql`delete from users where id = ${seen[0]}`);
    const now = await get(`${UNITS}/${id}/members`, { $top: '999', $select: 'id' });
    const expected = [...seen.slice(1), stranger];
    expect(now.body.value.map((person: { id: string }) => person.id).sort()).toEqual(expected.sort());

    // A page belongs to its own unit, address and options.
    const token = new URL(first.body['@odata.nextLink']).searchParams.get('$skiptoken') ?? '';
    const elsewhere = await unitOf('Elsewhere', 'user.usageLocation -eq "FR"');
    expect(
      (await get(`${UNITS}/${elsewhere}/members`, { ...options, $skiptoken: token }, eventual)).body.error.code,
    ).toBe('Directory_ExpiredPageToken');
    for (const unit of [id, elsewhere]) await call('DELETE', `${UNITS}/${unit}`);
  });

  test('take no members by hand', async () => {
    const id = await unitOf('By rule', 'user.usageLocation -eq "FR"');
    const added = await call('POST', `${UNITS}/${id}/members`, { body: { '@odata.id': `${ROOT}users/${ben}` } });
    expect(errorOf(added)).toEqual([
      405,
      'Request_BadRequest',
      'Specified HTTP method is not allowed for the request target.',
    ]);
    await call('DELETE', `${UNITS}/${id}`);
  });

  const EXAMPLE = '(user.department -eq "Sales") -and (user.usageLocation -eq "FR")';
  const NEEDS_RULE = bad(
    `Only administrative units with a membership rule are supported: set membershipType to 'Dynamic' and membershipRule to a rule such as ${EXAMPLE}.`,
  );
  const NO_SUCH_RULE = bad(
    `The membershipRule is not supported. A rule names a department, a usage location, or both: ${EXAMPLE}.`,
  );
  const invalid = (name: string) =>
    bad(`Invalid value specified for property '${name}' of resource 'AdministrativeUnit'.`);
  const readOnly = (name: string) => bad(`Property '${name}' is read-only and cannot be set.`);
  const WRONG: [string, object, unknown[]][] = [
    ['no name', { displayName: '' }, invalid('displayName')],
    ['a blank name', { displayName: '  ' }, invalid('displayName')],
    ['a long name', { displayName: 'x'.repeat(257) }, invalid('displayName')],
    ['a number as name', { displayName: 5 }, invalid('displayName')],
    ['NUL in the name', { displayName: 'a\0b' }, invalid('displayName')],
    ['a list as description', { description: ['x'] }, invalid('description')],
    ['members of its own', { membershipType: 'Assigned' }, NEEDS_RULE],
    ['a rule of another property', { membershipRule: '(user.country -eq "United States")' }, NO_SUCH_RULE],
    ['either of two', { membershipRule: 'user.department -eq "A" -or user.usageLocation -eq "FR"' }, NO_SUCH_RULE],
    ['a rule that is none', { membershipRule: 7 }, NO_SUCH_RULE],
    [
      'a rule that rests',
      { membershipRuleProcessingState: 'Paused' },
      bad("The membershipRule is always processed: membershipRuleProcessingState can only be 'On'."),
    ],
    ['hidden members', { visibility: 'HiddenMembership' }, invalid('visibility')],
    [
      'members for its administrators alone',
      { isMemberManagementRestricted: true },
      invalid('isMemberManagementRestricted'),
    ],
    ['an id', { id: newId() }, readOnly('id')],
    ['a deletion', { deletedDateTime: null }, readOnly('deletedDateTime')],
    [
      'what it does not have',
      { 'members@odata.bind': [] },
      bad(
        "One or more property values specified are invalid. The property 'members@odata.bind' does not exist on type 'microsoft.graph.administrativeUnit'.",
      ),
    ],
  ];

  test.each(WRONG)('are neither drawn nor changed with %s', async (name, wrong, error) => {
    const given = { displayName: 'Unit', ...sales };
    const required = bad('Property displayName value is required but is empty or missing.');
    expect(errorOf(await call('POST', UNITS, { body: { ...given, ...wrong } }))).toEqual(
      name === 'no name' ? required : error,
    );
    const id = await unitOf('Stays', sales.membershipRule);
    expect(errorOf(await call('PATCH', `${UNITS}/${id}`, { body: { description: 'x', ...wrong } }))).toEqual(error);
    expect((await get(`${UNITS}/${id}`)).body).toMatchObject({
      displayName: 'Stays',
      membershipRule: sales.membershipRule,
    });
    await call('DELETE', `${UNITS}/${id}`);
  });

  test('need a name, a type and a rule', async () => {
    const post = async (body: object) => errorOf(await call('POST', UNITS, { body }));
    expect(await post(sales)).toEqual(bad('Property displayName value is required but is empty or missing.'));
    expect(await post({ displayName: 'x' })).toEqual(NEEDS_RULE);
    expect(await post({ displayName: 'x', membershipRule: sales.membershipRule })).toEqual(NEEDS_RULE);
    expect(await post({ displayName: 'x', membershipType: 'Dynamic' })).toEqual(
      bad('Property membershipRule value is required but is empty or missing.'),
    );
    expect(errorOf(await call('POST', UNITS))).toEqual([400, 'BadRequest', 'Empty Payload. JSON content expected.']);
    expect(errorOf(await call('GET', `${UNITS}/x`))).toEqual(bad("Invalid object identifier 'x'."));
  });
});

describe('who may', () => {
  const READ = [DEFINITIONS, ASSIGNMENTS, '/v1.0/directoryRoles', UNITS];

  async function rightsOf(token: string) {
    const asThem = graphCaller(there, token);
    const reads = await Promise.all(READ.map(async (address) => (await asThem('GET', address)).status));
    const writes = [
      errorOf(await asThem('POST', ASSIGNMENTS, { body: {} })),
      errorOf(await asThem('DELETE', `${ASSIGNMENTS}/x`)),
      errorOf(await asThem('POST', UNITS, { body: {} })),
      errorOf(await asThem('PATCH', `${UNITS}/${others.unit}`, { body: {} })),
      errorOf(await asThem('DELETE', `${UNITS}/${others.unit}`)),
    ];
    return {
      reads: reads.every((status) => status === 200),
      writes: writes.every(([status]) => status !== 403),
      denied: writes.every((error) => JSON.stringify(error) === JSON.stringify(DENIED)),
    };
  }

  const everything = { reads: true, writes: true, denied: false };
  const reading = { reads: true, writes: false, denied: true };
  const nothing = { reads: false, writes: false, denied: true };

  test.each<[RoleName, object]>([
    ['globalAdministrator', everything],
    ['privilegedRoleAdministrator', everything],
    ['userAdministrator', reading],
    ['globalReader', reading],
    ['reportsReader', nothing],
    ['complianceAdministrator', nothing],
  ])('an app as %s', async (role, rights) => {
    expect(await rightsOf(await there.token(role))).toEqual(rights);
  });

  test.each([
    ['RoleManagement.ReadWrite.Directory', everything],
    ['RoleManagement.Read.Directory', reading],
    ['Directory.Read.All', reading],
    ['Directory.ReadWrite.All', nothing],
    ['User.ReadWrite.All', nothing],
  ])('an app with the permission %s', async (permission, rights) => {
    expect(await rightsOf(await tokenOf(there, { permissions: [permission] }))).toEqual(rights);
  });

  test('a person, by their role and by what they let the app do', async () => {
    const all = 'RoleManagement.ReadWrite.Directory';
    expect(await rightsOf(await userToken(there, ada, [all]))).toEqual(everything);
    expect(await rightsOf(await userToken(there, ada, ['RoleManagement.Read.Directory']))).toEqual(reading);
    expect(await rightsOf(await userToken(there, ada, ['User.ReadWrite.All']))).toEqual(nothing);
    expect(await rightsOf(await userToken(there, ben, [all]))).toEqual(nothing);
  });

  test('nobody is told of people by whoever may read roles alone', async () => {
    const unit = await unitOf('Legal', 'user.department -eq "Legal"');
    const asReader = graphCaller(there, await tokenOf(there, { permissions: ['RoleManagement.Read.Directory'] }));
    const address = `/v1.0/directoryRoles/roleTemplateId=${globalAdministrator.id}/members?$select=id,displayName`;
    const { body } = await asReader('GET', address);
    expect(body.value).toContainEqual({ '@odata.type': '#microsoft.graph.user', id: ada, displayName: null });
    const assignments = await asReader('GET', `${ASSIGNMENTS}?$expand=principal`);
    expect(assignments.text).toContain(ada);
    expect(assignments.text).not.toMatch(/Ada|ada@test|License script/);
    expect(errorOf(await asReader('GET', `${UNITS}/${unit}/members`))).toEqual(DENIED);
    await call('DELETE', `${UNITS}/${unit}`);
  });
});

describe('another tenant', () => {
  test('is not told of, nor touched', async () => {
    const nowhere = { user: newId(), unit: newId() };
    for (const { user, unit } of [others, nowhere]) {
      const scope = `/administrativeUnits/${unit}`;
      expect(errorOf(await assign(user, licenseAdministrator.id))).toEqual(notFound(user));
      expect(errorOf(await assign(ben, licenseAdministrator.id, scope))).toEqual(notFound(unit));
      for (const address of [`${UNITS}/${unit}`, `${UNITS}/${unit}/members`])
        expect(errorOf(await get(address))).toEqual(notFound(unit));
      const change = { body: { displayName: 'Mine' } };
      expect(errorOf(await call('PATCH', `${UNITS}/${unit}`, change))).toEqual(notFound(unit));
      expect(errorOf(await call('PATCH', `${UNITS}/${unit}`, { body: { wrong: 1 } }))).toEqual(notFound(unit));
      expect(errorOf(await call('DELETE', `${UNITS}/${unit}`))).toEqual(notFound(unit));
      for (const $filter of [`principalId eq '${user}'`, `directoryScopeId eq '${scope}'`])
        expect((await get(ASSIGNMENTS, { $filter })).body.value).toEqual([]);
    }
    const key = `roleTemplateId=${ROLES.exchangeAdministrator.id}`;
    expect(errorOf(await get(`/v1.0/directoryRoles/${key}`))).toEqual(notFound(key));
    for (const address of [ASSIGNMENTS, '/v1.0/directoryRoles', UNITS])
      expect((await get(address)).text).not.toMatch(new RegExp(`Zoe|Exchange|${others.user}|${others.unit}`));
    const rows = await there.db.query(sql`
      select (select count(*)::int from role_assignment where principal_id = ${others.user}) as roles,
        (select display_name from administrative_unit where id = ${others.unit}) as unit`);
    expect(rows).toEqual([{ roles: 2, unit: 'Zoe’s unit' }]);
  });
});

describe('@microsoft/microsoft-graph-client', () => {
  test('gives a role for a unit as its documentation does, and pages through the unit', async () => {
    // The client sends its token by https alone.
    const certificate = selfSignedCertificate();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate.cert]);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    const server = await buildApp({ db: there.db, secrets: TEST_SECRETS, clock: { now: () => NOW }, tls: certificate });
    await server.listen({ host: '127.0.0.1', port: 0 });
    const origin = `https://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    try {
      const token = await there.token('privilegedRoleAdministrator');
      const graph = Client.init({
        baseUrl: `${origin}/`,
        customHosts: new Set(['127.0.0.1']),
        authProvider: (done) => done(null, token),
      });
      const unit = await graph.api('/directory/administrativeUnits').post({
        displayName: 'Sales',
        membershipType: 'Dynamic',
        membershipRule: 'user.department -eq "Sales"',
        membershipRuleProcessingState: 'On',
      });
      const definitions = await graph
        .api('/roleManagement/directory/roleDefinitions')
        .filter("displayName eq 'User Administrator'")
        .select('id')
        .get();
      const assignment = await graph.api('/roleManagement/directory/roleAssignments').post({
        '@odata.type': '#microsoft.graph.unifiedRoleAssignment',
        roleDefinitionId: definitions.value[0].id,
        principalId: ben,
        directoryScopeId: `/administrativeUnits/${unit.id}`,
      });
      const members: string[] = [];
      const first = await graph.api(`/directory/administrativeUnits/${unit.id}/members`).top(60).select('id').get();
      await new PageIterator(graph, first, (member: { id: string }) => members.push(member.id) > 0).iterate();
      expect(new Set(members).size).toBe(members.length);
      expect(members.length).toBeGreaterThan(SALES - 5);
      const held = await graph
        .api('/roleManagement/directory/roleAssignments')
        .filter(`principalId eq '${ben}' and roleDefinitionId eq '${userAdministrator.id}'`)
        .expand('principal')
        .get();
      expect(held.value).toMatchObject([{ id: assignment.id, principal: { userPrincipalName: 'ben@test.example' } }]);
      await graph.api(`/roleManagement/directory/roleAssignments/${assignment.id}`).delete();
      await expect(graph.api(`/roleManagement/directory/roleAssignments/${assignment.id}`).get()).rejects.toMatchObject(
        {
          statusCode: 404,
          code: 'Request_ResourceNotFound',
        },
      );
      await graph.api(`/directory/administrativeUnits/${unit.id}`).update({ displayName: 'All of Sales' });
      const roles = await graph.api('/directoryRoles').version('beta').get();
      expect(roles.value.map(({ displayName }: { displayName: string }) => displayName)).toContain(
        'Global Administrator',
      );
      await graph.api(`/directory/administrativeUnits/${unit.id}`).delete();
    } finally {
      vi.unstubAllEnvs();
      await server.close();
    }
  });
});
