import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { DAY_MS } from '../../src/base/time.ts';
import { ROLES } from '../../src/domain/access/roles.ts';
import { buildApp } from '../../src/server/app.ts';
import { NOW, SKU, TEST_SECRETS, type TestTenant, testTenant } from '../support/tenant.ts';
import { errorOf, graphCaller, INSUFFICIENT, tokenOf } from './graph-caller.ts';

const DENIED = [403, 'Authorization_RequestDenied', INSUFFICIENT];
const PASSWORD = 'Correct-horse-1';
const YAMMER = '7547a3fe-08ee-4ccb-b430-5077c5041653';

let there: TestTenant;
let call: ReturnType<typeof graphCaller>;
let asGlobal: ReturnType<typeof graphCaller>;
let asPermitted: ReturnType<typeof graphCaller>;
let dora: string;

beforeAll(async () => {
  there = await testTenant();
  call = graphCaller(there, await there.token('userAdministrator'));
  asGlobal = graphCaller(there, await there.token('globalAdministrator'));
  asPermitted = graphCaller(there, await tokenOf(there, { permissions: ['User.ReadWrite.All'] }));
  await there.own(SKU.e3, 10);
  dora = await there.user('Dora', { department: 'Finance' });
  await there.user('Cleo');
});
afterAll(() => there.close());

const bad = (message: string) => [400, 'Request_BadRequest', message];
const missing = (name: string) => bad(`Property ${name} value is required but is empty or missing.`);
const readOnly = (name: string) => bad(`Property '${name}' is read-only and cannot be set.`);
const invalid = (name: string) => bad(`Invalid value specified for property '${name}' of resource 'User'.`);
const WEAK = bad(
  'The specified password does not comply with password complexity requirements. Please provide a different password.',
);
const DOMAIN = bad(
  'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
);
const TAKEN = bad('Another object with the same value for property userPrincipalName already exists.');
const EMPTY = [400, 'BadRequest', 'Empty Payload. JSON content expected.'];

const auditOf = (id: string) =>
  there.db.query<{
    activity: string;
    actor: string;
    channel: string;
    before: unknown;
    after: Record<string, unknown> | null;
    at: Date;
  }>(sql`
    select activity, actor_name as actor, channel, before, after, at from audit_entry
    where tenant_id = ${there.tenant.tenantId} and target_id = ${id} order by id`);

