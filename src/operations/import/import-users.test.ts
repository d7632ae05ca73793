import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sql } from '../../base/sql.ts';
import { assignImported } from './assign-imported.ts';
import { BI, E3, EMS, NOW, openTestTenant, TENANT_ID, type TestTenant } from './import-test-tenant.ts';
import { type ImportUsersOptions, type ImportUsersReport, importUsers } from './import-users.ts';

let tenant: TestTenant;

beforeEach(async () => {
  tenant = await openTestTenant();
});

afterEach(() => tenant.db.close());

function importText(text: string, options: Partial<ImportUsersOptions> = {}) {
  const source = async function* () {
    yield new TextEncoder().encode(text);
  };
  return importUsers(tenant.context, source(), assignImported(tenant.context), {
    keepGoing: true,
    addDomains: false,
    ...options,
  });
}

async function imported(text: string, options: Partial<ImportUsersOptions> = {}): Promise<ImportUsersReport> {
  const result = await importText(text, options);
  if (result.kind !== 'imported') throw new Error(JSON.stringify(result));
  return result.report;
}

const EXPORT = [
  'Block credential,City,Department,DirSyncEnabled,Display name,Fax,First name,Last name,Licenses,Object Id,Proxy addresses,Street address,Usage location,User principal name,When created',
  'False,Paris,Sales,True,Zoé Adam,,Zoé,Adam,Office 365 E3+Enterprise Mobility + Security E3,96ca293c-29dd-4668-a763-ee407bd935d7,SMTP:zoe@contoso.com,"1 rue A\r\n2e étage",FR,Zoe.Adam@contoso.com,2020-05-23 19:59:00Z',
  'True,Lyon,Sales,False,Bob Brun,,Bob,Brun,Office 365 E3,,SMTP:bob@contoso.com,,FR,bob@contoso.com,2021-01-01 00:00:00Z',
  'False,,,False,Guest One,,,,Unlicensed,,,,,guest_fabrikam.com#EXT#@contoso.com,',
].join('\r\n');

test('an export loads a fresh tenant: people, products, seats', async () => {
  const report = await imported(EXPORT);
  expect(report).toMatchObject({
    rows: 3,
    taken: 3,
    changed: 0,
    same: 0,
    refused: [],
    unknownHeaders: [],
    domainsAdded: [],
  });
  expect(report.licenses).toEqual({ assigned: 2, refused: 0, operationId: expect.any(Number) });
  expect(report.subscriptionsAdded).toEqual(
    expect.arrayContaining([
      { skuId: E3, quantity: 2 },
      { skuId: EMS, quantity: 1 },
    ]),
  );
  const people = await tenant.rows(
    `id, user_principal_name as name, upn_key, display_name, sort_key, mail, account_enabled as enabled, usage_location as country,
      user_type as type, street_address as street, on_premises_sync_enabled as synced, created_at`,
    'users order by sort_key',
  );
  expect(people).toMatchObject([
    {
      name: 'bob@contoso.com',
      display_name: 'Bob Brun',
      enabled: false,
      country: 'FR',
      type: 'Member',
      created_at: new Date('2021-01-01T00:00:00Z'),
    },
    {
      name: 'guest_fabrikam.com#EXT#@contoso.com',
      enabled: true,
      country: null,
      type: 'Guest',
      created_at: new Date(NOW),
    },
    {
      id: '96ca293c-29dd-4668-a763-ee407bd935d7',
      name: 'Zoe.Adam@contoso.com',
      upn_key: 'zoe.adam@contoso.com',
      mail: 'zoe@contoso.com',
      street: '1 rue A\r\n2e étage',
      synced: true,
    },
  ]);
  expect(await tenant.rows('sku_id, enabled, consumed', 'subscribed_sku order by sku_id')).toEqual([
    { sku_id: E3, enabled: 2, consumed: 2 },
    { sku_id: EMS, enabled: 1, consumed: 1 },
  ]);
  expect(
    await tenant.rows(
      'u.display_name, h.sku_id, h.sort_key = u.sort_key as sorted',
      'holding h join users u on u.id = h.user_id order by 1, 2',
    ),
  ).toEqual([
    { display_name: 'Bob Brun', sku_id: E3, sorted: true },
    { display_name: 'Zoé Adam', sku_id: E3, sorted: true },
    { display_name: 'Zoé Adam', sku_id: EMS, sorted: true },
  ]);
});

test('the same file again changes nothing', async () => {
  await imported(EXPORT);
  const before = await tenant.everything();
  expect(await imported(EXPORT)).toMatchObject({
    rows: 3,
    taken: 0,
    changed: 0,
    same: 3,
    licenses: { assigned: 0, refused: 0, operationId: null },
    subscriptionsAdded: [],
  });
  expect(await tenant.everything()).toEqual(before);
});

