import { createInstance } from 'i18next';
import { useMemo } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { consoleEn } from '../messages/console-en.ts';
import type { consoleTimeEn } from '../messages/console-time-en.ts';
import type { TextKeys } from '../messages/text-keys.ts';
import { type Choices, keepChoice, readChoice } from './choices.ts';

export type Language = Choices['language'];

export const LANGUAGES = ['en', 'fr'] as const satisfies readonly Language[];

/** Every text of the console by its path in the catalog; those of some pages come with the page (`addTexts`). */
export type TextKey = TextKeys<typeof consoleEn & typeof consoleTimeEn>;

/** The text for a key, with its values filled in; `count` chooses the plural. */
export type Texts = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** What the person's account prefers, once somebody is signed in. */
let ofPerson: string | null = null;

const texts = createInstance();
texts.on('languageChanged', (language) => {
  document.documentElement.lang = language;
});
void texts.use(initReactI18next).init({
  lng: 'en',
  resources: { en: { translation: consoleEn } },
  // React escapes.
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** French comes to whoever reads it. */
let frenchIsHere = false;

/** Adds the texts of a page that not everybody opens, so that nobody else loads them. */
export function addTexts(english: object, french: object): void {
  texts.addResourceBundle('en', 'translation', english, true);
  texts.addResourceBundle('fr', 'translation', french, true);
}

/** Resolves once the page can be shown in the language that is wanted. */
export async function textsReady(): Promise<void> {
  const wanted = wantedLanguage();
  if (wanted === 'fr' && !frenchIsHere) {
    const { consoleFr } = await import('../messages/console-fr.ts');
    texts.addResourceBundle('fr', 'translation', consoleFr, true);
    frenchIsHere = true;
  }
  // Another may have been chosen in the meantime.
  if (wanted === wantedLanguage()) await texts.changeLanguage(wanted);
}

/** Texts in the language of the page; the component is drawn anew when that changes. */
export function useTexts(): { readonly t: Texts; readonly language: Language } {
  const { t, i18n } = useTranslation(undefined, { i18n: texts });
  const language = i18n.language as Language;
  // The same as long as the language is, so that what is made from it need not be made anew.
  return useMemo(
    () => ({
      t: (key, values) => {
        const text = t(key, isolated(values ?? {}));
        return language === 'fr' ? unbroken(text) : text;
      },
      language,
    }),
    [t, language],
  );
}

/** French sets its high punctuation apart by a space at which no line may end. */
export function unbroken(text: string): string {
  return text.replace(/ (?=[;:!?»])/g, '\u00a0').replace(/« /g, '«\u00a0');
}

/** Names written from right to left are set apart, so that they do not turn the sentence around them. */
function isolated(values: Readonly<Record<string, string | number>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(value)
        ? `\u2068${value}\u2069`
        : value,
    ]),
  );
}

/** The language of the page at this moment. */
export function currentLanguage(): Language {
  return texts.language as Language;
}

/** Changes the language, and keeps the choice for this browser. */
export function chooseLanguage(language: Language): void {
  keepChoice('language', language);
  applyLanguage();
}

/** Follows what the account of the signed-in person prefers, unless another language was chosen in this browser. */
export function preferLanguageOf(preferredLanguage: string | null): void {
  ofPerson = preferredLanguage;
  applyLanguage();
}

function applyLanguage(): void {
  if (texts.language !== wantedLanguage()) void textsReady();
}

function wantedLanguage(): Language {
  const chosen = readChoice('language', LANGUAGES);
  if (chosen) return chosen;
  const preferences = [...(ofPerson === null ? [] : [ofPerson]), ...navigator.languages];
  for (const preference of preferences) {
    const known = LANGUAGES.find((language) => language === preference.slice(0, 2).toLowerCase());
    if (known) return known;
  }
  return 'en';
}
