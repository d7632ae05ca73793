import { createInstance, type i18n } from 'i18next';
import { auditEn } from './audit-en.ts';
import { auditFr } from './audit-fr.ts';
import { cliEn } from './cli-en.ts';
import { cliFr } from './cli-fr.ts';
import { complianceEn } from './compliance-en.ts';
import { complianceFr } from './compliance-fr.ts';
import { consentEn } from './consent-en.ts';
import { consentFr } from './consent-fr.ts';
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
import type { TextKeys } from './text-keys.ts';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

const catalogs = {
  en: {
    refusal: refusalsEn,
    ...auditEn,
    ...complianceEn,
    ...consentEn,
    ...consequencesEn,
    ...identityProviderEn,
    ...deletionEn,
    ...peopleEn,
    ...resultsEn,
    ...takeAwayEn,
    cli: cliEn,
  },
  fr: {
    refusal: refusalsFr,
    ...auditFr,
    ...complianceFr,
    ...consentFr,
    ...consequencesFr,
    ...identityProviderFr,
    ...deletionFr,
    ...peopleFr,
    ...resultsFr,
    ...takeAwayFr,
    cli: cliFr,
  },
};

/** Every text by its path in the catalogs. */
export type MessageKey = TextKeys<(typeof catalogs)['en']>;

export interface Translator {
  readonly language: Language;
  /** The text for a key, with its values filled in; `count` chooses the plural. */
  (key: MessageKey, values?: Readonly<Record<string, string | number>>): string;
}

const instances = new Map<Language, Translator>();

/** Texts in a language. */
export function translator(language: Language): Translator {
  const known = instances.get(language);
  if (known) return known;
  const instance: i18n = createInstance();
  void instance.init({
    lng: language,
    resources: { [language]: { translation: catalogs[language] } },
    // Texts go to terminals and to React, which escape where they must.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  const translate = Object.assign(
    (key: MessageKey, values?: Readonly<Record<string, string | number>>) => instance.t(key, values ?? {}),
    {
      language,
    },
  );
  instances.set(language, translate);
  return translate;
}

/** The language that a list of preferences (Accept-Language, or LANG) asks for; English if none of ours. */
export function preferredLanguage(preferences: string | undefined): Language {
  for (const part of (preferences ?? '').split(',')) {
    const wanted = part.trim().slice(0, 2).toLowerCase();
    const language = LANGUAGES.find((known) => known === wanted);
    if (language) return language;
  }
  return 'en';
}
