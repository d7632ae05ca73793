import type { Page } from 'playwright-core';
import type { Catalog, State } from './state.ts';

/** Sign-in, set-up, one's own account, help. */
export const SIGN_IN_STATES: readonly State[] = [
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
  { name: 'setup-first', path: (server) => server.setupLink(null), ready: (texts) => texts.setup.submit },
  {
    name: 'setup-reset',
    path: async (server) => server.setupLink((await server.person('Correct horse 8')).id),
    ready: (texts) => texts.setup.submitReset,
  },
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

async function toName(page: Page, texts: Catalog): Promise<void> {
  await page.getByRole('button', { name: texts.signIn.asOther }).click();
}

async function toPassword(page: Page, texts: Catalog, signInName: string): Promise<void> {
  await toName(page, texts);
  await page.getByLabel(texts.signIn.name).fill(signInName);
  await page.keyboard.press('Enter');
}
