import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Child, NOBODY, NOBODY_CAN_RUN, runChild } from './child-for-tests.ts';
import { findNativeFiles, linkLibraries } from './native-files.ts';

let folder: string;
let native: string;
let children: Child[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatwise-native-'));
  native = join(folder, 'native');
  children = [];
  const files = findNativeFiles();
  if ('reason' in files) throw new Error(files.detail);
  cpSync(files.folder, native, { recursive: true });
  for (const target of targets()) rmSync(join(folder, target), { force: true });
});

afterEach(async () => {
  await Promise.all(children.map((child) => child.kill('SIGKILL')));
  rmSync(folder, { recursive: true });
});

function targets(): readonly string[] {
  return JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')).map(
    (link: { target: string }) => link.target,
  );
}

function versionOf(env: NodeJS.ProcessEnv): string {
  return spawnSync(join(native, 'bin', 'postgres'), ['--version'], { env, encoding: 'utf8' }).stdout;
}

test('where no install script has run, the library links are made in the package and PostgreSQL runs', () => {
  expect(versionOf({})).toBe('');
  expect(linkLibraries(native, join(folder, 'lib'))).toBeNull();
  expect(versionOf({})).toContain('PostgreSQL) 18');
  expect(targets().filter((target) => !existsSync(join(folder, target)))).toEqual([]);
  expect(readlinkSync(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
});

test('only missing links are made, and making them again changes nothing', () => {
  linkLibraries(native, join(folder, 'lib'));
  rmSync(join(native, 'lib', 'libpq.so.5'));
  expect(linkLibraries(native, join(folder, 'lib'))).toBeNull();
  expect(linkLibraries(native, join(folder, 'lib'))).toBeNull();
  expect(existsSync(join(native, 'lib', 'libpq.so.5'))).toBe(true);
  expect(existsSync(join(folder, 'lib'))).toBe(false);
});

test.skipIf(!NOBODY_CAN_RUN)('in a package that may not be written to, a folder of links stands in', async () => {
  spawnSync('chmod', ['-R', 'a+rX', folder]);
  const spare = mkdtempSync(join(tmpdir(), 'seatwise-links-'));
  spawnSync('chown', [`${NOBODY.uid}:${NOBODY.gid}`, spare]);
  const url = new URL('native-files.ts', import.meta.url).href;
  const child = runChild(
    `const { linkLibraries } = await import(${JSON.stringify(url)});
     const link = () => linkLibraries(${JSON.stringify(native)}, ${JSON.stringify(join(spare, 'lib'))});
     print([link(), link()]);`,
    NOBODY,
  );
  children.push(child);
  expect(await child.next()).toEqual([join(spare, 'lib'), join(spare, 'lib')]);
  expect(versionOf({ LD_LIBRARY_PATH: join(spare, 'lib') })).toContain('PostgreSQL) 18');
  rmSync(spare, { recursive: true });
});
