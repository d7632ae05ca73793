import { access, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureConsole, SOURCES_FILE } from './build-console.ts';

test('the console is built where it is missing or older than its sources, and left alone otherwise', async () => {
  const around = await mkdtemp(join(tmpdir(), 'seatwise-build-'));
  const folder = join(around, 'console');
  let builds = 0;
  const ensure = () =>
    ensureConsole(() => {
      builds += 1;
    }, folder);
  try {
    expect(await ensure()).toEqual({ kind: 'built' });
    await access(join(folder, 'index.html'));
    expect((await readdir(join(folder, 'assets'))).some((name) => name.endsWith('.js.br'))).toBe(true);
    expect(await ensure()).toEqual({ kind: 'asItWas' });
    expect(builds).toBe(1);
    const sources = JSON.parse(await readFile(join(folder, SOURCES_FILE), 'utf8'));
    expect(sources).toEqual(
      expect.arrayContaining(['src/console/main.tsx', 'src/messages/console-fr.ts', 'src/client/client.ts']),
    );
    expect(sources.join()).not.toContain('node_modules');

    await writeFile(join(folder, 'assets/of-yesterday.js'), '');
    await utimes(join(folder, SOURCES_FILE), new Date(0), new Date(0));
    expect(await ensure()).toEqual({ kind: 'built' });
    await expect(access(join(folder, 'assets/of-yesterday.js'))).rejects.toThrow();
    expect(await readdir(around)).toEqual(['console']);
    expect(builds).toBe(2);
  } finally {
    await rm(around, { recursive: true });
  }
});
