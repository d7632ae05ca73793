import { expect, test } from 'vitest';
import { axeFindings, openBrowser, sticksOut, visitor } from '../../support/browser.ts';
import { consoleServer } from '../../support/console.ts';

test('axe and the ruler find what is wrong', async () => {
  const [server, browser] = await Promise.all([consoleServer(), openBrowser()]);
  const { page } = await visitor(browser, server.url);
  await page.goto('/sign-in');
  await page.getByRole('button').first().waitFor();
  await page.evaluate(`document.querySelector('main').innerHTML += '<img src="/favicon.svg" width="2000">'`);
  expect((await axeFindings(page)).join()).toContain('image-alt');
  expect(await sticksOut(page)).toBe(true);
  await browser.close();
  await server.close();
});