test('only what a file says and what differs is changed, and the audit log has just that', async () => {
  await imported(EXPORT);
  const report = await imported(
    "Nom d'utilisateur principal;Nom complet;Service;Ville\nbob@contoso.com;Robert Brun;;Nice\nzoe.adam@CONTOSO.com;Zoé Adam;Sales;Paris\n",
  );
  // The name in other letters is a change of its own.
  expect(report).toMatchObject({ taken: 0, changed: 2, same: 0 });
  expect(
    await tenant.rows(
      'display_name, sort_key, department, city, given_name',
      `users where upn_key = 'bob@contoso.com'`,
    ),
  ).toEqual([
    { display_name: 'Robert Brun', sort_key: 'robert brun', department: 'Sales', city: 'Nice', given_name: 'Bob' },
  ]);
  expect(await tenant.rows('sort_key', `holding where sort_key like 'robert%'`)).toEqual([{ sort_key: 'robert brun' }]);
  expect(
    await tenant.rows(
      'target_name, before, after, channel, actor_name',
      `audit_entry where activity = 'Update user' order by id`,
    ),
  ).toEqual([
    {
      target_name: 'Robert Brun',
      before: { displayName: 'Bob Brun', city: 'Lyon' },
      after: { displayName: 'Robert Brun', city: 'Nice' },
      channel: 'import',
      actor_name: 'Operator',
    },
    expect.objectContaining({
      before: { userPrincipalName: 'Zoe.Adam@contoso.com' },
      after: { userPrincipalName: 'zoe.adam@CONTOSO.com' },
    }),
  ]);
  const [added] = await tenant.rows<{ after: object }>(
    'after',
    `audit_entry where activity = 'Add user' and target_name = 'Bob Brun'`,
  );
  expect(added?.after).toMatchObject({
    userPrincipalName: 'bob@contoso.com',
    accountEnabled: false,
    usageLocation: 'FR',
  });
  expect(added?.after).not.toHaveProperty('jobTitle');
});

test('good rows are taken and bad ones told with line and reason, when kept going', async () => {
  const text = `UPN,Usage location,Licenses,Shoe size
a@contoso.com,France,Office 365 E3,42
,FR,,
b@contoso.com,UK,,
c@elsewhere.com,FR,,
A@contoso.com,FR,,
d@contoso.com,FR,Ofice 365 E3,
`;
  const report = await imported(text);
  expect(report).toMatchObject({ rows: 6, taken: 1, unknownHeaders: ['Shoe size'], licenses: { assigned: 1 } });
  expect(report.refused).toEqual([
    { line: 3, userPrincipalName: null, reason: 'missingUserPrincipalName' },
    { line: 4, userPrincipalName: 'b@contoso.com', reason: 'invalidUsageLocation', value: 'UK' },
    { line: 5, userPrincipalName: 'c@elsewhere.com', reason: 'unverifiedDomain', domain: 'elsewhere.com' },
    { line: 6, userPrincipalName: 'A@contoso.com', reason: 'duplicateInFile', firstLine: 2 },
    {
      line: 7,
      userPrincipalName: 'd@contoso.com',
      reason: 'unknownProduct',
      value: 'Ofice 365 E3',
      suggestions: expect.any(Array),
    },
  ]);
  expect(await tenant.rows('upn_key', 'users')).toEqual([{ upn_key: 'a@contoso.com' }]);
});

test('one bad row is enough for nothing to be imported, when not kept going', async () => {
  const before = await tenant.everything();
  const result = await importText('UPN,Usage location\na@contoso.com,FR\nb@contoso.com,UK\n', { keepGoing: false });
  expect(result).toMatchObject({ kind: 'refused', report: { rows: 2, taken: 1, refused: [{ line: 3 }] } });
  expect(await tenant.everything()).toEqual(before);
});

test('a file that breaks in the middle imports nothing', async () => {
  const before = await tenant.everything();
  const people = Array.from({ length: 12_000 }, (_, index) => `u${index}@contoso.com,FR`).join('\n');
  const result = await importText(`UPN,Usage location\n${people}\nbad@contoso.com,"FR\n`);
  expect(result).toEqual({
    kind: 'unreadable',
    refusal: { reason: 'malformedCsv', line: 12_002, problem: 'openQuote' },
  });
  expect(await tenant.everything()).toEqual(before);
});

