/** Longer addresses are nobody's. */
const LONGEST = 2_000;

/**
 * Where to go after a sign-in: a path on this very server, or undefined for whatever else it may be. What comes in an
 * address may have been made by anybody, and browsers read `//evil`, `/\evil` and `/<tab>/evil` as another server.
 */
export function localPath(wanted: unknown): string | undefined {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || wanted.length > LONGEST) return undefined;
  const url = URL.parse(wanted, 'https://here.invalid');
  if (url?.origin !== 'https://here.invalid' || url.pathname.startsWith('//')) return undefined;
  return `${url.pathname}${url.search}${url.hash}`;
}
