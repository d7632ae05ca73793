import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Kql, KqlFault, TextField } from './kql.ts';
import { PROPERTY_NAMES } from './kql-properties.ts';
import { parseKql } from './parse-kql.ts';

const NOW = Date.parse('2026-03-04T09:30:00Z'); // a Wednesday
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

function parsed(query: string): Kql | KqlFault {
  return parseKql(query, NOW);
}

function word(...words: string[]): Kql {
  return { op: 'text', field: null, phrase: { words, isPrefix: false } };
}

function inField(field: TextField, ...words: string[]): Kql {
  return { op: 'text', field, phrase: { words, isPrefix: false } };
}

describe('terms', () => {
  test.each<[string, Kql]>([
    ['', { op: 'everything' }],
    ['  \n ', { op: 'everything' }],
    ['budget', word('budget')],
    ['Réunion', word('reunion')],
    ['"the budget of 2026"', word('the', 'budget', 'of', '2026')],
    ['“le café”', word('le', 'cafe')],
    ["O'Brien", word('o', 'brien')],
    ['well-known', word('well', 'known')],
    ['ada@example.com', word('ada', 'example', 'com')],
    ['bud*', { op: 'text', field: null, phrase: { words: ['bud'], isPrefix: true } }],
    ['"annual rep*"', { op: 'text', field: null, phrase: { words: ['annual', 'rep'], isPrefix: true } }],
    ['and', word('and')],
    ['ANDROID', word('android')],
  ])('%j', (query, tree) => {
    expect(parsed(query)).toEqual(tree);
  });
});

describe('operators', () => {
  const [a, b, c] = [word('a'), word('b'), word('c')];
  test.each<[string, Kql]>([
    ['a b', { op: 'and', nodes: [a, b] }],
    ['a AND b', { op: 'and', nodes: [a, b] }],
    ['+a +b', { op: 'and', nodes: [a, b] }],
    ['a OR b c', { op: 'or', nodes: [a, { op: 'and', nodes: [b, c] }] }],
    ['(a OR b) c', { op: 'and', nodes: [{ op: 'or', nodes: [a, b] }, c] }],
    ['a -b', { op: 'and', nodes: [a, { op: 'not', node: b }] }],
    ['a NOT b', { op: 'and', nodes: [a, { op: 'not', node: b }] }],
    ['NOT (a b)', { op: 'not', node: { op: 'and', nodes: [a, b] } }],
    ['NOT NOT a', { op: 'not', node: { op: 'not', node: a } }],
    [
      'a NEAR b',
      {
        op: 'near',
        left: { words: ['a'], isPrefix: false },
        right: { words: ['b'], isPrefix: false },
        distance: 8,
        ordered: false,
      },
    ],
    [
      'a ONEAR(n=3) "b c"',
      {
        op: 'near',
        left: { words: ['a'], isPrefix: false },
        right: { words: ['b', 'c'], isPrefix: false },
        distance: 3,
        ordered: true,
      },
    ],
  ])('%j', (query, tree) => {
    expect(parsed(query)).toEqual(tree);
  });
});

describe('properties', () => {
  test.each<[string, Kql]>([
    ['subject:budget', inField('subject', 'budget')],
    ['SUBJECT="annual budget"', inField('subject', 'annual', 'budget')],
    ['from:ada@Example.com', { op: 'address', field: 'from', address: 'ada@example.com' }],
    ['from:example.com', inField('from', 'example', 'com')],
    ['from:"Ada Lovelace"', inField('from', 'ada', 'lovelace')],
    ['subject<>budget', { op: 'not', node: inField('subject', 'budget') }],
    ['subject:(a OR b)', { op: 'or', nodes: [inField('subject', 'a'), inField('subject', 'b')] }],
    ['from:ada from:ben', { op: 'or', nodes: [inField('from', 'ada'), inField('from', 'ben')] }],
    ['from:ada AND from:ben', { op: 'and', nodes: [inField('from', 'ada'), inField('from', 'ben')] }],
    ['from:ada subject:x', { op: 'and', nodes: [inField('from', 'ada'), inField('subject', 'x')] }],
    ['kind:email', { op: 'kind', kind: 'email' }],
    ['hasattachment:true', { op: 'hasAttachment', value: true }],
    ['HasAttachments=no', { op: 'hasAttachment', value: false }],
    ['importance:high', { op: 'importance', value: 'high' }],
    ['filename:report*', { op: 'text', field: 'fileName', phrase: { words: ['report'], isPrefix: true } }],
    ['filetype:docx', inField('fileType', 'docx')],
  ])('%j', (query, tree) => {
    expect(parsed(query)).toEqual(tree);
  });

  test.each<[string, string | null, string | null]>([
    ['sent:2026-03-01', '2026-03-01', '2026-03-02'],
    ['sent=3/1/2026', '2026-03-01', '2026-03-02'],
    ['sent>2026-03-01', '2026-03-02', null],
    ['sent>=2026-03-01', '2026-03-01', null],
    ['sent<2026-03-01', null, '2026-03-01'],
    ['sent:<=2026-03-01', null, '2026-03-02'],
    ['sent:2026-01-15..2026-03-01', '2026-01-15', '2026-03-02'],
    ['sent:2026-02', '2026-02-01', '2026-03-01'],
    ['sent:2025', '2025-01-01', '2026-01-01'],
    ['sent:today', '2026-03-04', '2026-03-05'],
    ['sent:yesterday', '2026-03-03', '2026-03-04'],
    ['sent:"this week"', '2026-03-02', '2026-03-09'],
    ['sent:"last week"', '2026-02-23', '2026-03-02'],
    ['sent:"last month"', '2026-02-01', '2026-03-01'],
    ['sent:"last year"', '2025-01-01', '2026-01-01'],
  ])('%s is from %s to before %s', (query, from, to) => {
    expect(parsed(query)).toEqual({ op: 'date', field: 'sent', from: from && day(from), to: to && day(to) });
  });

  test('two comparisons side by side must both hold', () => {
    expect(parsed('sent>=2026-01-01 sent<2026-02-01')).toMatchObject({ op: 'and' });
  });

  test('a moment of a day is a minute or a second of it', () => {
    const from = Date.parse('2026-03-01T09:30:00Z');
    expect(parsed('received:2026-03-01T09:30')).toEqual({ op: 'date', field: 'received', from, to: from + 60_000 });
  });

  test.each<[string, number | null, number | null]>([
    ['size>1MB', 1_048_577, null],
    ['size>=1.5KB', 1536, null],
    ['size:100..200', 100, 201],
    ['size<1GB', null, 1_073_741_824],
    ['size=10', 10, 11],
  ])('%s is from %s to before %s bytes', (query, from, to) => {
    expect(parsed(query)).toEqual({ op: 'size', from, to });
  });
});

