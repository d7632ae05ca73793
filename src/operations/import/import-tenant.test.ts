import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sql } from '../../base/sql.ts';
import { changeLicenses } from '../licensing/change-licenses.ts';
import { type ImportTenantOptions, type ImportTenantReport, importTenant } from './import-tenant.ts';
import { BI, E3, EMS, openTestTenant, TENANT_ID, type TestTenant } from './import-test-tenant.ts';

const DIRECT = '00000000-0000-0000-0000-000000000000';
const ANN = 'aaaaaaaa-0000-4000-8000-000000000001';
const BOB = 'bbbbbbbb-0000-4000-8000-000000000002';
const SALES = 'cccccccc-0000-4000-8000-000000000001';
const EXCHANGE = 'efb87545-963c-4e0d-99df-69c6916d9eb0';
const NEW_SKU = 'dddddddd-0000-4000-8000-000000000001';
const NEW_PLAN = 'dddddddd-0000-4000-8000-000000000002';

const FOLDER = {
  'organization.json': {
    value: [
      { id: TENANT_ID, displayName: 'Contoso', verifiedDomains: [{ name: 'contoso.com' }, { name: 'Fabrikam.com' }] },
    ],
  },
  'subscribedSkus.json': {
    value: [
      {
        skuId: E3,
        skuPartNumber: 'ENTERPRISEPACK',
        appliesTo: 'User',
        capabilityStatus: 'Enabled',
        consumedUnits: 2,
        prepaidUnits: { enabled: 1, warning: 0, suspended: 0, lockedOut: 0 },
        subscriptionIds: ['eeeeeeee-0000-4000-8000-000000000001'],
        servicePlans: [{ servicePlanId: EXCHANGE, servicePlanName: 'EXCHANGE_S_ENTERPRISE', appliesTo: 'User' }],
      },
      {
        skuId: NEW_SKU,
        skuPartNumber: 'BRAND_NEW',
        appliesTo: 'User',
        prepaidUnits: { enabled: 10, warning: 5, suspended: 1 },
        subscriptionIds: ['eeeeeeee-0000-4000-8000-000000000002', 'eeeeeeee-0000-4000-8000-000000000003'],
        servicePlans: [{ servicePlanId: NEW_PLAN, servicePlanName: 'BRAND_NEW_PLAN', appliesTo: 'Company' }],
      },
    ],
  },
  'users-1.json': {
    '@odata.nextLink': 'https://graph.example/next',
    value: [
      {
        id: ANN.toUpperCase(),
        userPrincipalName: 'Ann@contoso.com',
        displayName: 'Ann Ölund',
        usageLocation: 'SE',
        accountEnabled: true,
        department: null,
        businessPhones: ['+46 1'],
        mail: 'ann@contoso.com',
        proxyAddresses: ['SMTP:ann@contoso.com'],
        createdDateTime: '2020-01-01T00:00:00Z',
        manager: { '@odata.type': '#microsoft.graph.user', id: BOB },
        assignedLicenses: [
          { skuId: E3, disabledPlans: [EXCHANGE.toUpperCase()] },
          { skuId: NEW_SKU, disabledPlans: [] },
        ],
        licenseAssignmentStates: [
          {
            skuId: E3,
            assignedByGroup: SALES,
            disabledPlans: [],
            state: 'Active',
            error: 'None',
            lastUpdatedDateTime: '2021-01-01T00:00:00Z',
          },
          { skuId: E3, assignedByGroup: null, disabledPlans: [EXCHANGE.toUpperCase()], state: 'Active', error: 'None' },
          { skuId: EMS, assignedByGroup: SALES, disabledPlans: [], state: 'Error', error: 'CountViolation' },
          { skuId: NEW_SKU, assignedByGroup: null, disabledPlans: [], state: 'Active', error: null },
        ],
      },
    ],
  },
  'users-2.json': [
    {
      value: [
        {
          id: BOB,
          userPrincipalName: 'bob@fabrikam.com',
          displayName: 'Bob',
          assignedLicenses: [{ skuId: E3, disabledPlans: [] }],
        },
      ],
    },
  ],
  'groups.json': {
    value: [
      {
        id: SALES,
        displayName: 'Sales',
        securityEnabled: true,
        mailEnabled: false,
        groupTypes: [],
        createdDateTime: '2020-01-01T00:00:00Z',
        assignedLicenses: [
          { skuId: E3, disabledPlans: [] },
          { skuId: EMS, disabledPlans: [] },
        ],
      },
    ],
  },
  [`groups/${SALES}/members.json`]: {
    value: [
      { '@odata.type': '#microsoft.graph.user', id: ANN },
      { '@odata.type': '#microsoft.graph.device', id: 'ffffffff-0000-4000-8000-000000000001' },
    ],
  },
  'README.txt': 'notes',
};

