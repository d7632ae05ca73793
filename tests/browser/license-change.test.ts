import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { SKU } from '../../src/demo/sample-products.ts';
import { consoleEn } from '../../src/messages/console-en.ts';
import { consoleFr } from '../../src/messages/console-fr.ts';
import { changeLicenses } from '../../src/operations/licensing/change-licenses.ts';
import { axeFindings, openBrowser, type Visitor, visitor } from '../support/browser.ts';
import { type ConsoleServer, consoleServer } from '../support/console.ts';
import { addPeople, addSeats, directOf, give } from '../support/console-people.ts';

const PASSWORD = 'Correct horse 7';
/** A product that the sample tenant does not own. */
const VISIO_PLAN_1 = '4b244418-9658-4451-a2b8-b5e2b364e9bd';

let server: ConsoleServer;
let browser: Browser;
let visitors: Visitor[];
let admin: { readonly id: string; readonly userPrincipalName: string; readonly displayName: string };

beforeAll(async () => {
  [server, browser] = await Promise.all([consoleServer(), openBrowser()]);
  admin = await server.person(PASSWORD, 'globalAdministrator');
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

/** A browser of somebody who is signed in. */
async function signedIn(locale = 'en-US', userPrincipalName = admin.userPrincipalName): Promise<Page> {
  const one = await visitor(browser, server.url, { locale, acceptDownloads: true });
  visitors.push(one);
  const data = { userPrincipalName, password: PASSWORD };
  expect((await one.context.request.post('/api/sign-in/password', { data })).status()).toBe(200);
  return one.page;
}

const button = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });

/** Opens the box that unassigns a product from everybody whose name begins so. */
async function unassign(page: Page, skuId: string, q: string, texts = consoleEn): Promise<void> {
  await page.goto(`/licenses/${skuId}?q=${q}`);
  await page.getByRole('checkbox', { name: texts.list.selectAll }).click();
  await page.getByRole('button', { name: texts.licenses.unassign }).click();
  await page.getByRole('dialog', { name: texts.licenses.unassign }).getByText(texts.foresight.totals).waitFor();
}

const apply = (page: Page, texts = consoleEn) => button(page, texts.licenses.unassignAction).click();
const atResults = (page: Page, texts = consoleEn) =>
  page.getByRole('dialog').getByText(texts.change.result.download).waitFor();
const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, no) => `${prefix} ${String.fromCharCode(65 + no)}`);
const one = (text: string, number = '1') => text.replace('{{number}}', number);

/** The newest operation. */
async function newest() {
  const [row] = await server.db.query<{ id: number; status: string; ticket: string | null; changed: number }>(sql`
    select id, status, ticket, (totals->>'changed')::int as changed from operation
    where tenant_id = ${server.tenant.tenantId} order by id desc limit 1`);
  return row;
}

describe.each([
  ['English', 'en-US', consoleEn],
  ['French', 'fr-FR', consoleFr],
] as const)('in %s', (language, locale, texts) => {
  test('a license is unassigned from one person, after it was shown what follows', async () => {
    const [id = ''] = await addPeople(server, [`Zoe${language} Single`], [SKU.SPE_E3]);
    const page = await signedIn(locale);
    await unassign(page, SKU.SPE_E3, `Zoe${language}`, texts);
    const box = page.getByRole('dialog');
    await box.getByRole('list', { name: texts.change.who }).getByText(`Zoe${language} Single`).waitFor();
    // In thirty days, in the tenant's calendar and the reader's language.
    const purge = new Intl.DateTimeFormat(locale === 'fr-FR' ? 'fr-FR' : 'en-GB', {
      dateStyle: 'long',
      timeZone: server.tenant.timeZone,
    }).format(Date.now() + 30 * 86_400_000);
    await box.getByText(texts.foresight.final).first().waitFor();
    expect(await box.getByRole('listitem').filter({ hasText: purge }).count()).toBeGreaterThan(0);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel(texts.change.ticket).fill('CHG-7');
    await apply(page, texts);
    await atResults(page, texts);
    await box.getByText(one(texts.change.result.summaryChanged_one)).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await directOf(server, id)).toEqual([]);
    expect(await newest()).toMatchObject({ status: 'applied', ticket: 'CHG-7', changed: 1 });
    await button(page, texts.change.done).click();
    await box.waitFor({ state: 'detached' });
    await page.getByText(texts.list.nobody).waitFor();
  });

  test('more than twenty people need a confirmation that is typed', async () => {
    const final = await addPeople(server, names(`Many${language}`, 21), [SKU.SPE_E3]);
    const page = await signedIn(locale);
    await unassign(page, SKU.SPE_E3, `Many${language}`, texts);
    const action = button(page, texts.licenses.unassignAction);
    await page.getByText(texts.change.typeWord.split(':')[0]?.trim() ?? '').waitFor();
    const field = page.getByLabel(texts.change.typeWord.split(':')[0]?.trim() ?? '');
    expect(await action.getAttribute('aria-disabled')).toBe('true');
    await field.fill('21');
    expect(await action.getAttribute('aria-disabled')).toBe('true');
    await field.press('Enter');
    expect(await directOf(server, final[0] ?? '')).toEqual([SKU.SPE_E3]);
    await field.fill(texts.change.word);
    await field.press('Enter');
    await atResults(page, texts);
    for (const id of final) expect(await directOf(server, id)).toEqual([]);
  });
});