describe('what is wrong is said with its place', () => {
  test.each<[string, KqlFault['fault'], number, string]>([
    ['colour:red', 'unknownProperty', 0, 'colour'],
    ['a sent>soon', 'notADate', 7, 'soon'],
    ['sent:2026-02-30', 'notADate', 5, '2026-02-30'],
    ['size>big', 'notASize', 5, 'big'],
    ['hasattachment:maybe', 'notYesOrNo', 14, 'maybe'],
    ['kind:cats', 'notAKind', 5, 'cats'],
    ['subject>a', 'notComparable', 0, 'subject>'],
    ['sent:2026-03-02..2026-03-01', 'emptyRange', 5, '2026-03-02..2026-03-01'],
    ['subject: a', 'missingValue', 0, 'subject:'],
    ['a AND', 'missingTerm', 5, ''],
    ['OR a', 'missingTerm', 0, 'OR'],
    ['a OR ) b', 'unopenedParenthesis', 5, ')'],
    ['(a b', 'unclosedParenthesis', 0, '('],
    ['a) b', 'unopenedParenthesis', 1, ')'],
    ['say "hello', 'unclosedQuote', 4, '"hello'],
    ['*ing', 'wildcardNotLast', 0, '*ing'],
    ['a "***" b', 'wildcardNotLast', 2, '"***"'],
    ['a ---', 'noWord', 2, '---'],
    ['subject:a NEAR b', 'nearNeedsWords', 10, 'NEAR'],
    ['a NEAR(0) b', 'notADistance', 2, 'NEAR(0)'],
  ])('%j: %s at %i', (query, fault, at, found) => {
    expect(parsed(query)).toEqual({ fault, at, found });
  });

  test('nothing is so deep that it can’t be refused', () => {
    expect(parsed('('.repeat(5_000))).toMatchObject({ fault: 'tooDeep' });
    expect(parsed('NOT '.repeat(3_000))).toMatchObject({ fault: 'tooDeep' });
    expect(parsed('a '.repeat(10_000))).toMatchObject({ fault: 'tooLong' });
  });
});

/** A tree, and a query that says it. */
const term = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const leaf = fc.oneof(
  term.map((text) => ({ text, tree: word(text) })),
  fc
    .array(term, { minLength: 2, maxLength: 4 })
    .map((words) => ({ text: `"${words.join(' ')}"`, tree: word(...words) })),
  fc
    .tuple(fc.constantFrom('subject', 'from', 'to', 'cc' as const), term)
    .map(([field, text]) => ({ text: `${field}:${text}`, tree: inField(field as TextField, text) })),
);
interface Told {
  text: string;
  tree: Kql;
}
const { query } = fc.letrec<{ query: Told }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map((parts) => joined('and', ' AND ', parts)),
    fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map((parts) => joined('or', ' OR ', parts)),
    tie('query').map(({ text, tree }): Told => ({ text: `NOT (${text})`, tree: { op: 'not', node: tree } })),
  ),
}));

function joined(op: 'and' | 'or', sign: string, parts: readonly Told[]): Told {
  const nodes = parts.flatMap(({ tree }) => (tree.op === op ? tree.nodes : [tree]));
  return { text: parts.map(({ text }) => `(${text})`).join(sign), tree: { op, nodes } };
}

test('a query that says a tree is read as that tree', () => {
  fc.assert(
    fc.property(query, ({ text, tree }) => {
      expect(parsed(text)).toEqual(tree);
    }),
  );
});

test('every text is a query, or is refused with a place within it', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'AND',
      'OR',
      'NOT',
      'NEAR(3)',
      '(',
      ')',
      '"',
      ' ',
      '*',
      '..',
      '-',
      '+',
      ':',
      '>=',
      '2026-03-01',
      '1MB',
    ),
    fc.constantFrom(...PROPERTY_NAMES).map((name) => `${name}:`),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('');
      const result = parsed(text);
      if (!('fault' in result)) return;
      expect(result.at).toBeGreaterThanOrEqual(0);
      expect(result.at).toBeLessThanOrEqual(text.length);
      expect(text.slice(result.at)).toContain(result.found);
    }),
    { numRuns: 1_000 },
  );
});
