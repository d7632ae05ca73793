import { source as AXE } from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    chromium: string;
  }
}

/** A browser like people's: no rule of the web is switched off. It runs as any user, and has no network but this machine. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: inject('chromium'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Everything that the browser complained about so far: policies violated, errors, warnings. */
  readonly complaints: readonly string[];
}

/** Somebody with a browser of their own, in which nothing has happened yet. */
export async function visitor(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const complaints: string[] = [];
  const context = await browser.newContext({
    baseURL,
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(10_000);
  await context.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
    console.error('Policy violated: ' + event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample))`);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refusal by the server is told by the browser too; what the page makes of it is for the tests to say.
    const refusal = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !refusal) complaints.push(message.text());
  });
  return { context, page, complaints };
}

/** What axe finds wrong on a page as it is now: rule, and where. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(`axe.run({ exclude: ['[data-tabster-dummy]'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' at ' + target.join(' ') + ': ' + failureSummary)))`);
}

/** Whether something sticks out to the side, so that one must scroll both ways. */
export async function sticksOut(page: Page): Promise<boolean> {
  return page.evaluate(
    `[document.documentElement, document.querySelector('main')].some((box) => box && box.scrollWidth > box.clientWidth + 1)`,
  );
}
