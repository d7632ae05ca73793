import { consoleEn } from '../../messages/console-en.ts';
import type { Texts } from '../texts.ts';

/** What is wrong with a license that could not be assigned, and what to do, by Graph's word for it. */
export function errorText(error: string, t: Texts): string {
  return error in consoleEn.licenseError && error !== 'unknown'
    ? t(`licenseError.${error as Exclude<keyof typeof consoleEn.licenseError, 'unknown'>}`)
    : t('licenseError.unknown', { error });
}
