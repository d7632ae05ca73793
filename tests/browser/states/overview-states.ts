import type { Page } from 'playwright-core';
import type { Catalog, State } from './state.ts';

/** Home and settings. */
export const OVERVIEW_STATES: readonly State[] = [
  { name: 'overview', path: '/', inside: true, act: drawn, ready: (texts) => texts.overview.glance },
  {
    name: 'overview-year',
    path: '/?days=365',
    inside: true,
    act: async (page, texts) => {
      await drawn(page, texts);
      await page.getByRole('heading', { name: texts.overview.history }).scrollIntoViewIfNeeded();
    },
    ready: (texts) => texts.overview.days365,
  },
  {
    name: 'overview-tables',
    path: '/',
    inside: true,
    act: async (page, texts) => {
      await drawn(page, texts);
      for (const title of [texts.overview.history, texts.overview.unusedChart])
        await page.getByRole('button', { name: `${texts.overview.asTable}: ${title}` }).click();
      await page.getByRole('heading', { name: texts.overview.history }).scrollIntoViewIfNeeded();
    },
    ready: (texts) => texts.overview.chartOwned,
  },
  {
    name: 'overview-people',
    path: '/',
    inside: true,
    act: async (page, texts) => {
      await drawn(page, texts);
      await page.getByRole('button', { name: texts.overview.showPeople }).first().click();
    },
    ready: (texts) => texts.overview.hidePeople,
  },
  {
    name: 'overview-failed',
    path: '/?days=365#failed',
    inside: true,
    act: async (page, texts) => {
      const error = { status: 400, code: 'internal', message: 'The disk is full.' };
      await page.route('**/api/overview?*', (route) => route.fulfill({ status: 400, json: { error } }));
      await page.reload();
      await page.getByRole('button', { name: texts.state.retry }).waitFor();
      await page.unroute('**/api/overview?*');
    },
    ready: (texts) => texts.state.retry,
  },
  {
    name: 'time',
    path: '/time',
    inside: true,
    act: (page, texts) => page.getByRole('columnheader', { name: texts.time.today }).waitFor(),
    ready: (texts) => texts.time.lastLook,
  },
  {
    name: 'time-confirm',
    path: '/time#confirm',
    inside: true,
    act: async (page, texts) => {
      await page.getByRole('columnheader', { name: texts.time.today }).waitFor();
      const before = texts.time.move.split('{{')[0] ?? '';
      await page.getByRole('button', { name: new RegExp(`^${before}`) }).click();
      await page.getByRole('alertdialog').waitFor();
    },
    ready: (texts) => texts.time.confirmText,
  },
  { name: 'settings', path: '/settings', inside: true, ready: (texts) => texts.settings.organization },
  {
    name: 'settings-cloud',
    path: '/settings',
    inside: true,
    act: (page, texts) => choose(page, texts.settings.cloud, 'usGovernment'),
    ready: (texts) => texts.settings.cloudCheck,
  },
  {
    name: 'settings-wrong',
    path: '/settings',
    inside: true,
    act: async (page, texts) => {
      const { settings } = texts;
      await page.getByLabel(settings.sessionHours).fill('1000');
      await page.getByLabel(settings.oneDriveArchiveDay).fill('60');
      for (const name of [settings.access, settings.retention])
        await page.getByRole('form', { name }).getByRole('button', { name: settings.save }).click();
      await page.getByRole('form', { name: settings.retention }).scrollIntoViewIfNeeded();
    },
    ready: (texts) => texts.settings.wrongOrder,
  },
  {
    name: 'settings-saved',
    path: '/settings',
    inside: true,
    act: async (page, texts) => {
      const { settings } = texts;
      const form = page.getByRole('form', { name: settings.retention });
      const days = form.getByLabel(settings.officeOfflineDays);
      await days.fill(String(Number(await days.inputValue()) + 1));
      await page.keyboard.press('Enter');
      await form.getByText(settings.saved).waitFor();
      await form.scrollIntoViewIfNeeded();
    },
    ready: (texts) => texts.settings.saved,
  },
];

/** Until the pictures are there. */
async function drawn(page: Page, texts: Catalog): Promise<void> {
  await page.getByRole('heading', { name: texts.overview.history }).waitFor();
}

async function choose(page: Page, label: string, value: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).selectOption(value);
  await page.getByLabel(label, { exact: true }).scrollIntoViewIfNeeded();
}
