import type { DetailedOperation } from '../../client/licensing.ts';
import { losesForGood } from './fates.ts';

/** Up to so many people a change is made at once, as the admin center does it. */
const AT_ONCE = 20;

/** What must be typed before a change is made: nothing, the number of people, or a word. */
export type Confirmation = 'none' | 'number' | 'word';

/** What a plan asks whoever applies it to type. */
export function confirmationOf({ totals, profiles }: Pick<DetailedOperation, 'totals' | 'profiles'>): Confirmation {
  if (totals.changed <= AT_ONCE) return 'none';
  return losesForGood(profiles) ? 'word' : 'number';
}

/** Whether what was typed is what was asked for, however it is spaced, capitalized or accented. */
export function isConfirmed(typed: string, confirmation: Confirmation, changed: number, word: string): boolean {
  switch (confirmation) {
    case 'none':
      return true;
    case 'number':
      return typed.replace(/[\s.,'’]/g, '') === String(changed);
    case 'word':
      return plain(typed) === plain(word);
  }
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/^[\s"'«»“”]+|[\s"'«»“”]+$/gu, '')
    .toLowerCase();
}
