import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { addDays } from '../../src/base/time.ts';
import type { RoleName } from '../../src/domain/access/roles.ts';
import { consoleEn } from '../../src/messages/console-en.ts';
import { consoleFr } from '../../src/messages/console-fr.ts';
import { findTenant } from '../../src/store/tenants.ts';
import { openBrowser, type Visitor, visitor } from '../support/browser.ts';
import { type ConsoleServer, consoleServer } from '../support/console.ts';

const PASSWORD = 'Correct horse 7';

let server: ConsoleServer;
let browser: Browser;
let visitors: Visitor[];
const people = new Map<RoleName | 'nobody', string>();

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

/** Somebody of a role, signed in, at a page. */
async function at(path: string, locale: string, role: RoleName | 'nobody' = 'globalAdministrator'): Promise<Page> {
  const known =
    people.get(role) ?? (await server.person(PASSWORD, role === 'nobody' ? undefined : role)).userPrincipalName;
  people.set(role, known);
  const one = await visitor(browser, server.url, { locale });
  visitors.push(one);
  const data = { userPrincipalName: known, password: PASSWORD };
  expect((await one.context.request.post('/api/sign-in/password', { data })).status()).toBe(200);
  await one.page.goto(path);
  return one.page;
}

/** A text with its values filled in, as the page shows it. */
function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => String(values[name])).replace(/ (?=[;:!?»])/g, '\u00a0');
}

const tenant = async () => {
  const found = await findTenant(server.db, server.tenant.tenantId);
  if (!found) throw new Error('The tenant is gone.');
  return found;
};
const lastChange = async () => {
  const [row] = await server.context.db.query<{ before: object; after: object; actor: string }>(sql`
    select before, after, actor_name as actor from audit_entry
    where tenant_id = ${server.tenant.tenantId} and activity = 'Update tenant settings' order by id desc limit 1`);
  return row;
};
const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const form = (page: Page, name: string) => page.getByRole('form', { name, exact: true });

const LANGUAGES: readonly (readonly [string, typeof consoleEn])[] = [
  ['en-US', consoleEn],
  ['fr-FR', consoleFr as typeof consoleEn],
];

