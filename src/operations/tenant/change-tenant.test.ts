import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { newId } from '../../base/id.ts';
import { rawSql, sql } from '../../base/sql.ts';
import { DEFAULT_SETTINGS } from '../../domain/retention/settings.ts';
import { findTenant, insertTenant } from '../../store/tenants.ts';

let there: TestTenant;
let token: string;

beforeAll(async () => {
  there = await testTenant();
  token = await there.token('globalAdministrator');
});
afterAll(() => there.close());

async function patch(body: object, of = token) {
  const response = await there.app.inject({
    method: 'PATCH',
    url: '/api/tenant',
    headers: { authorization: `Bearer ${of}` },
    payload: body,
  });
  return { status: response.statusCode, body: response.json() };
}

const entries = () =>
  there.db.query<{ before: object; after: object }>(sql`
    select before, after from audit_entry where activity = 'Update tenant settings' order by id`);

test('what is named changes, the rest stays, and the log says from what to what', async () => {
  const answer = await patch({
    displayName: '  Fabrikam ',
    country: 'Canada',
    timeZone: 'America/Toronto',
    currency: 'cad',
    cloud: 'usGovernment',
    settings: { mailboxDisconnectDays: 45 },
  });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      displayName: 'Fabrikam',
      country: 'CA',
      timeZone: 'America/Toronto',
      currency: 'CAD',
      cloud: 'usGovernment',
      language: 'en',
      domains: ['test.example'],
      settings: { ...DEFAULT_SETTINGS, mailboxDisconnectDays: 45 },
      settingDefaults: DEFAULT_SETTINGS,
    },
  });
  const stored = await findTenant(there.db, there.tenant.tenantId);
  expect(stored).toMatchObject({
    displayName: 'Fabrikam',
    cloud: 'usGovernment',
    settings: { mailboxDisconnectDays: 45 },
  });
  expect(await entries()).toEqual([
    {
      before: {
        displayName: 'Test',
        country: 'FR',
        timeZone: 'Europe/Paris',
        currency: 'EUR',
        cloud: 'worldwide',
        mailboxDisconnectDays: 30,
      },
      after: {
        displayName: 'Fabrikam',
        country: 'CA',
        timeZone: 'America/Toronto',
        currency: 'CAD',
        cloud: 'usGovernment',
        mailboxDisconnectDays: 45,
      },
    },
  ]);
});

test('what is so already is no change and no entry', async () => {
  const before = await entries();
  expect((await patch({ language: 'en', settings: { officeOfflineDays: 30 } })).status).toBe(200);
  expect((await patch({})).status).toBe(200);
  expect(await entries()).toEqual(before);
});

describe('a wrong value is named, and nothing else is changed either', () => {
  test.each([
    [{ displayName: ' ' }, ['displayName']],
    [{ displayName: 'x'.repeat(257) }, ['displayName']],
    [{ defaultDomain: 'nobody.example' }, ['defaultDomain']],
    [{ cloud: 'cumulus' }, ['cloud']],
    [{ country: 'Atlantis' }, ['country']],
    [{ language: 'tlh' }, ['language']],
    [{ timeZone: 'Mars/Olympus' }, ['timeZone']],
    [{ timeZone: '+02:00' }, ['timeZone']],
    [{ timeZone: '' }, ['timeZone']],
    [{ currency: 'XYZ1' }, ['currency']],
    [{ currency: 'ZZZ' }, ['currency']],
    [{ settings: { mailboxDisconnectDays: 0 } }, ['mailboxDisconnectDays']],
    [{ settings: { mailboxDisconnectDays: 1.5 } }, ['mailboxDisconnectDays']],
    [{ settings: { oneDriveRetentionDays: 29 } }, ['oneDriveRetentionDays']],
    [{ settings: { oneDriveRetentionDays: 3651 } }, ['oneDriveRetentionDays']],
    [{ settings: { oneDriveArchiveDay: 60 } }, ['oneDriveArchiveDay']],
    [{ settings: { oneDriveReadOnlyDay: 93 } }, ['oneDriveArchiveDay']],
    [{ cloud: 'cumulus', country: 'Atlantis' }, ['cloud', 'country']],
  ])('%j', async (wanted, fields) => {
    const [before] = await there.db.query(rawSql('select * from tenant'));
    const { status, body } = await patch({ currency: 'JPY', ...wanted });
    expect(status).toBe(400);
    expect(body.error.fields.map(({ field }: { field: string }) => field)).toEqual(fields);
    expect((await there.db.query(rawSql('select * from tenant')))[0]).toEqual(before);
  });

  test.each([{ kind: 'production' }, { clockOffsetMs: 5 }, { settings: { other: 1 } }, { displayName: null }])(
    'what is no such choice is refused: %j',
    async (wanted) => {
      expect((await patch(wanted)).status).toBe(400);
    },
  );
});

test('the default domain is one of the tenant’s own, and never another tenant’s', async () => {
  const { tenantId } = there.tenant;
  await there.db.query(sql`insert into tenant_domain (tenant_id, name) values (${tenantId}, 'second.example')`);
  const other = newId();
  await insertTenant(there.db, { ...there.tenant, tenantId: other, defaultDomain: 'other.example' });
  expect((await patch({ defaultDomain: 'other.example' })).status).toBe(400);
  expect(await patch({ defaultDomain: 'Second.example' })).toMatchObject({
    status: 200,
    body: { defaultDomain: 'second.example', domains: ['second.example', 'test.example'] },
  });
  expect(await findTenant(there.db, other)).toMatchObject({ displayName: 'Test', defaultDomain: 'other.example' });
});

test.each(['globalReader', 'licenseAdministrator', 'billingAdministrator'] as const)(
  'a %s reads the tenant and can not change it',
  async (role) => {
    const of = await there.token(role);
    expect((await patch({ displayName: 'Mine' }, of)).status).toBe(403);
    const read = await there.app.inject({ url: '/api/tenant', headers: { authorization: `Bearer ${of}` } });
    expect(read.json()).toMatchObject({ displayName: 'Fabrikam' });
  },
);

test('the database knows every time zone that can be chosen', async () => {
  const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
  const rows = await there.db.query(sql`select now() at time zone z from unnest(${zones}::text[]) as z`);
  expect(rows).toHaveLength(zones.length);
});
