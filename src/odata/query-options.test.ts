import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQueryOptions } from './query-options.ts';

test('an empty query asks for nothing', () => {
  expect(parseQueryOptions('')).toEqual({ orderBy: [], count: false, consistencyEventual: false });
});

test('every option is read, a plus sign is a blank', () => {
  const query =
    "$filter=displayName+eq+'a%2Bb'&%24select=id,+DisplayName&$orderby=displayName+desc,userPrincipalName&$top=5" +
    '&$count=true&$search=%22mail:x%22&$expand=manager($select=id;$levels=max),memberOf&$format=json&$skiptoken=abc';
  expect(parseQueryOptions(query)).toEqual({
    filter: { kind: 'compare', path: ['displayName'], operator: 'eq', value: { type: 'string', value: 'a+b' } },
    select: ['id', 'DisplayName'],
    orderBy: [
      { property: 'displayName', descending: true },
      { property: 'userPrincipalName', descending: false },
    ],
    top: 5,
    count: true,
    search: { kind: 'clause', property: 'mail', value: 'x' },
    expand: [{ relationship: 'manager', select: ['id'], levels: 'max' }, { relationship: 'memberOf' }],
    format: 'json',
    skipToken: 'abc',
    consistencyEventual: false,
  });
});

test('names count in any case, with and without the dollar sign', () => {
  expect(parseQueryOptions('$TOP=1&Select=id&%24Count=TRUE&ConsistencyLevel=Eventual')).toMatchObject({
    top: 1,
    select: ['id'],
    count: true,
    consistencyEventual: true,
  });
});

test('options that are no business of OData are ignored, unknown ones of OData are not', () => {
  expect(parseQueryOptions('api-version=1.6&x=$filter')).toMatchObject({ filter: undefined });
  expect(parseQueryOptions('$skip=10')).toEqual({ problem: 'unsupportedOption', option: '$skip' });
  expect(parseQueryOptions('$apply=x')).toEqual({ problem: 'unsupportedOption', option: '$apply' });
});

describe('a page has 1 to 999 items', () => {
  test.for(['0', '1000', '-1', '-0', '1e3', 'ten', '', '2147483648', '9'.repeat(30)])('$top=%s is refused', (given) => {
    expect(parseQueryOptions(`$top=${given}`)).toEqual({ problem: 'invalidPageSize', given });
  });
  test.for(['1', '999', '010'])('$top=%s is taken', (given) => {
    expect(parseQueryOptions(`$top=${given}`)).toMatchObject({ top: Number(given) });
  });
});

test('an empty filter is refused, since a script meant to narrow; other empty options say nothing', () => {
  expect(parseQueryOptions('$filter=')).toMatchObject({ problem: 'invalidFilter' });
  expect(parseQueryOptions('$select=&$orderby=&$expand=')).toMatchObject({
    select: undefined,
    orderBy: [],
    expand: undefined,
  });
});

describe('what can not be read is told', () => {
  test.for([
    ['$filter=a%20eq', { problem: 'invalidFilter', detail: expect.stringContaining('Expected a value') }],
    ['$filter=a%2520eq%25201', { problem: 'invalidFilter', detail: "Unexpected character '%' at position 1" }],
    ['$search=wash', { problem: 'invalidSearch', detail: expect.stringContaining('double quotes') }],
    ['$orderby=displayName%20up', { problem: 'invalidOrderBy', given: 'displayName up' }],
    ['$orderby=tolower(displayName)', { problem: 'invalidOrderBy', given: 'tolower(displayName)' }],
    ['$count=maybe', { problem: 'unsupportedOption', option: '$count=maybe' }],
    ['$format=xml', { problem: 'unsupportedOption', option: '$format=xml' }],
    ['$expand=manager($expand=manager)', { problem: 'unsupportedOption', option: '$expand=manager($expand=manager)' }],
    ['$expand=manager(', { problem: 'unsupportedOption', option: '$expand=manager(' }],
    ['$top=1&top=2', { problem: 'unsupportedOption', option: '$top with two values' }],
  ] as const)('%s', ([query, problem]) => {
    expect(parseQueryOptions(query)).toEqual(problem);
  });
});

test('an option that is given twice with one value counts once', () => {
  expect(parseQueryOptions('$count=true&count=true')).toMatchObject({ count: true });
});

test('no query throws', () => {
  const name = fc.constantFrom(
    '$filter',
    '$select',
    '$orderby',
    '$top',
    '$count',
    '$search',
    '$expand',
    '$format',
    '$skiptoken',
    '$x',
  );
  const query = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.tuple(name, fc.string()).map(([option, value]) => `${option}=${value}`),
  );
  fc.assert(
    fc.property(query, (text) => {
      expect(parseQueryOptions(text)).toBeDefined();
    }),
    { numRuns: 3000 },
  );
});
