import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureConsole } from '../../src/server/build-console.ts';
import { CONSOLE_FOLDER } from '../../src/server/console-files.ts';

/** Scripts of the first load, compressed as they travel. */
const LIMIT = 350 * 1024;

test('what a first visit to any page loads is under 350 KB of compressed script', async () => {
  await ensureConsole();
  const page = await readFile(join(CONSOLE_FOLDER, 'index.html'), 'utf8');
  const assets = join(CONSOLE_FOLDER, 'assets');
  const names = await readdir(assets);
  const size = async (name: string) => (await readFile(join(assets, `${name}.gz`))).length;
  // What the page names comes always; what is imported later comes with the largest of the pages at most.
  const always = [...page.matchAll(/\/assets\/([\w-]+\.js)/g)].map(([, name = '']) => name);
  const later = names.filter((name) => name.endsWith('.js') && !always.includes(name));
  const [first, rest] = await Promise.all([always, later].map(async (list) => Promise.all(list.map(size))));
  const sum = (sizes: readonly number[] = []) => sizes.reduce((total, one) => total + one, 0);
  expect(always.length).toBeGreaterThan(0);
  expect(sum(first) + sum(rest)).toBeLessThan(LIMIT);
});

test('no script of the console makes code out of text', async () => {
  await ensureConsole();
  const assets = join(CONSOLE_FOLDER, 'assets');
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  for (const script of scripts)
    expect(await readFile(join(assets, script), 'utf8')).not.toMatch(/\beval\(|new Function\(/);
});
