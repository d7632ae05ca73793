import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CONSOLE_FOLDER } from './console-files.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What every build is made of; the modules that it found besides stand in its list. */
const ALWAYS = ['src/console/index.html', 'src/console/public', 'vite.config.ts', 'package-lock.json'] as const;

/** The list, in the folder of the build, as paths from the root. vite.config.ts writes it. */
export const SOURCES_FILE = 'sources.json';

/** The tool that builds, which is there in a development tree and not where only what runs was installed. */
const VITE = join(ROOT, 'node_modules/vite/bin/vite.js');

export type ConsoleBuild =
  /** As new as its sources, or there is nothing to build it with. */
  { readonly kind: 'asItWas' } | { readonly kind: 'built' } | { readonly kind: 'failed'; readonly why: string };

/**
 * Builds the console where it is missing or older than its sources, in a process of its own; `onBuild` is called before
 * that begins. Takes a few seconds when it builds, and a few milliseconds when it need not.
 */
export async function ensureConsole(onBuild: () => void = () => {}, folder = CONSOLE_FOLDER): Promise<ConsoleBuild> {
  if (!existsSync(VITE) || !existsSync(join(ROOT, ALWAYS[0])) || (await isFresh(folder))) return { kind: 'asItWas' };
  onBuild();
  // Another process may build or serve at this moment: what is there is replaced only by what is whole.
  const draft = join(dirname(folder), `console-${process.pid}-${Date.now()}`);
  try {
    const why = await runVite(draft);
    if (why !== undefined) return { kind: 'failed', why };
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    return { kind: 'built' };
  } catch (error) {
    // Somebody else's build is in place already.
    if ((error as NodeJS.ErrnoException).code === 'ENOTEMPTY') return { kind: 'built' };
    throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Runs the build to its end. Gives what it complained about, undefined when it went well. */
function runVite(outDir: string): Promise<string | undefined> {
  const child = spawn(process.execPath, [VITE, 'build', '--logLevel', 'warn', '--outDir', outDir], {
    cwd: ROOT,
    // Whatever this process is for, people get the console that is meant for them.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (told += chunk));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done(code === 0 ? undefined : told.trim() || `ended with ${code}`));
  });
}

/** Whether a build is there and nothing that it was made of has changed or gone since. */
async function isFresh(folder: string): Promise<boolean> {
  try {
    const built = await stat(join(folder, SOURCES_FILE));
    const modules = JSON.parse(await readFile(join(folder, SOURCES_FILE), 'utf8')) as string[];
    const sources = await Promise.all([...ALWAYS, ...modules].map((path) => stat(join(ROOT, path))));
    return sources.every(({ mtimeMs }) => mtimeMs <= built.mtimeMs);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
