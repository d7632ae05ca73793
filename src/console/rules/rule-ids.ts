import type { consoleEn } from '../../messages/console-en.ts';

/** A rule that the page explains: the number it has in the field, or the reason of a refusal that has none. */
export type RuleId = keyof (typeof consoleEn)['rules']['title'];

/** What follows when a license goes, in the order in which one would ask. */
export const CONSEQUENCE_RULES = [
  'T-1',
  'T-2',
  'T-9',
  'R-UN-7',
  'T-3',
  'T-21',
  'T-4',
  'T-5',
  'T-18',
  'T-6',
  'T-7',
] as const satisfies readonly RuleId[];

/** Why a change is refused, the most frequent reasons first. */
export const REFUSAL_RULES = [
  'R-UN-1',
  'R-UN-4',
  'R-AS-1',
  'R-AS-3',
  'R-AS-5',
  'R-AS-6',
  'R-AS-7',
  'R-AS-11',
  'R-AS-12',
  'notAssigned',
  'ownLicense',
  'outOfReach',
  'deletedPerson',
  'unknownPerson',
  'unownedSku',
  'unknownSku',
  'skuNotForUsers',
  'planNotInSku',
  'addedAndRemoved',
  'changedSince',
] as const satisfies readonly RuleId[];
