import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FilterNode, type Literal, parseFilter } from './filter.ts';

const E5 = '184efa21-98c3-4e5d-95ab-d07053a96e67';

const text = (value: string) => ({ type: 'string', value }) as const;
const compare = (path: string, operator: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le', value: Literal): FilterNode => ({
  kind: 'compare',
  path: path.split('/'),
  operator,
  value,
});

function errorOf(filter: string): string {
  const parsed = parseFilter(filter);
  if (!('error' in parsed)) throw new Error(`Parsed: ${filter}`);
  return parsed.error;
}

describe('what scripts send is understood', () => {
  const cases: [string, FilterNode][] = [
    ["displayName eq 'O''Brien'", compare('displayName', 'eq', text("O'Brien"))],
    ["displayName eq ''", compare('displayName', 'eq', text(''))],
    ['accountEnabled eq false', compare('accountEnabled', 'eq', { type: 'boolean', value: false })],
    ['city eq null', compare('city', 'eq', { type: 'null', value: null })],
    [
      'createdDateTime ge 2026-01-01T00:00:00Z',
      compare('createdDateTime', 'ge', { type: 'date', value: '2026-01-01T00:00:00Z' }),
    ],
    ['createdDateTime lt 2026-01-01', compare('createdDateTime', 'lt', { type: 'date', value: '2026-01-01' })],
    [
      "usageLocation in ('FR', null)",
      { kind: 'in', path: ['usageLocation'], values: [text('FR'), { type: 'null', value: null }] },
    ],
    ["startsWith(displayName,'a')", { kind: 'test', test: 'startsWith', path: ['displayName'], value: 'a' }],
    ["ENDSWITH(mail , '@contoso.com')", { kind: 'test', test: 'endsWith', path: ['mail'], value: '@contoso.com' }],
    [
      `assignedLicenses/any(x:x/skuId eq ${E5})`,
      {
        kind: 'any',
        path: ['assignedLicenses'],
        variable: 'x',
        of: compare('x/skuId', 'eq', { type: 'guid', value: E5 }),
      },
    ],
    [
      `assignedPlans/any(a:a/servicePlanId eq ${E5} and a/capabilityStatus eq 'Enabled')`,
      {
        kind: 'any',
        path: ['assignedPlans'],
        variable: 'a',
        of: {
          kind: 'and',
          of: [
            compare('a/servicePlanId', 'eq', { type: 'guid', value: E5 }),
            compare('a/capabilityStatus', 'eq', text('Enabled')),
          ],
        },
      },
    ],
    [
      "proxyAddresses/any(p:endsWith(p,'contoso.com'))",
      {
        kind: 'any',
        path: ['proxyAddresses'],
        variable: 'p',
        of: { kind: 'test', test: 'endsWith', path: ['p'], value: 'contoso.com' },
      },
    ],
    ['assignedLicenses/$count ne 0', compare('assignedLicenses/$count', 'ne', { type: 'number', value: 0 })],
    ['NOT(accountEnabled)', { kind: 'not', of: compare('accountEnabled', 'eq', { type: 'boolean', value: true }) }],
    [
      "not startswith(displayName,'a') eq true",
      { kind: 'not', of: { kind: 'test', test: 'startsWith', path: ['displayName'], value: 'a' } },
    ],
    [
      "startswith(displayName,'a') eq false",
      { kind: 'not', of: { kind: 'test', test: 'startsWith', path: ['displayName'], value: 'a' } },
    ],
  ];
  test.for(cases)('%s', ([filter, node]) => {
    expect(parseFilter(filter)).toEqual(node);
  });
});

test('and binds closer than or, and parentheses bind closest', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => compare(name, 'eq', { type: 'number', value: 1 }));
  expect(parseFilter('a eq 1 or b eq 1 and c eq 1')).toEqual({ kind: 'or', of: [a, { kind: 'and', of: [b, c] }] });
  expect(parseFilter('(a eq 1 or b eq 1) and c eq 1')).toEqual({ kind: 'and', of: [{ kind: 'or', of: [a, b] }, c] });
  expect(parseFilter('a eq 1 or b eq 1 or c eq 1')).toEqual({ kind: 'or', of: [a, b, c] });
});

