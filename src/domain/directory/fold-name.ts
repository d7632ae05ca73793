/**
 * A name in the form that order and prefix search go by: without accents and case, white space collapsed. Folded here
 * and not by the database, so that every engine and collation gives the same order. What begins with a text, begins
 * with its folded form when folded.
 */
export function foldName(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
      // Lower case gives a sigma at a word's end another letter; the beginning of a word has to fold as in the whole.
      .replaceAll('ς', 'σ')
      .replace(/\s+/gu, ' ')
      .trim()
  );
}
