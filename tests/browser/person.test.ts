import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { addDays } from '../../src/base/time.ts';
import { SKU } from '../../src/demo/sample-products.ts';
import type { Change } from '../../src/domain/licensing/change.ts';
import { DIRECT } from '../../src/domain/licensing/profile.ts';
import { consoleEn } from '../../src/messages/console-en.ts';
import { consoleFr } from '../../src/messages/console-fr.ts';
import { createUser } from '../../src/operations/directory/create-user.ts';
import { changeLicenses } from '../../src/operations/licensing/change-licenses.ts';
import { axeFindings, openBrowser, sticksOut, type Visitor, visitor } from '../support/browser.ts';
import { type ConsoleServer, consoleServer } from '../support/console.ts';

const PASSWORD = 'Correct horse 7';
const CLIPCHAMP = 'a1ace008-72f3-4ea0-8dac-33b3a23a2472';

let server: ConsoleServer;
let browser: Browser;
let visitors: Visitor[];
let administrator: string;
let people = 0;

beforeAll(async () => {
  [server, browser] = await Promise.all([consoleServer(), openBrowser()]);
  administrator = (await server.person(PASSWORD, 'globalAdministrator')).userPrincipalName;
  // The sample company is short of seats here and there; these stories are not about that.
  await server.db.query(sql`
    update subscribed_sku set enabled = enabled + 100 where tenant_id = ${server.tenant.tenantId} and sku_id = any(${[SKU.SPE_E3, SKU.POWER_BI_PRO, SKU.EXCHANGESTANDARD]}::uuid[])`);
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

/** Somebody new in France, with these products assigned directly. */
async function somebody(displayName: string, ...products: readonly string[]): Promise<string> {
  people += 1;
  const fields = { userPrincipalName: `new${people}@${server.tenant.defaultDomain}`, displayName, usageLocation: 'FR' };
  const made = await createUser(server.context, { fields, password: PASSWORD, forceChangePassword: false });
  if (!('userId' in made)) throw new Error(`Nobody was made: ${made.reason}`);
  if (products.length > 0) {
    await change(made.userId, { kind: 'change', add: products.map((skuId) => ({ skuId })), remove: [] });
  }
  return made.userId;
}

async function change(userId: string, wanted: Change): Promise<void> {
  const request = {
    kind: 'change',
    groups: [{ change: wanted, people: { kind: 'ids', userIds: [userId] } }],
    selection: { by: 'list', count: 1 },
    unmatched: [],
  } as const;
  const result = await changeLicenses(server.context, request, { keepGoing: false });
  if (result.kind !== 'applied') throw new Error(`Not applied: ${JSON.stringify(result)}`);
}

/** Gives a product through a group of that name, as the directory does; or leaves it in error. */
async function inherit(userId: string, group: string, skuId: string, error = 'None'): Promise<void> {
  const { tenantId } = server.tenant;
  const groupId = newId();
  await server.db.query(sql`
    insert into groups (tenant_id, id, display_name, created_at) values (${tenantId}, ${groupId}, ${group}, now())`);
  await server.db.query(sql`
    insert into assignment (tenant_id, user_id, sku_id, source, state, error, updated_at)
    values (${tenantId}, ${userId}, ${skuId}, ${groupId}, ${error === 'None' ? 'Active' : 'Error'}, ${error}, now())`);
  if (error !== 'None') return;
  const taken = await server.db.query(sql`
    insert into holding (tenant_id, user_id, sku_id, sort_key) values (${tenantId}, ${userId}, ${skuId}, 'x')
    on conflict do nothing returning 1`);
  await server.db.query(sql`
    update subscribed_sku set consumed = consumed + ${taken.length} where tenant_id = ${tenantId} and sku_id = ${skuId}`);
}

/** The paths of somebody: products, through what, and what is off. */
async function paths(userId: string): Promise<[string, 'direct' | 'group', string[]][]> {
  const rows = await server.db.query<{ skuId: string; source: string; off: string[] }>(sql`
    select sku_id as "skuId", source, disabled_plans::text[] as off from assignment
    where tenant_id = ${server.tenant.tenantId} and user_id = ${userId} order by sku_id, source`);
  return rows.map(({ skuId, source, off }) => [skuId, source === DIRECT ? 'direct' : 'group', off]);
}

describe.each([
  ['English', consoleEn, 'en-US'],
  ['français', consoleFr, 'fr-FR'],
] as const)('the pane of one person, in %s', (_language, texts, locale) => {
  const { person, why } = texts as typeof consoleEn;
  const day = (moment: number) =>
    new Intl.DateTimeFormat(locale === 'fr-FR' ? 'fr-FR' : 'en-GB', {
      dateStyle: 'long',
      timeZone: server.tenant.timeZone,
    }).format(moment);
  const filled = (text: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).reduce((told, [name, value]) => told.replace(`{{${name}}}`, value), text);

  /** A browser in which this person's pane is open; by an administrator unless somebody else is named. */
  async function open(userId: string, tab = 'licenses', as = administrator): Promise<Page> {
    const one = await visitor(browser, server.url, { locale });
    visitors.push(one);
    const data = { userPrincipalName: as, password: PASSWORD };
    expect((await one.context.request.post('/api/sign-in/password', { data })).status()).toBe(200);
    await one.page.goto(`/users?user=${userId}&tab=${tab}`);
    await pane(one.page).getByRole('tab').first().waitFor();
    return one.page;
  }

  const pane = (page: Page) => page.getByRole('dialog').first();
  const item = (page: Page, skuId: string) => page.locator(`[data-sku="${skuId}"]`);
  const box = (page: Page, skuId: string) => item(page, skuId).getByRole('checkbox').first();
  const ask = (where: Locator) => where.getByText(why.button, { exact: true }).click();

  /** Goes through the box in front of a change: waits for what will follow, does it, and leaves. */
  async function goThrough(page: Page, title: string, action: string): Promise<void> {
    const change = page.getByRole('dialog', { name: title });
    const act = change.getByRole('button', { name: action, exact: true });
    await act.waitFor();
    await page.waitForFunction(
      `[...document.querySelectorAll('[role=dialog] button')].some((button) => button.textContent === ${JSON.stringify(action)} && button.getAttribute('aria-disabled') !== 'true')`,
    );
    expect(await axeFindings(page)).toEqual([]);
    await act.click();
    await change.getByRole('button', { name: texts.change.done, exact: true }).click();
    await change.waitFor({ state: 'detached' });
  }

  test('a box is cleared, and after what will follow was seen the license is gone', async () => {
    const id = await somebody('Clara', SKU.POWER_BI_PRO, SKU.EXCHANGESTANDARD);
    const page = await open(id);
    await box(page, SKU.POWER_BI_PRO).click();
    await page.getByText(person.toUnassign).waitFor();
    await page.getByRole('button', { name: person.save }).click();
    await goThrough(page, person.save, person.save);
    expect(await paths(id)).toEqual([[SKU.EXCHANGESTANDARD, 'direct', []]]);
    await item(page, SKU.POWER_BI_PRO).getByText(why.button).waitFor({ state: 'detached' });
    expect(await box(page, SKU.POWER_BI_PRO).isChecked()).toBe(false);
    await page.getByRole('button', { name: person.save }).waitFor({ state: 'detached' });
  });

  test('one box is ticked, of it an app turned off, another cleared: all of it is saved in one step', async () => {
    const id = await somebody('Theo', SKU.EXCHANGESTANDARD);
    const page = await open(id);
    await box(page, SKU.SPE_E3).click();
    await box(page, SKU.EXCHANGESTANDARD).click();
    const e3 = item(page, SKU.SPE_E3);
    await e3.getByRole('button', { name: filled(person.appsOf, { name: 'Microsoft 365 E3' }) }).click();
    await e3.getByRole('checkbox', { name: /Clipchamp/ }).click();
    expect(
      await e3
        .getByRole('checkbox', { name: person.allApps })
        .evaluate((input) => (input as unknown as { indeterminate: boolean }).indeterminate),
    ).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: person.save }).click();
    await goThrough(page, person.save, person.save);
    expect(await paths(id)).toEqual([[SKU.SPE_E3, 'direct', [CLIPCHAMP]]]);
    const [row] = await server.db.query<{ kind: string; changes: number }>(sql`
      select request->>'kind' as kind, jsonb_array_length(request->'changes') as changes from operation
      where tenant_id = ${server.tenant.tenantId} and status = 'applied' order by id desc limit 1`);
    expect(row).toEqual({ kind: 'change', changes: 1 });
  });

  test('all apps are turned off and on with one box, and nothing is left to save', async () => {
    const id = await somebody('Oskar', SKU.POWER_BI_PRO);
    const page = await open(id);
    const product = item(page, SKU.POWER_BI_PRO);
    await product.getByRole('button', { name: filled(person.appsOf, { name: 'Power BI Pro' }) }).click();
    const all = product.getByRole('checkbox', { name: person.allApps });
    await all.click();
    await page.getByText(person.appsChanged).waitFor();
    await all.click();
    await page.getByText(person.appsChanged).waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: person.save }).count()).toBe(0);
  });

  test('what is inherited cannot be cleared: the group is named, there and at "why"', async () => {
    const id = await somebody('Ines');
    await inherit(id, 'Ventes <i>Sud</i>', SKU.POWER_BI_PRO);
    const page = await open(id);
    await box(page, SKU.POWER_BI_PRO).waitFor();
    expect([await box(page, SKU.POWER_BI_PRO).isChecked(), await box(page, SKU.POWER_BI_PRO).isDisabled()]).toEqual([
      true,
      true,
    ]);
    await item(page, SKU.POWER_BI_PRO)
      .getByText(filled(person.inherited, { groups: 'Ventes <i>Sud</i>' }))
      .waitFor();
    await ask(item(page, SKU.POWER_BI_PRO));
    await page.getByText(filled(why.group, { group: 'Ventes <i>Sud</i>' })).waitFor();
    await page.getByText(why.toTakeAway).waitFor();
    expect(await page.getByRole('button', { name: why.act }).count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
  });

  test('what is direct and inherited: both are said, the direct part goes and the rest stays', async () => {
    const id = await somebody('Boris', SKU.POWER_BI_PRO);
    await inherit(id, 'Finance', SKU.POWER_BI_PRO);
    const page = await open(id);
    const product = item(page, SKU.POWER_BI_PRO);
    await product.getByText(person.direct, { exact: true }).waitFor();
    await product.getByText(filled(person.fromGroups, { groups: 'Finance' }), { exact: true }).waitFor();
    await ask(product);
    await page.getByText(why.direct).waitFor();
    await page.getByText(filled(why.group, { group: 'Finance' })).waitFor();
    await page
      .getByRole('dialog', { name: nonBreaking(filled(why.ask, { name: 'Power BI Pro' })) })
      .getByRole('listitem')
      .nth(3)
      .waitFor();
    await page.keyboard.press('Escape');
    await box(page, SKU.POWER_BI_PRO).click();
    await product.getByText(filled(person.staysThrough, { groups: 'Finance' })).waitFor();
    await page.getByRole('button', { name: person.save }).click();
    await goThrough(page, person.save, person.save);
    expect(await paths(id)).toEqual([[SKU.POWER_BI_PRO, 'group', []]]);
  });

  test('"why" says since when and by whom, and what it offers takes the license away', async () => {
    const id = await somebody('Wanda', SKU.POWER_BI_PRO);
    const page = await open(id);
    await ask(item(page, SKU.POWER_BI_PRO));
    await page.getByText(filled(why.sinceBy, { day: day(Date.now()), name: 'tester' })).waitFor();
    expect(await page.getByRole('link', { name: filled(person.operation, { id: '' }).trim() }).count()).toBe(1);
    await page.getByRole('button', { name: why.act }).click();
    await goThrough(page, filled(why.actTitle, { name: 'Power BI Pro' }), why.actAction);
    expect(await paths(id)).toEqual([]);
  });

  test('after the license went, the data tab shows the held mailbox with its day, and a chip asks why of the rest', async () => {
    const id = await somebody('Dora', SKU.EXCHANGESTANDARD, SKU.POWER_BI_PRO);
    await change(id, { kind: 'change', add: [], remove: [SKU.EXCHANGESTANDARD] });
    const page = await open(id, 'data');
    const until = day(addDays(Date.now(), 30));
    const mailbox = page.locator('[data-workload="exchange"]');
    await mailbox.getByText(filled(texts.dataState.heldUntil, { day: until })).waitFor();
    const purge = page.locator('[data-event="mailboxPurged"]');
    await purge.getByText(until, { exact: true }).waitFor();
    await purge.getByText(person.finalComing).waitFor();
    await page
      .locator('[data-event="mailboxHeld"]')
      .getByText(filled(person.recoverUntil, { day: until }))
      .waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page
      .locator('[data-workload="powerBi"]')
      .getByRole('button', { name: nonBreaking(filled(why.ask, { name: 'Power BI Pro' })) })
      .click();
    await page.getByText(why.direct).waitFor();
  });

  test('unsaved changes are not lost by accident, and the focus comes back', async () => {
    const id = await somebody('Aaron Aaronson', SKU.POWER_BI_PRO);
    const page = await open(id);
    await box(page, SKU.POWER_BI_PRO).click();
    await page.keyboard.press('Escape');
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: texts.account.cancel }).click();
    await page.getByText(person.toUnassign).waitFor();
    await page.getByRole('tab', { name: person.tab.data }).click();
    await page.getByText(person.services).waitFor();
    await page.getByRole('tab', { name: person.tab.licenses }).click();
    await page.getByText(person.toUnassign).waitFor();
    await page.keyboard.press('Escape');
    await question.getByRole('button', { name: person.discard }).click();
    await pane(page).waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('user=');
    expect(await paths(id)).toEqual([[SKU.POWER_BI_PRO, 'direct', []]]);
    await page.goto('/users?q=Aaronson');
    const row = page.getByText('Aaron Aaronson');
    await row.first().click();
    await box(page, SKU.POWER_BI_PRO).waitFor();
    expect(await page.evaluate(`document.activeElement.closest('[role=dialog]') !== null`)).toBe(true);
    await page.keyboard.press('Escape');
    await pane(page).waitFor({ state: 'detached' });
    await page.waitForFunction(`document.activeElement.closest('[data-list]') !== null`);
  });

  test('the location is changed at once', async () => {
    const id = await somebody('Lotte');
    const page = await open(id);
    await page.getByLabel(person.location).selectOption('BE');
    const country = new Intl.DisplayNames(locale, { type: 'region' }).of('BE') ?? '';
    await page.getByText(nonBreaking(filled(person.locationSaved, { country }))).waitFor();
    const [row] = await server.db.query<{ location: string }>(sql`
      select usage_location as location from users where tenant_id = ${server.tenant.tenantId} and id = ${id}`);
    expect(row?.location).toBe('BE');
  });

  test('who may only look finds every box disabled, and why', async () => {
    const reader = await server.person(PASSWORD, 'globalReader');
    const id = await somebody('Rita', SKU.POWER_BI_PRO);
    const page = await open(id, 'licenses', reader.userPrincipalName);
    await box(page, SKU.POWER_BI_PRO).waitFor();
    expect(await page.locator('[data-sku] input:not(:disabled)').count()).toBe(0);
    expect(await page.getByLabel(person.location).isDisabled()).toBe(true);
    await pane(page)
      .getByText(texts.list.notAllowed.split(/ ?:/)[0] ?? '')
      .first()
      .waitFor();
    await ask(item(page, SKU.POWER_BI_PRO));
    await page.getByRole('button', { name: why.act }).click({ force: true });
    expect(await page.getByRole('dialog', { name: filled(why.actTitle, { name: 'Power BI Pro' }) }).count()).toBe(0);
  });

  test('what went wrong says what it is and what to do; a purchase of somebody’s own is not to be touched', async () => {
    const id = await somebody('Emil');
    await inherit(id, 'Short', SKU.POWER_BI_PRO, 'CountViolation');
    await server.db.query(sql`
      insert into assignment (tenant_id, user_id, sku_id, source, state, error, updated_at)
      values (${server.tenant.tenantId}, ${id}, ${SKU.EXCHANGESTANDARD}, ${DIRECT}, 'Error', 'CountViolation', now())`);
    const page = await open(id);
    await item(page, SKU.POWER_BI_PRO).getByText(texts.licenseError.CountViolation).waitFor();
    await item(page, SKU.EXCHANGESTANDARD).getByText(texts.licenseError.CountViolation).waitFor();
    const [bought] = await server.db.query<{ skuId: string; name: string }>(sql`
      select s.sku_id as "skuId", u.display_name as name from subscription s join users u on u.tenant_id = s.tenant_id and u.id = s.purchaser_id
      where s.tenant_id = ${server.tenant.tenantId} and s.purchaser_id is not null limit 1`);
    await item(page, bought?.skuId ?? '')
      .getByText(filled(person.selfService, { name: bought?.name ?? '' }))
      .waitFor();
    expect(await box(page, bought?.skuId ?? '').isDisabled()).toBe(true);
    await item(page, SKU.EXCHANGESTANDARD).getByRole('button', { name: person.tryAgain }).click();
    await goThrough(page, person.save, person.save);
    const [row] = await server.db.query<{ state: string }>(sql`
      select state from assignment where tenant_id = ${server.tenant.tenantId} and user_id = ${id} and source = ${DIRECT}`);
    expect(row?.state).toBe('Active');
  });

  test.each([
    ['markup', `<img src=x onerror="document.title='run'"><b>Bobby</b>`],
    ['from right to left', 'نور الدين الحكيم ‮gnp.exe'],
    ['two hundred letters', `${'Wolfeschlegelsteinhausenbergerdorff'.repeat(5)} ${'x'.repeat(25)}`],
    ['a family of emoji', 'Zoé 👨‍👩‍👧‍👦🦊 Renard'],
  ])('names as they are: %s', async (_kind, name) => {
    const id = await somebody(name, SKU.POWER_BI_PRO);
    await inherit(id, name, SKU.POWER_BI_PRO);
    const page = await open(id);
    await page.setViewportSize({ width: 375, height: 812 });
    await pane(page).locator('h2 bdi').waitFor();
    expect(await pane(page).locator('h2 bdi').innerText()).toBe(name);
    await ask(item(page, SKU.POWER_BI_PRO));
    await page.getByText(why.toTakeAway).waitFor();
    expect(await sticksOut(page)).toBe(false);
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('[role=dialog]')].every((box) => box.scrollWidth <= box.clientWidth + 1)`,
      ),
    ).toBe(true);
    expect(await page.title()).not.toBe('run');
  });

  test('nobody of that id: said so, with the way to the deleted', async () => {
    const page = await open(await somebody('Gone'));
    await page.goto(`/users?user=${newId()}`);
    await page.getByText(person.goneTitle).waitFor();
    await pane(page).getByRole('link', { name: person.deletedUsers }).click();
    await page.waitForURL('**/users/deleted');
  });
});

/** As the console writes French. */
function nonBreaking(text: string): string {
  return text.replace(/ (?=[;:!?»])/g, '\u00a0');
}
