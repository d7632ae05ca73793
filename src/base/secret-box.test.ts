import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secretBox } from './secret-box.ts';

const KEY = randomBytes(32);
const box = secretBox([KEY]);

test('what is sealed is opened again, and looks different each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, purpose) => {
      const sealed = box.seal(text, purpose);
      expect(box.open(sealed, purpose)).toBe(text);
      expect(box.seal(text, purpose)).not.toBe(sealed);
      expect(sealed).toMatch(/^1\.[\w-]{8}\.[\w-]{16}\.[\w-]*\.[\w-]{22}$/);
    }),
  );
});

test('nothing is opened for another purpose, with another key, or when a character was changed', () => {
  const sealed = box.seal('hunter2', 'totp adele');
  expect(() => box.open(sealed, 'totp ben')).toThrow();
  expect(() => secretBox([randomBytes(32)]).open(sealed, 'totp adele')).toThrow('not here');
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
    expect(() => {
      if (box.open(changed, 'totp adele') === 'hunter2') throw new Error('same bytes');
    }).toThrow();
  }
});

test('a new key goes first, and what the old one sealed is opened still', () => {
  const sealed = box.seal('hunter2', '');
  const newer = secretBox([randomBytes(32), KEY]);
  expect(newer.open(sealed, '')).toBe('hunter2');
  expect(() => box.open(newer.seal('hunter2', ''), '')).toThrow('not here');
});

test('a key that is too short is refused', () => {
  expect(() => secretBox([])).toThrow();
  expect(() => secretBox([Buffer.alloc(16)])).toThrow();
});