let tenant: TestTenant;
let folder: string;

beforeEach(async () => {
  tenant = await openTestTenant();
  folder = await mkdtemp(join(tmpdir(), 'tenant-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
  await tenant.db.close();
});

async function put(files: Record<string, unknown>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
}

function importIt(options: Partial<ImportTenantOptions> = {}) {
  return importTenant(tenant.context, folder, { keepGoing: false, ...options });
}

async function imported(
  files: Record<string, unknown>,
  options: Partial<ImportTenantOptions> = {},
): Promise<ImportTenantReport> {
  await put(files);
  const result = await importIt(options);
  if (result.kind !== 'imported') throw new Error(JSON.stringify(result));
  return result.report;
}

test('a whole tenant is loaded with its ids: people, paths, seats, groups, products, domains', async () => {
  const report = await imported(FOLDER);
  expect(report).toEqual({
    users: { added: 2, changed: 0, same: 0 },
    groups: { added: 1, changed: 0 },
    groupLicenses: { added: 2, changed: 0 },
    membersAdded: 1,
    paths: { added: 5, changed: 0, kept: 0 },
    subscriptions: { added: 4, changed: 0 },
    subscriptionsAdded: [],
    productsAdded: 1,
    domainsAdded: ['fabrikam.com'],
    overAssigned: [{ skuId: E3, consumed: 2, available: 1 }],
    unknownSkus: [],
    unknownGroups: [],
    leftOut: { deleted: 0, repeated: 0, members: 1 },
    refused: [],
    ignoredFiles: ['README.txt'],
  });
  expect(
    await tenant.rows('id, display_name, mail, usage_location, manager_id, created_at', 'users order by id'),
  ).toMatchObject([
    {
      id: ANN,
      display_name: 'Ann Ölund',
      mail: 'ann@contoso.com',
      usage_location: 'SE',
      manager_id: BOB,
      created_at: new Date('2020-01-01T00:00:00Z'),
    },
    { id: BOB, display_name: 'Bob', usage_location: null, manager_id: null },
  ]);
  expect(
    await tenant.rows(
      'user_id, sku_id, source, disabled_plans::text[], state, error',
      'assignment order by user_id, sku_id, source',
    ),
  ).toEqual(
    [
      { user_id: ANN, sku_id: E3, source: DIRECT, disabled_plans: [EXCHANGE], state: 'Active', error: 'None' },
      { user_id: ANN, sku_id: E3, source: SALES, disabled_plans: [], state: 'Active', error: 'None' },
      { user_id: ANN, sku_id: NEW_SKU, source: DIRECT, disabled_plans: [], state: 'Active', error: 'None' },
      { user_id: ANN, sku_id: EMS, source: SALES, disabled_plans: [], state: 'Error', error: 'CountViolation' },
      { user_id: BOB, sku_id: E3, source: DIRECT, disabled_plans: [], state: 'Active', error: 'None' },
    ].sort((left, right) =>
      `${left.user_id}${left.sku_id}${left.source}`.localeCompare(`${right.user_id}${right.sku_id}${right.source}`),
    ),
  );
  expect(await tenant.rows('user_id, sku_id', 'holding order by sku_id, user_id')).toEqual([
    { user_id: ANN, sku_id: E3 },
    { user_id: BOB, sku_id: E3 },
    { user_id: ANN, sku_id: NEW_SKU },
  ]);
  expect(await tenant.rows('sku_id, enabled, warning, suspended, consumed', 'subscribed_sku order by sku_id')).toEqual([
    { sku_id: E3, enabled: 1, warning: 0, suspended: 0, consumed: 2 },
    { sku_id: NEW_SKU, enabled: 10, warning: 5, suspended: 1, consumed: 1 },
  ]);
  expect(await tenant.rows('id', `subscription where sku_id = '${E3}'`)).toEqual([
    { id: 'eeeeeeee-0000-4000-8000-000000000001' },
  ]);
  expect(await tenant.rows('part_number, plan_ids::text[]', `product where sku_id = '${NEW_SKU}'`)).toEqual([
    { part_number: 'BRAND_NEW', plan_ids: [NEW_PLAN] },
  ]);
  expect(await tenant.rows('name, applies_to', `service_plan where plan_id = '${NEW_PLAN}'`)).toEqual([
    { name: 'BRAND_NEW_PLAN', applies_to: 'Company' },
  ]);
  expect(await tenant.rows('group_id, user_id', 'group_member')).toEqual([{ group_id: SALES, user_id: ANN }]);
});

test('the same folder again changes nothing at all', async () => {
  await imported(FOLDER);
  const before = await tenant.everything();
  expect(await imported(FOLDER)).toMatchObject({
    users: { added: 0, changed: 0, same: 2 },
    paths: { added: 0, changed: 0, kept: 0 },
    subscriptions: { added: 0, changed: 0 },
    membersAdded: 0,
    productsAdded: 0,
    domainsAdded: [],
  });
  expect(await tenant.everything()).toEqual(before);
});

test('a newer folder changes what differs, and takes nothing away', async () => {
  await imported(FOLDER);
  const report = await imported({
    'users-1.json': [
      {
        id: ANN,
        userPrincipalName: 'ann@contoso.com',
        displayName: 'Ann Öberg',
        licenseAssignmentStates: [
          { skuId: EMS, assignedByGroup: SALES, disabledPlans: [], state: 'Active', error: 'None' },
        ],
      },
    ],
    'users-2.json': [{ id: BOB, userPrincipalName: 'bob@fabrikam.com', assignedLicenses: [] }],
    'groups.json': [{ id: SALES, displayName: 'Sales EMEA', assignedLicenses: [] }],
  });
  expect(report).toMatchObject({
    users: { changed: 1, same: 1 },
    groups: { changed: 1 },
    groupLicenses: { added: 0, changed: 0 },
    paths: { added: 0, changed: 1, kept: 4 },
  });
  expect(await tenant.rows('sort_key', `holding where user_id = '${ANN}' group by 1`)).toEqual([
    { sort_key: 'ann oberg' },
  ]);
  expect(await tenant.rows('consumed', `subscribed_sku where sku_id = '${EMS}'`)).toEqual([{ consumed: 1 }]);
  // Inherited products are no direct license, so the entry of the change is that of the person's name alone.
  expect(
    await tenant.rows('activity, before', `audit_entry where target_id = '${ANN}' order by id desc limit 1`),
  ).toEqual([{ activity: 'Update user', before: { displayName: 'Ann Ölund', userPrincipalName: 'Ann@contoso.com' } }]);
});

test('without the list of paths every product counts as assigned directly, and can be taken by the rules', async () => {
  await imported({
    'users.json': [
      { id: ANN, userPrincipalName: 'ann@contoso.com', usageLocation: 'FR', assignedLicenses: [{ skuId: BI }] },
    ],
  });
  const request = {
    kind: 'unassign',
    groups: [{ change: { kind: 'change', add: [], remove: [BI] }, people: { kind: 'ids', userIds: [ANN] } }],
    selection: { by: 'list', count: 1 },
    unmatched: [],
  } as const;
  expect(await changeLicenses(tenant.context, request, { keepGoing: false })).toMatchObject({ kind: 'applied' });
  expect(await tenant.rows('consumed', 'subscribed_sku')).toEqual([{ consumed: 0 }]);
});

test('where the files tell nothing of what is owned, everybody has a seat', async () => {
  const report = await imported({
    'users.json': [
      { id: ANN, userPrincipalName: 'ann@contoso.com', assignedLicenses: [{ skuId: E3 }] },
      { id: BOB, userPrincipalName: 'bob@contoso.com', assignedLicenses: [{ skuId: E3 }, { skuId: NEW_SKU }] },
    ],
  });
  expect(report.subscriptionsAdded).toEqual(
    expect.arrayContaining([
      { skuId: E3, quantity: 2 },
      { skuId: NEW_SKU, quantity: 1 },
    ]),
  );
  expect(report).toMatchObject({ overAssigned: [], unknownSkus: [NEW_SKU] });
});

test('what an import of people made up is replaced by what the tenant really owns', async () => {
  await imported({
    'users.json': [{ id: ANN, userPrincipalName: 'ann@contoso.com', assignedLicenses: [{ skuId: E3 }] }],
  });
  await imported({ 'subscribedSkus.json': FOLDER['subscribedSkus.json'] });
  expect(await tenant.rows('id, quantity, state', `subscription where sku_id = '${E3}'`)).toEqual([
    { id: 'eeeeeeee-0000-4000-8000-000000000001', quantity: 1, state: 'active' },
  ]);
});

test('directory subscriptions are taken as they are: states, trials, own purchases', async () => {
  const id = (digit: number) => `eeeeeeee-0000-4000-8000-00000000000${digit}`;
  await imported({
    'subscriptions.json': {
      value: [
        {
          id: id(1),
          skuId: E3,
          status: 'Enabled',
          totalLicenses: 5,
          isTrial: false,
          createdDateTime: '2025-01-01T00:00:00Z',
          nextLifecycleDateTime: '2026-06-01T00:00:00Z',
        },
        {
          id: id(2),
          skuId: E3,
          status: 'Warning',
          totalLicenses: 2,
          isTrial: true,
          nextLifecycleDateTime: '0001-01-01T00:00:00Z',
        },
        { id: id(3), skuId: BI, status: 'LockedOut', totalLicenses: 3, ownerType: 'User', ownerId: ANN },
      ],
    },
    'subscribedSkus.json': FOLDER['subscribedSkus.json'],
  });
  expect(
    await tenant.rows(
      'id, quantity, state, channel, is_trial, purchaser_id, ends_at',
      `subscription where sku_id in ('${E3}', '${BI}') order by id`,
    ),
  ).toEqual([
    {
      id: id(1),
      quantity: 5,
      state: 'active',
      channel: 'direct',
      is_trial: false,
      purchaser_id: null,
      ends_at: new Date('2026-06-01T00:00:00Z'),
    },
    { id: id(2), quantity: 2, state: 'expired', channel: 'direct', is_trial: true, purchaser_id: null, ends_at: null },
    {
      id: id(3),
      quantity: 3,
      state: 'disabled',
      channel: 'selfServicePurchase',
      is_trial: false,
      purchaser_id: ANN,
      ends_at: null,
    },
  ]);
  expect(await tenant.rows('enabled, warning, suspended', `subscribed_sku where sku_id = '${E3}'`)).toEqual([
    { enabled: 5, warning: 2, suspended: 0 },
  ]);
});

test("PowerShell's capitals, dates and empty references are read", async () => {
  await imported({
    'users.json': `\uFEFF${JSON.stringify({
      value: [
        {
          Id: ANN,
          UserPrincipalName: 'ann@contoso.com',
          DisplayName: 'Ann',
          CreatedDateTime: '/Date(1577836800000)/',
          Manager: { Id: null },
          AssignedLicenses: [{ SkuId: E3, DisabledPlans: [] }],
        },
      ],
      Count: 1,
    })}`,
  });
  expect(await tenant.rows('created_at', 'users')).toEqual([{ created_at: new Date('2020-01-01T00:00:00Z') }]);
  expect(await tenant.rows('sku_id', 'holding')).toEqual([{ sku_id: E3 }]);
});

test('people who came without ids before are known by name, as members and managers too', async () => {
  const own = '99999999-0000-4000-8000-000000000009';
  await tenant.db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, created_at)
    values (${TENANT_ID}, ${own}, 'Ann@contoso.com', 'ann@contoso.com', 'Ann', 'ann', now())`);
  const before = FOLDER['users-2.json'];
  const bob = [{ ...before[0]?.value[0], manager: { id: ANN } }];
  expect(await imported({ ...FOLDER, 'users-2.json': bob })).toMatchObject({
    users: { added: 1, changed: 1 },
    refused: [],
  });
  expect(await tenant.rows('user_id', 'group_member')).toEqual([{ user_id: own }]);
  expect(await tenant.rows('count(*)::int', `assignment where user_id = '${own}'`)).toEqual([{ count: 4 }]);
  expect(await tenant.rows('manager_id', `users where id = '${BOB}'`)).toEqual([{ manager_id: own }]);
});

const BAD = {
  'users-1.json': [
    { id: ANN, userPrincipalName: 'ann@contoso.com', displayName: 'Ann' },
    { id: BOB, userPrincipalName: 'ANN@contoso.com', displayName: 'Twin' },
    { id: 'no-guid', userPrincipalName: 'x@contoso.com' },
    { id: 'aaaaaaaa-0000-4000-8000-000000000003', userPrincipalName: 'y@contoso.com', usageLocation: 'UK' },
    {
      id: 'aaaaaaaa-0000-4000-8000-000000000004',
      userPrincipalName: 'z@contoso.com',
      assignedLicenses: [{ skuId: 'E3' }],
    },
    {
      id: 'aaaaaaaa-0000-4000-8000-000000000005',
      userPrincipalName: 'd@contoso.com',
      deletedDateTime: '2026-01-01T00:00:00Z',
    },
    'text',
  ],
  'users-2.json': [{ id: ANN, userPrincipalName: 'ann@contoso.com', displayName: 'Ann' }],
  'groupMembers.json': [{ id: ANN }, { id: ANN, groupId: SALES }],
};

test('objects that make no sense are told with their file and property, and the rest is taken when kept going', async () => {
  const report = await imported(BAD, { keepGoing: true });
  expect(report).toMatchObject({
    users: { added: 1 },
    leftOut: { deleted: 1, repeated: 1, members: 0 },
    unknownGroups: [SALES],
  });
  expect(report.refused).toEqual([
    { file: 'users-1.json', id: BOB, reason: 'userPrincipalNameTaken' },
    { file: 'users-1.json', id: 'no-guid', reason: 'invalidProperty', property: 'id' },
    {
      file: 'users-1.json',
      id: 'aaaaaaaa-0000-4000-8000-000000000003',
      reason: 'invalidProperty',
      property: 'usageLocation',
    },
    {
      file: 'users-1.json',
      id: 'aaaaaaaa-0000-4000-8000-000000000004',
      reason: 'invalidProperty',
      property: 'assignedLicenses.0.skuId',
    },
    { file: 'users-1.json', id: null, reason: 'invalidProperty', property: '' },
    { file: 'groupMembers.json', id: ANN, reason: 'invalidProperty', property: 'groupId' },
  ]);
});

test('one of them is enough for nothing to be written, when not kept going', async () => {
  const before = await tenant.everything();
  await put(BAD);
  expect(await importIt()).toMatchObject({ kind: 'refused', report: { users: { added: 1 } } });
  expect(await tenant.everything()).toEqual(before);
});

test('somebody deleted here is refused with the file that names them', async () => {
  await imported({ 'users.json': [{ id: ANN, userPrincipalName: 'ann@contoso.com' }] });
  await tenant.db.query(sql`update users set deleted_at = now(), upn_key = replace(id::text, '-', '') || upn_key`);
  const report = await imported(
    {
      'users.json': [{ id: BOB, userPrincipalName: 'b@contoso.com' }],
      'users-2.json': [{ id: ANN, userPrincipalName: 'ann@contoso.com' }],
    },
    { keepGoing: true },
  );
  expect(report.refused).toEqual([{ file: 'users-2.json', id: ANN, reason: 'deletedPerson' }]);
});

test('a file that is cut off imports nothing', async () => {
  const before = await tenant.everything();
  await put({ ...FOLDER, 'users-3.json': '{"value":[{"id":' });
  expect(await importIt({ keepGoing: true })).toEqual({
    kind: 'unreadable',
    refusal: { reason: 'malformedJson', file: 'users-3.json', line: 1 },
  });
  expect(await tenant.everything()).toEqual(before);
});

test('an empty folder is refused', async () => {
  expect(await importIt()).toEqual({ kind: 'unreadable', refusal: { reason: 'nothingUsable', folder } });
});

test('who has mail again through the files loses none, and dates for others stay', async () => {
  await imported({
    'subscribedSkus.json': FOLDER['subscribedSkus.json'],
    'users.json': [
      { id: ANN, userPrincipalName: 'ann@contoso.com' },
      { id: BOB, userPrincipalName: 'bob@contoso.com' },
    ],
  });
  for (const id of [ANN, BOB]) {
    await tenant.db.query(sql`
      insert into deadline (tenant_id, subject_id, kind, due_at, since) values (${TENANT_ID}, ${id}, 'mailboxPurge', now(), now()),
        (${TENANT_ID}, ${id}, 'oneDriveReadOnly', now(), now())`);
  }
  const withMail = { skuId: E3, disabledPlans: [] };
  const without = { skuId: E3, disabledPlans: [EXCHANGE] };
  await imported({
    'users.json': [
      { id: ANN, userPrincipalName: 'ann@contoso.com', assignedLicenses: [withMail] },
      { id: BOB, userPrincipalName: 'bob@contoso.com', assignedLicenses: [without] },
    ],
  });
  expect(await tenant.rows('subject_id, kind', 'deadline order by 1, 2')).toEqual([
    { subject_id: ANN, kind: 'oneDriveReadOnly' },
    { subject_id: BOB, kind: 'mailboxPurge' },
    { subject_id: BOB, kind: 'oneDriveReadOnly' },
  ]);
});

test('progress is told file by file', async () => {
  const seen: (string | null)[] = [];
  await imported(FOLDER, { onProgress: ({ file }) => seen.push(file) });
  expect(seen).toEqual([
    'organization.json',
    'subscribedSkus.json',
    'groups.json',
    'users-1.json',
    'users-2.json',
    `groups/${SALES}/members.json`,
    null,
  ]);
});
