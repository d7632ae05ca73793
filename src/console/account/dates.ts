import type { Language } from '../texts.ts';

/** A moment in the reader's own time zone, to the minute. */
export function momentText(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

/** A day in the reader's own time zone. */
export function dayText(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(iso));
}
