import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { consoleTimeEn } from '../../src/messages/console-time-en.ts';
import { consoleTimeFr } from '../../src/messages/console-time-fr.ts';
import { openBrowser, type Visitor, visitor } from '../support/browser.ts';
import { type ConsoleServer, consoleServer } from '../support/console.ts';

const PASSWORD = 'Correct horse 7';

let server: ConsoleServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([consoleServer(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function signedIn(
  role: 'globalAdministrator' | 'licenseAdministrator',
  options: Parameters<typeof visitor>[2] = {},
): Promise<Visitor> {
  const { userPrincipalName } = await server.person(PASSWORD, role);
  const one = await visitor(browser, server.url, options);
  const data = { userPrincipalName, password: PASSWORD };
  expect((await one.context.request.post('/api/sign-in/password', { data })).status()).toBe(200);
  await one.page.goto('/time');
  return one;
}

/** Leaves; the browser must not have complained. */
async function leave({ context, complaints }: Visitor): Promise<void> {
  await context.close();
  expect(complaints).toEqual([]);
}

const moveButton = (page: Page, text = consoleTimeEn.time.move) =>
  page.getByRole('button', { name: new RegExp(`^${text.split('{{')[0]}`) }).first();

async function state(): Promise<{ ahead: number; deleted: number; due: number }> {
  const { tenantId } = server.tenant;
  const [row] = await server.context.db.query<{ ahead: number; deleted: number; due: number }>(sql`
    select (select round(clock_offset_ms / 86400000.0)::int from tenant where tenant_id = ${tenantId}) as ahead,
      (select count(*)::int from users where tenant_id = ${tenantId} and deleted_at is not null) as deleted,
      (select count(*)::int from deadline where tenant_id = ${tenantId}) as due`);
  return row ?? { ahead: -1, deleted: -1, due: -1 };
}

test('looking ahead with the slider changes nothing; moving the clock does what was foreseen', async () => {
  const before = await state();
  expect(before).toMatchObject({ ahead: 0 });
  expect(before.deleted).toBeGreaterThan(0);
  const one = await signedIn('globalAdministrator');
  const { page } = one;
  const slider = page.getByRole('slider', { name: consoleTimeEn.time.days });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => slider.inputValue()).toBe('31');
  const events = page.getByRole('list', { name: consoleTimeEn.time.happens });
  await events.getByText(consoleTimeEn.time.final).first().waitFor();
  expect(await state()).toEqual(before);

  await moveButton(page).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: new RegExp(`^${consoleTimeEn.time.move.split('{{')[0]}`) })
    .click();
  await page.getByText(/deadlines were worked off/).waitFor();
  const after = await state();
  expect(after).toMatchObject({ ahead: 31, deleted: 0 });
  await page.getByText('This sandbox is 31 days ahead.').waitFor();
  await leave(one);
});

test('in French, and whoever may not move the clock sees the forecast all the same', async () => {
  const one = await signedIn('licenseAdministrator', { locale: 'fr-FR' });
  await one.page.getByRole('heading', { name: consoleTimeFr.time.forecast }).waitFor();
  await one.page.getByRole('columnheader', { name: consoleTimeFr.time.today }).waitFor();
  expect(await moveButton(one.page, consoleTimeFr.time.move).getAttribute('aria-disabled')).toBe('true');
  await leave(one);
});
