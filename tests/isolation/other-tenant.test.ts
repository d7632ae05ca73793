import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { hashSecret } from '../../src/base/secrets.ts';
import { sql } from '../../src/base/sql.ts';
import { ACCESS } from '../../src/domain/access/actions.ts';
import { ROUTES } from '../../src/graph/routes.ts';
import { createUnit } from '../../src/operations/access/administrative-units.ts';
import { createCase } from '../../src/operations/compliance/cases.ts';
import { createPolicy } from '../../src/operations/compliance/retention-policies.ts';
import { createSearch } from '../../src/operations/compliance/searches.ts';
import type { Context } from '../../src/operations/context.ts';
import { changeLicenses, planLicenses } from '../../src/operations/licensing/change-licenses.ts';
import { insertApproval } from '../../src/store/approvals.ts';
import { insertApp } from '../../src/store/apps.ts';
import { refreshSeats } from '../../src/store/seats.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { tokenOf } from '../conformance/graph-caller.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';

/** Whatever of another tenant somebody may name: what it is called in a path, and one that is nowhere. */
interface Names {
  readonly user: string;
  readonly userName: string;
  readonly deletedUser: string;
  readonly operation: string;
  readonly plan: string;
  readonly approval: string;
  readonly unit: string;
  readonly app: string;
  readonly caseId: string;
  readonly search: string;
  readonly policy: string;
}

let there: TestTenant;
let others: Names;
let nowhere: Names;
let token: string;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 5);
  // No role opens what people have written; only permissions do.
  const permissions = Object.values(ACCESS).flatMap((right) => right.permissions);
  token = await tokenOf(there, { roles: ['globalAdministrator'], permissions: [...new Set(permissions)] });
  others = await fillOtherTenant();
  nowhere = {
    user: newId(),
    userName: 'nobody-there@other.example',
    deletedUser: newId(),
    operation: '987654321',
    plan: '987654322',
    approval: '987654323',
    unit: newId(),
    app: newId(),
    caseId: newId(),
    search: newId(),
    policy: newId(),
  };
});
afterAll(() => there.close());

/** A second tenant in the same database, with one of everything that has a name. */
async function fillOtherTenant(): Promise<Names> {
  const tenantId = newId();
  const tenant = { ...there.tenant, tenantId, displayName: 'Other', defaultDomain: 'other.example' };
  await insertTenant(there.db, tenant);
  const db = there.db.ofTenant(tenantId);
  const context: Context = {
    ...there.context,
    db,
    tenant,
    principal: { ...there.context.principal, tenantId },
  };
  const addUser = async (name: string, deleted: boolean) => {
    const id = newId();
    await db.query(sql`
      insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, usage_location, created_at, deleted_at)
      values (${tenantId}, ${id}, ${`${name}@other.example`}, ${`${deleted ? id : ''}${name}@other.example`}, ${name}, ${name}, 'FR', now(),
        ${deleted ? new Date() : null})`);
    return id;
  };
  const user = await addUser('zoe', false);
  const deletedUser = await addUser('gone', true);
  await db.query(sql`
    insert into subscription (tenant_id, id, sku_id, quantity, state, channel, term, starts_at, created_at)
    values (${tenantId}, ${newId()}, ${SKU.e3}, 9, 'active', 'direct', 'annual', now(), now())`);
  await refreshSeats(db, tenantId);
  const give = {
    kind: 'assign' as const,
    groups: [
      {
        change: { kind: 'change' as const, add: [{ skuId: SKU.e3 }], remove: [] },
        people: { kind: 'ids' as const, userIds: [user] },
      },
    ],
    selection: { by: 'list' as const, count: 1 },
    unmatched: [],
  };
  const done = await changeLicenses(context, give, { keepGoing: false });
  if (done.kind !== 'applied') throw new Error(done.kind);
  const plan = await planLicenses(context, give);
  const approval = await insertApproval(db, tenantId, {
    kind: 'removal',
    operationId: plan.operationId,
    userId: null,
    people: 5,
    requestedBy: newId(),
    requestedByName: 'Somebody',
  });
  const unit = await createUnit(context, {
    displayName: 'Other unit',
    description: null,
    department: 'Sales',
    usageLocation: null,
  });
  const app = newId();
  await insertApp(db, tenantId, {
    id: app,
    displayName: 'Other app',
    secretHash: hashSecret('x'),
    permissions: [],
    roleIds: [],
    disabled: false,
  });
  const found = await createCase(context, { displayName: 'Other case', description: null, externalId: null });
  if ('reason' in found) throw new Error(found.reason);
  const search = await createSearch(context, found.id, {
    displayName: 'Other search',
    description: null,
    query: '',
    keywords: [],
    scope: { mailboxes: 'everyone', drives: 'none', users: [] },
  });
  if ('reason' in search) throw new Error(search.reason);
  const policy = await createPolicy(context, {
    displayName: 'Other policy',
    description: null,
    action: 'retain',
    durationDays: null,
    everyone: true,
    people: [],
  });
  if ('reason' in policy) throw new Error(policy.reason);
  return {
    caseId: found.id,
    search: search.id,
    policy: policy.policyId,
    user,
    userName: 'zoe@other.example',
    deletedUser,
    operation: String(done.plan.operationId),
    plan: String(plan.operationId),
    approval: String(approval),
    unit,
    app,
  };
}

