import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { foldName } from '../../src/domain/directory/fold-name.ts';
import { consoleEn } from '../../src/messages/console-en.ts';
import { consoleFr } from '../../src/messages/console-fr.ts';
import { openBrowser, type Visitor, visitor } from '../support/browser.ts';
import { type ConsoleServer, consoleServer } from '../support/console.ts';

const PASSWORD = 'Correct horse 7';
/** Microsoft 365 E3, which the sample tenant owns. */
const M365_E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';
const MANY = 3_000;

let server: ConsoleServer;
let browser: Browser;
let admin: { readonly id: string; readonly userPrincipalName: string };
let reader: { readonly userPrincipalName: string };

/** The sample tenant, and three thousand more people whose names say their place in the list. */
beforeAll(async () => {
  [server, browser] = await Promise.all([consoleServer(), openBrowser()]);
  admin = await server.person(PASSWORD, 'globalAdministrator');
  reader = await server.person(PASSWORD, 'globalReader');
  const names = Array.from({ length: MANY }, (_, at) => `Zz Row ${String(at).padStart(4, '0')}`);
  await server.db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, department, created_at)
    select ${server.tenant.tenantId}, id, lower(replace(name, ' ', '.')) || '@marlowe-finch.example',
      lower(replace(name, ' ', '.')) || '@marlowe-finch.example', name, key, 'Rows', now()
    from unnest(${names.map(() => newId())}::uuid[], ${names}::text[], ${names.map(foldName)}::text[]) as given (id, name, key)`);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function signedIn(
  { userPrincipalName }: { readonly userPrincipalName: string },
  path: string,
  options: Parameters<typeof visitor>[2] = {},
): Promise<Visitor> {
  const one = await visitor(browser, server.url, options);
  const data = { userPrincipalName, password: PASSWORD };
  expect((await one.context.request.post('/api/sign-in/password', { data })).status()).toBe(200);
  await one.page.goto(path);
  return one;
}

/** Leaves; the browser must not have complained. */
async function leave({ context, complaints }: Visitor): Promise<void> {
  await context.close();
  expect(complaints).toEqual([]);
}

const rows = (page: Page) => page.getByRole('grid').getByRole('row');
const row = (page: Page, name: string) => rows(page).filter({ hasText: name });

describe.each([
  ['English', consoleEn, { locale: 'en-US' }],
  ['French', consoleFr, { locale: 'fr-FR' }],
] as const)('%s', (_language, texts, options) => {
  test('search, filters, order and columns stand in the address, and a reload shows the same', async () => {
    const one = await signedIn(admin, '/users', options);
    const { page } = one;
    await page.getByRole('searchbox', { name: texts.list.search }).fill('guérin');
    await row(page, 'Céline Guérin').waitFor();
    await expect.poll(() => page.url()).toContain('q=gu');
    await page.getByRole('button', { name: texts.list.columns }).click();
    await page.getByRole('menuitemcheckbox', { name: texts.column.department }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: texts.column.displayName }).click();
    await expect.poll(() => page.url()).toContain('desc=true');
    await page.getByRole('columnheader', { name: texts.column.department }).waitFor();
    await page.reload();
    await row(page, 'Céline Guérin').waitFor();
    expect(await rows(page).count()).toBe(2);
    expect(await page.getByRole('columnheader', { name: texts.column.department }).count()).toBe(1);
    expect(await page.getByRole('searchbox').inputValue()).toBe('guérin');

    await page.goto('/users');
    await page.getByRole('button', { name: texts.list.all, exact: true }).click();
    await page.getByRole('menuitemradio', { name: texts.users.filter.blocked, exact: true }).click();
    const [{ blocked } = { blocked: 0 }] = await server.context.db.query<{ blocked: number }>(sql`
      select count(*)::int as blocked from users
      where tenant_id = ${server.tenant.tenantId} and deleted_at is null and not account_enabled`);
    await expect.poll(() => rows(page).count()).toBe(blocked + 1);
    await page.goBack();
    await expect.poll(() => rows(page).count()).toBeGreaterThan(blocked + 1);
    await leave(one);
  });

  test('a view is saved under a name, chosen again, and deleted', async () => {
    const one = await signedIn(admin, '/users?filter=blocked&department=Finance', options);
    const { page } = one;
    const name = `Finance ${options.locale}`;
    await page.getByRole('button', { name: texts.users.views }).click();
    await page.getByRole('menuitem', { name: texts.users.saveView }).click();
    await page.getByLabel(texts.users.viewName).fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const saved = () =>
      server.context.db.query(sql`
        select search from saved_view where tenant_id = ${server.tenant.tenantId} and user_id = ${admin.id} and name = ${name}`);
    expect(await saved()).toEqual([{ search: { filter: 'blocked', department: 'Finance' } }]);
    await page.goto('/users');
    await page.getByRole('button', { name: texts.users.views }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
    await expect.poll(() => page.url()).toContain('department=Finance');
    await page.getByRole('button', { name: texts.users.views }).click();
    await page.getByRole('menuitem', { name: texts.users.deleteView.replace('{{name}}', name) }).click();
    await expect.poll(saved).toEqual([]);
    await leave(one);
  });

  test('the list is exported as it stands, in the language of the page', async () => {
    const one = await signedIn(admin, '/users?q=celine', options);
    const { page } = one;
    await row(page, 'Céline Guérin').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: texts.list.export }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const [head, line, ...more] = Buffer.concat(chunks).toString('utf8').trim().split('\n');
    expect(head).toContain(texts.column.licenses);
    expect(line).toContain('Céline Guérin,celine.guerin@marlowe-finch.example,Microsoft 365 E5');
    expect(more).toEqual([]);
    await leave(one);
  });

  test('what a role may not do is disabled, and says why', async () => {
    const one = await signedIn(reader, '/users', options);
    const add = one.page.getByRole('button', { name: texts.users.add });
    await add.focus();
    await one.page.getByRole('tooltip').waitFor();
    expect(await one.page.getByRole('tooltip').textContent()).toContain(texts.action.createUser);
    expect(await add.getAttribute('aria-disabled')).toBe('true');
    await leave(one);
  });
});

test('the keyboard alone moves, selects a range, selects all who match, and opens a person', async () => {
  const one = await signedIn(admin, '/users?q=row');
  const { page } = one;
  const grid = page.getByRole('grid');
  await row(page, 'Zz Row 0000').waitFor();
  await grid.focus();
  const active = async () => {
    const id = await grid.getAttribute('aria-activedescendant');
    return page.evaluate<string>(`document.getElementById('${id}').textContent`);
  };
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await active()).toContain('Zz Row 0002');
  await page.keyboard.press(' ');
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Space');
  const { list } = consoleEn;
  const count = (selected: string) => list.selected.replace('{{selected}}', selected).replace('{{total}}', '3,000');
  await page.getByText(count('5')).waitFor();
  await page.keyboard.press('End');
  await expect.poll(active).toContain('Zz Row 2999');
  await page.keyboard.press(' ');
  await page.getByText(count('6')).waitFor();
  await page.keyboard.press('Home');
  // Those who were selected still are, though other rows were drawn in between.
  await expect.poll(() => row(page, 'Zz Row 0004').getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Control+a');
  await page.getByText(count('3,000')).waitFor();
  await page.keyboard.press(' ');
  await page.getByText(count('2,999')).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toContain('user=');
  await leave(one);
});

test('rows selected one after another with the mouse are selected all, and with Shift those between too', async () => {
  const one = await signedIn(admin, '/users?q=row');
  const { page } = one;
  const mark = (at: number) => row(page, `Zz Row 000${at}`).getByRole('checkbox');
  const { list } = consoleEn;
  const count = (selected: string) => list.selected.replace('{{selected}}', selected).replace('{{total}}', '3,000');
  await mark(0).click();
  await mark(2).click();
  await page.getByText(count('2')).waitFor();
  await mark(5).click({ modifiers: ['Shift'] });
  await page.getByText(count('5')).waitFor();
  await mark(3).click();
  await page.getByText(count('4')).waitFor();
  await leave(one);
});

test('a chip in the list says why somebody has the license, and does not open their pane', async () => {
  const one = await signedIn(admin, '/users?q=celine.guerin');
  const { page } = one;
  const { why } = consoleEn;
  await row(page, 'Céline Guérin')
    .getByRole('button', { name: why.ask.replace('{{name}}', 'Microsoft 365 E5') })
    .click();
  await page.getByText(why.toTakeAway).waitFor();
  expect(page.url()).not.toContain('user=');
  await page.keyboard.press('Escape');
  await page.getByText(why.toTakeAway).waitFor({ state: 'detached' });
  await leave(one);
});

test('rows are drawn where one scrolls to, and only those', async () => {
  const one = await signedIn(admin, '/users?q=row');
  const { page } = one;
  await row(page, 'Zz Row 0000').waitFor();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/people?')) asked.push(request.url());
  });
  await page.getByRole('grid').evaluate((grid) => {
    grid.scrollTop = 52 * 1500;
  });
  await row(page, 'Zz Row 1503').waitFor();
  expect(await rows(page).count()).toBeLessThan(60);
  expect(asked.length).toBeLessThanOrEqual(2);
  expect(await rows(page).nth(1).getAttribute('aria-rowindex')).not.toBe('2');
  await leave(one);
});

test('names with markup, from right to left, of any length and with pictures are shown as they are', async () => {
  const one = await signedIn(admin, '/users');
  const { page } = one;
  for (const name of ['<b>Bobby</b>', '=SUM(A1:A9)', 'נועה אברהם', 'Zoé 🦊 Renard']) {
    await page.goto(
      `/users?q=${encodeURIComponent(
        name
          .replace(/[<>=()]/g, ' ')
          .trim()
          .split(' ')[0] ?? '',
      )}`,
    );
    await row(page, name).waitFor();
  }
  expect(await page.locator('main b').count()).toBe(0);
  await leave(one);
});

test('a product that the address names badly is told, and the list of products leads to one', async () => {
  const one = await signedIn(admin, '/licenses/nothing');
  const { page } = one;
  await page.getByText(consoleEn.licenses.unknown).waitFor();
  await page.getByRole('link', { name: consoleEn.licenses.toList }).click();
  await page.getByRole('link', { name: 'Microsoft 365 E3' }).click();
  await expect.poll(() => page.url()).toContain(M365_E3);
  const [{ consumed } = { consumed: 0 }] = await server.context.db.query<{ consumed: number }>(sql`
    select consumed from subscribed_sku where tenant_id = ${server.tenant.tenantId} and sku_id = ${M365_E3}`);
  await page.getByText(consoleEn.list.count_other.replace('{{total}}', String(consumed))).waitFor();
  await page.getByRole('tab', { name: consoleEn.licenses.tabs.groups }).click();
  await page.getByText(consoleEn.licenses.groupDone).first().waitFor();
  await page.reload();
  await page.getByText(consoleEn.licenses.groupDone).first().waitFor();
  await leave(one);
});
