import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changed, forget, give, take } from '../../src/operations/licensing/stories-for-tests.ts';
import { putMail } from '../../src/queries/compliance/mail-for-tests.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { userToken } from '../support/user-token.ts';
import { errorOf, graphCaller, INSUFFICIENT, tokenOf } from './graph-caller.ts';

const CASES = '/v1.0/security/cases/ediscoveryCases';
const NOBODY = '01234567-89ab-4def-8123-456789abcdef';
const READING = { permissions: ['eDiscovery.Read.All'] };

let there: TestTenant;
let ada: string;
let call: ReturnType<typeof graphCaller>;
let id: string;

beforeAll(async () => {
  there = await testTenant();
});
afterAll(() => there.close());
beforeEach(async () => {
  await forget(there);
  for (const sku of [SKU.e3, SKU.exchangePlan1]) await there.own(sku, 10);
  ada = await there.user('Ada');
  await changed(there, give(SKU.e3), [ada]);
  call = graphCaller(there, await tokenOf(there, { permissions: ['eDiscovery.ReadWrite.All'] }));
  const made = await call('POST', CASES, { body: { displayName: 'Contoso', externalId: '324516' } });
  id = made.body.id;
});

test('a case is made, listed, changed, closed, reopened and deleted', async () => {
  const made = await call('POST', CASES, { body: { displayName: 'Other', description: 'Why' } });
  expect(made.status).toBe(201);
  expect(made.headers.location).toBe(`http://localhost:80${CASES}('${made.body.id}')`);
  expect(made.body).toEqual({
    '@odata.context': 'http://localhost:80/v1.0/$metadata#security/cases/ediscoveryCases/$entity',
    id: made.body.id,
    displayName: 'Other',
    description: 'Why',
    externalId: null,
    status: 'active',
    createdDateTime: '2026-03-01T09:00:00Z',
    lastModifiedDateTime: '2026-03-01T09:00:00Z',
    lastModifiedBy: {
      application: null,
      device: null,
      user: { id: expect.any(String), displayName: 'License script' },
    },
    closedBy: null,
    closedDateTime: null,
  });
  const list = await call('GET', `${CASES}?$select=displayName`);
  expect(list.body).toEqual({
    '@odata.context': 'http://localhost:80/v1.0/$metadata#security/cases/ediscoveryCases(displayName)',
    value: [{ displayName: 'Contoso' }, { displayName: 'Other' }],
  });
  const address = `${CASES}('${made.body.id}')`;
  expect((await call('PATCH', address, { body: { displayName: 'Another' } })).status).toBe(204);
  expect((await call('POST', `${address}/microsoft.graph.security.close`)).status).toBe(204);
  expect((await call('GET', address)).body).toMatchObject({
    displayName: 'Another',
    status: 'closed',
    closedDateTime: '2026-03-01T09:00:00Z',
    closedBy: { user: { displayName: 'License script' } },
  });
  expect((await call('POST', `${address}/reopen`)).status).toBe(204);
  expect((await call('DELETE', address)).status).toBe(204);
  expect(errorOf(await call('GET', address))).toEqual([
    404,
    'ResourceNotFound',
    `Resource '${made.body.id}' does not exist.`,
  ]);
});

test('what is wrong with a case is said as Graph says it', async () => {
  expect(errorOf(await call('POST', CASES, { body: {} }))).toEqual([
    400,
    'Request_BadRequest',
    'Property displayName value is required but is empty or missing.',
  ]);
  expect((await call('POST', CASES, { body: { displayName: 'CONTOSO' } })).status).toBe(409);
  expect((await call('GET', `${CASES}/nonsense`)).status).toBe(404);
  expect((await call('PATCH', `${CASES}/${NOBODY}`, { body: { displayName: 'x' } })).status).toBe(404);
  expect((await call('PUT', `${CASES}/${id}`)).status).toBe(405);
});

