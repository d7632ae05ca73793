import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveTo, openDataFolder, ownerOf } from './data-folder.ts';
import { type EmbeddedFailure, folderFailure } from './failure.ts';
import { openMutex } from './file-lock.ts';

export interface ServerLock {
  /** Tells a second server, which is refused, where this one listens. */
  setUrl(url: string): void;
  release(): Promise<void>;
}

export interface ServerLockHolder {
  /** Zero in the instant between a holder's taking the lock and its writing down who it is, should it die there. */
  readonly pid: number;
  readonly url?: string;
}

/**
 * Makes this process the only server on the data folder, until `release` or its death (a SIGKILL too). Otherwise says who
 * is. A failure's reason is always `folderUnusable`.
 */
export async function holdServerLock(
  dataFolder: string,
): Promise<ServerLock | { readonly heldBy: ServerLockHolder } | EmbeddedFailure> {
  const folder = openDataFolder(dataFolder);
  if ('reason' in folder) return folder;
  const holderFile = join(folder.run, 'server.json');
  try {
    const lock = openMutex(join(folder.run, 'server.lock'));
    if (!lock.tryHold()) {
      lock.close();
      return { heldBy: await readHolder(holderFile) };
    }
    const write = (holder: ServerLockHolder) => {
      writeFileSync(`${holderFile}.new`, JSON.stringify(holder), { mode: 0o600 });
      giveTo(ownerOf(folder.run), `${holderFile}.new`);
      renameSync(`${holderFile}.new`, holderFile);
    };
    write({ pid: process.pid });
    return {
      setUrl: (url) => write({ pid: process.pid, url }),
      release: async () => {
        rmSync(holderFile, { force: true });
        lock.close();
      },
    };
  } catch (error) {
    return folderFailure(folder.root, error);
  }
}

/** The holder writes a moment after it has the lock; until then the file is missing, or a dead predecessor's. */
async function readHolder(file: string): Promise<ServerLockHolder> {
  let holder: ServerLockHolder = { pid: 0 };
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      holder = JSON.parse(readFileSync(file, 'utf8'));
      if (isAlive(holder.pid)) return holder;
    } catch {
      // Not written yet.
    }
    await sleep(10);
  }
  return holder;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