interface Probe {
  readonly method: string;
  readonly url: (names: Names) => string;
  readonly body?: (names: Names) => unknown;
}

/** Every place of our own API where a name can stand. */
const API: readonly Probe[] = [
  { method: 'GET', url: ({ user }) => `/api/users/${user}/licenses` },
  { method: 'GET', url: ({ userName }) => `/api/users/${userName}/licenses` },
  { method: 'GET', url: ({ user }) => `/api/users/${user}/data` },
  { method: 'GET', url: ({ userName }) => `/api/users/${userName}/data` },
  { method: 'GET', url: ({ user }) => `/api/users/${user}/sessions` },
  { method: 'POST', url: ({ user }) => `/api/users/${user}/reset-password`, body: () => ({}) },
  { method: 'POST', url: ({ userName }) => `/api/users/${userName}/end-sessions`, body: () => ({}) },
  { method: 'POST', url: ({ user }) => `/api/users/${user}/reset-factors`, body: () => ({}) },
  { method: 'POST', url: ({ deletedUser }) => `/api/deleted-users/${deletedUser}/restore`, body: () => ({}) },
  { method: 'POST', url: ({ deletedUser }) => `/api/deleted-users/${deletedUser}/purge`, body: () => ({}) },
  { method: 'GET', url: ({ operation }) => `/api/operations/${operation}` },
  { method: 'GET', url: ({ plan }) => `/api/operations/${plan}` },
  { method: 'GET', url: ({ operation }) => `/api/operations/${operation}/people` },
  { method: 'POST', url: ({ operation }) => `/api/operations/${operation}/undo`, body: () => ({}) },
  { method: 'POST', url: ({ plan }) => `/api/plans/${plan}/apply`, body: () => ({ digest: 'x' }) },
  { method: 'POST', url: ({ approval }) => `/api/approvals/${approval}/approve`, body: () => ({}) },
  { method: 'POST', url: ({ approval }) => `/api/approvals/${approval}/reject`, body: () => ({}) },
  { method: 'PUT', url: ({ unit }) => `/api/units/${unit}`, body: () => ({ displayName: 'x', department: 'x' }) },
  { method: 'DELETE', url: ({ unit }) => `/api/units/${unit}` },
  { method: 'POST', url: () => '/api/roles/License Administrator/holders', body: ({ user }) => ({ user }) },
  { method: 'POST', url: () => '/api/roles/License Administrator/holders', body: ({ app }) => ({ user: app }) },
  {
    method: 'POST',
    url: () => '/api/roles/License Administrator/holders',
    body: ({ userName }) => ({ user: userName }),
  },
  { method: 'DELETE', url: ({ user }) => `/api/roles/License Administrator/holders/${user}` },
  { method: 'GET', url: ({ user }) => `/api/users/${user}/holds` },
  { method: 'PUT', url: ({ user }) => `/api/users/${user}/litigation-hold`, body: () => ({}) },
  { method: 'DELETE', url: ({ user }) => `/api/users/${user}/litigation-hold` },
  { method: 'GET', url: ({ policy }) => `/api/compliance/policies/${policy}` },
  { method: 'DELETE', url: ({ policy }) => `/api/compliance/policies/${policy}` },
  { method: 'GET', url: ({ caseId }) => `/api/compliance/cases/${caseId}` },
  { method: 'POST', url: ({ caseId }) => `/api/compliance/cases/${caseId}/close`, body: () => ({}) },
  { method: 'GET', url: ({ caseId, search }) => `/api/compliance/cases/${caseId}/searches/${search}` },
  { method: 'GET', url: ({ caseId, search }) => `/api/compliance/cases/${caseId}/searches/${search}/hits` },
  { method: 'GET', url: ({ caseId, search }) => `/api/compliance/cases/${caseId}/searches/${search}/export` },
];

