import type { Page } from 'playwright-core';

import type { Catalog, State } from './state.ts';

/** Microsoft 365 E3, which the sample tenant owns. */
const M365_E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';

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
  { name: 'licenses', path: '/licenses', inside: true, ready: (texts) => texts.licenses.available },
  { name: 'product', path: `/licenses/${M365_E3}`, inside: true, ready: (texts) => texts.licenses.assign },
  {
    name: 'product-groups',
    path: `/licenses/${M365_E3}?tab=groups`,
    inside: true,
    ready: (texts) => texts.licenses.members,
  },
  {
    name: 'product-subscriptions',
    path: `/licenses/${M365_E3}?tab=subscriptions`,
    inside: true,
    ready: (texts) => texts.licenses.quantity,
  },
  {
    name: 'product-services',
    path: `/licenses/${M365_E3}?tab=services`,
    inside: true,
    ready: (texts) => texts.licenses.technical,
  },
  {
    name: 'product-unknown',
    path: '/licenses/00000000-0000-0000-0000-000000000001',
    inside: true,
    ready: (texts) => texts.licenses.unknown,
  },
  {
    name: 'assign-licenses',
    path: `/licenses/${M365_E3}`,
    inside: true,
    act: async (page, texts) => {
      await page.getByRole('button', { name: texts.licenses.assign, exact: true }).click();
      await page.getByRole('button', { name: texts.manage.apps }).click();
      await page.getByRole('combobox').pressSequentially('a');
      await page.getByRole('option').first().click();
    },
    ready: (texts) => texts.licenses.paste,
  },
];

async function settled(page: Page, texts: Catalog): Promise<void> {
  await page.getByRole('grid', { name: texts.users.list }).getByRole('row').nth(3).waitFor();
}
