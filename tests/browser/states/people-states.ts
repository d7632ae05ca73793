import type { Page } from 'playwright-core';
import { newId } from '../../../src/base/id.ts';
import { sql } from '../../../src/base/sql.ts';
import { deleteUser } from '../../../src/operations/directory/delete-user.ts';
import type { ConsoleServer } from '../../support/console.ts';
import type { Catalog, State } from './state.ts';

/** Adding, editing, blocking, deleting and restoring people. */
export const PEOPLE_STATES: readonly State[] = [
  { name: 'add-user', path: '/users?add=true', inside: true, ready: (texts) => texts.userForm.basics },
  {
    name: 'add-user-incomplete',
    path: '/users?add=true',
    inside: true,
    act: async (page, texts) => {
      await page.getByRole('checkbox', { name: 'Power BI Pro' }).check();
      await page.getByRole('button', { name: texts.userForm.finish }).click();
    },
    ready: (texts) => texts.userForm.required,
  },
  {
    name: 'add-user-leave',
    path: '/users?add=true',
    inside: true,
    act: async (page, texts) => {
      await page.getByLabel(texts.userForm.field.displayName).fill('Zoë Newcomer');
      await page.getByRole('radio', { name: texts.userForm.ownPassword }).check();
      await page.getByRole('button', { name: texts.userForm.cancel }).click();
    },
    ready: (texts) => texts.userForm.leaveText,
  },
  {
    name: 'add-user-done',
    path: '/users?add=true',
    inside: true,
    act: async (page, texts) => {
      await page.getByLabel(texts.userForm.field.displayName).fill('Zoë Newcomer');
      await page.getByLabel(texts.userForm.field.userPrincipalName).fill(`zoe.${Date.now()}`);
      await page.getByRole('checkbox', { name: /^Microsoft Fabric/ }).check();
      await page.getByRole('button', { name: texts.userForm.finish }).click();
    },
    ready: (texts) => texts.userForm.addedHint,
  },
  {
    name: 'account-unsaved',
    path: celine,
    inside: true,
    act: async (page, texts) => {
      await page.getByLabel(texts.userForm.field.userPrincipalName).fill('celine@elsewhere.example');
      await page.getByRole('button', { name: texts.userForm.save }).click();
      await page.getByText(texts.userForm.invalidName).waitFor();
    },
    ready: (texts) => texts.userForm.unsaved,
  },
  {
    name: 'block-users',
    path: '/users',
    inside: true,
    act: async (page, texts) => {
      await selectPeople(page, 3);
      await page.getByRole('button', { name: texts.users.block, exact: true }).click();
    },
    ready: (texts) => texts.userForm.text.block_other,
  },
  {
    name: 'delete-users',
    path: '/users',
    inside: true,
    act: async (page, texts) => {
      await selectPeople(page, 6);
      await page.getByRole('button', { name: texts.users.delete, exact: true }).click();
      await page.getByRole('dialog').getByText(texts.foresight.why).first().waitFor();
    },
    ready: (texts) => texts.userForm.text.delete_other,
  },
  { name: 'account-tab', path: celine, inside: true, ready: (texts) => texts.userForm.contact },
  {
    name: 'account-reset',
    path: celine,
    inside: true,
    act: (page, texts) => page.getByRole('button', { name: texts.userForm.resetPassword }).click(),
    ready: (texts) => texts.userForm.cancel,
  },
  {
    name: 'delete-user',
    path: celine,
    inside: true,
    act: async (page, texts) => {
      await page.getByRole('button', { name: texts.userForm.delete, exact: true }).click();
      await page.getByRole('dialog').getByText(texts.foresight.why).first().waitFor();
    },
    ready: (texts) => texts.userForm.text.delete_one,
  },
  {
    name: 'deleted-users',
    path: '/users/deleted',
    inside: true,
    act: selectAll,
    ready: (texts) => texts.deleted.restore,
  },
  {
    name: 'restore-user',
    path: '/users/deleted',
    inside: true,
    act: async (page, texts) => {
      await selectAll(page, texts);
      await page.getByRole('button', { name: texts.deleted.restore }).click();
    },
    ready: (texts) => texts.deleted.restoreText_other,
  },
  {
    name: 'restore-user-typed',
    path: '/users/deleted',
    inside: true,
    act: async (page, texts) => {
      await selectAll(page, texts);
      await page.getByRole('button', { name: texts.deleted.restore }).click();
      await page.getByRole('radio', { name: texts.userForm.ownPassword }).check();
    },
    ready: (texts) => texts.deleted.samePassword,
  },
  {
    name: 'restore-user-done',
    path: oneTaken,
    inside: true,
    act: async (page, texts) => {
      for (const place of [0, 1]) await page.getByRole('checkbox').nth(place).check();
      await page.getByRole('button', { name: texts.deleted.restore }).click();
      await page.getByRole('button', { name: texts.deleted.restoreAction, exact: true }).click();
      // The button that was clicked gives way to another, whose tooltip would show under the pointer.
      await page.mouse.move(0, 0);
      await page.getByText(texts.deleted.doneHint).first().waitFor();
      await page.getByRole('tooltip').filter({ visible: true }).first().waitFor({ state: 'hidden' });
    },
    ready: (texts) => texts.deleted.doneHint,
  },
  {
    name: 'purge-user',
    path: '/users/deleted',
    inside: true,
    act: async (page, texts) => {
      await selectAll(page, texts);
      await page.getByRole('button', { name: texts.deleted.purge }).click();
    },
    ready: (texts) => texts.deleted.purgeText,
  },
  {
    name: 'deleted-users-nobody',
    path: '/users/deleted?q=nobody-at-all',
    inside: true,
    ready: (texts) => texts.deleted.nobody,
  },
];

async function celine({ context, tenant }: ConsoleServer): Promise<string> {
  const [row] = await context.db.query<{ id: string }>(sql`
    select id from users where tenant_id = ${tenant.tenantId} and upn_key = 'celine.guerin@marlowe-finch.example'`);
  return `/users?user=${row?.id}&tab=account`;
}

/** Deleted people, one to be restored each time that this is looked at, and one whose name is taken by now. */
async function oneTaken({ context, tenant }: ConsoleServer): Promise<string> {
  const names = ['Returner One', 'Returner Two', 'Returner Three', 'Returner Taken'];
  for (const [place, name] of [...names, 'Returner Taken'].entries()) {
    const id = newId();
    const userName = `${name.toLowerCase().replace(' ', '.')}@marlowe-finch.example`;
    await context.db.query(sql`
      insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, usage_location, created_at)
      values (${tenant.tenantId}, ${id}, ${userName}, ${userName}, ${name}, ${name.toLowerCase()}, 'FR', now())`);
    if (place < names.length) await deleteUser({ ...context, now: context.now + place }, id);
  }
  return '/users/deleted?q=Returner';
}

/** Selects the first people of the list. */
async function selectPeople(page: Page, count: number): Promise<void> {
  const rows = page.getByRole('grid').getByRole('row');
  await rows.nth(count).waitFor();
  for (let place = 1; place <= count; place += 1) await rows.nth(place).getByRole('checkbox').click();
}

async function selectAll(page: Page, texts: Catalog): Promise<void> {
  await page.getByRole('button', { name: texts.deleted.selectAll }).click();
}
