import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';

/** Frames longer than this are seen as a jerk. */
const JERK_MS = 50;
const SECONDS = 10;

/** How far the list is scrolled with each frame, as a piece of script: of its box, and of the time since the beginning. */
const WAYS = {
  'wheel, 3,000 pixels a second': 'box.scrollTop += 50',
  'thumb dragged through the whole list': 'box.scrollTop = (box.scrollHeight - box.clientHeight) * (time / 10000)',
} as const;

const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://localhost:4365' } } });

await look(values.url);

/** Opens the console of a running server with a sandbox tenant, and says how long lists take and how smoothly they scroll. */
async function look(url: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: await browserPath(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page
      .getByRole('button', { name: /Global Administrator/ })
      .first()
      .click();
    await page.waitForURL((address) => address.pathname === '/');
    for (const path of ['/users', '/licenses']) {
      await page.goto('/help');
      const times = [];
      for (let round = 0; round < 5; round += 1) times.push(await timeToList(page, path));
      process.stdout.write(`${path}: usable after ${times.map((time) => `${Math.round(time)} ms`).join(', ')}\n`);
    }
    await page.goto('/users');
    await page.getByRole('row').nth(3).waitFor();
    process.stdout.write(`${await page.getByRole('status').first().textContent()}\n`);
    for (const [name, step] of Object.entries(WAYS)) {
      const frames = await scrollFor(page, step);
      const long = frames.filter((frame) => frame > JERK_MS);
      const sorted = frames.toSorted((left, right) => left - right);
      process.stdout.write(
        `${name}: ${frames.length} frames in ${SECONDS} s, median ${at(sorted, 0.5)} ms, 99 % ${at(sorted, 0.99)} ms, longest ${at(sorted, 1)} ms, ${long.length} over ${JERK_MS} ms\n`,
      );
    }
  } finally {
    await browser.close();
  }
}

async function timeToList(page: Page, path: string): Promise<number> {
  const start = performance.now();
  await page.goto(path, { waitUntil: 'commit' });
  await page.getByRole('row').nth(2).waitFor();
  return performance.now() - start;
}

/** Scrolls the list for a while; gives the length of every frame, in milliseconds. */
async function scrollFor(page: Page, step: string): Promise<number[]> {
  return page.evaluate(`new Promise((resolve) => {
    const box = document.querySelector('[role="grid"]');
    box.scrollTop = 0;
    const frames = [];
    const start = performance.now();
    let before = start;
    const frame = (now) => {
      frames.push(now - before);
      before = now;
      const time = now - start;
      if (time > ${SECONDS * 1000}) return resolve(frames.slice(2));
      ${step};
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  })`);
}

function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}

/** The browser that the tests use. */
async function browserPath(): Promise<string> {
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs24.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}
