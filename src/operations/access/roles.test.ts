import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import { readRoleAssignments, readUnits } from '../../store/roles.ts';
import { deleteUser } from '../directory/delete-user.ts';
import { purgeDeletedUser } from '../directory/purge-user.ts';
import { changeUser } from '../directory/update-user.ts';
import { forget } from '../licensing/stories-for-tests.ts';
import { changeUnit, createUnit, removeUnit } from './administrative-units.ts';
import { decide } from './approvals.ts';
import { giveRole, takeRole } from './assign-role.ts';
import { as } from './principals-for-tests.ts';

let there: TestTenant;
let ada: string;
let ben: string;

beforeAll(async () => {
  there = await testTenant();
});
afterAll(() => there.close());
beforeEach(async () => {
  await forget(there);
  for (const table of ['role_assignment', 'administrative_unit', 'approval']) {
    await there.db.query({ text: `delete from ${table} where tenant_id = $1`, values: [there.tenant.tenantId] });
  }
  ada = await there.user('Ada', { department: 'Sales' });
  ben = await there.user('Ben', { department: 'Sales', location: 'US' });
});

const globalRole = (principalId: string) => ({ principalId, role: 'globalAdministrator', unitId: null }) as const;
const holders = async () =>
  (await readRoleAssignments(there.db, there.tenant.tenantId)).map(
    ({ displayName, unit }) => `${displayName} ${unit?.displayName ?? '/'}`,
  );

test('a role is given once, for everybody or for a unit, and taken again', async () => {
  const unit = { displayName: 'Sales', description: null, department: 'Sales', usageLocation: null };
  const unitId = await createUnit(there.context, unit);
  const wanted = { principalId: ada, role: 'licenseAdministrator', unitId } as const;
  expect(await giveRole(there.context, wanted)).toBe('given');
  expect(await giveRole(there.context, wanted)).toEqual({ reason: 'heldAlready' });
  expect(await giveRole(there.context, { ...wanted, unitId: null })).toBe('given');
  expect(await holders()).toEqual(['Ada /', 'Ada Sales']);
  expect(await takeRole(there.context, { ...wanted, unitId: null })).toBe('taken');
  expect(await takeRole(there.context, { ...wanted, unitId: null })).toEqual({ reason: 'notHeld' });
  expect(await holders()).toEqual(['Ada Sales']);
  expect(await removeUnit(there.context, unitId)).toBe(true);
  expect(await holders()).toEqual([]);
});

test('nobody unknown gets a role, and no role is limited to a unit that is not there or that makes no sense for it', async () => {
  const wanted = { principalId: newId(), role: 'licenseAdministrator', unitId: null } as const;
  expect(await giveRole(there.context, wanted)).toEqual({ reason: 'unknownPrincipal' });
  expect(await giveRole(there.context, { ...wanted, principalId: ada, unitId: newId() })).toEqual({
    reason: 'unknownUnit',
  });
  expect(await giveRole(there.context, { ...globalRole(ada), unitId: newId() })).toMatchObject({
    reason: 'notScopable',
  });
});

test('R-US-4: the last active Global Administrator keeps the role, is not blocked and not deleted, by whatever way', async () => {
  await giveRole(there.context, globalRole(ada));
  expect(await takeRole(there.context, globalRole(ada))).toEqual({ reason: 'lastGlobalAdministrator' });
  expect(await changeUser(there.context, ada, { fields: { accountEnabled: false } })).toEqual({
    reason: 'lastGlobalAdministrator',
  });
  expect(await deleteUser(there.context, ada)).toEqual({ reason: 'lastGlobalAdministrator' });
  await giveRole(there.context, globalRole(ben));
  expect(await changeUser(there.context, ben, { fields: { accountEnabled: false } })).toBe('changed');
  expect(await takeRole(there.context, globalRole(ada))).toEqual({ reason: 'lastGlobalAdministrator' });
});

test('R-US-4: two Global Administrators who take the role from each other at once leave one', async () => {
  for (let round = 0; round < 10; round += 1) {
    await giveRole(there.context, globalRole(ada));
    await giveRole(there.context, globalRole(ben));
    const results = await Promise.all([
      takeRole(there.context, globalRole(ada)),
      changeUser(there.context, ben, { fields: { accountEnabled: false } }),
    ]);
    expect(results.filter((result) => typeof result === 'object')).toEqual([{ reason: 'lastGlobalAdministrator' }]);
    await changeUser(there.context, ben, { fields: { accountEnabled: true } });
  }
});