describe('POST /users', () => {
  const newcomer = (name: string) => ({
    accountEnabled: true,
    displayName: name,
    mailNickname: name.toLowerCase(),
    userPrincipalName: `${name}@test.example`,
    passwordProfile: { password: PASSWORD },
  });

  test('answers 201 with the default set, where the user stands, and an entry in the audit log', async () => {
    const answer = await call('POST', '/v1.0/users', {
      body: {
        ...newcomer('Ada'),
        '@odata.type': '#microsoft.graph.user',
        UsageLocation: 'fr',
        Department: 'Sales',
        businessPhones: ['1'],
      },
    });
    expect(answer.status).toBe(201);
    const { id } = answer.body;
    expect(answer.headers.location).toBe(`http://localhost:80/v1.0/users/${id}`);
    expect(answer.body).toEqual({
      '@odata.context': 'http://localhost:80/v1.0/$metadata#users/$entity',
      businessPhones: ['1'],
      displayName: 'Ada',
      givenName: null,
      jobTitle: null,
      mail: 'Ada@test.example',
      mobilePhone: null,
      officeLocation: null,
      preferredLanguage: null,
      surname: null,
      userPrincipalName: 'Ada@test.example',
      id,
    });
    const select =
      'accountEnabled,userType,usageLocation,department,mailNickname,createdDateTime,assignedLicenses,passwordProfile';
    const { '@odata.context': _, ...rest } = (await call('GET', `/v1.0/users/${id}?$select=${select}`)).body;
    expect(rest).toEqual({
      accountEnabled: true,
      assignedLicenses: [],
      createdDateTime: '2026-03-01T09:00:00Z',
      department: 'Sales',
      mailNickname: 'ada',
      passwordProfile: null,
      usageLocation: 'FR',
      userType: 'Member',
    });
    const [entry, ...others] = await auditOf(id);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ activity: 'Add user', actor: 'Script', channel: 'graph', at: new Date(NOW) });
    expect(JSON.stringify(entry)).not.toContain(PASSWORD);
  });

  test.each<[string, object | string | undefined, unknown[]]>([
    ['no body', undefined, EMPTY],
    ['an empty object', {}, missing('accountEnabled')],
    ['no accountEnabled', { accountEnabled: undefined }, missing('accountEnabled')],
    ['no displayName', { displayName: undefined }, missing('displayName')],
    ['an empty displayName', { displayName: '' }, missing('displayName')],
    ['a displayName of null', { displayName: null }, missing('displayName')],
    ['no mailNickname', { mailNickname: undefined }, missing('mailNickname')],
    ['an empty mailNickname', { mailNickname: '' }, missing('mailNickname')],
    ['no userPrincipalName', { userPrincipalName: undefined }, missing('userPrincipalName')],
    ['an empty userPrincipalName', { userPrincipalName: '' }, missing('userPrincipalName')],
    ['no password', { passwordProfile: undefined }, missing('passwordProfile.password')],
    ['a profile without a password', { passwordProfile: {} }, missing('passwordProfile.password')],
    ['an empty password', { passwordProfile: { password: '' } }, missing('passwordProfile.password')],
    ['a short password', { passwordProfile: { password: 'Ab1$' } }, WEAK],
    ['a password of one kind', { passwordProfile: { password: 'correcthorsebattery' } }, WEAK],
    ['a password that is no text', { passwordProfile: { password: 12345678 } }, invalid('passwordProfile')],
    ['a domain of others', { userPrincipalName: 'ada@elsewhere.example' }, DOMAIN],
    ['a name that is taken', { userPrincipalName: 'ADA@TEST.example' }, TAKEN],
    ['a name without a domain', { userPrincipalName: 'ada' }, invalid('userPrincipalName')],
    ['a name with two', { userPrincipalName: 'ada@a@test.example' }, invalid('userPrincipalName')],
    ['a name with a blank', { userPrincipalName: 'a da@test.example' }, invalid('userPrincipalName')],
    ['a country that is none', { usageLocation: 'UK' }, invalid('usageLocation')],
    ['a country by its name', { usageLocation: 'France' }, invalid('usageLocation')],
    ['a country that is no text', { usageLocation: 33 }, invalid('usageLocation')],
    ['accountEnabled as a text', { accountEnabled: 'true' }, invalid('accountEnabled')],
    ['a displayName that is too long', { displayName: 'x'.repeat(257) }, invalid('displayName')],
    ['a jobTitle that is too long', { jobTitle: 'x'.repeat(129) }, invalid('jobTitle')],
    ['a displayName with a NUL', { displayName: 'a\0b' }, invalid('displayName')],
    ['a phone with a NUL', { businessPhones: ['1\0'] }, invalid('businessPhones')],
    ['a userType that is none', { userType: 'Robot' }, invalid('userType')],
    ['phones that are no list', { businessPhones: '1' }, invalid('businessPhones')],
    ['licenses', { assignedLicenses: [] }, readOnly('assignedLicenses')],
    ['an id, in another case', { ID: '11111111-2222-4333-8444-555555555555' }, readOnly('id')],
    ['what nobody writes', { provisionedPlans: [] }, readOnly('provisionedPlans')],
    ['what Seatwise does not keep', { passwordPolicies: 'DisablePasswordExpiration' }, readOnly('passwordPolicies')],
  ])('%s', async (_, patch, error) => {
    const isEmpty = patch === undefined || Object.keys(patch).length === 0;
    const body = isEmpty ? patch : { ...newcomer('Nobody'), ...(patch as object) };
    const answer = await call('POST', '/v1.0/users', body === undefined ? {} : { body });
    expect(errorOf(answer)).toEqual(error);
    expect((await call('GET', '/v1.0/users/nobody@test.example')).status).toBe(404);
  });

  test('with a $select that is none, nobody is created', async () => {
    const answer = await call('POST', '/v1.0/users?$select=nothing', { body: newcomer('Nobody') });
    expect(answer.status).toBe(400);
    expect((await call('GET', '/v1.0/users/nobody@test.example')).status).toBe(404);
  });

  test('what is no property of a user is named', async () => {
    const answer = await call('POST', '/v1.0/users', { body: { ...newcomer('Nobody'), shoeSize: 43 } });
    expect(errorOf(answer)).toEqual([400, 'Request_BadRequest', expect.stringContaining("'shoeSize'")]);
  });

  test('a name that is taken says so in its details too', async () => {
    const answer = await call('POST', '/v1.0/users', { body: newcomer('Ada') });
    const [, , message] = TAKEN;
    expect(answer.body.error.details).toEqual([{ code: 'ObjectConflict', message, target: 'userPrincipalName' }]);
  });

  test('of two who ask for one name at once, one gets it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => call('POST', '/v1.0/users', { body: newcomer('Twin') })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400, 400]);
    for (const answer of answers) if (answer.status === 400) expect(errorOf(answer)).toEqual(TAKEN);
  });
});

