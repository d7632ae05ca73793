import type { Language } from '../texts.ts';

/** What of a draft differs from what is saved; texts of numbers count as numbers. */
export function differing<Values extends object>(draft: Values, saved: object): Partial<Values> {
  const known = saved as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(draft).filter(([name, value]) => value !== known[name])) as Partial<Values>;
}

/** The whole number that a text means; undefined if it is none from `min` to `max`. */
export function wholeNumber(text: string, { min, max }: { readonly min: number; readonly max: number }) {
  const digits = text.replace(/\s/g, '');
  const value = Number(digits);
  return /^\d{1,9}$/.test(digits) && value >= min && value <= max ? value : undefined;
}

/** Currencies with their names in a language, by name. */
export function namedCurrencies(codes: readonly string[], language: Language): { value: string; text: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  return codes
    .map((value) => ({ value, text: `${capital(names.of(value) ?? value)} (${value})` }))
    .sort((left, right) => left.text.localeCompare(right.text, language));
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
