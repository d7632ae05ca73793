import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSkipToken, encodeSkipToken } from './skip-token.ts';

const noNul = fc.string().filter((text) => !text.includes('\0'));

test('a token gives its key back to the query that it was made for, and to no other', () => {
  fc.assert(
    fc.property(fc.array(noNul), fc.jsonValue(), fc.jsonValue(), (key, query, other) => {
      const token = encodeSkipToken(key, query);
      expect(token).toMatch(/^[\w-]+$/);
      expect(decodeSkipToken(token, query)).toEqual(key);
      if (JSON.stringify(other) !== JSON.stringify(query)) expect(decodeSkipToken(token, other)).toBeUndefined();
    }),
  );
});

test('what is no token is refused', () => {
  const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  for (const token of [
    '',
    'x',
    '%',
    made(null),
    made({}),
    made([1]),
    made(['']),
    made([['a']]),
    '\ud800',
    'A'.repeat(100_000),
  ]) {
    expect(decodeSkipToken(token, 'query')).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (token) => {
      expect(decodeSkipToken(token, 'query')).toBeUndefined();
    }),
  );
});

test('a key with a character that PostgreSQL does not take is refused', () => {
  expect(decodeSkipToken(encodeSkipToken(['a\0'], 'query'), 'query')).toBeUndefined();
});
