import { join } from 'node:path';
import { openDataFolder } from './data-folder.ts';
import { type EmbeddedFailure, folderFailure } from './failure.ts';
import { openShares } from './file-lock.ts';
import { type Connection, connectionTo, joinOrStart, leave, underStartLock } from './join-or-start.ts';
import { findNativeFiles } from './native-files.ts';
import { isPostmaster } from './postmaster.ts';

export type { EmbeddedFailure } from './failure.ts';

export interface EmbeddedPostgres {
  /** What a `pg` pool of this process needs (no other process: the host may be a descriptor). No TCP port, no password. */
  readonly connection: Connection;
  /** Whether this process started it, or joined one that ran: another live process's, or one that outlived its starter. */
  readonly mode: 'started' | 'adopted';
  /** Leaves it; close the pools first. The last one to leave, whoever started it, ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/**
 * Joins the PostgreSQL that runs on the data folder, or else starts it; the first time, makes it. Any number of processes
 * may do so at the same time: what they do to PostgreSQL they do one after the other, under `run/start.lock`, and each
 * holds a share of `run/users.lock` while it lives, by which the last one to leave is known.
 *
 * In the role `server` it is also started again whenever it dies. Failures that nobody foresaw in the file system come as
 * `folderUnusable`.
 */
export async function startEmbedded(
  dataFolder: string,
  role: 'server' | 'client',
): Promise<EmbeddedPostgres | EmbeddedFailure> {
  const files = findNativeFiles();
  if ('reason' in files) return files;
  const folder = openDataFolder(dataFolder);
  if ('reason' in folder) return folder;
  try {
    const users = openShares(join(folder.run, 'users.lock'));
    const rejoin = () => underStartLock(folder, () => joinOrStart(folder, files, users));
    const joined = await rejoin();
    if ('reason' in joined) {
      users.close();
      return joined;
    }
    const keeper = role === 'server' ? keepAlive(joined.pid, (pid) => isPostmaster(pid, folder), rejoin) : null;
    let left: Promise<void> | undefined;
    const stop = async () => {
      await keeper?.stop();
      await underStartLock(folder, () => leave(folder, users));
      users.close();
    };
    return {
      connection: connectionTo(folder),
      mode: joined.mode,
      stop: () => {
        left ??= stop();
        return left;
      },
    };
  } catch (error) {
    return folderFailure(folder.root, error);
  }
}

const KEEPER_INTERVAL_MS = 1_000;

/** Looks every second whether PostgreSQL lives, and starts it again when it does not; its log tells why it died. */
function keepAlive(
  firstPid: number | null,
  isAlive: (pid: number) => boolean,
  rejoin: () => ReturnType<typeof joinOrStart>,
): { stop(): Promise<void> } {
  let pid = firstPid;
  let atWork: Promise<void> | null = null;
  const revive = async () => {
    try {
      const joined = await rejoin();
      if (!('reason' in joined)) pid = joined.pid;
    } catch {
      // Such as a full disk. The next second is another try.
    } finally {
      atWork = null;
    }
  };
  const timer = setInterval(() => {
    if (pid !== null && atWork === null && !isAlive(pid)) atWork = revive();
  }, KEEPER_INTERVAL_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await atWork;
    },
  };
}