test('where everything can be brought back, the number of people is what must be typed', async () => {
  const people = await addPeople(server, names('Count', 22), [SKU.POWER_BI_PRO]);
  const page = await signedIn();
  await unassign(page, SKU.POWER_BI_PRO, 'Count');
  const field = page.getByLabel(consoleEn.change.typeNumber.replace('{{number}}', '22'));
  await field.fill('21');
  expect(await button(page, consoleEn.licenses.unassignAction).getAttribute('aria-disabled')).toBe('true');
  await field.fill('22');
  await apply(page);
  await atResults(page);
  expect(await newest()).toMatchObject({ status: 'applied', changed: 22 });
  expect(await directOf(server, people[21] ?? '')).toEqual([]);
});

test('who is refused is left out, told why, and tried again alone; the results are a file', async () => {
  const { change, foresight } = consoleEn;
  const people = await addPeople(server, names('Refuse', 3), [SKU.SPE_E3]);
  const [, , stuck = ''] = people;
  await addSeats(server, SKU.Microsoft_365_Copilot, 1);
  await give(server, [SKU.Microsoft_365_Copilot], [stuck]);
  const page = await signedIn();
  await unassign(page, SKU.SPE_E3, 'Refuse');
  const box = page.getByRole('dialog');
  await box.getByText(one(change.leftOut_one)).waitFor();
  await box.getByText(foresight.refusals).waitFor();
  await apply(page);
  await atResults(page);
  await box.getByText(one(change.result.summaryChanged_other, '2')).waitFor();
  expect(await newest()).toMatchObject({ status: 'partlyApplied', changed: 2 });
  expect(await Promise.all(people.map(async (id) => (await directOf(server, id)).length))).toEqual([0, 0, 2]);

  await box.getByRole('tab', { name: `${change.result.filterRefused} (1)` }).click();
  const table = box.getByRole('table');
  await table.getByRole('rowheader', { name: 'Refuse C' }).waitFor();
  expect(await table.getByRole('row').count()).toBe(2);
  expect(await table.innerText()).toContain('Microsoft 365 Copilot');

  const [download] = await Promise.all([page.waitForEvent('download'), box.getByText(change.result.download).click()]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[3]).toContain('Refuse C');

  await changeLicenses(
    server.context,
    {
      kind: 'unassign',
      groups: [
        {
          change: { kind: 'change', add: [], remove: [SKU.Microsoft_365_Copilot] },
          people: { kind: 'ids', userIds: [stuck] },
        },
      ],
      selection: { by: 'list', count: 1 },
      unmatched: [],
    },
    { keepGoing: false },
  );
  await button(page, change.result.retry).click();
  await box.getByText(foresight.totals).waitFor();
  const who = box.getByRole('list', { name: change.who }).getByRole('listitem');
  await expect.poll(() => who.allInnerTexts()).toEqual(['Refuse C']);
  await apply(page);
  await box.getByText(one(change.result.summaryChanged_one)).waitFor();
  expect(await directOf(server, stuck)).toEqual([]);
  await box.getByRole('link', { name: change.openOperation }).click();
  await page.waitForURL(`**/operations/${(await newest())?.id}`);
});

