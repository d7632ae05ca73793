import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { consoleEn } from '../../src/messages/console-en.ts';
import { consoleFr } from '../../src/messages/console-fr.ts';
import { axeFindings, openBrowser, sticksOut, visitor } from '../support/browser.ts';
import { type ConsoleServer, consoleServer } from '../support/console.ts';
import { CHANGE_STATES } from './states/change-states.ts';
import { LISTS_STATES } from './states/lists-states.ts';
import { OPERATIONS_STATES } from './states/operations-states.ts';
import { OVERVIEW_STATES } from './states/overview-states.ts';
import { PEOPLE_STATES } from './states/people-states.ts';
import { PERSON_STATES } from './states/person-states.ts';
import { SIGN_IN_STATES } from './states/sign-in-states.ts';
import type { Catalog } from './states/state.ts';

/** Only these, where names are given: SEATWISE_STATES=licenses,product */
const CHOSEN = process.env.SEATWISE_STATES?.split(',');

const STATES = [
  ...SIGN_IN_STATES,
  ...LISTS_STATES,
  ...PERSON_STATES,
  ...PEOPLE_STATES,
  ...CHANGE_STATES,
  ...OPERATIONS_STATES,
  ...OVERVIEW_STATES,
].filter(({ name }) => !CHOSEN || CHOSEN.includes(name));

const WAYS: readonly (readonly [string, Catalog, BrowserContextOptions])[] = [
  ['en, light', consoleEn, { locale: 'en-US' }],
  ['fr, dark', consoleFr, { locale: 'fr-FR', colorScheme: 'dark' }],
  ['en, dark, 375 px', consoleEn, { locale: 'en-GB', colorScheme: 'dark', viewport: { width: 375, height: 812 } }],
  [
    'fr, light, 200 %',
    consoleFr,
    { locale: 'fr-CA', colorScheme: 'light', viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  ],
];

/** A folder for a picture of each state, where one is wanted. */
const PICTURES = process.env.SEATWISE_SCREENSHOTS;

let server: ConsoleServer;
let browser: Browser;
const paths = new Map<string, string>();
let user: { readonly id: string; readonly userPrincipalName: string };

beforeAll(async () => {
  [server, browser] = await Promise.all([consoleServer(), openBrowser()]);
  user = await server.person('Correct horse 7', 'globalAdministrator');
  for (const { name, path } of STATES) paths.set(name, typeof path === 'string' ? path : await path(server));
  if (PICTURES) await mkdir(PICTURES, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test.each(WAYS)(
  '%s: axe finds nothing on any page, nothing sticks out, no policy is violated',
  async (way, texts, options) => {
    const { context, page, complaints } = await visitor(browser, server.url, options);
    const findings: string[] = [];
    let inside = false;
    for (const state of STATES) {
      if (state.inside && !inside) {
        const data = { userPrincipalName: user.userPrincipalName, password: 'Correct horse 7' };
        expect((await context.request.post('/api/sign-in/password', { data })).status()).toBe(200);
        inside = true;
      }
      await page.goto(must(paths.get(state.name), state.name));
      await state.act?.(page, texts, user.userPrincipalName);
      await page.getByText(state.ready(texts)).filter({ visible: true }).first().waitFor();
      findings.push(...(await axeFindings(page)).map((finding) => `${state.name}: ${finding}`));
      if (await sticksOut(page)) findings.push(`${state.name}: sticks out to the side`);
      if (PICTURES) await page.screenshot({ path: join(PICTURES, `${state.name} (${way.replace(/\W+/g, '-')}).png`) });
    }
    await context.close();
    expect(findings).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

test('axe and the ruler find what is wrong', async () => {
  const { context, page } = await visitor(browser, server.url);
  await page.goto('/help');
  await page.getByRole('button').first().waitFor();
  await page.evaluate(`document.querySelector('main').innerHTML += '<img src="/favicon.svg" width="2000">'`);
  expect((await axeFindings(page)).join()).toContain('image-alt');
  expect(await sticksOut(page)).toBe(true);
  await context.close();
});
