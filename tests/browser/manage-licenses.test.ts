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
const E1 = '18181a46-0d4e-45cd-891e-60aabd171b4e';
const POWER_BI = 'f8a1db68-be16-40ed-86d5-cb42ce701560';
const VISIO = 'c5928f49-12ba-48f7-ada3-0d743a3601d5';

type Texts = typeof consoleEn;

let server: ConsoleServer;
let browser: Browser;
let admin: { readonly userPrincipalName: string };

beforeAll(async () => {
  [server, browser] = await Promise.all([consoleServer(), openBrowser()]);
  admin = await server.person(PASSWORD, 'licenseAdministrator');
  const { tenantId } = server.tenant;
  await server.db.query(sql`
    update subscribed_sku set enabled = enabled + 50 where tenant_id = ${tenantId} and sku_id = any(${[E1, POWER_BI, VISIO]}::uuid[])`);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Two people of their own with a name that nobody else has, by id. */
async function twoPeople(name: string): Promise<string[]> {
  const ids = [newId(), newId()];
  const names = [`${name} One`, `${name} Two`];
  const upns = names.map((each) => `${each.toLowerCase().replace(' ', '.')}@marlowe-finch.example`);
  await server.db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, usage_location, created_at)
    select ${server.tenant.tenantId}, id, upn, upn, name, key, 'FR', now()
    from unnest(${ids}::uuid[], ${names}::text[], ${names.map(foldName)}::text[], ${upns}::text[]) as given (id, name, key, upn)`);
  return ids;
}

/** What people hold: of each product, how many of them, and with how many services off. */
async function held(ids: readonly string[]): Promise<Record<string, { people: number; off: number }>> {
  const rows = await server.context.db.query<{ skuId: string; people: number; off: number }>(sql`
    select sku_id as "skuId", count(*)::int as people, max(cardinality(disabled_plans)) as off from assignment
    where tenant_id = ${server.tenant.tenantId} and user_id = any(${ids}::uuid[]) group by sku_id`);
  return Object.fromEntries(rows.map(({ skuId, ...rest }) => [skuId, rest]));
}

async function signedIn(path: string, options: Parameters<typeof visitor>[2]): Promise<Visitor> {
  const one = await visitor(browser, server.url, options);
  const data = { userPrincipalName: admin.userPrincipalName, password: PASSWORD };
  expect((await one.context.request.post('/api/sign-in/password', { data })).status()).toBe(200);
  await one.page.goto(path);
  return one;
}

async function leave({ context, complaints }: Visitor): Promise<void> {
  await context.close();
  expect(complaints).toEqual([]);
}

async function openPanel(page: Page, texts: Texts): Promise<void> {
  await page.getByRole('grid').getByRole('row').nth(2).waitFor();
  await page.getByRole('checkbox', { name: texts.list.selectAll }).click();
  await page.getByRole('button', { name: texts.users.manage }).click();
  await page.getByRole('dialog').getByText(texts.manage.how).waitFor();
}

/** Saves, looks at what will follow, applies it, and closes the results. */
async function saveAndApply(page: Page, texts: Texts): Promise<void> {
  await page.getByRole('button', { name: texts.manage.save }).click();
  const box = page.getByRole('dialog').filter({ hasText: texts.foresight.totals });
  await box.waitFor();
  await box.getByRole('button', { name: texts.manage.save, exact: true }).click();
  await page.getByRole('button', { name: texts.change.done, exact: true }).waitFor();
  await page.getByRole('button', { name: texts.change.done, exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

describe.each([
  ['English', consoleEn, { locale: 'en-US' }, 'Microsoft Teams', 'Anglo'],
  ['French', consoleFr, { locale: 'fr-FR' }, 'Microsoft Teams', 'Franco'],
] as const)('%s', (_language, texts, options, service, name) => {
  test('assign more, with an app turned off; replace; swap; unassign all', async () => {
    const ids = await twoPeople(name);
    const one = await signedIn(`/users?q=${name}`, options);
    const { page } = one;

    await openPanel(page, texts);
    await page.getByRole('checkbox', { name: 'Office 365 E1' }).check();
    await page.getByRole('button', { name: texts.manage.appsOf.replace('{{name}}', 'Office 365 E1') }).click();
    await page.getByRole('checkbox', { name: service, exact: true }).uncheck();
    await page.getByRole('checkbox', { name: 'Power BI Pro' }).check();
    await saveAndApply(page, texts);
    expect(await held(ids)).toEqual({ [E1]: { people: 2, off: 1 }, [POWER_BI]: { people: 2, off: 0 } });

    // What everybody has is ticked already; replacing begins with nothing.
    await openPanel(page, texts);
    await page.getByText(texts.manage.everybodyHas).first().waitFor();
    expect(await page.getByRole('checkbox', { name: 'Office 365 E1' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: texts.manage.replace }).check();
    expect(await page.getByRole('checkbox', { name: 'Office 365 E1' }).isChecked()).toBe(false);
    await page.getByRole('checkbox', { name: 'Office 365 E1' }).check();
    await saveAndApply(page, texts);
    expect(Object.keys(await held(ids))).toEqual([E1]);

    await openPanel(page, texts);
    await page.getByRole('radio', { name: texts.manage.swap }).check();
    await page.getByRole('button', { name: texts.manage.save }).click();
    await page.getByText(texts.manage.chooseFirst).waitFor();
    await page.getByRole('combobox', { name: texts.manage.from }).click();
    await page.getByRole('option', { name: 'Office 365 E1' }).click();
    await page.getByRole('combobox', { name: texts.manage.to }).click();
    await page.getByRole('option', { name: 'Power BI Pro' }).click();
    await saveAndApply(page, texts);
    expect(Object.keys(await held(ids))).toEqual([POWER_BI]);

    await openPanel(page, texts);
    await page.getByRole('radio', { name: texts.manage.unassignAll }).check();
    await saveAndApply(page, texts);
    expect(await held(ids)).toEqual({});
    await leave(one);
  });

  test('from the page of a product: people are found by name or pasted, and get it with the apps chosen', async () => {
    const ids = await twoPeople(`${name}product`);
    const one = await signedIn(`/licenses/${E1}`, options);
    const { page } = one;
    await page.getByRole('button', { name: texts.licenses.assign, exact: true }).click();
    await page.getByRole('button', { name: texts.licenses.assignAction, exact: true }).click();
    await page.getByText(texts.licenses.chooseFirst).waitFor();
    await page.getByRole('combobox').pressSequentially(`${name}product one`);
    await page.getByRole('option', { name: `${name}product One` }).click();
    const second = `${name}product Two`.toLowerCase().replace(' ', '.');
    await page.getByRole('textbox', { name: texts.licenses.paste }).fill(` ${second}@marlowe-finch.example;\n`);
    await page.getByRole('button', { name: texts.manage.apps }).click();
    await page.getByRole('checkbox', { name: service, exact: true }).uncheck();
    await page.getByRole('button', { name: texts.licenses.assignAction, exact: true }).click();
    const box = page.getByRole('dialog').filter({ hasText: texts.foresight.totals });
    await box.getByRole('button', { name: texts.licenses.assignAction, exact: true }).click();
    await page.getByRole('button', { name: texts.change.done, exact: true }).waitFor();
    await page.getByRole('button', { name: texts.change.done, exact: true }).click();
    expect(await held(ids)).toEqual({ [E1]: { people: 2, off: 1 } });
    await leave(one);
  });
});
