import { expect, test } from 'vitest';
import { isWithinConsole, placeAfterSignIn } from './return-to.ts';

test.each([
  ['/account', '/account'],
  ['/account?tab=2#keys', '/account?tab=2#keys'],
  ['/t/oauth2/v2.0/authorize?client_id=x', '/t/oauth2/v2.0/authorize?client_id=x'],
  [undefined, '/'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/sign-in?returnTo=/account', '/'],
  ['/setup/token', '/'],
])('after the sign-in, %j leads to %s', (wanted, path) => {
  expect(placeAfterSignIn(wanted)).toBe(path);
});

test('pages of the console are told from those of the server', () => {
  expect(['/', '/account?x=1', '/help#graph'].map(isWithinConsole)).toEqual([true, true, true]);
  expect(['/t/oauth2/v2.0/authorize', '/api/openapi.json', '/nowhere'].map(isWithinConsole)).toEqual([
    false,
    false,
    false,
  ]);
});
