import { consoleEn } from '../../messages/console-en.ts';
import type { Texts } from '../texts.ts';

/** Why the way through an identity provider came to nothing, by the code in the address. */
export function ssoErrorText(code: string, t: Texts): string {
  const known = Object.keys(consoleEn.ssoError) as (keyof (typeof consoleEn)['ssoError'])[];
  const key = known.find((name) => name === code && name !== 'other');
  return key ? t(`ssoError.${key}`) : t('ssoError.other', { code: code.slice(0, 60) });
}
