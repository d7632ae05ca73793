import type { Language } from './texts.ts';

/** A whole number as the language writes it. */
export function numberText(value: number, language: Language): string {
  return new Intl.NumberFormat(language).format(value);
}

/** An amount in hundredths of a currency. */
export function moneyText(cents: number, currency: string, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(cents / 100);
}

/** A day in the tenant's time zone, such as 3 May 2027. */
export function dayText(moment: string | number, timeZone: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone }).format(new Date(moment));
}

/** A moment to the minute in the tenant's time zone. */
export function momentText(moment: string | number, timeZone: string, language: Language): string {
  const format = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return format.format(new Date(moment));
}

/** Days as the server's sentences have them. */
function localeOf(language: Language): string {
  return language === 'fr' ? 'fr-FR' : 'en-GB';
}
