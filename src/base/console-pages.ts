/** The console's own addresses; `$` begins what varies. The server answers them with the console, and others with 404. */
export const CONSOLE_PAGES = [
  '/',
  '/sign-in',
  '/setup/$token',
  '/users',
  '/users/deleted',
  '/licenses',
  '/licenses/$product',
  '/operations',
  '/operations/$id',
  '/approvals',
  '/audit',
  '/time',
  '/settings',
  '/account',
  '/help',
  '/help/rules',
] as const;

export type ConsolePage = (typeof CONSOLE_PAGES)[number];

/** Whether a path, without query, is a page of the console. */
export function isConsolePage(path: string): boolean {
  const parts = path.split('/');
  return CONSOLE_PAGES.some((page) => {
    const wanted = page.split('/');
    return wanted.length === parts.length && wanted.every((part, at) => part.startsWith('$') || part === parts[at]);
  });
}
