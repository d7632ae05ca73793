import { COUNTRY_CODES } from '../../base/country-codes.ts';
import type { Language } from '../texts.ts';

export interface Country {
  /** ISO 3166-1 alpha-2 */
  readonly code: string;
  readonly name: string;
}

const known = new Map<Language, readonly Country[]>();

/** Every country by its name in a language, in that language's order. */
export function countriesIn(language: Language): readonly Country[] {
  const countries = known.get(language) ?? sorted(language);
  known.set(language, countries);
  return countries;
}

function sorted(language: Language): Country[] {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const { compare } = new Intl.Collator(language);
  return COUNTRY_CODES.map((code) => ({ code, name: names.of(code) ?? code })).sort((left, right) =>
    compare(left.name, right.name),
  );
}
