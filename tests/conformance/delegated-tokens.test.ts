import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { hashSecret } from '../../src/base/secrets.ts';
import { sql } from '../../src/base/sql.ts';
import { systemClock } from '../../src/base/time.ts';
import { ROLES } from '../../src/domain/access/roles.ts';
import { deleteApp, insertApp } from '../../src/store/apps.ts';
import { endSessionsBefore } from '../../src/store/principals.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { userToken } from '../support/user-token.ts';
import { errorOf, graphCaller, INSUFFICIENT, tokenOf } from './graph-caller.ts';

const DENIED = [403, 'Authorization_RequestDenied', INSUFFICIENT];
const REVOKED = [401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'];

let there: TestTenant;
let made = 0;
beforeAll(async () => {
  there = await testTenant(systemClock);
  await there.own(SKU.e3, 50);
});
afterAll(() => there.close());

/** Somebody new, and what calls Graph with a token of theirs. */
async function person(scopes: readonly string[], ...roles: Parameters<TestTenant['role']>[1][]) {
  made += 1;
  const id = await there.user(`Person ${made}`.replace(' ', ''));
  for (const role of roles) await there.role(id, role);
  return { id, call: graphCaller(there, await userToken(there, id, scopes)) };
}

describe('/me', () => {
  test('is the person whom the token is about', async () => {
    const { id, call } = await person(['User.Read']);
    const me = await call('GET', '/v1.0/me');
    expect([me.status, me.body.id]).toEqual([200, id]);
    const byId = await call('GET', `/v1.0/users/${id}`);
    expect(byId.body).toEqual(me.body);
    expect((await call('GET', '/beta/Me?$select=id')).body).toMatchObject({ id });
  });

  test('has the person’s own licenses', async () => {
    const { id, call } = await person(['User.Read']);
    const admin = graphCaller(there, await there.token('licenseAdministrator'));
    const body = { addLicenses: [{ skuId: SKU.e3 }], removeLicenses: [] };
    expect((await admin('POST', `/v1.0/users/${id}/assignLicense`, { body })).status).toBe(200);
    const { value } = (await call('GET', '/v1.0/me/licenseDetails')).body;
    expect(value).toMatchObject([{ skuPartNumber: 'ENTERPRISEPACK' }]);
    expect((await call('GET', `/v1.0/me/licenseDetails/${value[0].id}`)).status).toBe(200);
  });

  test('is nobody for an app on its own', async () => {
    const call = graphCaller(there, await there.token('globalAdministrator'));
    expect(errorOf(await call('GET', '/v1.0/me'))).toEqual([
      400,
      'BadRequest',
      '/me request is only valid with delegated authentication flow.',
    ]);
  });

  test('is read with any permission that reads people, and with no other', async () => {
    expect((await (await person(['User.Read.All'])).call('GET', '/v1.0/me')).status).toBe(200);
    expect(errorOf(await (await person(['AuditLog.Read.All'])).call('GET', '/v1.0/me'))).toEqual(DENIED);
    expect(errorOf(await (await person(['openid'], 'globalAdministrator')).call('GET', '/v1.0/me'))).toEqual(DENIED);
  });

  test('may do nothing to itself that takes a role', async () => {
    const { call } = await person(['User.ReadWrite.All', 'LicenseAssignment.ReadWrite.All']);
    const body = { addLicenses: [{ skuId: SKU.e3 }], removeLicenses: [] };
    expect(errorOf(await call('POST', '/v1.0/me/assignLicense', { body }))).toEqual(DENIED);
    expect(errorOf(await call('PATCH', '/v1.0/me', { body: { jobTitle: 'Queen' } }))).toEqual(DENIED);
    expect(errorOf(await call('DELETE', '/v1.0/me'))).toEqual(DENIED);
  });
});

describe('a token of a person', () => {
  test('takes both the person’s role and what the app was allowed', async () => {
    const both = await person(['User.Read.All'], 'globalReader');
    expect((await both.call('GET', '/v1.0/users')).status).toBe(200);
    const noRole = await person(['User.Read.All', 'Directory.ReadWrite.All']);
    expect(errorOf(await noRole.call('GET', '/v1.0/users'))).toEqual(DENIED);
    const notAllowed = await person(['User.Read'], 'globalAdministrator');
    expect(errorOf(await notAllowed.call('GET', '/v1.0/users'))).toEqual(DENIED);
    const { id } = await person([]);
    expect(errorOf(await notAllowed.call('GET', `/v1.0/users/${id}`))).toEqual(DENIED);
  });

  test('changes licenses in the person’s name', async () => {
    const { call, id } = await person(['LicenseAssignment.ReadWrite.All'], 'licenseAdministrator');
    const other = await there.user('Other');
    const body = { addLicenses: [{ skuId: SKU.e3 }], removeLicenses: [] };
    expect((await call('POST', `/v1.0/users/${other}/assignLicense`, { body })).status).toBe(200);
    const [entry] = await there.db.query<{ actor: string }>(sql`
      select actor_id as actor from audit_entry where tenant_id = ${there.tenant.tenantId} and target_id = ${other}`);
    expect(entry?.actor).toBe(id);
  });

  test('has the roles of now, not those of when it was made', async () => {
    const { id, call } = await person(['User.Read.All']);
    expect((await call('GET', '/v1.0/users')).status).toBe(403);
    await there.role(id, 'globalReader');
    expect((await call('GET', '/v1.0/users')).status).toBe(200);
    await there.db.query(sql`delete from role_assignment where principal_id = ${id}`);
    expect((await call('GET', '/v1.0/users')).status).toBe(403);
  });

  test('reaches the people of an administrative unit and no others', async () => {
    const { id, call } = await person(['LicenseAssignment.ReadWrite.All', 'User.Read.All']);
    const { tenantId } = there.tenant;
    const unit = newId();
    await there.db.query(sql`
      insert into administrative_unit (tenant_id, id, display_name, department, created_at)
      values (${tenantId}, ${unit}, 'Sales', 'Sales', now())`);
    await there.db.query(sql`
      insert into role_assignment (tenant_id, principal_id, role_template_id, scope)
      values (${tenantId}, ${id}, ${ROLES.licenseAdministrator.id}, ${`/administrativeUnits/${unit}`})`);
    const inside = await there.user('Inside', { department: 'sales' });
    const outside = await there.user('Outside', { department: 'Legal' });
    const body = { addLicenses: [{ skuId: SKU.e3 }], removeLicenses: [] };
    expect((await call('POST', `/v1.0/users/${inside}/assignLicense`, { body })).status).toBe(200);
    expect((await call('POST', `/v1.0/users/${outside}/assignLicense`, { body })).status).toBe(403);
  });
});

describe('a token ends with the next request when', () => {
  const { db, tenantId } = { db: () => there.db, tenantId: () => there.tenant.tenantId };

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['the person is blocked', (id) => db().query(sql`update users set account_enabled = false where id = ${id}`)],
    ['the person is deleted', (id) => db().query(sql`update users set deleted_at = now() where id = ${id}`)],
    ['the person’s sessions are ended', (id) => endSessionsBefore(db(), tenantId(), id, new Date())],
  ])('%s', async (_, end) => {
    const { id, call } = await person(['User.Read']);
    expect((await call('GET', '/v1.0/me')).status).toBe(200);
    await new Promise((done) => setTimeout(done, 2));
    await end(id);
    expect(errorOf(await call('GET', '/v1.0/me'))).toEqual(REVOKED);
  });

  test('the app is removed', async () => {
    const { id } = await person([]);
    const clientId = newId();
    const app = { id: clientId, displayName: 'Tool', secretHash: hashSecret('x'), permissions: [], roleIds: [] };
    await insertApp(db(), tenantId(), { ...app, disabled: false, isPublic: true });
    const call = graphCaller(there, await userToken(there, id, ['User.Read'], { clientId }));
    expect((await call('GET', '/v1.0/me')).status).toBe(200);
    await deleteApp(db(), tenantId(), clientId);
    expect(errorOf(await call('GET', '/v1.0/me'))).toEqual(REVOKED);
  });

  test('its hour is over, even if it was used a moment ago', async () => {
    const { id } = await person([]);
    // Not the next second: it may begin before a busy machine has asked.
    const soon = Math.floor(Date.now() / 1000) + 4;
    const call = graphCaller(there, await userToken(there, id, ['User.Read'], { claims: { exp: soon } }));
    expect((await call('GET', '/v1.0/me')).status).toBe(200);
    await new Promise((done) => setTimeout(done, soon * 1000 - Date.now() + 5));
    expect(errorOf(await call('GET', '/v1.0/me'))).toEqual([
      401,
      'InvalidAuthenticationToken',
      'Lifetime validation failed, the token is expired.',
    ]);
  });

  test('but a new one of the same person is good in the same second', async () => {
    const { id } = await person([]);
    await endSessionsBefore(db(), tenantId(), id, new Date());
    const call = graphCaller(there, await userToken(there, id, ['User.Read']));
    expect((await call('GET', '/v1.0/me')).status).toBe(200);
  });
});

