import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { consoleEn } from '../../src/messages/console-en.ts';
import { consoleFr } from '../../src/messages/console-fr.ts';
import { openBrowser, type Visitor, visitor } from '../support/browser.ts';
import { type ConsoleServer, consoleServer } from '../support/console.ts';
import { M365_E3, planned, taken, waiting } from '../support/operations.ts';

const PASSWORD = 'Correct horse 7';

type Person = Awaited<ReturnType<ConsoleServer['person']>>;

let server: ConsoleServer;
let browser: Browser;
let admin: Person;
let second: Person;
let reader: Person;

beforeAll(async () => {
  [server, browser] = await Promise.all([consoleServer(), openBrowser()]);
  admin = await server.person(PASSWORD, 'licenseAdministrator');
  second = await server.person(PASSWORD, 'globalAdministrator');
  reader = await server.person(PASSWORD, 'billingAdministrator');
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function signedIn(
  { userPrincipalName }: Person,
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

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const inBox = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });

async function hasE3(userIds: readonly string[]): Promise<number> {
  const [row] = await server.context.db.query<{ count: number }>(sql`
    select count(*)::int as count from assignment
    where tenant_id = ${server.tenant.tenantId} and sku_id = ${M365_E3} and user_id = any(${userIds}::uuid[])`);
  return row?.count ?? 0;
}

async function operation(id: number): Promise<{ status: string; undoneBy: number | null }> {
  const [row] = await server.context.db.query<{ status: string; undoneBy: number | null }>(sql`
    select status, undone_by as "undoneBy" from operation where tenant_id = ${server.tenant.tenantId} and id = ${id}`);
  return row ?? { status: 'gone', undoneBy: null };
}

describe.each([
  ['English', consoleEn, { locale: 'en-US' }],
  ['French', consoleFr, { locale: 'fr-FR' }],
] as const)('%s', (_language, texts, options) => {
  const { operations, undo, approvals, plan, foresight, change } = texts;
  const number = (id: number) => operations.number.replace('{{id}}', String(id));

  test('operations are listed newest first, filtered in the address, and opened', async () => {
    const first = await taken(server.context, 2, 'INC-1');
    const graph = await taken({ ...server.context, channel: 'graph' }, 1);
    const waits = await planned(server.context, 1);
    const one = await signedIn(admin, '/operations', options);
    const { page } = one;
    const row = (id: number) => page.getByRole('row').filter({ has: page.getByText(number(id), { exact: false }) });
    await row(graph.id).getByText(operations.channel.graph).waitFor();
    await row(first.id).getByText(operations.status.applied).waitFor();
    expect(await row(waits.id).count()).toBe(0);
    const ids = (await page.getByRole('row').allInnerTexts()).flatMap(
      (text) => text.match(/[oO°]\.? ?(\d+)/)?.[1] ?? [],
    );
    expect(ids.map(Number)).toEqual(ids.map(Number).sort((left, right) => right - left));

    await page.getByRole('combobox', { name: operations.statusOf }).click();
    await page.getByRole('option', { name: operations.status.planned }).click();
    await row(waits.id).getByText(operations.status.planned).waitFor();
    expect(page.url()).toContain('status=planned');
    await page.reload();
    await row(waits.id).waitFor();
    expect(await row(first.id).count()).toBe(0);

    await page.getByRole('combobox', { name: operations.statusOf }).click();
    await page.getByRole('option', { name: operations.anyStatus }).click();
    await page.getByRole('searchbox', { name: operations.by }).fill('nobody-at-all');
    await page.getByText(operations.noneHint).waitFor();
    await button(page, operations.clear).click();
    await row(first.id).getByRole('link').click();
    await page.getByText('INC-1').waitFor();
    await page.getByRole('heading', { name: operations.results }).waitFor();
    await page
      .getByText(first.people[0]?.displayName ?? '')
      .first()
      .waitFor();
    await leave(one);
  });

  test('the list goes on by pages, and never asks for all', async () => {
    for (let at = 0; at < 17; at += 1) await taken(server.context, 1);
    const one = await signedIn(admin, '/operations', options);
    const { page } = one;
    await page.getByRole('row').nth(1).waitFor();
    expect(await page.getByRole('row').count()).toBe(31);
    await button(page, operations.more).click();
    await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(31);
    await leave(one);
  });

  test('an undo says until when nothing is lost, shows its plan, and gives everything back', async () => {
    const { id, people } = await taken(server.context, 2);
    const ids = people.map((person) => person.id);
    expect(await hasE3(ids)).toBe(0);
    const one = await signedIn(admin, `/operations/${id}`, options);
    const { page } = one;
    await page.getByText(undo.until.split('{{')[0] ?? '', { exact: false }).waitFor();
    await button(page, undo.action).click();
    await page.getByRole('dialog').getByText(foresight.totals).waitFor();
    await inBox(page, undo.action).click();
    await page.getByRole('dialog').getByText(change.result.title).first().waitFor();
    expect(await hasE3(ids)).toBe(2);
    const undone = await operation(id);
    expect(undone.status).toBe('undone');
    await inBox(page, change.done).click();
    await page.getByText(undo.done, { exact: true }).waitFor();
    await page.getByRole('link', { name: undo.openUndo.replace('{{id}}', String(undone.undoneBy)) }).click();
    await page.getByRole('link', { name: operations.one.replace('{{id}}', String(id)), exact: true }).waitFor();
    await leave(one);
  });

  test('an undo leaves out whom it must, says so, and another does the rest', async () => {
    const { id, people } = await taken(server.context, 2);
    await gone(people[0]?.id, true);
    const one = await signedIn(admin, `/operations/${id}`, options);
    const { page } = one;
    await button(page, undo.action).click();
    await page.getByRole('dialog').getByText(foresight.refusals).waitFor();
    await inBox(page, undo.action).click();
    await page.getByRole('dialog').getByText(change.result.title).first().waitFor();
    expect(await hasE3(people.map((person) => person.id))).toBe(1);
    expect(await operation(id)).toEqual({ status: 'applied', undoneBy: null });
    await inBox(page, change.done).click();
    await page.getByText(undo.partly).waitFor();

    await gone(people[0]?.id, false);
    await button(page, undo.action).click();
    await page.getByRole('dialog').getByText(foresight.totals).waitFor();
    await inBox(page, undo.action).click();
    await page.getByRole('dialog').getByText(change.result.title).first().waitFor();
    expect(await hasE3(people.map((person) => person.id))).toBe(2);
    await leave(one);
  });

  test('after its deadline an undo says what does not come back', async () => {
    const { id } = await taken({ ...server.context, now: Date.now() - 40 * 86_400_000 }, 1);
    const one = await signedIn(admin, `/operations/${id}`, options);
    await one.page.getByText(undo.late.split('{{')[0] ?? '', { exact: false }).waitFor();
    await leave(one);
  });

  test('who may not assign licenses sees why they cannot undo', async () => {
    const { id, people } = await taken(server.context, 1);
    const one = await signedIn(reader, `/operations/${id}`, options);
    const { page } = one;
    await button(page, undo.action).waitFor();
    expect(await button(page, undo.action).getAttribute('aria-disabled')).toBe('true');
    await button(page, undo.action).focus();
    await page.getByRole('tooltip').waitFor();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('dialog').count()).toBe(0);
    // Without the audit log, a person's history is what operations did to them.
    await page.goto(`/users?user=${people[0]?.id}&tab=history`);
    await page.getByText(texts.history.lost.replace('{{names}}', 'Microsoft 365 E3')).waitFor();
    await page.getByText(texts.history.got.replace('{{names}}', 'Microsoft 365 E3')).waitFor();
    await leave(one);
  });

  test('a plan is applied from its page, and the page sees it when it is applied elsewhere', async () => {
    const { id, people } = await planned(server.context, 1);
    const [one, other] = [
      await signedIn(admin, `/operations/${id}`, options),
      await signedIn(second, `/operations/${id}`, options),
    ];
    await other.page.getByText(plan.hint).waitFor();
    await button(one.page, plan.apply).click();
    await one.page.getByRole('dialog').getByText(foresight.totals).waitFor();
    await inBox(one.page, plan.apply).click();
    await one.page.getByRole('dialog').getByText(change.result.title).first().waitFor();
    expect((await operation(id)).status).toBe('applied');
    expect(await hasE3(people.map((person) => person.id))).toBe(0);
    await inBox(one.page, change.done).click();
    await other.page.getByText(operations.status.applied, { exact: true }).first().waitFor();
    await leave(one);
    await leave(other);
  });

  test('a second person approves or rejects with a reason; nobody approves their own request', async () => {
    await server.context.db.query(sql`
      update approval set decision = 'rejected', decided_at = now(), decided_by_name = 'x'
      where tenant_id = ${server.tenant.tenantId} and decision is null`);
    const asker = { id: admin.id, name: admin.displayName };
    const { id, approval } = await waiting(server.context, asker);
    const own = await signedIn(admin, '/approvals', options);
    const approve = (page: Page) => page.getByRole('button', { name: new RegExp(`^${approvals.approve}`) });
    await approve(own.page).waitFor();
    expect(await approve(own.page).getAttribute('aria-disabled')).toBe('true');
    await approve(own.page).focus();
    await own.page.getByRole('tooltip', { name: approvals.own }).waitFor();
    await leave(own);

    const one = await signedIn(second, '/approvals', options);
    const { page } = one;
    await page.getByRole('link', { name: approvals.plan }).click();
    await page.getByText(plan.waits).waitFor();
    await page.goBack();
    await approve(page).click();
    await page.getByRole('alertdialog').getByLabel(approvals.reason).fill('<b>Agreed</b>');
    await page.getByRole('alertdialog').getByRole('button', { name: approvals.approve }).click();
    await page.getByText(approvals.approvedNow).waitFor();
    await page.getByRole('cell', { name: '<b>Agreed</b>' }).first().waitFor();
    expect(await approvalRow(approval)).toEqual({ decision: 'approved', reason: '<b>Agreed</b>', by: second.id });

    const { approval: other } = await waiting(server.context, asker);
    await page.reload();
    await page.getByRole('button', { name: new RegExp(`^${approvals.reject}`) }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: approvals.reject }).click();
    await page.getByText(approvals.rejectedNow).waitFor();
    expect(await approvalRow(other)).toEqual({ decision: 'rejected', reason: null, by: second.id });
    await page.goto(`/operations/${id}`);
    await page.getByText(plan.agreed).waitFor();
    await leave(one);
  });

  test('who asked takes the request back', async () => {
    const { approval } = await waiting(server.context, { id: admin.id, name: admin.displayName });
    const one = await signedIn(admin, '/approvals', options);
    const { page } = one;
    await page
      .getByRole('button', { name: new RegExp(`^${approvals.takeBack}`) })
      .first()
      .click();
    await page.getByRole('alertdialog').getByRole('button', { name: approvals.takeBack }).click();
    await page.getByText(approvals.takenBack).waitFor();
    expect(await approvalRow(approval)).toMatchObject({ decision: 'rejected', by: admin.id });
    await leave(one);
  });

  test('the audit log is read in sentences, filtered, exported and verified by who may read it', async () => {
    const { auditLog } = texts;
    const { id, people } = await taken(server.context, 1);
    const one = await signedIn(second, '/audit', options);
    const { page } = one;
    await page.getByRole('searchbox', { name: auditLog.target }).fill((people[0]?.displayName ?? '').slice(0, 4));
    await expect.poll(() => page.url()).toContain('target=');
    await page.getByRole('link', { name: operations.number.replace('{{id}}', String(id)) }).waitFor();
    const href = await page.getByRole('link', { name: auditLog.exportCsv }).getAttribute('href');
    const exported = await one.context.request.get(href ?? '');
    expect(await exported.text()).toContain(people[0]?.displayName);
    await page.getByRole('searchbox', { name: auditLog.actor }).fill('nobody-at-all');
    await page.getByText(auditLog.noneHint).waitFor();
    await button(page, auditLog.verify).click();
    await page.getByText(auditLog.whole_other.split('{{')[0] ?? '').waitFor();
    await leave(one);

    const other = await signedIn(reader, '/audit', options);
    await other.page.getByRole('heading', { name: auditLog.title }).waitFor();
    expect(await other.page.getByRole('row').count()).toBe(0);
    await leave(other);
  });

  test('a history leads from a person and from a product to the operation', async () => {
    const { id, people } = await taken(server.context, 1);
    const one = await signedIn(second, `/users?user=${people[0]?.id}&tab=history`, options);
    const { page } = one;
    await page.getByRole('link', { name: operations.one.replace('{{id}}', String(id)) }).waitFor();
    await page.goto(`/licenses/${M365_E3}?tab=history`);
    await page.getByRole('list', { name: texts.history.ofProduct }).getByRole('link').first().click();
    await page.getByText(operations.one.replace('{{id}}', String(id)), { exact: true }).waitFor();
    await leave(one);
  });
});

/** Deletes somebody so that no license can be given to them, or brings them back. */
async function gone(userId: string | undefined, deleted: boolean): Promise<void> {
  await server.context.db.query(sql`
    update users set deleted_at = ${deleted ? new Date() : null} where tenant_id = ${server.tenant.tenantId} and id = ${userId}`);
}

async function approvalRow(id: number) {
  const [row] = await server.context.db.query<{ decision: string; reason: string | null; by: string }>(sql`
    select decision, reason, decided_by as by from approval where tenant_id = ${server.tenant.tenantId} and id = ${id}`);
  return row;
}
