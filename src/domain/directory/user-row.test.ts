import { expect, test } from 'vitest';
import type { UserColumn } from './user-columns.ts';
import { type RowResult, userRowReader } from './user-row.ts';

const rules = {
  products: {
    skuIdOf: (name: string) => (name === 'Office 365 E3' ? 'sku-e3' : undefined),
    similarTo: () => ['Office 365 E3'],
  },
  isVerifiedDomain: (domain: string) => domain === 'contoso.com',
};

function read(cells: Partial<Record<UserColumn, string>>): RowResult {
  const all = { userPrincipalName: 'adele@contoso.com', ...cells };
  return userRowReader(Object.keys(all) as UserColumn[], rules)({ line: 7, cells: Object.values(all) });
}

test('a whole row becomes a person', () => {
  expect(
    read({
      id: '{96CA293C-29DD-4668-A763-EE407BD935D7}',
      userPrincipalName: 'AdeleV@Contoso.com',
      displayName: ' Adèle Vance ',
      usageLocation: 'France',
      blockCredential: 'True',
      onPremisesSyncEnabled: 'False',
      licenses: 'Office 365 E3',
      createdDateTime: '2022-03-18 19:49:35Z',
      proxyAddresses: 'smtp:a+b@contoso.com+SMTP:adele@contoso.com+EUM:12;phone-context=UM.contoso.com',
      businessPhones: "'+33 1 23 45 67 89",
      notKept: 'whatever',
    }),
  ).toEqual({
    user: {
      line: 7,
      id: '96ca293c-29dd-4668-a763-ee407bd935d7',
      userPrincipalName: 'AdeleV@Contoso.com',
      displayName: 'Adèle Vance',
      usageLocation: 'FR',
      accountEnabled: false,
      onPremisesSyncEnabled: false,
      skuIds: ['sku-e3'],
      createdDateTime: '2022-03-18T19:49:35.000Z',
      proxyAddresses: ['smtp:a+b@contoso.com', 'SMTP:adele@contoso.com', 'EUM:12;phone-context=UM.contoso.com'],
      mail: 'adele@contoso.com',
      businessPhones: ['+33 1 23 45 67 89'],
    },
  });
});

test('blank cells say nothing', () => {
  expect(read({ displayName: '  ', usageLocation: '', blockCredential: '' })).toEqual({
    user: { line: 7, userPrincipalName: 'adele@contoso.com', skuIds: [] },
  });
});

test.each([
  ['True', false],
  ['FALSE', true],
  ['Vrai', false],
  ['faux', true],
  ['oui', false],
  ['Non', true],
  ['1', false],
  ['0', true],
])('Block credential "%s" leaves the account enabled: %s', (text, enabled) => {
  expect(read({ blockCredential: text })).toMatchObject({ user: { accountEnabled: enabled } });
});

test('who is blocked by either of two columns is blocked', () => {
  expect(read({ blockCredential: 'True', accountEnabled: 'True' })).toMatchObject({ user: { accountEnabled: false } });
  expect(read({ accountEnabled: 'False', blockCredential: 'False' })).toMatchObject({
    user: { accountEnabled: false },
  });
});

test('guests with their mark in the name are people', () => {
  expect(read({ userPrincipalName: 'jo_fabrikam.com#EXT#@contoso.com' })).toMatchObject({
    user: { userPrincipalName: 'jo_fabrikam.com#EXT#@contoso.com' },
  });
});

test.each<[string, Partial<Record<UserColumn, string>>, object]>([
  ['no name', { userPrincipalName: ' ' }, { reason: 'missingUserPrincipalName' }],
  ['a name without domain', { userPrincipalName: 'adele' }, { reason: 'invalidUserPrincipalName', value: 'adele' }],
  [
    'a name with a space',
    { userPrincipalName: 'a b@contoso.com' },
    { reason: 'invalidUserPrincipalName', value: 'a b@contoso.com' },
  ],
  [
    'a name with an accent',
    { userPrincipalName: 'adèle@contoso.com' },
    { reason: 'invalidUserPrincipalName', value: 'adèle@contoso.com' },
  ],
  ['another domain', { userPrincipalName: 'a@Evil.com' }, { reason: 'unverifiedDomain', domain: 'evil.com' }],
  ['an id that is none', { id: '42' }, { reason: 'invalidId', value: '42' }],
  ['"UK" as usage location', { usageLocation: 'UK' }, { reason: 'invalidUsageLocation', value: 'UK' }],
  ['an unknown user type', { userType: 'Robot' }, { reason: 'invalidUserType', value: 'Robot' }],
  [
    'a strange boolean',
    { blockCredential: 'maybe' },
    { reason: 'invalidBoolean', column: 'blockCredential', value: 'maybe' },
  ],
  [
    'an ambiguous date',
    { createdDateTime: '3/4/2022' },
    { reason: 'invalidDate', column: 'createdDateTime', value: '3/4/2022' },
  ],
  [
    'a day that is none',
    { createdDateTime: '2022-13-45' },
    { reason: 'invalidDate', column: 'createdDateTime', value: '2022-13-45' },
  ],
  [
    'a field that is too long',
    { department: 'x'.repeat(65) },
    { reason: 'tooLong', column: 'department', maxLength: 64 },
  ],
  ['a NUL', { city: 'a\0b' }, { reason: 'invalidCharacter', column: 'city' }],
  ['a deleted person', { deletedDateTime: '2022-03-18 19:49:35Z' }, { reason: 'deletedPerson' }],
  [
    'an unknown product',
    { licenses: 'Office 3' },
    { reason: 'unknownProduct', value: 'Office 3', suggestions: ['Office 365 E3'] },
  ],
])('%s is refused', (_, cells, refusal) => {
  expect(read(cells)).toMatchObject({ refusal });
});

test('a length is counted in characters, not in code units', () => {
  expect(read({ department: '😀'.repeat(64) })).toHaveProperty('user');
});

test('the second row of a person names the first, by name in any case or by id', () => {
  const reader = userRowReader(['userPrincipalName', 'id'], rules);
  const id = '96ca293c-29dd-4668-a763-ee407bd935d7';
  expect(reader({ line: 2, cells: ['adele@contoso.com', id] })).toHaveProperty('user');
  expect(reader({ line: 3, cells: ['ADELE@contoso.com', ''] })).toMatchObject({
    refusal: { reason: 'duplicateInFile', firstLine: 2 },
  });
  expect(reader({ line: 4, cells: ['other@contoso.com', id.toUpperCase()] })).toMatchObject({
    refusal: { reason: 'duplicateInFile', firstLine: 2 },
  });
});

test('a row with more filled cells than there are headers has slipped, and is refused', () => {
  const reader = userRowReader(['userPrincipalName', 'city'], rules);
  expect(reader({ line: 2, cells: ['a@contoso.com', 'Paris', ' France'] })).toMatchObject({
    refusal: { reason: 'tooManyCells', cells: 3, columns: 2 },
  });
  expect(reader({ line: 3, cells: ['a@contoso.com', 'Paris', ''] })).toHaveProperty('user');
  expect(reader({ line: 4, cells: ['b@contoso.com'] })).toHaveProperty('user');
});

test('a formula is a text like any other', () => {
  expect(read({ displayName: "=cmd|'/c calc'!A1" })).toMatchObject({ user: { displayName: "=cmd|'/c calc'!A1" } });
});