describe.each(LANGUAGES)('in %s', (locale, texts) => {
  const { overview, settings } = texts;
  const language = locale.slice(0, 2);
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const field = (page: Page, label: string) =>
    page.getByLabel(label.replace(/ (?=[;:!?»])/g, '\u00a0'), { exact: true });

  test('Home shows the seats of the database, and each number leads to its list', async () => {
    const page = await at('/', locale);
    const [seats] = await server.context.db.query<{ owned: number; consumed: number }>(sql`
      select sum(enabled + warning)::int as owned, sum(consumed)::int as consumed from subscribed_sku
      where tenant_id = ${server.tenant.tenantId} and monthly_price_cents > 0`);
    const glance = region(page, overview.glance);
    await glance.getByRole('link', { name: `${overview.owned} ${number(seats?.owned ?? 0)}` }).waitFor();
    await glance.getByRole('link', { name: `${overview.assigned} ${number(seats?.consumed ?? 0)}` }).click();
    await page.waitForURL('**/licenses');
    await page.goBack();
    await region(page, overview.glance)
      .getByRole('link', { name: filled(overview.unlicensed, { number: 3 }) })
      .click();
    await page.waitForURL('**/users?filter=unlicensed');
    await page.goBack();
    await region(page, overview.glance).getByRole('link', { name: /2/ }).last().click();
    await page.waitForURL('**/users?filter=blocked');
  });

  test('the charts are pictures with words, go over a quarter or a year by the address, and become tables', async () => {
    const page = await at('/', locale);
    const history = region(page, overview.history);
    const chart = history.getByRole('img');
    await chart.waitFor();
    expect(await chart.getAttribute('aria-label')).toContain('Microsoft 365 E3');
    expect(await chart.locator('path').count()).toBe(5);
    await history.getByRole('button', { name: overview.days365 }).click();
    await page.waitForURL('**/?days=365');
    await page.reload();
    await history.getByRole('button', { name: overview.days365, pressed: true }).waitFor();
    await chart.hover({ position: { x: 300, y: 100 } });
    await history.getByRole('link', { name: 'Microsoft 365 E3' }).waitFor();
    await history.getByRole('button', { name: overview.asTable }).click();
    expect(await history.getByRole('row').count()).toBe(14);
    await history.getByRole('button', { name: overview.asChart }).click();
    await chart.waitFor();
    const unused = region(page, overview.unusedChart);
    await unused.getByRole('button', { name: overview.asTable }).click();
    const [row] = await server.context.db.query<{ unused: number; name: string }>(sql`
      select s.enabled - s.consumed as unused, p.name_en as name from subscribed_sku s join product p using (sku_id)
      where s.tenant_id = ${server.tenant.tenantId} and p.part_number = 'STANDARDPACK'`);
    await unused
      .getByRole('row', { name: `${row?.name} ${row?.unused}` })
      .getByRole('link')
      .click();
    await page.waitForURL('**/licenses/18181a46-0d4e-45cd-891e-60aabd171b4e**');
  });

  test('deadlines lead to the one whom they concern, or to a list in place, page by page', async () => {
    const { tenantId } = server.tenant;
    const [one] = await server.context.db.query<{ id: string; name: string }>(sql`
      select id, display_name as name from users where tenant_id = ${tenantId} and deleted_at is null
        and display_name ~ '^[A-Za-z ]+$' order by sort_key collate "C" limit 1`);
    await server.context.db.query(sql`delete from deadline where tenant_id = ${tenantId}`);
    const soon = new Date(addDays(Date.now(), 1));
    await server.context.db.query(sql`
      insert into deadline (tenant_id, subject_id, kind, due_at, since)
      values (${tenantId}, ${one?.id}, 'mailboxPurge', ${soon}, now())`);
    await server.context.db.query(sql`
      insert into deadline (tenant_id, subject_id, kind, due_at, since)
      select ${tenantId}, id, 'oneDriveReadOnly', ${new Date(addDays(Date.now(), 3))}, now() from users
      where tenant_id = ${tenantId} and deleted_at is null order by sort_key collate "C" limit 45`);
    const page = await at('/', locale);
    const deadlines = region(page, overview.deadlines);
    await deadlines.getByText(overview.tomorrow).waitFor();
    await deadlines.getByText(overview.mailboxPurge_one).waitFor();
    await deadlines.getByText(filled(overview.oneDriveReadOnly_other, { number: 45 })).waitFor();
    await deadlines.getByRole('button', { name: overview.showPeople }).click();
    const list = deadlines.getByRole('list', { name: filled(overview.oneDriveReadOnly_other, { number: 45 }) });
    await list.getByRole('listitem').nth(19).waitFor();
    expect(await list.getByRole('listitem').count()).toBe(20);
    await deadlines.getByRole('button', { name: overview.next }).click();
    await deadlines.getByRole('button', { name: overview.next }).click();
    await deadlines.getByText(filled(overview.range, { from: 41, to: 45, total: 45 })).waitFor();
    await deadlines
      .getByRole('link', { name: one?.name ?? '' })
      .first()
      .click();
    await page.waitForURL(`**/users?user=${one?.id}&tab=data`);
  });

  test('problems are named with the way to solve them, and gone when they are solved', async () => {
    const { tenantId } = server.tenant;
    const page = await at('/', locale);
    const problems = region(page, overview.problems);
    const unplaced = filled(overview.problemLocation_other, { number: 2 });
    await problems.getByText(unplaced).waitFor();
    await problems.getByRole('button', { name: unplaced }).click();
    const list = problems.getByRole('list', { name: unplaced });
    await list.getByRole('link').nth(1).waitFor();
    const approval = await server.context.db.query<{ id: number }>(sql`
      insert into approval (tenant_id, kind, user_id, people, requested_by_name, requested_at)
      values (${tenantId}, 'purge', ${newId()}, 1, 'Ada', now()) returning id`);
    const errors = await server.context.db.query<{ user_id: string; sku_id: string; source: string }>(sql`
      update assignment set state = 'ActiveWithError' where (tenant_id, user_id, sku_id, source) in (
        select tenant_id, user_id, sku_id, source from assignment where tenant_id = ${tenantId} limit 1)
      returning user_id, sku_id, source`);
    const [seats] = await server.context.db.query<{ consumed: number }>(sql`
      update subscribed_sku set consumed = consumed + 5
      where tenant_id = ${tenantId} and sku_id = '06ebc4ee-1bb5-47dd-8120-11324bc54e06' returning consumed`);
    try {
      await page.reload();
      await problems
        .getByRole('link', { name: filled(overview.problemOver_other, { name: 'Microsoft 365 E5', number: 5 }) })
        .click();
      await page.waitForURL('**/licenses/06ebc4ee-1bb5-47dd-8120-11324bc54e06');
      await page.goBack();
      await problems.getByRole('link', { name: overview.problemErrors_one }).click();
      await page.waitForURL('**/users?filter=errors');
      await page.goBack();
      await problems.getByRole('link', { name: overview.problemApprovals_one }).click();
      await page.waitForURL('**/approvals');
    } finally {
      await server.context.db.query(
        sql`delete from approval where tenant_id = ${tenantId} and id = ${approval[0]?.id}`,
      );
      await server.context.db.query(sql`
        update assignment set state = 'Active' where tenant_id = ${tenantId} and user_id = ${errors[0]?.user_id}`);
      await server.context.db.query(sql`
        update subscribed_sku set consumed = ${(seats?.consumed ?? 5) - 5}
        where tenant_id = ${tenantId} and sku_id = '06ebc4ee-1bb5-47dd-8120-11324bc54e06'`);
    }
    await page.goto('/');
    await problems.getByText(unplaced).waitFor();
    expect(await problems.getByText(overview.problemErrors_one).count()).toBe(0);
  });

  test('where there is nothing to do the page says so calmly', async () => {
    const page = await at('/help', locale);
    await page.route('**/api/overview?*', async (route) => {
      const answer = await route.fetch();
      const all = await answer.json();
      const none = { total: 0, unlicensed: 0, blocked: 0, licenseErrors: 0, blockedLicensed: 0, blockedCents: 0 };
      await route.fulfill({
        json: {
          ...all,
          products: [],
          deadlines: [],
          history: { ...all.history, series: [] },
          people: { ...none, withoutLocation: 0 },
        },
      });
    });
    await page.getByRole('link', { name: texts.page.home, exact: true }).click();
    for (const text of ['nothingToDo', 'noDeadlines', 'noHistory', 'nothingUnused', 'nothingOwned'] as const)
      await page.getByText(overview[text], { exact: true }).waitFor();
  });

  test('who has no role sees their own account, and nothing of the organization’s licenses', async () => {
    const page = await at('/', locale, 'nobody');
    await page.getByText(texts.home.noRoles).waitFor();
    expect(await page.getByRole('region', { name: overview.glance }).count()).toBe(0);
  });

  test('the organization is renamed, moved and put into another cloud, and the log says who did it', async () => {
    const before = await tenant();
    const page = await at('/settings', locale);
    const organization = form(page, settings.organization);
    const wanted = {
      displayName: `Fabrikam <b>${language}</b>`,
      timeZone: language === 'en' ? 'America/Toronto' : 'Asia/Tokyo',
    };
    await field(page, settings.name).fill(wanted.displayName);
    await field(page, settings.timeZone).selectOption(wanted.timeZone);
    await field(page, settings.cloud).selectOption('usGovernment');
    await page.getByText(filled(settings.cloudCheck, {})).waitFor();
    await organization.getByRole('button', { name: settings.save }).click();
    await organization.getByText(settings.saved).waitFor();
    expect(await tenant()).toMatchObject({ ...wanted, cloud: 'usGovernment', country: before.country });
    expect(await lastChange()).toMatchObject({
      before: { displayName: before.displayName, timeZone: before.timeZone, cloud: 'worldwide' },
      after: { ...wanted, cloud: 'usGovernment' },
    });
    await page.getByRole('banner').getByText(wanted.displayName).waitFor();
    await field(page, settings.name).fill(' ');
    await page.keyboard.press('Enter');
    await organization.getByText(settings.wrongName).waitFor();
    await organization.getByRole('button', { name: settings.discard }).click();
    await field(page, settings.cloud).selectOption('worldwide');
    await organization.getByRole('button', { name: settings.save }).click();
    await organization.getByText(settings.saved).waitFor();
    expect(await tenant()).toMatchObject({ ...wanted, cloud: 'worldwide' });
  });

  test('choices about access are saved with Enter, after wrong numbers were told', async () => {
    const page = await at('/settings', locale);
    const access = form(page, settings.access);
    const hours = language === 'en' ? 8 : 9;
    await field(page, settings.sessionHours).fill('0');
    await page.keyboard.press('Enter');
    await access.getByText(filled(settings.wrongNumber, { min: 1, max: 720 })).waitFor();
    await field(page, settings.sessionHours).fill(String(hours));
    await access.getByRole('switch', { name: settings.approvalNeeded }).click();
    await access.getByRole('switch', { name: settings.auditLimited }).click();
    await field(page, settings.auditRetentionDays).fill('400');
    await page.keyboard.press('Enter');
    await access.getByText(settings.saved).waitFor();
    const after = { sessionHours: hours, approvalAbove: null, auditRetentionDays: 400 };
    expect((await tenant()).access).toMatchObject(after);
    expect((await lastChange())?.after).toEqual(after);
    await access.getByRole('switch', { name: settings.approvalNeeded }).click();
    await field(page, settings.approvalAbove).fill('500');
    await access.getByRole('switch', { name: settings.auditLimited }).click();
    await access.getByRole('button', { name: settings.save }).click();
    await access.getByText(settings.saved).waitFor();
    expect((await tenant()).access).toMatchObject({ approvalAbove: 500, auditRetentionDays: null });
  });

  test('day counts are changed, checked, and put back to what is documented', async () => {
    const page = await at('/settings', locale);
    const retention = form(page, settings.retention);
    await field(page, settings.mailboxDisconnectDays).fill('45');
    await field(page, settings.oneDriveArchiveDay).fill('60');
    await page.keyboard.press('Enter');
    await retention.getByText(settings.wrongOrder).waitFor();
    expect((await tenant()).settings.mailboxDisconnectDays).toBe(30);
    await field(page, settings.oneDriveUnlicensedRule).selectOption('2021');
    expect(await field(page, settings.oneDriveArchiveDay).isDisabled()).toBe(true);
    await field(page, settings.oneDriveUnlicensedRule).selectOption('2025');
    await field(page, settings.oneDriveArchiveDay).fill('120');
    await retention.getByRole('button', { name: settings.save }).click();
    await retention.getByText(settings.saved).waitFor();
    expect((await tenant()).settings).toMatchObject({ mailboxDisconnectDays: 45, oneDriveArchiveDay: 120 });
    await retention.getByRole('button', { name: settings.useDefaults }).click();
    await retention.getByRole('button', { name: settings.save }).click();
    await retention.getByText(settings.saved).waitFor();
    expect((await tenant()).settings).toMatchObject({ mailboxDisconnectDays: 30, oneDriveArchiveDay: 93 });
  });

  test('who may not change the settings sees them, disabled, with the reason', async () => {
    const page = await at('/settings', locale, 'globalReader');
    await page.getByText(texts.action.manageTenant).first().waitFor();
    expect(await field(page, settings.name).isDisabled()).toBe(true);
    expect(await page.getByRole('switch', { name: settings.purgeNeedsApproval }).isDisabled()).toBe(true);
    const save = form(page, settings.organization).getByRole('button', { name: settings.save });
    expect(await save.getAttribute('aria-disabled')).toBe('true');
    await save.focus();
    await page.getByRole('tooltip').getByText(texts.action.manageTenant).waitFor();
  });
});
