import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWithinConsole, localPath } from './return-to.ts';

const ORIGIN = 'https://seatwise.example';

describe('after the sign-in one goes to', () => {
  test.each([
    ['/account', '/account'],
    ['/account?tab=2#keys', '/account?tab=2#keys'],
    ['/t/oauth2/v2.0/authorize?client_id=x', '/t/oauth2/v2.0/authorize?client_id=x'],
    ['/a/../account', '/account'],
  ])('%s', (wanted, path) => {
    expect(localPath(wanted, ORIGIN)).toBe(path);
  });
});

test.each([
  undefined,
  7,
  '',
  'account',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/sign-in?returnTo=/account',
  '/setup/token',
])('%j leads home', (wanted) => {
  expect(localPath(wanted, ORIGIN)).toBe('/');
});

test('no text whatever leads to another server', () => {
  const piece = fc.constantFrom('/', '\\', 'evil.example', ':', '@', '\t', '\n', '.', '?', '#', '%2f', 'https:');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => `/${pieces.join('')}`),
      ),
      (wanted) => {
        const path = localPath(wanted, ORIGIN);
        expect(path.startsWith('/')).toBe(true);
        expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('pages of the console are told from those of the server', () => {
  expect(['/', '/account?x=1', '/help#graph'].map(isWithinConsole)).toEqual([true, true, true]);
  expect(['/t/oauth2/v2.0/authorize', '/api/openapi.json', '/nowhere'].map(isWithinConsole)).toEqual([
    false,
    false,
    false,
  ]);
});