test('each part of a person takes its own right, and reaches only the unit’s people', async () => {
  const units = [{ department: 'Sales', usageLocation: 'FR' }];
  const license = as(there, newId(), ['licenseAdministrator'], { units });
  expect(await changeUser(license, ada, { fields: { usageLocation: 'DE' } })).toBe('changed');
  expect(await changeUser(license, ada, { fields: { usageLocation: 'FR' } })).toEqual({ reason: 'outOfReach' });
  expect(await changeUser(license, ben, { fields: { usageLocation: 'DE' } })).toEqual({ reason: 'outOfReach' });
  expect(await changeUser(license, ben, { fields: { city: 'Paris' } })).toEqual({ reason: 'notAllowed' });
  const helpdesk = as(there, newId(), ['helpdeskAdministrator']);
  expect(await changeUser(helpdesk, ben, { fields: {}, password: 'Correct horse 7' })).toBe('changed');
  expect(await changeUser(helpdesk, ben, { fields: { accountEnabled: false } })).toEqual({ reason: 'notAllowed' });
  expect(await deleteUser(as(there, newId(), ['userAdministrator'], { units }), ben)).toEqual({ reason: 'outOfReach' });
});

test('R-US-6: a helpdesk resets the password of a Password Administrator, not of a User Administrator', async () => {
  await there.role(ada, 'passwordAdministrator');
  await there.role(ben, 'userAdministrator');
  const helpdesk = as(there, newId(), ['helpdeskAdministrator']);
  const change = { fields: {}, password: 'Correct horse 7' };
  expect(await changeUser(helpdesk, ada, change)).toBe('changed');
  expect(await changeUser(helpdesk, ben, change)).toEqual({ reason: 'protectedAdministrator' });
});

test('R-US-3: nobody deletes or blocks their own account', async () => {
  const self = as(there, ada, ['globalAdministrator']);
  expect(await deleteUser(self, ada)).toEqual({ reason: 'ownAccount' });
  expect(await changeUser(self, ada, { fields: { accountEnabled: false } })).toEqual({ reason: 'ownAccount' });
});

test('a unit is drawn anew, and says how many people it has', async () => {
  const id = await createUnit(there.context, {
    displayName: 'Sales',
    description: null,
    department: 'SALES',
    usageLocation: null,
  });
  expect(await readUnits(there.db, there.tenant.tenantId)).toMatchObject([{ id, people: 2 }]);
  expect(await changeUnit(there.context, id, { usageLocation: 'US' })).toBe(true);
  expect(await readUnits(there.db, there.tenant.tenantId)).toMatchObject([{ id, people: 1 }]);
  expect(await changeUnit(there.context, newId(), { usageLocation: 'US' })).toBe(false);
  expect(await removeUnit(there.context, newId())).toBe(false);
});

test('a deleted person is purged with a second administrator’s yes, and every row of theirs is gone', async () => {
  await there.role(ben, 'reportsReader');
  await deleteUser(there.context, ben);
  const asking = as(there, ada, ['globalAdministrator']);
  const asked = await purgeDeletedUser(asking, ben);
  if (typeof asked === 'string' || !('kind' in asked)) throw new Error(JSON.stringify(asked));
  expect(await purgeDeletedUser(asking, ben)).toMatchObject({ state: 'waiting' });
  const second = as(there, newId(), ['userAdministrator']);
  expect(await decide(second, asked.approvalId, 'approved')).toMatchObject({ kind: 'decided' });
  expect(await purgeDeletedUser(asking, ben)).toBe('purged');
  expect(await purgeDeletedUser(asking, ben)).toEqual({ reason: 'unknownUser' });
  for (const [table, column] of [
    ['users', 'id'],
    ['role_assignment', 'principal_id'],
    ['deadline', 'subject_id'],
  ]) {
    const rows = await there.db.query({ text: `select from ${table} where ${column} = $1`, values: [ben] });
    expect(rows, table).toEqual([]);
  }
});

test('a living person, or one on hold, is not purged; a tenant may do without a second yes', async () => {
  expect(await purgeDeletedUser(there.context, ben)).toEqual({ reason: 'unknownUser' });
  const held = await there.user('Hilda', { held: true });
  await deleteUser(there.context, held);
  expect(await purgeDeletedUser(there.context, held)).toEqual({ reason: 'onHold' });
  await deleteUser(there.context, ben);
  const tenant = { ...there.tenant, access: { ...there.tenant.access, purgeNeedsApproval: false } };
  expect(await purgeDeletedUser({ ...as(there, ada, ['userAdministrator']), tenant }, ben)).toBe('purged');
  const [row] = await there.db.query(sql`select count(*)::int as count from users where id = ${ben}`);
  expect(row).toEqual({ count: 0 });
});
