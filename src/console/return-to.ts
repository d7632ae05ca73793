import { isConsolePage } from '../base/console-pages.ts';
import { localPath } from '../base/local-path.ts';

/** Where to go after the sign-in: where one wanted to go on this server, or home. Never back to the sign-in itself. */
export function placeAfterSignIn(wanted: unknown): string {
  const path = localPath(wanted) ?? '/';
  return /^\/(sign-in|setup)\b/.test(path) ? '/' : path;
}

/** Whether a path is shown by the console itself; others are the server's, such as the page that lets an app in. */
export function isWithinConsole(path: string): boolean {
  return isConsolePage(path.replace(/[?#].*$/s, ''));
}