describe('PATCH /users/{id}', () => {
  test('changes what is named, empties what is empty, and keeps both in the audit log', async () => {
    const id = await there.user('Ben', { department: 'Sales' });
    const body = {
      displayName: 'Benoît',
      Department: '',
      jobTitle: 'Buyer',
      usageLocation: 'be',
      otherMails: ['b@home.example'],
    };
    const answer = await call('PATCH', `/v1.0/users/${id}`, { body });
    expect([answer.status, answer.text]).toEqual([204, '']);
    const select = 'displayName,department,jobTitle,usageLocation,otherMails';
    expect((await call('GET', `/v1.0/users/${id}?$select=${select}`)).body).toMatchObject({
      displayName: 'Benoît',
      department: null,
      jobTitle: 'Buyer',
      usageLocation: 'BE',
      otherMails: ['b@home.example'],
    });
    expect(await auditOf(id)).toMatchObject([
      {
        activity: 'Update user',
        actor: 'Script',
        before: { displayName: 'Ben', department: 'Sales', jobTitle: null, usageLocation: 'FR', otherMails: [] },
        after: {
          displayName: 'Benoît',
          department: null,
          jobTitle: 'Buyer',
          usageLocation: 'BE',
          otherMails: ['b@home.example'],
        },
      },
    ]);
  });

  test('nobody is changed who is not there', async () => {
    const nobody = '11111111-2222-4333-8444-555555555555';
    expect(errorOf(await call('PATCH', `/v1.0/users/${nobody}`, { body: { jobTitle: 'Buyer' } }))).toEqual([
      404,
      'Request_ResourceNotFound',
      `Resource '${nobody}' does not exist or one of its queried reference-property objects are not present.`,
    ]);
  });

  test('a new name is found at once, the old one no more', async () => {
    const id = await there.user('Old');
    const body = { userPrincipalName: 'New.Name@test.example' };
    expect((await call('PATCH', '/v1.0/users/old@test.example', { body })).status).toBe(204);
    expect((await call('GET', '/v1.0/users/new.name@test.example')).body.id).toBe(id);
    expect((await call('GET', '/v1.0/users/old@test.example')).status).toBe(404);
    const sameInCapitals = { userPrincipalName: 'NEW.NAME@test.example' };
    expect((await call('PATCH', `/v1.0/users/${id}`, { body: sameInCapitals })).status).toBe(204);
  });

  test('who holds a license is listed under the new name', async () => {
    const id = await there.user('Zora');
    await there.user('Aaron');
    const change = { addLicenses: [{ skuId: SKU.e3 }], removeLicenses: [] };
    for (const key of [id, 'aaron@test.example'])
      await call('POST', `/v1.0/users/${key}/assignLicense`, { body: change });
    await call('PATCH', `/v1.0/users/${id}`, { body: { displayName: 'Aa' } });
    const { body } = await call('GET', `/v1.0/users?$filter=assignedLicenses/any(x:x/skuId eq ${SKU.e3})`);
    expect(body.value.map(({ displayName }: { displayName: string }) => displayName)).toEqual(['Aa', 'Aaron']);
  });

  test.each<[string, object | undefined, unknown[]]>([
    ['no body', undefined, EMPTY],
    ['a list', [], [400, 'BadRequest', expect.any(String)]],
    ['an empty displayName', { displayName: '' }, invalid('displayName')],
    ['a location taken away', { usageLocation: null }, invalid('usageLocation')],
    ['a country that is none', { usageLocation: 'UK' }, invalid('usageLocation')],
    ['a name that is taken', { userPrincipalName: 'cleo@test.example' }, TAKEN],
    ['a domain of others', { userPrincipalName: 'dora@elsewhere.example' }, DOMAIN],
    ['an empty name', { userPrincipalName: '' }, invalid('userPrincipalName')],
    ['a weak password', { passwordProfile: { password: 'password' } }, WEAK],
    ['licenses', { assignedLicenses: [{ skuId: SKU.e3 }] }, readOnly('assignedLicenses')],
    ['the day of creation', { createdDateTime: '2020-01-01T00:00:00Z' }, readOnly('createdDateTime')],
    ['one good and one bad', { department: 'Sales', usageLocation: 'ZZ' }, invalid('usageLocation')],
  ])('%s is refused and changes nothing', async (_, body, error) => {
    expect(errorOf(await call('PATCH', `/v1.0/users/${dora}`, body === undefined ? {} : { body }))).toEqual(error);
    expect(await auditOf(dora)).toEqual([]);
    const { department } = (await call('GET', `/v1.0/users/${dora}?$select=department`)).body;
    expect(department).toBe('Finance');
  });

  test.each([
    ['Disable account', { accountEnabled: false }],
    ['Reset user password', { passwordProfile: { password: PASSWORD, forceChangePasswordNextSignIn: true } }],
  ])('the audit log calls it "%s"', async (activity, body) => {
    const id = await there.user(`Ed${activity.length}`);
    expect((await call('PATCH', `/v1.0/users/${id}`, { body })).status).toBe(204);
    const entries = await auditOf(id);
    expect(entries.map((entry) => entry.activity)).toEqual([activity]);
    expect(JSON.stringify(entries)).not.toContain(PASSWORD);
  });

  test.each<[string, object]>([
    ['block', { accountEnabled: false }],
    ['rename', { userPrincipalName: 'x@test.example' }],
    ['give a new password to', { passwordProfile: { password: PASSWORD } }],
  ])('a User Administrator may not %s a higher administrator, an app permission neither', async (_, body) => {
    const id = await there.user(`Chief${crypto.randomUUID()}`);
    await there.role(id, 'privilegedRoleAdministrator');
    expect(errorOf(await call('PATCH', `/v1.0/users/${id}`, { body }))).toEqual(DENIED);
    expect(errorOf(await asPermitted('PATCH', `/v1.0/users/${id}`, { body }))).toEqual(DENIED);
    expect((await call('PATCH', `/v1.0/users/${id}`, { body: { department: 'Board' } })).status).toBe(204);
    expect((await asGlobal('PATCH', `/v1.0/users/${id}`, { body })).status).toBe(204);
    await there.db.query(sql`delete from users where id = ${id}`);
  });

  test('a User Administrator may block a lower administrator', async () => {
    const id = await there.user('Helper');
    await there.role(id, 'helpdeskAdministrator');
    expect((await call('PATCH', `/v1.0/users/${id}`, { body: { accountEnabled: false } })).status).toBe(204);
  });
});

