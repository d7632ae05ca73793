import { isConsolePage } from '../base/console-pages.ts';

/**
 * Where to go after the sign-in: a path on this very server that is not the sign-in itself. What comes in an address
 * may have been made by anybody, so whatever else it is becomes the home page.
 */
export function localPath(wanted: unknown, origin: string): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return '/';
  let url: URL;
  try {
    url = new URL(wanted, origin);
  } catch {
    return '/';
  }
  // A path of two slashes would be read as the name of another server.
  if (url.origin !== origin || url.pathname.startsWith('//')) return '/';
  return url.pathname === '/sign-in' || url.pathname.startsWith('/setup/')
    ? '/'
    : `${url.pathname}${url.search}${url.hash}`;
}

/** Whether a path is shown by the console itself; others are the server's, such as the page that lets an app in. */
export function isWithinConsole(path: string): boolean {
  return isConsolePage(path.replace(/[?#].*$/s, ''));
}
