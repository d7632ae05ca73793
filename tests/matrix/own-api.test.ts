import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { rawSql, sql } from '../../src/base/sql.ts';
import { ROLES, type RoleName } from '../../src/domain/access/roles.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { MATRIX, type Row } from './matrix.ts';

const READ: Row = 'read users, groups, licenses, subscriptions';
const NOBODY = newId();
const unit = { displayName: 'Unit', department: 'Sales' };

/** Every route of our own API: its row, and a call that an administrator could make. A route without a line fails. */
const ROUTES: Readonly<Record<string, { row: Row; path?: string; body?: unknown; type?: string }>> = {
  'GET /api/tenant': { row: READ },
  'PATCH /api/tenant': { row: 'change the tenant', body: {} },
  'GET /api/clock': { row: READ },
  'POST /api/clock': { row: 'change the tenant', body: { days: 1 } },
  'GET /api/forecast': { row: READ, path: '/api/forecast?on=2026-04-01T00:00:00Z' },
  'GET /api/purges': { row: READ },
  'POST /api/purges/confirm': { row: 'change the tenant', body: { ids: null } },
  'GET /api/overview': { row: READ },
  'GET /api/overview/people': { row: READ, path: '/api/overview/people?problem=withoutLocation' },
  'GET /api/deadlines': { row: READ, path: '/api/deadlines?kind=userPurge&day=2026-03-01' },
  'GET /api/users/{user}/licenses': { row: READ },
  'GET /api/users/{user}/data': { row: READ },
  'GET /api/skus': { row: READ },
  'GET /api/products': { row: READ },
  'GET /api/people': { row: READ },
  'GET /api/people/export': { row: READ },
  'POST /api/people/holdings': { row: READ, body: { users: [NOBODY] } },
  'GET /api/departments': { row: READ },
  'GET /api/people/{id}/mailbox': { row: READ, path: `/api/people/${NOBODY}/mailbox` },
  'PATCH /api/people/{id}/mailbox': {
    row: 'mailboxes: forward, convert, import',
    path: `/api/people/${NOBODY}/mailbox`,
    body: {},
  },
  'POST /api/people/{id}/mailbox/convert': {
    row: 'mailboxes: forward, convert, import',
    path: `/api/people/${NOBODY}/mailbox/convert`,
    body: { kind: 'shared' },
  },
  'POST /api/users/{id}/mail': {
    row: 'mailboxes: forward, convert, import',
    path: `/api/users/${NOBODY}/mail`,
    body: 'Subject: x\n',
    type: 'message/rfc822',
  },
  'GET /api/views': { row: READ, path: '/api/views?page=users' },
  'POST /api/views': { row: READ, body: { page: 'users', name: 'Mine', search: {} } },
  'DELETE /api/views/{id}': { row: READ, path: `/api/views/${NOBODY}` },
  'GET /api/skus/{product}/groups': { row: READ, path: '/api/skus/ENTERPRISEPACK/groups' },
  'GET /api/skus/{product}/subscriptions': { row: READ, path: '/api/skus/ENTERPRISEPACK/subscriptions' },
  'GET /api/products/{product}': { row: READ, path: '/api/products/ENTERPRISEPACK' },
  'PUT /api/skus/{product}/seats': { row: 'buy and reduce seats', path: '/api/skus/none/seats', body: { total: 1 } },
  'PUT /api/skus/{product}/price': {
    row: 'buy and reduce seats',
    path: '/api/skus/none/price',
    body: { monthlyPriceCents: 1 },
  },
  'POST /api/plans': {
    row: 'assign and unassign licenses',
    body: { change: { kind: 'unassignAll' }, people: { users: [NOBODY] } },
  },
  'POST /api/plans/{id}/apply': { row: 'assign and unassign licenses', body: { digest: 'x' } },
  'GET /api/operations': { row: READ },
  'GET /api/operations/{id}': { row: READ },
  'GET /api/operations/{id}/people': { row: READ },
  'GET /api/operations/{id}/people/export': { row: READ },
  'GET /api/operations/{id}/profiles/people': { row: READ, path: '/api/operations/987654/profiles/people?no=1' },
  'POST /api/operations/{id}/retry': { row: 'assign and unassign licenses', body: {} },
  'POST /api/operations/{id}/undo': { row: 'assign and unassign licenses', body: {} },
  'POST /api/imports/users': { row: 'import people', body: 'nothing\n', type: 'text/csv' },
  'GET /api/roles': { row: READ },
  'POST /api/roles/{role}/holders': {
    row: 'give and take roles',
    path: '/api/roles/none/holders',
    body: { user: NOBODY },
  },
  'DELETE /api/roles/{role}/holders/{user}': { row: 'give and take roles', path: '/api/roles/none/holders/x' },
  'GET /api/units': { row: READ },
  'POST /api/units': { row: 'give and take roles', body: unit },
  'PUT /api/units/{id}': { row: 'give and take roles', path: `/api/units/${NOBODY}`, body: unit },
  'DELETE /api/units/{id}': { row: 'give and take roles', path: `/api/units/${NOBODY}` },
  'GET /api/approvals': { row: READ },
  'POST /api/approvals/{id}/approve': { row: 'agree as a second administrator' },
  'POST /api/approvals/{id}/reject': { row: 'agree as a second administrator' },
  'GET /api/deleted-users': { row: READ },
  'POST /api/deletions': { row: 'delete users for good', body: { users: [NOBODY] } },
  'POST /api/deletions/preview': { row: 'delete users for good', body: { users: [NOBODY] } },
  'POST /api/deleted-users/{id}/restore': {
    row: 'delete users for good',
    path: `/api/deleted-users/${NOBODY}/restore`,
    body: {},
  },
  'POST /api/deleted-users/{id}/purge': { row: 'delete users for good', path: `/api/deleted-users/${NOBODY}/purge` },
  'GET /api/users/{user}/sessions': { row: READ },
  'POST /api/users/{user}/reset-password': { row: 'reset passwords, sign out' },
  'POST /api/users/{user}/end-sessions': { row: 'reset passwords, sign out' },
  'POST /api/users/{user}/reset-factors': { row: 'reset passwords, sign out' },
  'GET /api/audit': { row: 'audit and usage reports' },
  'GET /api/audit/export': { row: 'audit and usage reports' },
  'GET /api/audit/verify': { row: 'audit and usage reports' },
  'GET /api/audit/destinations': { row: 'change the tenant' },
  'POST /api/audit/destinations': { row: 'change the tenant', body: { address: 'nowhere' } },
  'POST /api/audit/destinations/{id}/test': {
    row: 'change the tenant',
    path: `/api/audit/destinations/${NOBODY}/test`,
  },
  'DELETE /api/audit/destinations/{id}': { row: 'change the tenant', path: `/api/audit/destinations/${NOBODY}` },
  'GET /api/settings': { row: 'change the tenant' },
  'PATCH /api/settings': { row: 'change the tenant', body: {} },
  'GET /api/identity-provider': { row: 'change the tenant' },
  'PUT /api/identity-provider': {
    row: 'change the tenant',
    body: { issuer: 'https://127.0.0.1:9', clientId: 'x', displayName: 'x' },
  },
  'DELETE /api/identity-provider': { row: 'change the tenant' },
  'GET /api/compliance/holds': { row: 'see holds' },
  'GET /api/users/{user}/holds': { row: 'see holds' },
  'PUT /api/users/{user}/litigation-hold': { row: 'litigation hold', body: {} },
  'DELETE /api/users/{user}/litigation-hold': { row: 'litigation hold' },
  'GET /api/users/{user}/litigation-hold/release': { row: 'see holds' },
  'GET /api/compliance/policies': { row: 'see holds' },
  'POST /api/compliance/policies': { row: 'retention policies', body: { displayName: 'Nobody', people: [NOBODY] } },
  'GET /api/compliance/policies/{id}': { row: 'see holds', path: `/api/compliance/policies/${NOBODY}` },
  'PATCH /api/compliance/policies/{id}': {
    row: 'retention policies',
    path: `/api/compliance/policies/${NOBODY}`,
    body: {},
  },
  'DELETE /api/compliance/policies/{id}': { row: 'retention policies', path: `/api/compliance/policies/${NOBODY}` },
  'GET /api/compliance/policies/{id}/release': {
    row: 'see holds',
    path: `/api/compliance/policies/${NOBODY}/release`,
  },
  'GET /api/compliance/cases': { row: 'eDiscovery hold, content search' },
  'POST /api/compliance/cases': { row: 'eDiscovery hold, content search', body: { displayName: 'Matrix' } },
  'GET /api/compliance/cases/{id}': { row: 'eDiscovery hold, content search', path: `/api/compliance/cases/${NOBODY}` },
  'PATCH /api/compliance/cases/{id}': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}`,
    body: {},
  },
  'DELETE /api/compliance/cases/{id}': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}`,
  },
  'GET /api/compliance/cases/{id}/release': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/release`,
  },
  'POST /api/compliance/cases/{id}/close': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/close`,
  },
  'POST /api/compliance/cases/{id}/reopen': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/reopen`,
  },
  'POST /api/compliance/cases/{id}/members': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/members`,
    body: { user: NOBODY },
  },
  'DELETE /api/compliance/cases/{id}/members/{member}': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/members/${NOBODY}`,
  },
  'POST /api/compliance/cases/{id}/custodians': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/custodians`,
    body: { user: NOBODY },
  },
  'POST /api/compliance/cases/{id}/custodians/{change}': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/custodians/release`,
    body: { ids: [NOBODY] },
  },
  'PATCH /api/compliance/cases/{id}/custodians/{custodian}': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/custodians/${NOBODY}`,
    body: {},
  },
  'POST /api/compliance/cases/{id}/searches': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/searches`,
    body: { displayName: 'x' },
  },
  'GET /api/compliance/cases/{id}/searches/{search}': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/searches/${NOBODY}`,
  },
  'PATCH /api/compliance/cases/{id}/searches/{search}': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/searches/${NOBODY}`,
    body: {},
  },
  'DELETE /api/compliance/cases/{id}/searches/{search}': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/searches/${NOBODY}`,
  },
  'POST /api/compliance/cases/{id}/searches/{search}/estimate': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/searches/${NOBODY}/estimate`,
  },
  'GET /api/compliance/cases/{id}/searches/{search}/left-out': {
    row: 'eDiscovery hold, content search',
    path: `/api/compliance/cases/${NOBODY}/searches/${NOBODY}/left-out`,
  },
  'GET /api/compliance/cases/{id}/searches/{search}/export': {
    row: 'preview, export',
    path: `/api/compliance/cases/${NOBODY}/searches/${NOBODY}/export`,
  },
  'GET /api/compliance/cases/{id}/searches/{search}/hits': {
    row: 'preview, export',
    path: `/api/compliance/cases/${NOBODY}/searches/${NOBODY}/hits`,
  },
};

let there: TestTenant;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 5);
});
afterAll(() => there.close());

async function call(name: string, token: string | undefined): Promise<number> {
  const [method = '', template = ''] = name.split(' ');
  const { path, body, type = 'application/json' } = ROUTES[name] ?? { row: READ };
  const response = await there.app.inject({
    method: method as 'GET',
    url: path ?? template.replaceAll(/\{id\}/g, '987654').replaceAll(/\{\w+\}/g, NOBODY),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return response.statusCode;
}

async function allowed(token: string | undefined, refusal: number): Promise<string[]> {
  const names: string[] = [];
  for (const name of Object.keys(ROUTES)) if ((await call(name, token)) !== refusal) names.push(name);
  return names;
}

test('every route stands in the table, and nothing else does', async () => {
  const description = (await there.app.inject('/api/openapi.json')).json<{ paths: Record<string, object> }>();
  const served = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(Object.keys(ROUTES).sort()).toEqual(served.sort());
});

describe('every route answers each role as the matrix says', () => {
  const rolesOf = (row: Row): readonly RoleName[] => MATRIX[row];

  test.each(Object.keys(ROLES) as RoleName[])('%s', async (role) => {
    const expected = Object.entries(ROUTES).flatMap(([name, { row }]) => (rolesOf(row).includes(role) ? [name] : []));
    expect(await allowed(await there.token(role), 403)).toEqual(expected);
  });

  test('an app without any role', async () => {
    expect(await allowed(await there.token(), 403)).toEqual([]);
  });

  test('nobody at all', async () => {
    expect(await allowed(undefined, 401)).toEqual([]);
    expect(await allowed('no.such.token', 401)).toEqual([]);
  });
});

test('what is refused leaves no trace', async () => {
  const token = await there.token('reportsReader');
  const before = await everything();
  for (const name of Object.keys(ROUTES)) if (!name.includes('audit')) expect(await call(name, token), name).toBe(403);
  expect(await everything()).toEqual(before);
});

/** A digest of every table that belongs to tenants. */
async function everything(): Promise<unknown> {
  const tables = await there.db.query<{ name: string }>(sql`
    select table_name as name from information_schema.columns
    where column_name = 'tenant_id' and table_schema = 'public' order by 1`);
  const digests: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [row] = await there.db.query<{ digest: string }>(
      rawSql(`select md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as digest from ${name} t`),
    );
    digests[name] = row?.digest;
  }
  return digests;
}