describe('revokeSignInSessions', () => {
  const REVOKE = 'User.RevokeSessions.All';

  test('ends a person’s tokens, and says so as Graph does', async () => {
    const { id, call } = await person(['User.Read']);
    const admin = await person([REVOKE], 'helpdeskAdministrator');
    const answer = await admin.call('POST', `/v1.0/users/${id}/revokeSignInSessions`);
    expect([answer.status, answer.body]).toEqual([
      200,
      { '@odata.context': 'http://localhost:80/v1.0/$metadata#Edm.Boolean', value: true },
    ]);
    expect(errorOf(await call('GET', '/v1.0/me'))).toEqual(REVOKED);
    expect((await admin.call('POST', `/v1.0/users('${id}')/microsoft.graph.revokeSignInSessions`)).status).toBe(200);
  });

  test('is for oneself without a role, through an app that was allowed to', async () => {
    const { call } = await person(['User.Read', REVOKE]);
    expect((await call('POST', '/v1.0/me/revokeSignInSessions')).status).toBe(200);
    expect(errorOf(await call('GET', '/v1.0/me'))).toEqual(REVOKED);
    const other = await person(['User.Read'], 'globalAdministrator');
    expect(errorOf(await other.call('POST', '/v1.0/me/revokeSignInSessions'))).toEqual(DENIED);
  });

  test('spares administrators whom the asking one may not touch', async () => {
    const chief = await person(['User.Read'], 'globalAdministrator');
    const helper = await person([REVOKE], 'helpdeskAdministrator');
    expect(errorOf(await helper.call('POST', `/v1.0/users/${chief.id}/revokeSignInSessions`))).toEqual(DENIED);
    expect((await chief.call('GET', '/v1.0/me')).status).toBe(200);
    const reader = await person([REVOKE], 'globalReader');
    expect(errorOf(await reader.call('POST', `/v1.0/users/${helper.id}/revokeSignInSessions`))).toEqual(DENIED);
  });

  test('knows nobody who is not there', async () => {
    const admin = await person([REVOKE], 'userAdministrator');
    expect((await admin.call('POST', `/v1.0/users/${newId()}/revokeSignInSessions`)).status).toBe(404);
  });
});

test('an app’s token of its own is not touched by what a person may do', async () => {
  const call = graphCaller(there, await tokenOf(there, { permissions: ['User.Read.All'] }));
  expect((await call('GET', '/v1.0/users')).status).toBe(200);
});