test('the words of the language are read in any case, names are kept as written', () => {
  expect(parseFilter("Surname EQ 'x' AND AssignedLicenses/ANY(X:X/SkuId Ne NULL)")).toEqual(
    parseFilter("Surname eq 'x' and AssignedLicenses/any(X:X/SkuId ne null)"),
  );
});

describe('what can not be read is told with its place', () => {
  test.for([
    ["displayName eq 'abc' an x eq 1", "Expected 'and', 'or' or the end of the filter but found 'an' at position 21"],
    ["displayName eq 'abc", 'Unterminated string at position 15'],
    ["displayName eq 'abc''", 'Unterminated string at position 15'],
    ['displayName eq "abc"', "Unexpected character '\"' at position 15"],
    ['displayName eq abc', "Expected a value (a text stands in single quotes) but found 'abc' at position 15"],
    ['(accountEnabled eq true', "Expected ')' but found the end at position 23"],
    ['accountEnabled eq true)', "Expected 'and', 'or' or the end of the filter but found ')' at position 22"],
    ['', 'Expected a property, a function or a parenthesis but found the end at position 0'],
    ['   ', 'Expected a property, a function or a parenthesis but found the end at position 3'],
    ['a eq 1 and or b eq 1', "Expected a property, a function or a parenthesis but found 'or' at position 11"],
    ['null eq a', "Expected a property, a function or a parenthesis but found 'null' at position 0"],
    ["tolower(displayName) eq 'x'", "The function 'tolower' at position 0 is not supported"],
    ['assignedLicenses/all(x:x/skuId eq null)', "'all' at position 17 is not supported; only 'any' is"],
    ['assignedLicenses/any()', 'any() without a condition is not supported'],
    ['createdDateTime ge 2026-02-30', "'2026-02-30' at position 19 is no number, date or GUID"],
    ['createdDateTime ge 2026-01-01T25:00:00Z', "'2026-01-01T25:00:00Z' at position 19 is no number, date or GUID"],
    ['id eq 184efa21-98c3-4e5d-95ab-d07053a96e6', "'184efa21-98c3-4e5d-95ab-d07053a96e6' at position 6 is no number"],
    ["displayName has 'x'", 'Expected a comparison such as eq, ne or in'],
    ['usageLocation in ()', "Expected a value (a text stands in single quotes) but found ')' at position 18"],
    ['startsWith(displayName, 5)', 'Expected a text in quotes at position 24'],
    ["displayName eq 'a\0'", 'Unexpected character U+0000 in the string at position 15'],
    ['assignedLicenses/$count', 'Expected a comparison such as eq, ne or in but found the end'],
  ] as const)('%s', ([filter, message]) => {
    expect(errorOf(filter)).toContain(message);
  });
});