test('missing domains are added when asked for', async () => {
  const report = await imported('UPN\na@Fabrikam.com\nb@contoso.com\n', { addDomains: true });
  expect(report).toMatchObject({ taken: 2, domainsAdded: ['fabrikam.com'] });
  expect(await tenant.rows('name, is_default', 'tenant_domain order by name')).toEqual([
    { name: 'contoso.com', is_default: true },
    { name: 'fabrikam.com', is_default: false },
  ]);
});

test('a person is known by id, so that names can move, in a circle too', async () => {
  const [a, b] = ['aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000002'];
  await imported(`Object Id,UPN\n${a},a@contoso.com\n${b},b@contoso.com\n`);
  expect(await imported(`Object Id,UPN\n${a},b@contoso.com\n${b},a@contoso.com\n`)).toMatchObject({
    changed: 2,
    refused: [],
  });
  expect(await tenant.rows('id, upn_key', 'users order by id')).toEqual([
    { id: a, upn_key: 'b@contoso.com' },
    { id: b, upn_key: 'a@contoso.com' },
  ]);
});

test('a name that somebody else keeps is refused, and whoever counted on it moving too', async () => {
  const id = (digit: number) => `aaaaaaaa-0000-4000-8000-00000000000${digit}`;
  await imported(`Object Id,UPN\n${id(1)},a@contoso.com\n${id(2)},b@contoso.com\n${id(3)},c@contoso.com\n`);
  const report = await imported(`Object Id,UPN\n${id(1)},b@contoso.com\n${id(2)},c@contoso.com\n`);
  expect(report).toMatchObject({ changed: 0, same: 0 });
  expect(report.refused).toEqual([
    { line: 2, userPrincipalName: 'b@contoso.com', reason: 'userPrincipalNameTaken' },
    { line: 3, userPrincipalName: 'c@contoso.com', reason: 'userPrincipalNameTaken' },
  ]);
});

test('two rows that mean one person, one by id and one by name, are not both taken', async () => {
  const id = 'aaaaaaaa-0000-4000-8000-000000000001';
  await imported(`Object Id,UPN\n${id},a@contoso.com\n`);
  const report = await imported(`Object Id,UPN\n${id},new@contoso.com\n,a@contoso.com\n`);
  expect(report).toMatchObject({ changed: 1, refused: [{ line: 3, reason: 'duplicateInFile', firstLine: 2 }] });
});

test("a deleted person's name is free, but not their id", async () => {
  const id = 'aaaaaaaa-0000-4000-8000-000000000001';
  await imported(`Object Id,UPN\n${id},a@contoso.com\n`);
  await tenant.db.query(
    sql`update users set deleted_at = now(), upn_key = replace(id::text, '-', '') || upn_key where id = ${id}`,
  );
  const report = await imported(`Object Id,UPN\n${id},a@contoso.com\n,A@contoso.com\n`);
  expect(report.refused).toMatchObject([
    { line: 2, reason: 'deletedPerson' },
    { line: 3, reason: 'duplicateInFile' },
  ]);
  expect(await imported('UPN\na@contoso.com\n')).toMatchObject({ taken: 1 });
});

test('managers are found by name or id, in the file or before it, and unknown ones refuse a row and who hangs on it', async () => {
  const boss = 'aaaaaaaa-0000-4000-8000-000000000001';
  await imported(`Object Id,UPN\n${boss},boss@contoso.com\n`);
  const report = await imported(
    `UPN,manager\na@contoso.com,Boss@contoso.com\nb@contoso.com,${boss}\nc@contoso.com,d@contoso.com\nd@contoso.com,\ne@contoso.com,f@contoso.com\nf@contoso.com,nobody@contoso.com\n`,
  );
  expect(report.refused).toEqual([
    { line: 6, userPrincipalName: 'e@contoso.com', reason: 'unknownManager', value: 'f@contoso.com' },
    { line: 7, userPrincipalName: 'f@contoso.com', reason: 'unknownManager', value: 'nobody@contoso.com' },
  ]);
  expect(
    await tenant.rows(
      'u.upn_key as who, m.upn_key as manager',
      'users u left join users m on m.id = u.manager_id order by 1',
    ),
  ).toEqual([
    { who: 'a@contoso.com', manager: 'boss@contoso.com' },
    { who: 'b@contoso.com', manager: 'boss@contoso.com' },
    { who: 'boss@contoso.com', manager: null },
    { who: 'c@contoso.com', manager: 'd@contoso.com' },
    { who: 'd@contoso.com', manager: null },
  ]);
});

