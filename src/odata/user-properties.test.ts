import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { findUserProperty, USER_PROPERTIES } from './user-properties.ts';

test("what is shown by default is Graph's own eleven, in its order", () => {
  expect(USER_PROPERTIES.filter(({ byDefault }) => byDefault).map(({ name }) => name)).toEqual(
    'businessPhones displayName givenName jobTitle mail mobilePhone officeLocation preferredLanguage surname userPrincipalName id'.split(
      ' ',
    ),
  );
});

test('the rest follows by name, and no name stands twice', () => {
  const rest = USER_PROPERTIES.filter(({ byDefault }) => !byDefault).map(({ name }) => name.toLowerCase());
  expect(rest).toEqual([...new Set(rest)].sort());
});

test('names are found in any case', () => {
  expect(findUserProperty('SURNAME')).toMatchObject({ name: 'surname', column: 'surname' });
  expect(findUserProperty('mailNickName')).toMatchObject({ name: 'mailNickname' });
  expect(findUserProperty('constructor')).toBeUndefined();
});

test('every column is there, with a type that fits', async () => {
  const schema = await readFile(new URL('../store/migrations/0001-start.sql', import.meta.url), 'utf8');
  const table = /create table users \((.*?)\n\);/s.exec(schema)?.[1] ?? '';
  const types = {
    text: 'text',
    texts: 'text\\[\\]',
    boolean: 'boolean',
    date: 'timestamptz',
    guid: 'uuid',
    licenses: '',
    complex: '',
  };
  for (const { column, type } of USER_PROPERTIES) {
    if (column !== undefined)
      expect(table).toMatch(new RegExp(`^  ${column} ${types[type]}\\b|^  ${column} ${types[type]} `, 'm'));
  }
});