test('where all are refused or nothing changes, nothing is offered', async () => {
  const [id = ''] = await addPeople(server, ['Blocked Only'], [SKU.SPE_E3]);
  await addSeats(server, SKU.Microsoft_365_Copilot, 1);
  await give(server, [SKU.Microsoft_365_Copilot], [id]);
  const page = await signedIn();
  await unassign(page, SKU.SPE_E3, 'Blocked');
  await page.getByText(consoleEn.change.allRefused).waitFor();
  expect(await button(page, consoleEn.licenses.unassignAction).count()).toBe(0);
  await button(page, consoleEn.change.close).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await directOf(server, id)).toHaveLength(2);
});

test('one’s own licenses are taken only when one says so', async () => {
  await addSeats(server, SKU.POWER_BI_PRO, 1);
  await give(server, [SKU.POWER_BI_PRO], [admin.id]);
  const page = await signedIn();
  await unassign(page, SKU.POWER_BI_PRO, admin.userPrincipalName);
  await page.getByText(consoleEn.change.allRefused).waitFor();
  await page.getByRole('checkbox', { name: consoleEn.change.includeSelf }).click();
  await apply(page);
  await atResults(page);
  expect(await directOf(server, admin.id)).not.toContain(SKU.POWER_BI_PRO);
});

test('when the world has moved, nothing is applied; it says who, and plans again', async () => {
  const [id = ''] = await addPeople(server, ['Moving Target'], [SKU.SPE_E3]);
  const page = await signedIn();
  await unassign(page, SKU.SPE_E3, 'Moving');
  await server.db.query(sql`
    update users set usage_location = 'DE' where tenant_id = ${server.tenant.tenantId} and id = ${id}`);
  await apply(page);
  const box = page.getByRole('dialog');
  await box.getByRole('alert').getByText(consoleEn.change.worldMoved).waitFor();
  await box.getByText(consoleEn.change.movedPeople.replace('{{names}}', 'Moving Target')).waitFor();
  expect(await directOf(server, id)).toEqual([SKU.SPE_E3]);
  await button(page, consoleEn.change.planAgain).click();
  await box.getByText(consoleEn.change.worldMoved).waitFor({ state: 'detached' });
  await apply(page);
  await atResults(page);
  expect(await directOf(server, id)).toEqual([]);
});

test('what a ticket is typed for after the world has moved is shown anew first', async () => {
  const [id = ''] = await addPeople(server, ['Reading Slowly'], [SKU.SPE_E3]);
  const page = await signedIn();
  await unassign(page, SKU.SPE_E3, 'Reading');
  await give(server, [SKU.POWER_BI_STANDARD], [id]).catch(async () => {
    await addSeats(server, SKU.POWER_BI_STANDARD, 1);
    await give(server, [SKU.POWER_BI_STANDARD], [id]);
  });
  await page.getByLabel(consoleEn.change.ticket).fill('CHG-8');
  await apply(page);
  await page.getByRole('alert').getByText(consoleEn.change.moved).waitFor();
  expect(await directOf(server, id)).toContain(SKU.SPE_E3);
  await apply(page);
  await atResults(page);
  expect(await newest()).toMatchObject({ status: 'applied', ticket: 'CHG-8' });
  expect(await directOf(server, id)).toEqual([SKU.POWER_BI_STANDARD]);
});

test('a plan that needs a second administrator waits for them, and goes on from the same box', async () => {
  const { tenantId, access } = server.tenant;
  const above = (approvalAbove: number | null) =>
    server.db.query(sql`
      update tenant set access_settings = ${JSON.stringify({ ...access, approvalAbove })} where tenant_id = ${tenantId}`);
  const [id = ''] = await addPeople(server, ['Approved Later'], [SKU.SPE_E3]);
  await above(0);
  try {
    const page = await signedIn();
    await unassign(page, SKU.SPE_E3, 'Approved');
    await apply(page);
    const box = page.getByRole('dialog');
    await box.getByRole('alert').getByText(one(consoleEn.change.approvalNeeded_one)).waitFor();
    await box.getByRole('link', { name: consoleEn.change.openApprovals }).waitFor();
    expect(await directOf(server, id)).toEqual([SKU.SPE_E3]);

    const second = await server.person(PASSWORD, 'licenseAdministrator');
    const { request } = (await signedIn('en-US', second.userPrincipalName)).context();
    const { csrfToken } = await (await request.get('/api/session')).json();
    const { value } = await (await request.get('/api/approvals')).json();
    const agreed = await request.post(`/api/approvals/${value[0].id}/approve`, {
      data: {},
      headers: { 'x-csrf-token': csrfToken },
    });
    expect(agreed.status()).toBe(200);

    await button(page, consoleEn.change.tryAgain).click();
    await atResults(page);
    expect(await directOf(server, id)).toEqual([]);
  } finally {
    await above(access.approvalAbove);
  }
});

