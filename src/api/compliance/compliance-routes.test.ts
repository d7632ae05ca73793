import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { graphCaller } from '../../../tests/conformance/graph-caller.ts';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { sql } from '../../base/sql.ts';
import { changed, forget, give, take } from '../../operations/licensing/stories-for-tests.ts';
import { putMail } from '../../queries/compliance/mail-for-tests.ts';

let there: TestTenant;
let ada: string;
let call: ReturnType<typeof graphCaller>;

beforeAll(async () => {
  there = await testTenant();
});
afterAll(() => there.close());
beforeEach(async () => {
  await forget(there);
  for (const sku of [SKU.e3, SKU.exchangePlan1]) await there.own(sku, 10);
  ada = await licensed('Ada');
  call = graphCaller(there, await there.token('eDiscoveryManager', 'complianceAdministrator'));
});

async function licensed(name: string, sku: string = SKU.e3): Promise<string> {
  const id = await there.user(name);
  await changed(there, give(sku), [id]);
  return id;
}

async function made(url: string, body: object, as = call): Promise<string> {
  const answer = await as('POST', `/api/compliance/${url}`, { body });
  expect([answer.status, answer.text]).toEqual([201, expect.stringContaining('id')]);
  return answer.body.id;
}

async function holdsOf(userId: string): Promise<{ kind: string; name: string | null; until: string | null }[]> {
  return (await call('GET', `/api/users/${userId}/holds`)).body.mailboxes[0]?.holds;
}

describe('a person’s holds', () => {
  test('are told with who placed the litigation hold and why, and lifting it says what follows first', async () => {
    const placed = await call('PUT', '/api/users/ada@test.example/litigation-hold', { body: { reason: 'Dispute' } });
    expect(placed.status).toBe(200);
    const { body } = await call('GET', '/api/users/ada@test.example/holds');
    expect(body).toMatchObject({
      displayName: 'Ada',
      litigationHold: { by: 'Script', reason: 'Dispute' },
      refusal: null,
      mailboxes: [{ state: 'active', holds: [{ kind: 'litigation', kindText: 'litigation hold' }] }],
    });
    await changed(there, take(SKU.e3), [ada]);
    const release = await call('GET', `/api/users/${ada}/litigation-hold/release`);
    expect(release.body.text).toBe(
      'One mailbox without a license counts as held until 31 March 2026, and is deleted for good on 30 April 2026 unless a license is given back.',
    );
    const lifted = await call('DELETE', `/api/users/${ada}/litigation-hold`, { headers: { 'accept-language': 'fr' } });
    expect(lifted.body).toEqual({ delayUntil: '2026-03-31T09:00:00.000Z' });
    expect(await holdsOf(ada)).toMatchObject([{ kind: 'delay', until: '2026-03-31T09:00:00.000Z' }]);
  });

  test('say why none can be placed (R-CO-1), in the reader’s language', async () => {
    const ben = await licensed('Ben', SKU.exchangePlan1);
    const { body } = await call('GET', `/api/users/${ben}/holds`, { headers: { 'accept-language': 'fr' } });
    expect(body.refusal).toMatchObject({
      reason: 'needsArchiving',
      message: expect.stringContaining('Exchange Online (plan 2)'),
    });
    const refused = await call('PUT', `/api/users/${ben}/litigation-hold`, { body: {} });
    expect([refused.status, refused.body.error.reason]).toEqual([409, 'needsArchiving']);
    await changed(there, take(SKU.e3), [ada]);
    const closed = await call('PUT', `/api/users/${ada}/litigation-hold`, { body: {} });
    expect(closed.body.error.message).toBe(
      'The mailbox of Ada is closed: the license is gone, and no hold stood on it before. It will be deleted on 31 March 2026. Give back a license with Exchange before that day; then it can be held.',
    );
  });
});