/** Each route of Graph that has a key, with another's and with nobody's. */
const GRAPH: readonly Probe[] = ROUTES.filter(({ path }) => path.includes('{id}')).flatMap(({ method, path }) => {
  const names: (keyof Names)[] = path.startsWith('/users')
    ? ['user', 'userName', 'deletedUser']
    : ['deletedUser', 'user', 'unit', 'caseId'];
  return names.map(
    (name): Probe => ({
      method,
      url: (given) => `/v1.0${path.replaceAll(/\{\w+\}/g, given[name])}`,
      body: () => (method === 'POST' ? { addLicenses: [], removeLicenses: [] } : { city: 'x' }),
    }),
  );
});

async function answerTo({ method, url, body }: Probe, names: Names): Promise<{ status: number; text: string }> {
  const withBody = body !== undefined && method !== 'GET' && method !== 'DELETE';
  const response = await there.app.inject({
    method: method as 'GET',
    url: encodeURI(url(names)),
    headers: { authorization: `Bearer ${token}`, ...(withBody ? { 'content-type': 'application/json' } : {}) },
    ...(withBody ? { payload: JSON.stringify(body(names)) } : {}),
  });
  // Numbers are too short to be found in a text by themselves.
  const told = Object.values(names).filter((name) => name.length > 5);
  const given = told.reduce((text, name) => text.replaceAll(name, 'NAME'), response.body);
  const text = given
    .replaceAll(/"(request-id|client-request-id|date)":"[^"]*"/g, '')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID');
  return { status: response.statusCode, text };
}

describe('what is another tenant’s answers like what is nowhere', () => {
  test.each(
    [...API, ...GRAPH].map(
      (probe) =>
        [
          `${probe.method} ${probe.url(Object.fromEntries(Object.keys({ user: 1, userName: 1, deletedUser: 1, operation: 1, plan: 1, approval: 1, unit: 1, app: 1, caseId: 1, search: 1, policy: 1 }).map((name) => [name, `{${name}}`])) as unknown as Names)} ${JSON.stringify(probe.body?.({ user: '{user}', userName: '{userName}', app: '{app}' } as Names) ?? '')}`,
          probe,
        ] as const,
    ),
  )('%s', async (_name, probe) => {
    const [theirs, none] = [await answerTo(probe, others), await answerTo(probe, nowhere)];
    expect(theirs).toEqual(none);
    expect(theirs.status).toBe(404);
  });
});

test('filters, searches, lists, plans and pages never bring another tenant’s people or numbers', async () => {
  const get = async (url: string) =>
    (
      await there.app.inject({
        url,
        headers: { authorization: `Bearer ${token}`, consistencylevel: 'eventual' },
      })
    ).body;
  for (const url of [
    '/v1.0/users?$count=true',
    `/v1.0/users?$filter=id eq '${others.user}'`,
    `/v1.0/users?$filter=userPrincipalName eq '${others.userName}'`,
    `/v1.0/users?$search="displayName:zoe"`,
    '/api/operations?planned=true',
    '/api/operations',
    `/api/operations?user=${others.user}`,
    `/api/operations?sku=${SKU.e3}`,
    '/api/operations?status=planned&by=tester',
    '/api/approvals?all=true',
    `/api/approvals?all=true&operation=${others.operation}`,
    '/api/units',
    '/api/roles',
    '/api/deleted-users',
    '/api/audit',
    '/api/audit/export?format=jsonl',
    '/v1.0/subscribedSkus',
  ]) {
    const body = await get(encodeURI(url));
    expect(body.toLowerCase(), url).not.toMatch(/zoe|other unit|other app|"gone"/);
    // The filter that was asked for comes back in a link at the most.
    if (!url.includes(others.user)) expect(body, url).not.toContain(others.user);
  }
  const plan = await there.app.inject({
    method: 'POST',
    url: '/api/plans',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    payload: JSON.stringify({
      change: { kind: 'unassignAll' },
      people: { users: [others.user, nowhere.user, others.userName] },
    }),
  });
  expect(plan.json().totals).toMatchObject({
    people: 3,
    refused: 3,
    refusedByReason: [{ reason: 'unknownPerson', people: 3 }],
  });
});

test('nothing of the other tenant was touched by all of this', async () => {
  const rows = await there.db.query(sql`
    select (select count(*)::int from users where id in (${others.user}, ${others.deletedUser})) as people,
      (select count(*)::int from administrative_unit where id = ${others.unit}) as units,
      (select count(*)::int from approval where id = ${Number(others.approval)} and decision is null) as approvals,
      (select count(*)::int from operation where id = ${Number(others.plan)} and status = 'planned') as plans`);
  expect(rows).toEqual([{ people: 2, units: 1, approvals: 1, plans: 1 }]);
});