describe('DELETE /users/{id}', () => {
  test('frees the seat and the name, remembers the licenses, and starts the clocks', async () => {
    const id = await there.user('Fay');
    const change = { addLicenses: [{ skuId: SKU.e3, disabledPlans: [YAMMER] }], removeLicenses: [] };
    await call('POST', `/v1.0/users/${id}/assignLicense`, { body: change });
    const before = await consumedE3();

    const answer = await call('DELETE', '/v1.0/users/fay@test.example');
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await consumedE3()).toBe(before - 1);
    for (const key of [id, 'fay@test.example']) {
      expect((await call('GET', `/v1.0/users/${key}`)).status).toBe(404);
      expect((await call('DELETE', `/v1.0/users/${key}`)).status).toBe(404);
    }
    const { body } = await call('GET', '/v1.0/users?$select=id&$top=999');
    expect(body.value).not.toContainEqual({ id });

    const [row] = await there.db.query<{ licenses: unknown; deletedAt: Date; key: string }>(sql`
      select licenses_at_deletion as licenses, deleted_at as "deletedAt", upn_key as key from users where id = ${id}`);
    expect(row).toEqual({
      licenses: [
        { skuId: SKU.e3, source: '00000000-0000-0000-0000-000000000000', disabledPlans: [YAMMER], state: 'Active' },
      ],
      deletedAt: new Date(NOW),
      key: `${id.replaceAll('-', '')}fay@test.example`,
    });
    const due = await there.db.query(
      sql`select kind, due_at as "dueAt" from deadline where subject_id = ${id} order by kind`,
    );
    const month = new Date(NOW + 30 * DAY_MS);
    expect(due).toEqual([
      { kind: 'mailboxPurge', dueAt: month },
      { kind: 'oneDriveBin', dueAt: month },
      { kind: 'oneDriveReminder', dueAt: new Date(NOW + 23 * DAY_MS) },
      { kind: 'userPurge', dueAt: month },
    ]);
    const entries = await auditOf(id);
    expect(entries.map(({ activity }) => activity)).toEqual(['Change user license', 'Delete user']);
    expect(entries[1]).toMatchObject({
      actor: 'Script',
      channel: 'graph',
      at: new Date(NOW),
      before: { licenses: [{ skuId: SKU.e3, disabledPlans: [YAMMER] }] },
    });

    const again = {
      accountEnabled: true,
      displayName: 'Fay',
      mailNickname: 'fay',
      userPrincipalName: 'fay@test.example',
      passwordProfile: { password: PASSWORD },
    };
    expect((await call('POST', '/v1.0/users', { body: again })).status).toBe(201);
  });

  test('a mailbox on hold is kept, and so has no clock', async () => {
    const id = await there.user('Gus', { held: true });
    await call('POST', `/v1.0/users/${id}/assignLicense`, {
      body: { addLicenses: [{ skuId: SKU.e3 }], removeLicenses: [] },
    });
    expect((await call('DELETE', `/v1.0/users/${id}`)).status).toBe(204);
    const due = await there.db.query<{ kind: string }>(
      sql`select kind from deadline where subject_id = ${id} order by kind`,
    );
    expect(due.map(({ kind }) => kind)).toEqual(['oneDriveBin', 'oneDriveReminder', 'userPurge']);
  });

  test('somebody from the on-premises directory is deleted there', async () => {
    const id = await there.user('Hal');
    await there.db.query(sql`update users set on_premises_sync_enabled = true where id = ${id}`);
    expect(errorOf(await call('DELETE', `/v1.0/users/${id}`))).toEqual(
      bad('The user comes from the on-premises directory and must be deleted there.'),
    );
  });

  test('a higher administrator is for Global Administrators, the last of whom stays', async () => {
    const [ida, jan] = [await there.user('Ida'), await there.user('Jan')];
    await there.role(ida, 'globalAdministrator');
    await there.role(jan, 'globalAdministrator');
    expect(errorOf(await call('DELETE', `/v1.0/users/${ida}`))).toEqual(DENIED);
    expect(errorOf(await asPermitted('DELETE', `/v1.0/users/${ida}`))).toEqual(DENIED);
    expect((await asGlobal('DELETE', `/v1.0/users/${ida}`)).status).toBe(204);
    const last = bad('The user is the last active Global Administrator.');
    expect(errorOf(await asGlobal('DELETE', `/v1.0/users/${jan}`))).toEqual(last);
    expect(errorOf(await asGlobal('PATCH', `/v1.0/users/${jan}`, { body: { accountEnabled: false } }))).toEqual(last);
    expect(await auditOf(jan)).toEqual([]);
  });

  test('nobody deletes their own account', async () => {
    const kim = await there.user('Kim');
    const { tenantId } = there.tenant;
    const operator = {
      kind: 'user',
      id: kim,
      name: 'Kim',
      tenantId,
      roleIds: [ROLES.globalAdministrator.id],
      permissions: [],
    } as const;
    const app = await buildApp({ db: there.db, secrets: TEST_SECRETS, clock: { now: () => NOW }, operator });
    const asKim = graphCaller({ app });
    expect(errorOf(await asKim('DELETE', `/v1.0/users/${kim}`))).toEqual(bad('You cannot delete your own account.'));
    await app.close();
  });

  async function consumedE3(): Promise<number> {
    const { body } = await call('GET', '/v1.0/subscribedSkus?$select=consumedUnits');
    return body.value[0].consumedUnits;
  }
});
