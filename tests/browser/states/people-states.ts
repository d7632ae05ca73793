import type { Page } from 'playwright-core';
import { sql } from '../../../src/base/sql.ts';
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
    ready: (texts) => texts.userForm.text.delete,
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
    ready: (texts) => texts.deleted.restoreText,
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

async function selectAll(page: Page, texts: Catalog): Promise<void> {
  await page.getByRole('button', { name: texts.deleted.selectAll }).click();
}