describe('a case', () => {
  test('holds its custodians’ mail until it is closed; then the delay holds it', async () => {
    const id = await made('cases', { displayName: 'Contoso v. Fabrikam' });
    const custodian = await made(`cases/${id}/custodians`, { user: 'ada@test.example' });
    const applied = await call('POST', `/api/compliance/cases/${id}/custodians/applyHold`, {
      body: { ids: [custodian] },
    });
    expect(applied.body).toMatchObject({ placed: 1 });
    expect(await holdsOf(ada)).toMatchObject([{ kind: 'case', name: 'Contoso v. Fabrikam' }]);
    expect((await call('DELETE', `/api/compliance/cases/${id}`)).body.error.message).toContain('Close it first');
    expect((await call('GET', `/api/compliance/cases/${id}/release`)).body).toMatchObject({
      mailboxes: 1,
      stillHeld: 0,
    });
    expect((await call('POST', `/api/compliance/cases/${id}/close`)).body).toMatchObject({ lifted: 1, delayed: 1 });
    expect(await holdsOf(ada)).toMatchObject([{ kind: 'delay' }]);
    const closed = await call('GET', `/api/compliance/cases/${id}`);
    expect(closed.body).toMatchObject({ status: 'closed', closedBy: 'Script', custodians: [{ onHold: false }] });
    expect((await call('POST', `/api/compliance/cases/${id}/searches`, { body: { displayName: 'x' } })).status).toBe(
      409,
    );
    expect((await call('POST', `/api/compliance/cases/${id}/reopen`)).status).toBe(204);
    expect((await call('DELETE', `/api/compliance/cases/${id}`)).status).toBe(204);
    expect((await call('GET', `/api/compliance/cases/${id}`)).status).toBe(404);
  });

  test('is refused a custodian’s hold that can’t be, for all who were asked for', async () => {
    const ben = await licensed('Ben', SKU.exchangePlan1);
    const id = await made('cases', { displayName: 'Case' });
    const both = [
      await made(`cases/${id}/custodians`, { user: ada }),
      await made(`cases/${id}/custodians`, { user: ben }),
    ];
    const refused = await call('POST', `/api/compliance/cases/${id}/custodians/applyHold`, { body: { ids: both } });
    expect([refused.status, refused.body.error.refused]).toMatchObject([
      409,
      [{ displayName: 'Ben', reason: 'needsArchiving' }],
    ]);
    expect(await holdsOf(ada)).toEqual([]);
    expect((await call('POST', `/api/compliance/cases/${id}/custodians`, { body: { user: ada } })).status).toBe(409);
  });

  test('is seen by whoever opened it, its members and eDiscovery Administrators, and by nobody else', async () => {
    const id = await made('cases', { displayName: 'Case' });
    const [other, administrator] = [
      graphCaller(there, await there.token('eDiscoveryManager')),
      graphCaller(there, await there.token('eDiscoveryAdministrator')),
    ];
    expect((await other('GET', `/api/compliance/cases/${id}`)).status).toBe(404);
    expect((await other('GET', '/api/compliance/cases')).body.value).toEqual([]);
    expect((await other('POST', `/api/compliance/cases/${id}/close`)).status).toBe(404);
    expect((await administrator('GET', '/api/compliance/cases')).body.value).toMatchObject([{ id }]);
    expect((await call('POST', `/api/compliance/cases/${id}/members`, { body: { user: ada } })).status).toBe(201);
    expect((await call('DELETE', `/api/compliance/cases/${id}/members/${ada}`)).status).toBe(403);
    expect((await administrator('DELETE', `/api/compliance/cases/${id}/members/${ada}`)).status).toBe(204);
  });
});

