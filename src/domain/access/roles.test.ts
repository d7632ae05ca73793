import { expect, test } from 'vitest';
import { isGuid } from '../../base/id.ts';
import { findRole, ROLES, type RoleName } from './roles.ts';

test('every role has a template id of its own', () => {
  const ids = Object.values(ROLES).map(({ id }) => id);
  expect(ids.filter((id) => !isGuid(id) || id !== id.toLowerCase())).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(Object.keys(ROLES) as RoleName[])('%s is found by key, name and template id, in any case', (role) => {
  const { id, name } = ROLES[role];
  for (const text of [role, name, id, name.toUpperCase(), id.toUpperCase(), ` ${name} `])
    expect(findRole(text)).toBe(role);
});

test.each(['', 'Global', 'Global Administrators', 'constructor'])('%j is no role', (text) => {
  expect(findRole(text)).toBeUndefined();
});
