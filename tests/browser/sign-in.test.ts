import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { consoleEn } from '../../src/messages/console-en.ts';
import { consoleFr } from '../../src/messages/console-fr.ts';
import { openBrowser, type Visitor, visitor } from '../support/browser.ts';
import { type ConsoleServer, consoleServer } from '../support/console.ts';

const PASSWORD = 'Correct horse 7';
const { signIn, problem, setup, shell, page: pages } = consoleEn;

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

async function visit(options?: BrowserContextOptions): Promise<Page> {
  const one = await visitor(browser, server.url, options);
  visitors.push(one);
  return one.page;
}

async function enterName(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: signIn.asOther }).click();
  await page.getByLabel(signIn.name).fill(name);
  await page.getByRole('button', { name: signIn.next }).click();
}

async function enterPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel(signIn.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: signIn.submit, exact: true }).click();
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

describe('a newcomer is in with one click, as a person of the sample with the role of their choice', () => {
  test.each([
    ['en-US', consoleEn, 'en'],
    ['fr-FR', consoleFr, 'fr'],
  ] as const)('%s', async (locale, texts, language) => {
    const page = await visit({ locale });
    await page.goto('/');
    await heading(page, texts.signIn.asTitle).waitFor();
    await page.getByRole('button', { name: texts.role.globalAdministrator }).waitFor();
    expect(await page.title()).toBe(`${texts.page.signIn} - Seatwise`);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    const people = await page.getByRole('listitem').allInnerTexts();
    expect(people[0]).toContain(texts.role.globalAdministrator);
    expect(people.at(-1)).toContain(texts.signIn.asNoRole);
    await page.getByRole('button', { name: texts.role.licenseAdministrator }).click();
    await heading(page, /^(Welcome|Bienvenue), /).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    await page.getByRole('main').getByText(texts.role.licenseAdministrator).waitFor();
    await page.getByText(texts.action.assignLicenses).waitFor();
    expect(await page.getByText(texts.action.manageSeats).count()).toBe(0);
  });
});

test('a wrong password is refused without a word on what was wrong, the right one leads in', async () => {
  const person = await server.person(PASSWORD);
  const page = await visit();
  await page.goto('/sign-in');
  await enterName(page, person.userPrincipalName);
  await page.getByText(`to ${server.tenant.displayName}`).waitFor();
  await enterPassword(page, 'wrong');
  await page.getByRole('alert').getByText(problem.signInFailed).waitFor();
  const field = page.getByLabel(signIn.password, { exact: true });
  expect(await field.inputValue()).toBe('');
  expect(await field.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  await enterPassword(page, PASSWORD);
  await heading(page, `Welcome, ${person.displayName}`).waitFor();
  await page.getByText(consoleEn.home.noRoles).waitFor();
});

test('who does not exist is refused in the same words', async () => {
  const page = await visit();
  await page.goto('/sign-in');
  await enterName(page, `nobody@${server.tenant.defaultDomain}`);
  await enterPassword(page, PASSWORD);
  await page.getByRole('alert').getByText(problem.signInFailed).waitFor();
});

test('a domain that nobody has is told at once', async () => {
  const page = await visit();
  await page.goto('/sign-in');
  await enterName(page, 'somebody@nowhere.example');
  await page.getByRole('alert').getByText(problem.unknownTenant).waitFor();
});

test('after too many wrong passwords the page counts down, and lets one try again when it is time', async () => {
  const person = await server.person(PASSWORD);
  const page = await visit();
  await page.goto('/sign-in');
  await enterName(page, person.userPrincipalName);
  const button = page.getByRole('button', { name: signIn.submit, exact: true });
  for (let tries = 0; tries < 15 && !(await page.getByRole('timer').isVisible()); tries += 1) {
    const answer = page.waitForResponse('**/api/sign-in/password');
    await enterPassword(page, 'wrong');
    await answer;
    await page.getByRole('alert').waitFor();
  }
  const seconds = async () => Number(/\d+/.exec(await page.getByRole('timer').innerText())?.[0]);
  const first = await seconds();
  expect(first).toBeGreaterThan(0);
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  await expect.poll(seconds, { timeout: 3_000 }).toBeLessThan(first);
});

test('the keyboard alone is enough', async () => {
  const person = await server.person(PASSWORD);
  const page = await visit();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: signIn.asOther }).waitFor();
  const focused = () => page.evaluate<string>(`document.activeElement.textContent`);
  for (let tabs = 0; tabs < 40 && (await focused()) !== signIn.asOther; tabs += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByLabel(signIn.name).waitFor();
  await page.keyboard.type(person.userPrincipalName);
  await page.keyboard.press('Enter');
  await page.getByLabel(signIn.password, { exact: true }).waitFor();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await heading(page, `Welcome, ${person.displayName}`).waitFor();
  await page.keyboard.press('Tab');
  expect(await focused()).toBe(shell.skip);
});

test('sign-out ends the session on the server, and going back shows nothing', async () => {
  const page = await visit();
  await page.goto('/');
  await page.getByRole('button', { name: consoleEn.role.globalReader }).click();
  await heading(page, /^Welcome/).waitFor();
  const cookies = await page.context().cookies();
  await page.locator('header button[aria-haspopup="menu"]').click();
  await page.getByRole('menuitem', { name: shell.signOut }).click();
  await page.getByText(signIn.signedOut).waitFor();
  await page.context().addCookies(cookies);
  expect((await page.request.get('/api/session')).status()).toBe(401);
  await page.goBack();
  await heading(page, signIn.asTitle).waitFor();
});

