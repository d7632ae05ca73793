import { foldName } from '../directory/fold-name.ts';

/**
 * A text as the words that searches go by: folded (no accents, no case), with a space for all that is no letter and no
 * digit. An address becomes the words of its parts, so that each of them is found and all of them in a row are the address.
 */
export function searchWords(text: string): string {
  return foldName(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
