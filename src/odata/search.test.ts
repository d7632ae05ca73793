import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSearch, type SearchNode } from './search.ts';

const clause = (property: string, value: string): SearchNode => ({ kind: 'clause', property, value });

test('AND binds closer than OR, and parentheses bind closest', () => {
  const [a, b, c] = [clause('displayName', 'a'), clause('mail', 'b'), clause('mail', 'c')];
  expect(parseSearch('"displayName:a" OR "mail:b" AND "mail:c"')).toEqual({
    kind: 'or',
    of: [a, { kind: 'and', of: [b, c] }],
  });
  expect(parseSearch('("displayName:a" OR "mail:b")AND"mail:c"')).toEqual({
    kind: 'and',
    of: [{ kind: 'or', of: [a, b] }, c],
  });
  expect(parseSearch(' "displayName:a" ')).toEqual(a);
});

test('a value may hold blanks, colons, words of the language and escaped quotes', () => {
  expect(parseSearch('"displayName:wash OR (dc: \\"x\\\\y\\")"')).toEqual(
    clause('displayName', 'wash OR (dc: "x\\y")'),
  );
});

describe('what can not be read is told with its place', () => {
  test.for([
    ['', 'Expected a clause in double quotes, "property:value", at the end'],
    ['displayName:wash', 'Expected a clause in double quotes, AND, OR or a parenthesis at position 0'],
    ['"wash"', 'Expected a property and a colon in the clause at position 0'],
    ['"displayName:"', 'Expected a text after the colon in the clause at position 0'],
    ['"displayName:a" or "mail:b"', 'Expected a clause in double quotes, AND, OR or a parenthesis at position 16'],
    ['"displayName:a" "mail:b"', 'Expected AND, OR or the end at position 16'],
    ['"displayName:a" AND', 'Expected a clause in double quotes, "property:value", at the end'],
    ['("displayName:a"', "Expected ')' at the end"],
    ['"displayName:a', 'at position 0'],
    ['"displayName:a\0"', 'Expected a text after the colon'],
    [`${'('.repeat(2000)}`, 'Nested too deeply at position 20'],
    [`"a:b" OR `.repeat(60), 'More than 50 clauses'],
    [`"displayName:${'a'.repeat(3000)}"`, 'Longer than 2048 characters'],
  ] as const)('%s', ([search, message]) => {
    expect(parseSearch(search)).toEqual({ error: expect.stringContaining(message) });
  });
});

test('no text throws', () => {
  const piece = fc.constantFrom('"', '"a:b"', ' AND ', ' OR ', '(', ')', '\\', ':', 'and');
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(anyText, (search) => {
      expect(parseSearch(search)).toBeDefined();
    }),
    { numRuns: 3000 },
  );
});