test('products that a person holds on any path are not given again, and none is taken away', async () => {
  await imported('UPN,Usage location,Licenses\na@contoso.com,FR,Office 365 E3+Power BI (free)\n');
  const group = 'cccccccc-0000-4000-8000-000000000001';
  await tenant.db.query(sql`update assignment set source = ${group} where sku_id = ${BI}`);
  expect(await imported('UPN,Licenses\na@contoso.com,Power BI (free)\n')).toMatchObject({
    same: 1,
    licenses: { operationId: null },
  });
  expect(await tenant.rows('sku_id, source', 'assignment order by sku_id')).toEqual([
    { sku_id: E3, source: '00000000-0000-0000-0000-000000000000' },
    { sku_id: BI, source: group },
  ]);
});

test('too few seats of a product that the tenant owns are refused by the rules, not made up for', async () => {
  await imported('UPN,Usage location,Licenses\na@contoso.com,FR,Office 365 E3\n');
  const two = 'UPN,Usage location,Licenses\na@contoso.com,FR,Office 365 E3\nb@contoso.com,FR,Office 365 E3\n';
  expect(await importText(two, { keepGoing: false })).toMatchObject({
    kind: 'refused',
    report: { licenses: { refused: 1 } },
  });
  expect(await tenant.rows('upn_key', 'users')).toEqual([{ upn_key: 'a@contoso.com' }]);
  expect(await imported(two)).toMatchObject({
    taken: 1,
    subscriptionsAdded: [],
    licenses: { assigned: 0, refused: 1 },
  });
});

test('a litigation hold is set once and ended by a plain no', async () => {
  await imported('UPN,litigationHold\na@contoso.com,yes\n');
  expect(await tenant.rows('litigation_hold_at', 'users')).toEqual([{ litigation_hold_at: new Date(NOW) }]);
  expect(await imported('UPN,litigationHold\na@contoso.com,yes\n')).toMatchObject({ same: 1 });
  expect(await imported('UPN,litigationHold\na@contoso.com,\n')).toMatchObject({ same: 1 });
  expect(await imported('UPN,litigationHold\na@contoso.com,no\n')).toMatchObject({ changed: 1 });
  expect(await tenant.rows('litigation_hold_at', 'users')).toEqual([{ litigation_hold_at: null }]);
});

test('a name is made up of what is known where none is given', async () => {
  await imported('UPN,Prénom,Nom\nx@contoso.com,Ann,Lee\njdoe@contoso.com,,\n');
  expect(await tenant.rows('display_name', 'users order by 1')).toEqual([
    { display_name: 'Ann Lee' },
    { display_name: 'jdoe' },
  ]);
});

test('progress is told while the file is read, to its last byte', async () => {
  const text = `UPN\n${Array.from({ length: 11_000 }, (_, index) => `u${index}@contoso.com`).join('\n')}\n`;
  const seen: { step: string; rows: number; bytes: number }[] = [];
  await imported(text, { onProgress: (progress) => seen.push(progress) });
  expect(seen.at(-1)).toEqual({ step: 'writing', rows: 11_000, bytes: text.length });
});

test('two imports at once both end, one after the other', async () => {
  const file = (prefix: string) =>
    `UPN,Department\n${Array.from({ length: 300 }, (_, index) => `${prefix}${index}@contoso.com,${prefix}`).join('\n')}\nboth@contoso.com,${prefix}\n`;
  const reports = await Promise.all([imported(file('a')), imported(file('b'))]);
  expect(reports.map(({ taken, changed }) => taken + changed)).toEqual([301, 301]);
  expect(reports.map(({ taken }) => taken).sort()).toEqual([300, 301]);
  expect(await tenant.rows('count(*)::int', `users where tenant_id = '${TENANT_ID}'`)).toEqual([{ count: 601 }]);
});

test('whatever a file holds, its rows are all accounted for, and the same file again takes nothing', async () => {
  const cell = (...values: string[]) => fc.constantFrom(...values);
  const row = fc.tuple(
    cell('a@contoso.com', 'A@contoso.com', 'b@contoso.com', 'c@contoso.com', 'x@elsewhere.com', 'nobody', ''),
    fc.string({ unit: 'binary', maxLength: 20 }),
    cell('FR', 'Allemagne', 'UK', ''),
    cell('Office 365 E3', 'Power BI (free)+Enterprise Mobility + Security E3', 'Nothing', 'Unlicensed', ''),
    cell('a@contoso.com', 'z@contoso.com', '', ''),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
      const text = stringify([['UPN', 'Display name', 'Usage location', 'Licenses', 'manager'], ...rows]);
      const first = await importText(text);
      if (first.kind !== 'imported') throw new Error(JSON.stringify(first));
      const { taken, changed, same, refused } = first.report;
      expect(taken + changed + same + refused.length).toBe(first.report.rows);
      expect(await imported(text)).toMatchObject({ taken: 0, changed: 0, same: taken + changed + same, refused });
    }),
    { numRuns: 25 },
  );
});
