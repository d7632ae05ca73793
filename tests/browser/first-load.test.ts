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
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  const texts = new Map<string, string>();
  const sizes = new Map<string, number>();
  for (const name of scripts) {
    texts.set(name, await readFile(join(assets, name), 'utf8'));
    sizes.set(name, (await readFile(join(assets, `${name}.gz`))).length);
  }
  /** A script with all that it can't begin without. */
  const withNeeds = (name: string, known: Set<string>): Set<string> => {
    if (known.has(name)) return known;
    known.add(name);
    for (const [, needed = ''] of (texts.get(name) ?? '').matchAll(/(?:from|import)\s*"\.\/([\w.~-]+\.js)"/g))
      withNeeds(needed, known);
    return known;
  };
  const always = new Set<string>();
  for (const [, name = ''] of page.matchAll(/\/assets\/([\w.~-]+\.js)/g)) withNeeds(name, always);
  const weigh = (names: ReadonlySet<string>) => [...names].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  const pages = scripts.filter((name) => /^[a-z-]+-page-/.test(name));
  expect(pages.length).toBeGreaterThan(5);
  const heavy = pages
    .map((name) => ({ name, size: weigh(withNeeds(name, new Set(always))) }))
    .filter(({ size }) => size >= LIMIT);
  expect(heavy).toEqual([]);
});

test('no script of the console makes code out of text', async () => {
  await ensureConsole();
  const assets = join(CONSOLE_FOLDER, 'assets');
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  for (const script of scripts)
    expect(await readFile(join(assets, script), 'utf8')).not.toMatch(/\beval\(|new Function\(/);
});