describe('custodians', () => {
  test('are added by their address, held and released, each with an operation to look after', async () => {
    const added = await call('POST', `${CASES}/${id}/custodians`, { body: { email: 'ADA@test.example' } });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({
      '@odata.context': `http://localhost:80/v1.0/$metadata#security/cases/ediscoveryCases('${id}')/custodians/$entity`,
      email: 'ada@test.example',
      displayName: 'Ada',
      status: 'active',
      holdStatus: 'notApplied',
      acknowledgedDateTime: null,
    });
    const custodian = added.body.id;
    const source = { email: 'ada@test.example', includedSources: 'mailbox' };
    const sources = `${CASES}/${id}/custodians/${custodian}/userSources`;
    expect((await call('GET', sources)).body.value).toEqual([]);
    expect(await call('POST', sources, { body: source })).toMatchObject({
      status: 201,
      body: { includedSources: 'mailbox' },
    });

    const applied = await call('POST', `${CASES}/${id}/custodians/applyHold`, { body: { ids: [custodian] } });
    expect([applied.status, applied.text]).toEqual([202, '']);
    const location = String(applied.headers.location);
    expect(location).toMatch(/\/operations\('[0-9a-f-]{36}'\)$/);
    const operation = await call('GET', location.replace('http://localhost:80', ''));
    expect(operation.body).toMatchObject({ action: 'holdUpdate', status: 'succeeded', percentProgress: 100 });
    expect((await call('GET', `${CASES}/${id}/custodians/${custodian}`)).body.holdStatus).toBe('applied');

    expect((await call('POST', `${CASES}/${id}/custodians/${custodian}/release`)).status).toBe(202);
    const released = await call('GET', `${CASES}/${id}/custodians/${custodian}`);
    expect(released.body).toMatchObject({
      status: 'released',
      holdStatus: 'notApplied',
      releasedDateTime: '2026-03-01T09:00:00Z',
    });
    expect((await call('POST', `${CASES}/${id}/custodians/${custodian}/applyHold`)).status).toBe(400);
    expect((await call('POST', `${CASES}/${id}/custodians/${custodian}/activate`)).status).toBe(202);
    expect((await call('GET', `${CASES}/${id}/operations`)).body.value).toHaveLength(3);
  });

  test('can’t be held without Exchange Online Plan 2 or archiving (R-CO-1)', async () => {
    const ben = await there.user('Ben');
    await changed(there, give(SKU.exchangePlan1), [ben]);
    const added = await call('POST', `${CASES}/${id}/custodians`, { body: { email: 'ben@test.example' } });
    expect(errorOf(await call('POST', `${CASES}/${id}/custodians/${added.body.id}/applyHold`))).toEqual([
      400,
      'Request_BadRequest',
      'The mailbox of Ben cannot be put on hold: the license needs Exchange Online Plan 2 or Exchange Online Archiving.',
    ]);
    const nobody = await call('POST', `${CASES}/${id}/custodians`, { body: { email: 'nobody@test.example' } });
    expect(nobody.status).toBe(400);
  });
});

test('a search is estimated; a mailbox whose license is gone is not counted (X-7)', async () => {
  const ben = await there.user('Ben');
  await changed(there, give(SKU.e3), [ben]);
  for (const person of [ada, ben]) await putMail(there, person, { subject: 'The budget' });
  const body = { displayName: 'Budget', contentQuery: 'subject:budget', dataSourceScopes: 'allTenantMailboxes' };
  const made = await call('POST', `${CASES}/${id}/searches`, { body });
  expect([made.status, made.body]).toMatchObject([201, body]);
  const search = `${CASES}/${id}/searches/${made.body.id}`;
  expect((await call('GET', `${search}/lastEstimateStatisticsOperation`)).status).toBe(404);
  expect((await call('POST', `${search}/estimateStatistics`)).status).toBe(202);
  const before = await call('GET', `${search}/lastEstimateStatisticsOperation`);
  expect(before.body).toMatchObject({
    action: 'estimateStatistics',
    status: 'succeeded',
    indexedItemCount: 2,
    unindexedItemCount: 0,
    mailboxCount: 2,
    siteCount: 0,
  });
  await changed(there, take(SKU.e3), [ben]);
  const again = await call('POST', `${search}/microsoft.graph.security.estimateStatistics`);
  const operation = await call('GET', String(again.headers.location).replace('http://localhost:80', ''));
  expect(operation.body).toMatchObject({
    '@odata.type': '#microsoft.graph.security.ediscoveryEstimateOperation',
    indexedItemCount: 1,
    mailboxCount: 1,
  });
  expect((await call('PATCH', search, { body: { contentQuery: 'colour:red' } })).status).toBe(400);
  expect((await call('PATCH', search, { body: { contentQuery: 'green' } })).status).toBe(204);
  expect((await call('GET', search)).body.contentQuery).toBe('green');
  expect((await call('DELETE', search)).status).toBe(204);
});

