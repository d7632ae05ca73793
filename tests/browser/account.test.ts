import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { consoleEn } from '../../src/messages/console-en.ts';
import { axeFindings, openBrowser, type Visitor, visitor } from '../support/browser.ts';
import { type ConsoleServer, consoleServer } from '../support/console.ts';

const PASSWORD = 'Correct horse 7';
const { account, signIn, problem, page: pages } = consoleEn;

let server: ConsoleServer;
let browser: Browser;
let visitors: Visitor[];

beforeAll(async () => {
  [server, browser] = await Promise.all([consoleServer(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(() => {
  visitors = [];
});
afterEach(async () => {
  const complaints = visitors.flatMap((one) => one.complaints);
  await Promise.all(visitors.map(({ context }) => context.close()));
  expect(complaints).toEqual([]);
});

/** A browser at the sign-in, after the password. */
async function signedIn(userPrincipalName: string, password = PASSWORD): Promise<Page> {
  const one = await visitor(browser, server.url);
  visitors.push(one);
  const { page } = one;
  await page.goto('/account');
  await page.getByRole('button', { name: signIn.asOther }).click();
  await page.getByLabel(signIn.name).fill(userPrincipalName);
  await page.keyboard.press('Enter');
  await page.getByLabel(signIn.password, { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  return page;
}

/** Ends a visit in which the browser may have complained of this, and of nothing else. */
async function leaveAfter(complaint: string): Promise<void> {
  const one = visitors.pop();
  await one?.context.close();
  expect(one?.complaints.filter((told) => !told.includes(complaint))).toEqual([]);
}

const atAccount = (page: Page) => page.getByRole('heading', { level: 1, name: pages.account }).waitFor();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** A code that the app of somebody shows, of the next step if the one before may have been used. */
function codeOf(secret: string, stepsAhead = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + stepsAhead * 30_000 });
}

/** Sets the app up on the page and gives its secret and the recovery codes. */
async function setUpApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  const secret = (await page.locator('[data-secret]').innerText()).replaceAll(' ', '');
  await page.getByRole('img', { name: account.qr }).waitFor();
  await page.getByLabel(account.codeAfterScan).fill(codeOf(secret));
  await button(page, account.confirm).click();
  await page.getByText(account.recoveryTitle).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const codes = await page.locator('[data-print] li').allInnerTexts();
  await button(page, account.recoveryKept).click();
  return { secret, codes };
}

test('an authenticator app is set up, asked for at the next sign-in, and gives way to a recovery code', async () => {
  const person = await server.person(PASSWORD);
  const page = await signedIn(person.userPrincipalName);
  await atAccount(page);
  await button(page, account.addAuthenticator).click();
  const { secret, codes } = await setUpApp(page);
  expect(codes.length).toBeGreaterThanOrEqual(8);
  await page.getByText(`${codes.length} recovery codes left`).waitFor();

  const next = await signedIn(person.userPrincipalName);
  await next.getByLabel(signIn.factorCode).fill('000000');
  await button(next, signIn.confirm).click();
  await next.getByRole('alert').getByText(problem.wrongCode).waitFor();
  await next.getByLabel(signIn.factorCode).fill(codeOf(secret, 1));
  await button(next, signIn.confirm).click();
  await atAccount(next);

  const last = await signedIn(person.userPrincipalName);
  await last.getByRole('button', { name: signIn.useRecovery }).click();
  await last.getByLabel(signIn.factorRecovery).fill(codes[0] ?? '');
  await button(last, signIn.confirm).click();
  await atAccount(last);
  await last.getByText(`${codes.length - 1} recovery codes left`).waitFor();

  await button(last, account.removeAuthenticator).click();
  await last.getByRole('alertdialog').getByLabel(account.currentPassword).fill(PASSWORD);
  await last.getByRole('alertdialog').getByRole('button', { name: account.remove }).click();
  await last.getByText(account.authenticatorRemoved).waitFor();
});

test('who must have a second factor sets it up on the way in', async () => {
  const { tenantId, access } = server.tenant;
  const demand = (needed: boolean) =>
    server.db.query(sql`
      update tenant set access_settings = ${JSON.stringify({ ...access, administratorsNeedSecondFactor: needed })}
      where tenant_id = ${tenantId}`);
  await demand(true);
  try {
    const person = await server.person(PASSWORD, 'billingAdministrator');
    const page = await signedIn(person.userPrincipalName);
    await page.getByRole('heading', { name: signIn.enrollTitle }).waitFor();
    await page.getByRole('img', { name: account.qr }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await setUpApp(page);
    await atAccount(page);
  } finally {
    await demand(false);
  }
});

test('a passkey is added, named, used instead of a password, and removed', async () => {
  const person = await server.person(PASSWORD);
  const page = await signedIn(person.userPrincipalName);
  await atAccount(page);
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await button(page, account.addPasskey).click();
  await page.getByLabel(account.passkeyName).fill('My <i>key</i>');
  await button(page, account.continue).click();
  await page.getByText('The passkey "My <i>key</i>" is added.').waitFor();
  await page.getByRole('listitem').getByText('My <i>key</i>').waitFor();

  await page.context().clearCookies();
  await page.goto('/account');
  await page.getByRole('button', { name: signIn.asOther }).click();
  await page.getByLabel(signIn.name).fill(person.userPrincipalName);
  await page.keyboard.press('Enter');
  await button(page, signIn.passkey).click();
  await atAccount(page);
  await page
    .getByText(/last used/)
    .first()
    .waitFor();

  await button(page, account.removePasskey.replace('{{name}}', 'My <i>key</i>')).click();
  await page.getByRole('alertdialog').getByRole('button', { name: account.remove }).click();
  await page.getByText('The passkey "My <i>key</i>" is removed.').waitFor();
  await page.getByText(account.noPasskeys).waitFor();
});

test('a password is changed with the current one, and all other browsers are signed out', async () => {
  const person = await server.person(PASSWORD);
  const page = await signedIn(person.userPrincipalName);
  await atAccount(page);
  const other = await signedIn(person.userPrincipalName);
  await atAccount(other);
  await button(page, account.changePassword).click();
  const change = async (current: string, password: string) => {
    await page.getByLabel(account.currentPassword).fill(current);
    await page.getByLabel(account.newPassword, { exact: true }).fill(password);
    await page.getByLabel(account.repeatPassword).fill(password);
    await button(page, account.save).click();
  };
  await change('wrong', 'Another horse 8');
  await page.getByRole('alert').getByText(problem.wrongPassword).waitFor();
  await change(PASSWORD, 'weak');
  await page.getByRole('alert').getByText(problem.weakPassword).waitFor();
  await change(PASSWORD, 'Another horse 8');
  await page.getByText(account.passwordChanged).waitFor();
  await other.reload();
  await other.getByRole('button', { name: signIn.asOther }).waitFor();
  await atAccount(await signedIn(person.userPrincipalName, 'Another horse 8'));
});

test('one sees where one is signed in, and ends it there', async () => {
  const person = await server.person(PASSWORD);
  const page = await signedIn(person.userPrincipalName);
  await atAccount(page);
  await page.getByText(account.onlyThis).waitFor();
  const [second, third] = [await signedIn(person.userPrincipalName), await signedIn(person.userPrincipalName)];
  await Promise.all([second, third].map(atAccount));
  await page.reload();
  await page.getByText(account.thisSession).waitFor();
  await page
    .getByRole('button', { name: /^Sign out Chrome on Linux/ })
    .first()
    .click();
  await page.getByText(account.sessionEnded).waitFor();
  await button(page, account.endOthers).click();
  await page.getByText(account.othersEnded).waitFor();
  for (const ended of [second, third]) {
    await ended.reload();
    await ended.getByRole('button', { name: signIn.asOther }).waitFor();
  }
  await page.reload();
  await page.getByText(account.onlyThis).waitFor();
});

test('without a network the page says so, and goes on when it is back', async () => {
  const person = await server.person(PASSWORD);
  const page = await signedIn(person.userPrincipalName);
  await atAccount(page);
  await page.context().setOffline(true);
  await page.getByText(consoleEn.shell.offline).waitFor();
  await page.context().setOffline(false);
  await page.getByText(consoleEn.shell.offline).waitFor({ state: 'detached' });
});

test('a server that does not answer is told, and the page comes by itself when it does', async () => {
  const person = await server.person(PASSWORD);
  const page = await signedIn(person.userPrincipalName);
  await atAccount(page);
  await page.route('**/api/session', (route) => route.abort());
  await page.reload();
  await page.getByRole('heading', { name: consoleEn.state.unreachable }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.unroute('**/api/session');
  await atAccount(page);
  await leaveAfter('Failed to fetch');
});

test('a server that fails is told, with what helps to find out why', async () => {
  const person = await server.person(PASSWORD);
  const page = await signedIn(person.userPrincipalName);
  await atAccount(page);
  const error = { status: 500, code: 'internal', message: 'The disk is full.' };
  await page.route('**/api/session', (route) => route.fulfill({ status: 500, json: { error } }));
  await page.reload();
  await page.getByRole('heading', { name: consoleEn.state.failed }).waitFor();
  await page.getByText('The disk is full.').waitFor();
  await page.unroute('**/api/session');
  await page.getByRole('button', { name: consoleEn.state.retry }).click();
  await atAccount(page);
  await leaveAfter('The disk is full.');
});

test('before a session ends for want of use the page asks, and one stays with a key press', async () => {
  const person = await server.person(PASSWORD);
  const one = await visitor(browser, server.url);
  visitors.push(one);
  const { page } = one;
  await page.clock.install();
  await page.request.post('/api/sign-in/password', {
    data: { userPrincipalName: person.userPrincipalName, password: PASSWORD },
  });
  await page.goto('/account');
  await atAccount(page);
  await page.clock.fastForward((server.tenant.access.sessionIdleMinutes - 1) * 60_000);
  await page.getByRole('alertdialog', { name: consoleEn.shell.endingTitle }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const answered = page.waitForResponse('**/api/session');
  await page.keyboard.press('Enter');
  await answered;
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await page.context().clearCookies();
  await page.clock.fastForward((server.tenant.access.sessionIdleMinutes + 1) * 60_000);
  await page.getByText(signIn.ended).waitFor();
});
