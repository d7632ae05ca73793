import { COUNTRY_CODES } from '../../base/country-codes.ts';

const CODES: ReadonlySet<string> = new Set(COUNTRY_CODES);

const LANGUAGES = ['en', 'fr'] as const;

let codeOfName: ReadonlyMap<string, string> | undefined;

/**
 * The ISO 3166-1 alpha-2 code that a text means: the code itself or the country's English or French name, whatever the
 * case, accents and punctuation; undefined if there is none. A code in other use, such as "UK", means nothing.
 */
export function countryCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (CODES.has(code)) return code;
  codeOfName ??= namesOfCountries();
  return codeOfName.get(folded(text));
}

function namesOfCountries(): Map<string, string> {
  const names = new Map<string, string>();
  for (const language of LANGUAGES) {
    for (const style of ['short', 'long'] as const) {
      const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none', style });
      for (const code of CODES) {
        const name = folded(display.of(code) ?? '');
        // Short names such as "UK" or "É.-U." look like codes that they are not.
        if (name.length > 2) names.set(name, code);
      }
    }
  }
  return names;
}

function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]+/gu, '');
}
