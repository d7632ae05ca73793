import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOW, SKU, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { sql } from '../base/sql.ts';
import { addDays } from '../base/time.ts';
import { boughtByThemselves, changed, forget, give, take, undo } from '../operations/licensing/stories-for-tests.ts';

let there: TestTenant;
let token: string;

beforeAll(async () => {
  there = await testTenant();
  token = await there.token('globalReader');
});
afterAll(() => there.close());
beforeEach(async () => {
  await forget(there);
  for (const skuId of [SKU.e3, SKU.exchangePlan1, SKU.phone, SKU.powerBi]) await there.own(skuId, 10);
});

async function get(path: string, language = 'en') {
  const headers = { authorization: `Bearer ${token}`, 'accept-language': language };
  const response = await there.app.inject({ url: `/api/users/${path}`, headers });
  return { status: response.statusCode, body: response.json() };
}

describe('why somebody has a license', () => {
  test('who gave it, when, and with which operation', async () => {
    const ada = await there.user('Ada');
    const operationId = await changed(there, give(SKU.e3), [ada]);
    const { body } = await get(`${ada}/licenses`);
    expect(body.licenses).toMatchObject([
      { skuId: SKU.e3, direct: true, by: 'tester', operationId, since: new Date(NOW).toISOString() },
    ]);
    expect(body.toTakeAway).toMatchObject([
      {
        skuId: SKU.e3,
        steps: [{ kind: 'unassign', skuIds: [SKU.e3], text: 'Unassign Office 365 E3.' }],
        note: null,
        change: { unassign: [SKU.e3], assign: [] },
      },
    ]);
  });

  test('to turn a service off is not to give it anew', async () => {
    const ada = await there.user('Ada');
    const operationId = await changed(there, give(SKU.e3), [ada]);
    const [plan] = (await get(`${ada}/licenses`)).body.licenses;
    expect(plan.disabledPlans).toEqual([]);
    await changed(there, give(SKU.e3, '57ff2da0-773e-42df-b2af-ffb7a2317929'), [ada]);
    const { body } = await get(`${ada}/licenses`);
    expect(body.licenses).toMatchObject([{ operationId, disabledPlans: [{ name: 'Microsoft Teams' }] }]);
  });

  test('what was taken and came back without an operation was given by nobody who is known', async () => {
    const ada = await there.user('Ada');
    await changed(there, give(SKU.e3), [ada]);
    await changed(there, take(SKU.e3), [ada]);
    await there.db.query(sql`
      insert into assignment (tenant_id, user_id, sku_id, source, updated_at)
      values (${there.tenant.tenantId}, ${ada}, ${SKU.e3}, '00000000-0000-0000-0000-000000000000', ${new Date(NOW)})`);
    const { body } = await get(`${ada}/licenses`);
    expect(body.licenses).toMatchObject([{ skuId: SKU.e3, by: null, operationId: null }]);
  });

  test('R-UN-1, R-UN-3: of an inherited one the group is named, and of both that both are needed, in French too', async () => {
    const ada = await there.user('Ada');
    const groupId = await there.group('Ventes <b>', SKU.e3, [ada]);
    expect((await get(`${ada}/licenses`)).body.toTakeAway).toMatchObject([
      { steps: [{ kind: 'leaveGroup', groupId }], note: null, change: null },
    ]);
    await changed(there, give(SKU.e3), [ada]);
    const { body } = await get(`${ada}/licenses`, 'fr');
    expect(body.licenses).toMatchObject([{ direct: true }, { direct: false, group: { name: 'Ventes <b>' }, by: null }]);
    expect(body.toTakeAway).toMatchObject([
      {
        steps: [
          { kind: 'unassign', text: 'Désattribuez Office 365 E3.' },
          {
            kind: 'leaveGroup',
            text: 'Retirez la personne du groupe Ventes <b>, dans l’annuaire dont il provient.',
          },
        ],
        note: expect.stringMatching(/^Tout cela/),
        change: { unassign: [SKU.e3] },
      },
    ]);
  });

  test('R-UN-4, R-AS-12: add-ons go with their base, and a purchase is taken over first', async () => {
    const [ada, ben] = [await there.user('Ada'), await there.user('Ben')];
    await changed(there, give(SKU.e3), [ada]);
    await changed(there, give(SKU.phone), [ada]);
    await changed(there, give(SKU.powerBi), [ada]);
    await boughtByThemselves(there, SKU.powerBi, ben);
    const { body } = await get(`${ada}/licenses`);
    const taking = (skuId: string) => body.toTakeAway.find((one: { skuId: string }) => one.skuId === skuId);
    expect(taking(SKU.e3)).toMatchObject({ change: { unassign: [SKU.e3, SKU.phone] } });
    expect(taking(SKU.phone)).toMatchObject({ change: { unassign: [SKU.phone] } });
    expect(taking(SKU.powerBi)).toMatchObject({ steps: [{ kind: 'takeOver' }], change: null });
    expect(taking(SKU.powerBi).steps[0].text).toContain('Ben');
  });
});

