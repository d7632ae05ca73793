import type { Page } from 'playwright-core';
import type { consoleEn } from '../../../src/messages/console-en.ts';
import type { consoleTimeEn } from '../../../src/messages/console-time-en.ts';
import type { ConsoleServer } from '../../support/console.ts';

/** All texts of the console, those that come with their page too. */
export type Catalog = typeof consoleEn & typeof consoleTimeEn;

/** Something to look at: a page, and what is done on it before. */
export interface State {
  readonly name: string;
  /** Where it is; from the server where the address has ids in it. It is asked once. */
  readonly path: string | ((server: ConsoleServer) => Promise<string>);
  /** Whether somebody is signed in: a Global Administrator. */
  readonly inside?: true;
  /** What is done on the page before it is looked at. `signInName` is the user name of somebody who may sign in. */
  readonly act?: (page: Page, texts: Catalog, signInName: string) => Promise<void>;
  /** What is there when the page is ready. */
  readonly ready: (texts: Catalog) => string;
}