test('what is being applied is not left by accident, and goes on when one leaves it', async () => {
  const [id = ''] = await addPeople(server, ['Slowly Applied'], [SKU.SPE_E3]);
  const page = await signedIn();
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await page.route('**/apply', async (route) => {
    await held;
    await route.continue();
  });
  await unassign(page, SKU.SPE_E3, 'Slowly');
  await apply(page);
  const box = page.getByRole('dialog');
  await box.getByText(consoleEn.change.applyingHint).waitFor();
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  expect(await box.count()).toBe(1);
  await button(page, consoleEn.change.goOn).click();
  await box.waitFor({ state: 'detached' });
  release();
  await expect.poll(() => directOf(server, id)).toEqual([]);
  // The list learns of it, though the box is gone.
  await page.getByText(consoleEn.list.nobody).waitFor();
});

test('who runs out of seats is counted, and served by a retry once there are more', async () => {
  const { licenses, change } = consoleEn;
  const people = await addPeople(server, names('Short', 3), []);
  const upns = names('Short', 3).map(
    (name) => `${name.toLowerCase().replace(' ', '.')}@${server.tenant.defaultDomain}`,
  );
  const skuId = VISIO_PLAN_1;
  await addSeats(server, skuId, 1);
  const page = await signedIn();
  await page.goto(`/licenses/${skuId}`);
  await page.getByRole('button', { name: licenses.assign, exact: true }).click();
  await page.getByLabel(licenses.paste).fill(upns.join('\n'));
  await page.getByRole('button', { name: licenses.assignAction, exact: true }).click();
  const box = page.getByRole('dialog', { name: licenses.assign });
  await box.getByText(one(change.leftOut_other, '2')).waitFor();
  await button(page, licenses.assignAction).click();
  await atResults(page);
  expect(await Promise.all(people.map(async (id) => (await directOf(server, id)).length))).toEqual([1, 0, 0]);
  await addSeats(server, skuId, 2);
  await button(page, change.result.retry).click();
  await button(page, licenses.assignAction).click();
  await box.getByText(one(change.result.summaryChanged_other, '2')).waitFor();
  expect(await Promise.all(people.map(async (id) => (await directOf(server, id)).length))).toEqual([1, 1, 1]);
});

test('what follows is printed alone and as a file, and each rule is explained in a tab of its own', async () => {
  await addPeople(server, ['Printed Person'], [SKU.SPE_E3]);
  const page = await signedIn();
  await unassign(page, SKU.SPE_E3, 'Printed');
  await page.evaluate(`window.print = () => { window.printed = document.querySelector('[data-print]').textContent }`);
  await button(page, consoleEn.foresight.print).click();
  expect(await page.evaluate('window.printed')).toContain('Printed Person');
  expect(await page.locator('[data-print]').count()).toBe(0);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByText(consoleEn.foresight.export).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toContain('Printed Person');
  const [rules] = await Promise.all([
    page.context().waitForEvent('page'),
    page
      .getByRole('link', {
        name: new RegExp(`${consoleEn.foresight.why.replace('?', '\\?')} ${consoleEn.rules.title['T-1']}`),
      })
      .first()
      .click(),
  ]);
  const heading = rules.getByRole('heading', { name: consoleEn.rules.title['T-1'] });
  await heading.waitFor();
  await expect.poll(() => heading.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
});

test('help leads to the rules', async () => {
  const page = await signedIn('fr-FR');
  await page.goto('/help');
  await page.getByRole('link', { name: consoleFr.rules.openLink }).click();
  await page.getByRole('heading', { level: 1, name: consoleFr.page.rules }).waitFor();
  await page
    .getByRole('navigation', { name: consoleFr.rules.contents })
    .getByText(consoleFr.rules.title['R-UN-1'])
    .click();
  const heading = page.getByRole('heading', { level: 3, name: consoleFr.rules.title['R-UN-1'] });
  await expect.poll(() => heading.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
});