test('a session that was ended elsewhere leads to the sign-in, and from there back to the same page', async () => {
  const person = await server.person(PASSWORD);
  const page = await visit();
  await page.goto('/help');
  await enterName(page, person.userPrincipalName);
  await enterPassword(page, PASSWORD);
  await heading(page, pages.help).waitFor();
  await server.context.db.query(
    sql`update users set sessions_valid_from = ${new Date(Date.now() + 1)} where tenant_id = ${server.tenant.tenantId} and id = ${person.id}`,
  );
  await new Promise((passed) => setTimeout(passed, 5));
  await page.getByRole('link', { name: pages.account, exact: true }).click();
  await page.getByText(signIn.ended).waitFor();
  expect(new URL(page.url()).searchParams.get('returnTo')).toBe('/account');
  await enterName(page, person.userPrincipalName);
  await enterPassword(page, PASSWORD);
  await heading(page, pages.account).waitFor();
  expect(new URL(page.url()).pathname).toBe('/account');
});

test.each(['https://evil.example/', '//evil.example/', '/\\evil.example'])(
  'nobody is sent elsewhere after the sign-in: %s',
  async (returnTo) => {
    const page = await visit();
    await page.goto(`/sign-in?${new URLSearchParams({ returnTo })}`);
    await page.getByRole('button', { name: consoleEn.role.globalReader }).click();
    await heading(page, /^Welcome/).waitFor();
    expect(page.url()).toBe(`${server.url}/`);
  },
);

test('what an identity provider would not do is told, in words for known codes', async () => {
  const page = await visit({ locale: 'fr-FR' });
  await page.goto('/sign-in?error=ssoRefused');
  await page.getByRole('alert').getByText(consoleFr.ssoError.ssoRefused).waitFor();
  await page.goto('/sign-in?error=%3Cb%3Ex%3C%2Fb%3E');
  await page.getByRole('alert').getByText('(<b>x</b>)').waitFor();
});

describe('a one-time link', () => {
  test('makes the first administrator, once', async () => {
    const page = await visit();
    const address = await server.setupLink(null);
    await page.goto(address);
    await heading(page, setup.firstTitle.replace('{{tenant}}', server.tenant.displayName)).waitFor();
    await page.getByLabel(setup.displayName).fill('Ada <b>Lovelace</b><script>alert(1)</script>');
    await page.getByLabel(setup.userName).fill('ada.first');
    await page.getByLabel(setup.password, { exact: true }).fill(PASSWORD);
    await page.getByLabel(setup.repeatPassword).fill('something else');
    await page.getByRole('button', { name: setup.submit }).click();
    await page.getByText(problem.passwordsDiffer).waitFor();
    await page.getByLabel(setup.repeatPassword).fill(PASSWORD);
    await page.getByRole('button', { name: setup.submit }).click();
    // A name is text, whatever is in it.
    await heading(page, 'Welcome, Ada <b>Lovelace</b><script>alert(1)</script>').waitFor();
    await page.getByRole('main').getByText(consoleEn.role.globalAdministrator).waitFor();
    await page.goto(address);
    await heading(page, setup.goneTitle).waitFor();
  });

  test('gives a new password to who lost theirs', async () => {
    const person = await server.person('Old password 1');
    const page = await visit();
    await page.goto(await server.setupLink(person.id));
    await page.getByText(person.userPrincipalName).waitFor();
    await page.getByLabel(signIn.newPassword, { exact: true }).fill(PASSWORD);
    await page.getByLabel(signIn.repeatPassword).fill(PASSWORD);
    await page.getByRole('button', { name: setup.submitReset }).click();
    await heading(page, `Welcome, ${person.displayName}`).waitFor();
  });
});

test('a script that got into a page is not run', async () => {
  const one = await visitor(browser, server.url);
  await one.page.goto('/sign-in');
  await one.page.getByRole('button', { name: signIn.asOther }).waitFor();
  await one.page.evaluate(`{
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.injected = true">');
  }`);
  await expect.poll(() => one.complaints.join()).toContain('Policy violated: script-src');
  expect(await one.page.evaluate(`window.injected`)).toBeUndefined();
  await one.context.close();
});

test('the browser keeps a choice of language and theme, and nothing else', async () => {
  const page = await visit();
  const kept = () =>
    page.evaluate(`({ local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie })`);
  await page.goto('/');
  await page.getByRole('button', { name: consoleEn.role.globalReader }).click();
  await heading(page, /^Welcome/).waitFor();
  await page.getByRole('link', { name: pages.account, exact: true }).click();
  await heading(page, pages.account).waitFor();
  expect(await kept()).toEqual({ local: { 'seatwise.language': 'en' }, session: {}, cookie: '' });
  const menu = page.locator('header button[aria-haspopup="menu"]');
  await menu.click();
  await page.getByRole('menuitemradio', { name: 'Français' }).click();
  await heading(page, consoleFr.page.account).waitFor();
  await menu.click();
  await page.getByRole('menuitemradio', { name: consoleFr.theme.dark }).click();
  await page.reload();
  await heading(page, consoleFr.page.account).waitFor();
  expect(await kept()).toEqual({
    local: { 'seatwise.language': 'fr', 'seatwise.theme': 'dark' },
    session: {},
    cookie: '',
  });
  expect(await page.evaluate(`getComputedStyle(document.documentElement).colorScheme`)).toBe('dark');
});

test('a page comes in the language of the person who signs in', async () => {
  const person = await server.person(PASSWORD);
  await server.context.db.query(
    sql`update users set preferred_language = 'fr-FR' where tenant_id = ${server.tenant.tenantId} and id = ${person.id}`,
  );
  const page = await visit();
  await page.goto('/sign-in');
  await enterName(page, person.userPrincipalName);
  await enterPassword(page, PASSWORD);
  await heading(page, `Bienvenue, ${person.displayName}`).waitFor();
});
