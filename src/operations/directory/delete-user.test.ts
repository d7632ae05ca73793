import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import type { Principal } from '../../domain/access/actions.ts';
import { ROLES } from '../../domain/access/roles.ts';
import { deleteUser } from './delete-user.ts';
import { changeUser } from './update-user.ts';

let there: TestTenant;

beforeAll(async () => {
  there = await testTenant();
});
afterAll(() => there.close());

test('nobody deletes or blocks themselves, however their id is written (R-US-3)', async () => {
  const self = await there.user('Self');
  const principal: Principal = {
    ...there.context.principal,
    kind: 'user',
    id: self,
    roleIds: [ROLES.userAdministrator.id],
  };
  const context = { ...there.context, principal };
  for (const id of [self, self.toUpperCase()]) {
    expect(await deleteUser(context, id)).toEqual({ reason: 'ownAccount' });
    expect(await changeUser(context, id, { fields: { accountEnabled: false } })).toEqual({ reason: 'ownAccount' });
  }
});
