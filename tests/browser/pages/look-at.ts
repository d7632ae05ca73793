import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../../../src/base/assert.ts';
import { consoleEn } from '../../../src/messages/console-en.ts';
import { consoleFr } from '../../../src/messages/console-fr.ts';
import { consoleTimeEn } from '../../../src/messages/console-time-en.ts';
import { consoleTimeFr } from '../../../src/messages/console-time-fr.ts';
import { axeFindings, openBrowser, sticksOut, visitor } from '../../support/browser.ts';
import { type ConsoleServer, consoleServer } from '../../support/console.ts';
import type { Catalog, State } from '../states/state.ts';

const PASSWORD = 'Correct horse 7';

/** Only these, where names are given: SEATWISE_STATES=licenses,product */
const CHOSEN = process.env.SEATWISE_STATES?.split(',');

/** A folder for a picture of each state, where one is wanted. */
const PICTURES = process.env.SEATWISE_SCREENSHOTS;

/** Both languages, light and dark, wide, narrow and enlarged to twice its size. */
const ENGLISH = { ...consoleEn, ...consoleTimeEn };
const FRENCH = { ...consoleFr, ...consoleTimeFr };

const WAYS: readonly (readonly [string, Catalog, BrowserContextOptions])[] = [
  ['en, light', ENGLISH, { locale: 'en-US' }],
  ['fr, dark, 375 px', FRENCH, { locale: 'fr-FR', colorScheme: 'dark', viewport: { width: 375, height: 812 } }],
  [
    'fr, light, 200 %',
    FRENCH,
    { locale: 'fr-CA', colorScheme: 'light', viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  ],
];

/** Looks at each of these states in every way: axe finds nothing, nothing sticks out, the browser complains of nothing. */
export function lookAt(all: readonly State[]): void {
  const states = all.filter(({ name }) => !CHOSEN || CHOSEN.includes(name));
  let server: ConsoleServer;
  let browser: Browser;
  const paths = new Map<string, string>();
  let user: { readonly id: string; readonly userPrincipalName: string };

  beforeAll(async () => {
    [server, browser] = await Promise.all([consoleServer(), openBrowser()]);
    user = await server.person(PASSWORD, 'globalAdministrator');
    for (const { name, path } of states) paths.set(name, typeof path === 'string' ? path : await path(server));
    if (PICTURES) await mkdir(PICTURES, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  test.each(WAYS)(
    '%s: axe finds nothing on any page, nothing sticks out, no policy is violated',
    { timeout: 240_000 },
    async (way, texts, options) => {
      const { context, page, complaints } = await visitor(browser, server.url, options);
      const findings: string[] = [];
      let inside = false;
      for (const state of states) {
        if (state.inside && !inside) {
          const data = { userPrincipalName: user.userPrincipalName, password: PASSWORD };
          expect((await context.request.post('/api/sign-in/password', { data })).status()).toBe(200);
          inside = true;
        }
        await page.goto(must(paths.get(state.name), state.name));
        await state.act?.(page, texts, user.userPrincipalName);
        await page.getByText(state.ready(texts)).filter({ visible: true }).first().waitFor();
        findings.push(...(await axeFindings(page)).map((finding) => `${state.name}: ${finding}`));
        if (await sticksOut(page)) findings.push(`${state.name}: sticks out to the side`);
        if (PICTURES)
          await page.screenshot({ path: join(PICTURES, `${state.name} (${way.replace(/\W+/g, '-')}).png`) });
      }
      await context.close();
      expect(findings).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );
}
