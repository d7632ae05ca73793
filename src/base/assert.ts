/** The value, or an exception: for what nobody can act on (a mistake of ours, never of the user's). */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`Missing: ${what}`);
  return value;
}
