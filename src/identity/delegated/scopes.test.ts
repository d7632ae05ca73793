import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DELEGATED_PERMISSIONS, OPENID_SCOPES } from './permissions.ts';
import { grantedScope, libraryScope, readScopes, type WantedScopes } from './scopes.ts';

const ORIGIN = 'https://licenses.example';
const read = (scope: string, permitted: readonly string[] = DELEGATED_PERMISSIONS) =>
  readScopes(scope, ORIGIN, permitted);

describe('permissions are read however clients write them', () => {
  test.each([
    'User.Read.All',
    'user.read.all',
    'https://graph.microsoft.com/User.Read.All',
    'https://graph.microsoft.com//User.Read.All',
    'https://graph.microsoft.us/User.Read.All',
    '00000003-0000-0000-c000-000000000000/User.Read.All',
    `${ORIGIN}/User.Read.All`,
  ])('%s', (scope) => {
    expect(read(scope)).toMatchObject({ graph: ['User.Read.All'], all: false });
  });

  test.each(['https://graph.microsoft.com/.default', 'https://graph.microsoft.com//.default', `${ORIGIN}/.default`])(
    '%s is all that the app has',
    (scope) => {
      const permitted = ['User.Read', 'AuditLog.Read.All'];
      expect(read(`${scope} openid offline_access`, permitted)).toMatchObject({
        graph: permitted,
        all: true,
        openid: ['openid', 'offline_access'],
      });
    },
  );

  test('without any it is to read oneself', () => {
    expect(read('openid profile')).toMatchObject({ graph: ['User.Read'], spelled: [], openid: ['openid', 'profile'] });
    expect(read('')).toMatchObject({ graph: ['User.Read'] });
  });
});

describe('what is not there is named', () => {
  test.each([
    ['User.Dance', 'User.Dance', 'malformed'],
    ['.default', '.default', 'notOurs'],
    ['https://vault.azure.net/.default', 'https://vault.azure.net/.default', 'notOurs'],
    ['https://management.core.windows.net//.default', 'https://management.core.windows.net//.default', 'notOurs'],
    [
      'https://graph.microsoft.com.evil.example/User.Read',
      'https://graph.microsoft.com.evil.example/User.Read',
      'notOurs',
    ],
    ['https://graph.microsoft.com/.default User.Read', 'https://graph.microsoft.com/.default User.Read', 'malformed'],
  ])('%s', (scope, wrong, why) => {
    expect(read(scope)).toEqual({ wrong, why });
  });

  test('what the app was not registered for', () => {
    expect(read('User.Read User.ReadWrite.All', ['User.Read'])).toEqual({
      wrong: 'User.ReadWrite.All',
      why: 'notRegistered',
    });
  });
});

test('an answer repeats each scope as the client wrote it', () => {
  const wanted = read(
    'openid profile offline_access https://graph.microsoft.com/User.Read.All mail.read',
  ) as WantedScopes;
  expect(grantedScope(wanted, ['User.Read.All', 'Mail.Read'])).toBe(
    'openid profile https://graph.microsoft.com/User.Read.All mail.read',
  );
  const all = read('https://graph.microsoft.com/.default openid', ['User.Read', 'Mail.Read']) as WantedScopes;
  expect(grantedScope(all, ['User.Read'])).toBe('openid https://graph.microsoft.com/.default User.Read');
});

test('whatever is asked in whatever spelling, the library is asked for exactly that', () => {
  const SPELLINGS: readonly ((name: string) => string)[] = [
    (name) => name,
    (name) => name.toLowerCase(),
    (name) => `https://graph.microsoft.com/${name}`,
    (name) => `${ORIGIN}/${name}`,
  ];
  const asked = fc.tuple(fc.constantFrom(...DELEGATED_PERMISSIONS), fc.constantFrom(...SPELLINGS));
  fc.assert(
    fc.property(
      fc.uniqueArray(asked, { minLength: 1, maxLength: 5, selector: ([name]) => name }),
      fc.uniqueArray(fc.constantFrom(...OPENID_SCOPES)),
      (permissions, openid) => {
        const names = permissions.map(([name]) => name);
        const wanted = read([...openid, ...permissions.map(([name, spell]) => spell(name))].join('  '));
        expect('wrong' in wanted).toBe(false);
        expect(new Set(libraryScope(wanted as WantedScopes).split(' '))).toEqual(new Set([...openid, ...names]));
        const told = grantedScope(wanted as WantedScopes, names.slice(1)).split(' ');
        const [notGranted = ''] = names;
        expect(told.map((text) => text.replace(/.*\//, '').toLowerCase())).not.toContain(notGranted.toLowerCase());
      },
    ),
  );
});
