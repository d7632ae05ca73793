import { expect, test } from 'vitest';
import type { RowRefusal } from '../domain/directory/user-row.ts';
import type { FileRefusal } from '../operations/import/read-users-csv.ts';
import type { StageRefusal } from '../store/staged-users.ts';
import { cliEn } from './cli-en.ts';
import { cliFr } from './cli-fr.ts';
import { complianceEn } from './compliance-en.ts';
import { complianceFr } from './compliance-fr.ts';
import { consequencesEn } from './consequences-en.ts';
import { consequencesFr } from './consequences-fr.ts';
import { deletionEn } from './deletion-en.ts';
import { deletionFr } from './deletion-fr.ts';
import { identityProviderEn } from './identity-provider-en.ts';
import { identityProviderFr } from './identity-provider-fr.ts';
import { peopleEn } from './people-en.ts';
import { peopleFr } from './people-fr.ts';
import { refusalsEn } from './refusals-en.ts';
import { refusalsFr } from './refusals-fr.ts';
import { resultsEn } from './results-en.ts';
import { resultsFr } from './results-fr.ts';
import { takeAwayEn } from './take-away-en.ts';
import { takeAwayFr } from './take-away-fr.ts';
import { LANGUAGES, type MessageKey, translator } from './translate.ts';

type Texts = { readonly [name: string]: string | Texts };

const texts = {
  en: textsByKey({
    refusal: refusalsEn,
    ...complianceEn,
    ...consequencesEn,
    ...identityProviderEn,
    ...deletionEn,
    ...peopleEn,
    ...resultsEn,
    ...takeAwayEn,
    cli: cliEn,
  }),
  fr: textsByKey({
    refusal: refusalsFr,
    ...complianceFr,
    ...consequencesFr,
    ...identityProviderFr,
    ...deletionFr,
    ...peopleFr,
    ...resultsFr,
    ...takeAwayFr,
    cli: cliFr,
  }),
};
const pairs = [...texts.en].map(([key, en]) => ({ key, en, fr: texts.fr.get(key) ?? '' }));

type ImportRefusal = RowRefusal | StageRefusal | FileRefusal;

/** The values of every refusal of an import. */
const IMPORT_REFUSALS: { readonly [Reason in ImportRefusal['reason']]: Extract<ImportRefusal, { reason: Reason }> } = {
  emptyFile: { reason: 'emptyFile' },
  noRows: { reason: 'noRows' },
  notUtf8: { reason: 'notUtf8', line: 3 },
  malformedCsv: { reason: 'malformedCsv', line: 3, problem: 'openQuote' },
  noKnownColumn: { reason: 'noKnownColumn', headers: ['A', 'B'] },
  missingColumn: { reason: 'missingColumn', column: 'userPrincipalName' },
  repeatedColumn: { reason: 'repeatedColumn', column: 'city', headers: ['City', 'Ville'] },
  tooManyCells: { reason: 'tooManyCells', cells: 5, columns: 4 },
  missingUserPrincipalName: { reason: 'missingUserPrincipalName' },
  invalidUserPrincipalName: { reason: 'invalidUserPrincipalName', value: 'ada' },
  unverifiedDomain: { reason: 'unverifiedDomain', domain: 'fabrikam.example' },
  duplicateInFile: { reason: 'duplicateInFile', firstLine: 2 },
  deletedPerson: { reason: 'deletedPerson' },
  invalidId: { reason: 'invalidId', value: '12' },
  invalidUsageLocation: { reason: 'invalidUsageLocation', value: 'Atlantis' },
  invalidUserType: { reason: 'invalidUserType', value: 'Robot' },
  invalidBoolean: { reason: 'invalidBoolean', column: 'accountEnabled', value: 'maybe' },
  invalidDate: { reason: 'invalidDate', column: 'createdDateTime', value: '03/04/05' },
  invalidCharacter: { reason: 'invalidCharacter', column: 'city' },
  tooLong: { reason: 'tooLong', column: 'city', maxLength: 128 },
  unknownProduct: { reason: 'unknownProduct', value: 'E33', suggestions: ['Office 365 E3 (ENTERPRISEPACK)'] },
  userPrincipalNameTaken: { reason: 'userPrincipalNameTaken' },
  unknownManager: { reason: 'unknownManager', value: 'grace@example.com' },
};