describe('hostile filters are refused or read at once', () => {
  const many = (count: number, piece: string, separator: string) =>
    Array.from({ length: count }, () => piece).join(separator);

  test.for([
    ['20,000 parentheses', `${'('.repeat(20_000)}a eq 1${')'.repeat(20_000)}`, 'Nested too deeply at position 60'],
    ['20,000 nots', `${'not '.repeat(20_000)}a`, 'Nested too deeply at position 240'],
    ['5,000 alternatives', many(5000, 'a eq 1', ' or '), 'More than 1000 clauses'],
    ['lambdas in lambdas', 'a/any(x:'.repeat(20_000), 'Nested too deeply'],
  ] as const)('%s', ([, filter, message]) => {
    expect(errorOf(filter)).toContain(message);
  });

  test('a long list and a long text are fine', () => {
    expect(parseFilter(`id in (${many(10_000, E5, ',')})`)).toMatchObject({ kind: 'in' });
    expect(parseFilter(`contains(displayName,'${'x'.repeat(1 << 20)}')`)).toMatchObject({ kind: 'test' });
  });

  test.for(['a', "'", "''", '1', '-', '$', ' ', '/', 'a/', '\u{1f600}', '\ud800', '%'])('a million of %j', (piece) => {
    const begun = performance.now();
    expect(parseFilter(piece.repeat(1_000_000))).toBeDefined();
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

const anyLiteral: fc.Arbitrary<Literal> = fc.oneof(
  fc
    .string({ unit: 'binary' })
    .filter((value) => !value.includes('\0'))
    .map(text),
  fc.uuid().map((value) => ({ type: 'guid', value }) as const),
  fc
    .date({ min: new Date('0002-01-01T00:00:00Z'), max: new Date('9998-01-01T00:00:00Z'), noInvalidDate: true })
    .map((date) => ({ type: 'date', value: date.toISOString() }) as const),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => !Object.is(value, -0))
    .map((value) => ({ type: 'number', value }) as const),
  fc.boolean().map((value) => ({ type: 'boolean', value }) as const),
  fc.constant({ type: 'null', value: null } as const),
);
const anyName = fc.stringMatching(/^p[A-Za-z0-9_.]{0,8}$/);
const anyPath = fc.array(anyName, { minLength: 1, maxLength: 3 });

const { node: anyNode } = fc.letrec<{ node: FilterNode; leaf: FilterNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({ kind: fc.constantFrom('and', 'or'), of: fc.array(tie('node'), { minLength: 2, maxLength: 4 }) }),
    fc.record({ kind: fc.constant('not'), of: tie('node') }),
    fc.record({ kind: fc.constant('any'), path: anyPath, variable: anyName, of: tie('node') }),
  ),
  leaf: fc.oneof(
    fc.record({
      kind: fc.constant('compare'),
      path: fc.oneof(
        anyPath,
        anyPath.map((path) => [...path, '$count']),
      ),
      operator: fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'),
      value: anyLiteral,
    }),
    fc.record({ kind: fc.constant('in'), path: anyPath, values: fc.array(anyLiteral, { minLength: 1, maxLength: 5 }) }),
    fc.record({
      kind: fc.constant('test'),
      test: fc.constantFrom('startsWith', 'endsWith', 'contains'),
      path: anyPath,
      value: fc.string().filter((value) => !value.includes('\0')),
    }),
  ),
}));

function print(node: FilterNode): string {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.of
        .map((part) => (part.kind === 'and' || part.kind === 'or' ? `(${print(part)})` : print(part)))
        .join(` ${node.kind} `);
    case 'not':
      return `not (${print(node.of)})`;
    case 'any':
      return `${node.path.join('/')}/any(${node.variable}:${print(node.of)})`;
    case 'compare':
      return `${node.path.join('/')} ${node.operator} ${printLiteral(node.value)}`;
    case 'in':
      return `${node.path.join('/')} in (${node.values.map(printLiteral).join(', ')})`;
    case 'test':
      return `${node.test}(${node.path.join('/')}, ${printLiteral(text(node.value))})`;
  }
}

function printLiteral({ type, value }: Literal): string {
  return type === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

test('every tree, once printed, is read back as it was', () => {
  fc.assert(
    fc.property(anyNode, (node) => {
      expect(parseFilter(print(node))).toEqual(node);
    }),
    { numRuns: 2000 },
  );
});

test('no text throws, and an error names a place inside it', () => {
  const piece = fc.constantFrom(
    'not',
    'and',
    '(',
    ')',
    'any(',
    'x:',
    "'",
    ' eq ',
    'displayName',
    '$count',
    '/',
    ',',
    'in',
    E5,
    '1',
    'null',
    '+',
  );
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(anyText, (filter) => {
      const parsed = parseFilter(filter);
      if (!('error' in parsed)) return;
      const place = /position (\d+)/.exec(parsed.error)?.[1];
      expect(Number(place)).toBeLessThanOrEqual(filter.length);
    }),
    { numRuns: 5000 },
  );
});

test('a filter with one character lost is read or refused, never thrown at', () => {
  fc.assert(
    fc.property(anyNode, fc.nat(), (node, at) => {
      const whole = print(node);
      const lost = at % whole.length;
      expect(parseFilter(whole.slice(0, lost) + whole.slice(lost + 1))).toBeDefined();
    }),
    { numRuns: 2000 },
  );
});