describe('a search', () => {
  let id: string;

  beforeEach(async () => {
    id = await made('cases', { displayName: 'Case' });
    await putMail(there, ada, { subject: 'The budget', body: 'of next year' });
  });

  test('tells what it counts, and what it had to leave out and why (R-CO-7)', async () => {
    const ben = await licensed('Ben');
    await putMail(there, ben, { subject: 'Another budget' });
    await changed(there, take(SKU.e3), [ben]);
    const search = await made(`cases/${id}/searches`, {
      displayName: 'Budget',
      query: 'budget',
      keywords: ['next', 'nowhere'],
      scope: { mailboxes: 'everyone' },
    });
    const { body } = await call('POST', `/api/compliance/cases/${id}/searches/${search}/estimate`);
    expect(body).toMatchObject({
      items: 1,
      mailboxes: { searched: 1, withHits: 1 },
      rows: [{ items: 1 }, { items: 0 }],
      leftOut: { count: 1, places: [{ displayName: 'Ben', why: 'unlicensed' }] },
    });
    expect(body.leftOut.places[0].text).toBe(
      'The license of Ben has been gone since 1 March 2026, and no hold stood on the mailbox before. The mailbox is deleted for good on 31 March 2026 unless a license is given back.',
    );
    const again = await call('GET', `/api/compliance/cases/${id}/searches/${search}`);
    expect(again.body.lastEstimate).toMatchObject({ items: 1, leftOut: 1, by: 'Script' });
  });

  test('is looked into by eDiscovery Managers, but by no Compliance or Global Administrator', async () => {
    const search = await made(`cases/${id}/searches`, { displayName: 'All', scope: { mailboxes: 'everyone' } });
    const hits = `/api/compliance/cases/${id}/searches/${search}/hits`;
    expect((await call('GET', hits)).body).toMatchObject({ value: [{ subject: 'The budget' }], next: null });
    for (const role of ['complianceAdministrator', 'globalAdministrator'] as const) {
      const other = graphCaller(there, await there.token(role));
      expect((await other('GET', hits)).status).toBe(403);
    }
    const seen = await there.db.query<{ activity: string }>(sql`
      select activity from audit_entry where tenant_id = ${there.tenant.tenantId} and activity like 'Preview%'`);
    expect(seen).toHaveLength(1);
  });

  test('has a name of its own within its case and at most 20 rows of keywords (R-CO-8)', async () => {
    const fields = { displayName: 'Budget', scope: { mailboxes: 'everyone' } };
    await made(`cases/${id}/searches`, fields);
    const twice = await call('POST', `/api/compliance/cases/${id}/searches`, {
      body: { ...fields, displayName: 'BUDGET' },
    });
    expect([twice.status, twice.body.error.code]).toEqual([409, 'nameTaken']);
    const keywords = Array.from({ length: 21 }, (_, index) => `word${index}`);
    const many = await call('POST', `/api/compliance/cases/${id}/searches`, {
      body: { ...fields, displayName: 'x', keywords },
    });
    expect([many.status, many.body.error.message]).toEqual([400, 'A search can have 20 rows of keywords at most.']);
    const other = await made('cases', { displayName: 'Other' });
    await made(`cases/${other}/searches`, fields);
  });

  test('that can’t be read is refused with the place', async () => {
    const body = { displayName: 'x', keywords: ['good', 'colour:red'], scope: { mailboxes: 'everyone' } };
    const { status, body: answer } = await call('POST', `/api/compliance/cases/${id}/searches`, { body });
    expect([status, answer.error]).toMatchObject([400, { row: 1, at: 0, found: 'colour' }]);
    expect(answer.error.message).toMatch(/^Row 2: There is no property called “colour” \(character 1\)\./);
  });
});

test('a policy for everyone is made, told and taken back with its dates', async () => {
  const id = await made('policies', { displayName: 'Seven years', everyone: true, durationDays: 2555 });
  const list = await call('GET', '/api/compliance/policies');
  expect(list.body.value).toMatchObject([{ id, displayName: 'Seven years', mailboxes: 1, durationDays: 2555 }]);
  const changedPolicy = await call('PATCH', `/api/compliance/policies/${id}`, {
    body: { people: ['ada@test.example'] },
  });
  expect(changedPolicy.body).toMatchObject({ lifted: 1, delayed: 1, delayUntil: '2026-03-31T09:00:00.000Z' });
  expect((await call('GET', `/api/compliance/policies/${id}/release`)).body.text).toBe('No mailbox is concerned.');
  expect((await call('DELETE', `/api/compliance/policies/${id}`)).status).toBe(200);
  expect((await call('GET', `/api/compliance/holds?kind=delay`)).body.value).toMatchObject([{ displayName: 'Ada' }]);
});
