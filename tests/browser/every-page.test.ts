import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consoleEn } from '../../src/messages/console-en.ts';
import { consoleFr } from '../../src/messages/console-fr.ts';
import { axeFindings, openBrowser, sticksOut, visitor } from '../support/browser.ts';
import { type ConsoleServer, consoleServer } from '../support/console.ts';

type Catalog = typeof consoleEn;

interface State {
  readonly name: string;
  readonly path: string;
  /** Whether somebody is signed in. */
  readonly inside?: true;
  /** What is done on the page before it is looked at. */
  readonly act?: (page: Page, texts: Catalog) => Promise<void>;
  /** What is there when the page is ready. */
  readonly ready: (texts: Catalog) => string;
}

const STATES: readonly State[] = [
  { name: 'sign-in-people', path: '/sign-in', ready: (texts) => texts.signIn.asOther },
  { name: 'sign-in-name', path: '/sign-in', act: toName, ready: (texts) => texts.signIn.next },
  { name: 'sign-in-error', path: '/sign-in?error=ssoRefused', ready: (texts) => texts.signIn.asOther },
  {
    name: 'sign-in-unknown-tenant',
    path: '/sign-in',
    act: async (page, texts) => {
      await toName(page, texts);
      await page.getByLabel(texts.signIn.name).fill('somebody@nowhere.example');
      await page.keyboard.press('Enter');
    },
    ready: (texts) => texts.problem.unknownTenant,
  },
  { name: 'sign-in-password', path: '/sign-in', act: toPassword, ready: (texts) => texts.signIn.passkey },
  {
    name: 'sign-in-second-factor',
    path: '/sign-in?x#flow=x&next=secondFactor&factors=authenticator,passkey,recoveryCode',
    ready: (texts) => texts.signIn.factorCodeHint,
  },
  {
    name: 'sign-in-new-password',
    path: '/sign-in?y#flow=x&next=newPassword',
    ready: (texts) => texts.signIn.savePassword,
  },
  { name: 'setup-first', path: '/setup/first', ready: (texts) => texts.setup.submit },
  { name: 'setup-reset', path: '/setup/reset', ready: (texts) => texts.setup.submitReset },
  { name: 'setup-gone', path: '/setup/nothing', ready: (texts) => texts.setup.goneTitle },
  { name: 'not-found', path: '/nowhere', ready: (texts) => texts.state.notFound },
  { name: 'home', path: '/', inside: true, ready: (texts) => texts.home.may },
  {
    name: 'navigation',
    path: '/',
    inside: true,
    act: async (page, texts) => {
      const button = page.getByRole('button', { name: texts.shell.openNavigation });
      await page.getByRole('heading', { level: 1 }).waitFor();
      if (await button.isVisible()) await button.click();
    },
    ready: (texts) => texts.page.help,
  },
  { name: 'account', path: '/account', inside: true, ready: (texts) => texts.account.thisSession },
  {
    name: 'account-password',
    path: '/account',
    inside: true,
    act: (page, texts) => page.getByRole('button', { name: texts.account.changePassword }).click(),
    ready: (texts) => texts.account.save,
  },
  {
    name: 'account-authenticator',
    path: '/account',
    inside: true,
    act: (page, texts) => page.getByRole('button', { name: texts.account.addAuthenticator }).click(),
    ready: (texts) => texts.account.codeAfterScan,
  },
  {
    name: 'account-passkey',
    path: '/account',
    inside: true,
    act: (page, texts) => page.getByRole('button', { name: texts.account.addPasskey }).click(),
    ready: (texts) => texts.account.passkeyNameHint,
  },
  { name: 'help', path: '/help', inside: true, ready: (texts) => texts.help.appTitle },
  {
    name: 'person-menu',
    path: '/help',
    inside: true,
    act: (page) => page.locator('header button[aria-haspopup="menu"]').click(),
    ready: (texts) => texts.shell.signOut,
  },
];

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
let user: { readonly id: string; readonly userPrincipalName: string };
let links: Readonly<Record<string, string>>;

beforeAll(async () => {
  [server, browser] = await Promise.all([consoleServer(), openBrowser()]);
  user = await server.person('Correct horse 7', 'licenseAdministrator');
  links = { '/setup/first': await server.setupLink(null), '/setup/reset': await server.setupLink(user.id) };
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
      await page.goto(links[state.path] ?? state.path);
      await state.act?.(page, texts);
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

async function toName(page: Page, texts: Catalog): Promise<void> {
  await page.getByRole('button', { name: texts.signIn.asOther }).click();
}

async function toPassword(page: Page, texts: Catalog): Promise<void> {
  await toName(page, texts);
  await page.getByLabel(texts.signIn.name).fill(user.userPrincipalName);
  await page.keyboard.press('Enter');
}
