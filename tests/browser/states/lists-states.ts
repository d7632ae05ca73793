import type { Page } from 'playwright-core';
import type { Catalog, State } from './state.ts';

/** Active users, licenses, one product. */
export const LISTS_STATES: readonly State[] = [
  { name: 'users', path: '/users', inside: true, ready: (texts) => texts.page.activeUsers, act: settled },
  {
    name: 'users-selected',
    path: '/users?q=a',
    inside: true,
    act: async (page, texts) => {
      await page.getByRole('checkbox', { name: texts.list.selectAll }).click();
    },
    ready: (texts) => texts.users.manage,
  },
  {
    name: 'users-filtered-to-nobody',
    path: '/users?q=nobody-at-all',
    inside: true,
    ready: (texts) => texts.list.nobody,
  },
  {
    name: 'users-filters',
    path: '/users',
    inside: true,
    act: (page, texts) => page.getByRole('button', { name: texts.list.filters, exact: true }).click(),
    ready: (texts) => texts.list.clearFilters,
  },
  {
    name: 'manage-licenses',
    path: '/users?q=a',
    inside: true,
    act: async (page, texts) => {
      await page.getByRole('checkbox', { name: texts.list.selectAll }).click();
      await page.getByRole('button', { name: texts.users.manage }).click();
      await page.getByText(texts.manage.nobodyHas).first().waitFor();
    },
    ready: (texts) => texts.manage.products,
  },
];

async function settled(page: Page, texts: Catalog): Promise<void> {
  await page.getByRole('grid', { name: texts.users.list }).getByRole('row').nth(3).waitFor();
}