test('a search of custodians who are bound looks into their mailboxes', async () => {
  await putMail(there, ada, { subject: 'The budget' });
  const { body: custodian } = await call('POST', `${CASES}/${id}/custodians`, { body: { email: 'ada@test.example' } });
  const sources = `${CASES}/${id}/custodians/${custodian.id}/userSources`;
  await call('POST', sources, { body: { email: 'ada@test.example', includedSources: 'mailbox' } });
  const source = `https://graph.microsoft.com${CASES}('${id}')/custodians('${custodian.id}')/userSources('${custodian.id}')`;
  const body = { displayName: 'Ada', contentQuery: '', 'custodianSources@odata.bind': [source] };
  const made = await call('POST', `${CASES}/${id}/searches`, { body });
  const search = `${CASES}/${id}/searches/${made.body.id}`;
  await call('POST', `${search}/estimateStatistics`);
  expect((await call('GET', `${search}/lastEstimateStatisticsOperation`)).body.indexedItemCount).toBe(1);
  const nowhere = await call('POST', `${CASES}/${id}/searches`, {
    body: { displayName: 'x', dataSourceScopes: 'none' },
  });
  expect(nowhere.status).toBe(400);
});

test('mail that was really sent is found by its people, their addresses, words, and names of attachments', async () => {
  const ben = await there.user('Ben');
  await changed(there, give(SKU.e3), [ben]);
  const mail = graphCaller(there, await tokenOf(there, { permissions: ['Mail.Send', 'Mail.ReadWrite'] }));
  const message = {
    subject: 'Réunion du 3/4',
    body: { contentType: 'html', content: '<p>Le <b>budget</b>&nbsp;annuel : l’état_final</p>' },
    toRecipients: [{ emailAddress: { address: 'ben@test.example' } }],
    attachments: [
      {
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: 'Plan-2026.txt',
        contentType: 'text/plain',
        contentBytes: Buffer.from('secret').toString('base64'),
      },
    ],
  };
  const sent = await mail('POST', `/v1.0/users/${ada}/sendMail`, { body: { message } });
  expect([sent.status, sent.text]).toEqual([202, '']);
  const found = async (contentQuery: string): Promise<number> => {
    const body = { displayName: contentQuery, contentQuery, dataSourceScopes: 'allTenantMailboxes' };
    const made = await call('POST', `${CASES}/${id}/searches`, { body });
    const search = `${CASES}/${id}/searches/${made.body.id}`;
    await call('POST', `${search}/estimateStatistics`);
    return (await call('GET', `${search}/lastEstimateStatisticsOperation`)).body.indexedItemCount;
  };
  for (const query of [
    'from:ada@test.example',
    'to:ben@test.example',
    'participants:test.example',
    'subject:reunion',
    '"budget annuel"',
  ]) {
    expect([query, await found(query)]).toEqual([query, 2]);
  }
  for (const query of ['etat', 'attachmentnames:plan', 'secret', 'hasattachment:true AND "3 4"']) {
    expect([query, await found(query)]).toEqual([query, 2]);
  }
  expect(await found('to:ada@test.example')).toBe(0);
});

describe('who may', () => {
  test('an app with eDiscovery.Read.All reads and changes nothing, and without it may nothing', async () => {
    const reader = graphCaller(there, await tokenOf(there, READING));
    expect((await reader('GET', `${CASES}/${id}`)).status).toBe(200);
    expect(errorOf(await reader('POST', CASES, { body: { displayName: 'x' } }))).toEqual([
      403,
      'Authorization_RequestDenied',
      INSUFFICIENT,
    ]);
    const other = graphCaller(there, await tokenOf(there, { permissions: ['Directory.ReadWrite.All'] }));
    expect((await other('GET', CASES)).status).toBe(403);
  });

  test('an eDiscovery Manager sees their own cases, an eDiscovery Administrator all, through an app that may', async () => {
    const people = [await there.user('Max'), await there.user('Pia')];
    await there.role(people[0] as string, 'eDiscoveryManager');
    await there.role(people[1] as string, 'eDiscoveryAdministrator');
    const [manager, administrator] = await Promise.all(
      people.map(async (person) => graphCaller(there, await userToken(there, person, ['eDiscovery.ReadWrite.All']))),
    );
    expect((await manager?.('GET', CASES))?.body.value).toEqual([]);
    expect((await manager?.('GET', `${CASES}/${id}`))?.status).toBe(404);
    expect((await administrator?.('GET', CASES))?.body.value).toHaveLength(1);
    const without = graphCaller(there, await userToken(there, people[1] as string, ['User.Read.All']));
    expect((await without('GET', CASES)).status).toBe(403);
  });
});