test('both languages have the same texts, none of them empty', () => {
  expect([...texts.fr.keys()].sort()).toEqual([...texts.en.keys()].sort());
  expect(pairs.filter(({ en, fr }) => en.trim() === '' || fr.trim() === '')).toEqual([]);
});

test('a text has the same values in both languages', () => {
  for (const { key, en, fr } of pairs) {
    // A singular may say "one" in English; the French one is that of zero too and needs the figure.
    const valuesOf = (text: string) => placeholders(text).filter((name) => !key.endsWith('_one') || name !== 'count');
    expect(`${key} ${valuesOf(fr)}`).toBe(`${key} ${valuesOf(en)}`);
  }
});

test('the forms of a plural come together, and both use the same values but for the count', () => {
  for (const { key, en } of pairs.filter(({ key }) => /_(one|other)$/.test(key))) {
    const other = texts.en.get(key.endsWith('_one') ? key.replace(/_one$/, '_other') : key.replace(/_other$/, '_one'));
    const withoutCount = (text: string) => placeholders(text).filter((name) => name !== 'count');
    expect(`${key} ${withoutCount(other ?? 'missing {{form}}')}`).toBe(`${key} ${withoutCount(en)}`);
  }
});

test('a French sentence ends with the mark that the English one ends with', () => {
  const end = (text: string) => /[.?:]$/.exec(text)?.[0] ?? '';
  // "No." is short for number.
  const sentences = pairs.filter(({ key }) => key !== 'cli.column.id');
  for (const { key, en, fr } of sentences) expect(`${key} ${end(fr)}`).toBe(`${key} ${end(en)}`);
});

test('nothing is shouted, and French has its own apostrophes and quotation marks', () => {
  for (const { key, en, fr } of pairs) {
    expect(`${key} ${en} ${fr}`).not.toContain('!');
    expect(fr, key).not.toMatch(/\p{L}'\p{L}/u);
  }
});

test.each(LANGUAGES)('everything that an import refuses has a text with the values it has (%s)', (language) => {
  const t = translator(language);
  for (const [reason, refusal] of Object.entries(IMPORT_REFUSALS)) {
    const key = `cli.import.reason.${reason}`;
    const known = Object.keys(refusal);
    expect(
      placeholders(texts[language].get(key) ?? '{{no text}}').filter((name) => !known.includes(name)),
      key,
    ).toEqual([]);
    expect(t(key as MessageKey, stringsOf(refusal))).not.toMatch(/\{\{|\$t\(|cli\./);
  }
});

test('what is wrong with a CSV file is said in the reader’s language', () => {
  const text = translator('fr')('cli.import.reason.malformedCsv', { line: '7', problem: 'openQuote' });
  expect(text).toBe('La ligne 7 n’est pas du CSV : un guillemet n’est jamais fermé. Corrigez-la.');
});

test('a value that looks like a placeholder comes out as it is', () => {
  const t = translator('en');
  for (const value of ['$t(cli.example)', '{{line}}', '$&', '<b>&amp;</b>']) {
    expect(t('cli.import.reason.invalidId', { value })).toBe(
      `"${value}" is not an object id. Correct it, or leave it blank.`,
    );
  }
});

test.each([
  [0, '0 personne ne perd rien.', '0 people lose nothing.'],
  [1, '1 personne ne perd rien.', '1 person loses nothing.'],
  [2, '2 personnes ne perdent rien.', '2 people lose nothing.'],
  // French has a form of its own for millions, which reads like that for two here.
  [1_000_000, '1000000 personnes ne perdent rien.', '1000000 people lose nothing.'],
])('%d people are counted as each language counts', (count, french, english) => {
  expect(translator('fr')('cli.totals.keep', { count })).toBe(french);
  expect(translator('en')('cli.totals.keep', { count })).toBe(english);
});

function textsByKey(node: Texts, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(node).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + name, value]] : [...textsByKey(value, `${prefix}${name}.`)],
    ),
  );
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name ?? ''))].sort();
}

function stringsOf(refusal: ImportRefusal): Record<string, string> {
  return Object.fromEntries(
    Object.entries(refusal).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]),
  );
}
