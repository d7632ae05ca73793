/** One or two letters that stand for a person: of the first and the last word that begin with a letter; '' if none does. */
export function initialsOf(name: string): string {
  const words = name
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => /^\p{L}\p{M}*/u.exec(word ?? '')?.[0] ?? '',
  );
  return letters.join('').toUpperCase();
}