describe('what somebody’s data is', () => {
  test('a license gives workloads; taken away, the mailbox is held to its day, and the operation is named', async () => {
    const ada = await there.user('Ada');
    await changed(there, give(SKU.e3), [ada]);
    const before = (await get(`${ada}/data`)).body;
    expect(before.workloads[0]).toMatchObject({ workload: 'exchange', state: 'active', givers: [{ skuId: SKU.e3 }] });
    expect(before.timeline).toEqual([]);

    const id = await changed(there, take(SKU.e3), [ada]);
    const { body } = await get(`${ada}/data`);
    const purge = new Date(addDays(NOW, 30)).toISOString();
    expect(body.workloads[0]).toMatchObject({ workload: 'exchange', state: 'heldUntil', on: purge, rule: 'T-1' });
    const mailbox = body.timeline.filter(({ workload }: { workload: string }) => workload === 'exchange');
    expect(mailbox).toMatchObject([
      { event: 'mailboxHeld', coming: false, final: false, recoverableUntil: purge, operation: { id, by: 'tester' } },
      { event: 'mailboxPurged', coming: true, final: true, on: purge, text: expect.stringContaining('31 March 2026') },
    ]);

    await undo(there, id);
    const after = (await get(`${ada}/data`)).body;
    expect(after.workloads[0]).toMatchObject({ workload: 'exchange', state: 'active' });
    expect(after.timeline.every(({ final, coming }: { final: boolean; coming: boolean }) => !final && !coming)).toBe(
      true,
    );
    expect(after.timeline[0].regained).toEqual({ at: new Date(NOW).toISOString() });
  });

  test('T-18: what another product still gives has not happened to anything', async () => {
    const ada = await there.user('Ada');
    await changed(there, give(SKU.e3), [ada]);
    await changed(there, give(SKU.exchangePlan1), [ada]);
    await changed(there, take(SKU.e3), [ada]);
    const { body } = await get(`${ada}/data`);
    expect(body.workloads[0]).toMatchObject({
      workload: 'exchange',
      state: 'active',
      givers: [{ skuId: SKU.exchangePlan1 }],
    });
    expect(body.timeline.filter(({ workload }: { workload: string }) => workload === 'exchange')).toEqual([]);
  });

  test('T-2: a hold keeps the mailbox, and since when is said', async () => {
    const ada = await there.user('Ada', { held: true });
    await changed(there, give(SKU.e3), [ada]);
    expect((await get(`${ada}/data`)).body).toMatchObject({
      onHoldSince: new Date(NOW).toISOString(),
      workloads: expect.arrayContaining([expect.objectContaining({ workload: 'exchange', state: 'activeOnHold' })]),
    });
    await changed(there, take(SKU.e3), [ada]);
    expect((await get(`${ada}/data`, 'fr')).body.workloads[0]).toMatchObject({
      name: 'Boîte aux lettres',
      state: 'keptByHold',
      on: null,
    });
  });

  test('nobody of that name: 404', async () => {
    expect(await get('nobody@test.example/data')).toMatchObject({ status: 404, body: { error: { code: 'notFound' } } });
  });
});
