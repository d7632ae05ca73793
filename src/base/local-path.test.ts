import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localPath } from './local-path.ts';

test('paths of this server stay what they are', () => {
  for (const path of ['/', '/account', '/account?tab=2#keys', '/t/oauth2/v2.0/authorize?a=%2F%2Fb', '/é?q=ü'])
    expect(decodeURI(localPath(path) ?? '')).toBe(decodeURI(path));
});

test('whatever leads elsewhere, or nowhere, is none', () => {
  const wrong: unknown[] = [undefined, null, 7, ['/'], '', 'account', './account', '//evil', '/\\evil', '\\/evil'];
  wrong.push(
    '/\t/evil',
    '/\n\\evil',
    '///evil',
    '/..//evil',
    '/./\\evil',
    'https://evil/',
    'javascript:alert(1)',
    '/'.padEnd(3_000, 'a'),
  );
  for (const text of wrong) expect([text, localPath(text)]).toEqual([text, undefined]);
});

test('whatever is given, the answer is a path on whichever server it is read on', () => {
  const nasty = fc.stringMatching(/^[/\\a-z.:@?#%\t\n\r ]{0,12}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), nasty), (text) => {
      const path = localPath(`/${text}`);
      if (path === undefined) return;
      for (const server of ['https://seatwise.example:4365', 'http://localhost'])
        expect(new URL(path, server).origin).toBe(new URL(server).origin);
      expect(localPath(path)).toBe(path);
    }),
    { numRuns: 5_000 },
  );
});
