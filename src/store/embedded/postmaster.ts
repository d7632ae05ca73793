import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DataFolder, SOCKET_FILE } from './data-folder.ts';

/** The living main process of PostgreSQL on this folder, or null. Nothing but that very process is ever taken for it. */
export function findPostmaster(folder: DataFolder): { readonly pid: number; readonly isReady: boolean } | null {
  const lines = readPidFile(folder);
  const pid = Number(lines[0]);
  if (!isPostmaster(pid, folder)) return null;
  return { pid, isReady: lines[7]?.startsWith('ready') === true };
}

/** Whether the process lives (a zombie does not) and is PostgreSQL's main process on this folder. */
export function isPostmaster(pid: number, folder: DataFolder): boolean {
  const command = commandOf(pid);
  return basename(command[0] ?? '') === 'postgres' && command[command.indexOf('-D') + 1] === folder.cluster;
}

/** The command line of a living process, else an empty list. */
export function commandOf(pid: number): readonly string[] {
  if (!(pid > 0)) return [];
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

/**
 * Ends PostgreSQL and waits until it is gone: fast (sessions are cut off, everything is written), then at once (the next
 * start recovers), then by force. Gives false when it is still there.
 */
export async function endPostmaster(pid: number, folder: DataFolder): Promise<boolean> {
  for (const [signal, patience] of END_STEPS) {
    if (!isPostmaster(pid, folder)) return true;
    try {
      process.kill(pid, signal);
      // A process that somebody has stopped takes no other signal before this one.
      process.kill(pid, 'SIGCONT');
    } catch {
      // Gone in the meantime, or another user's: seen below.
    }
    const deadline = Date.now() + patience;
    while (Date.now() < deadline && isPostmaster(pid, folder)) await sleep(10);
  }
  return !isPostmaster(pid, folder);
}

const END_STEPS = [
  ['SIGINT', 60_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 5_000],
] as const;

/**
 * Removes what a dead PostgreSQL left behind and a new one would stumble over. Only for a folder on which none is alive.
 */
export function clearRemains(folder: DataFolder): void {
  rmSync(join(folder.run, SOCKET_FILE), { force: true });
  rmSync(join(folder.run, `${SOCKET_FILE}.lock`), { force: true });
  const [pid, ...rest] = readPidFile(folder);
  if (pid === undefined) return;
  const file = pidFile(folder);
  if (!(Number(pid) > 0)) {
    // Cut short by a power failure: PostgreSQL would not dare to start.
    rmSync(file);
  } else {
    // The number may be somebody else's by now, and PostgreSQL would take that process for its own kind; its parent's
    // number it does not mind. The rest stays: by it PostgreSQL finds sessions that outlived their main process.
    writeFileSync(file, [process.pid, ...rest].join('\n'));
  }
}

function pidFile(folder: DataFolder): string {
  return join(folder.cluster, 'postmaster.pid');
}

/** Process id, folder, start time, port, socket folder, address, shared memory, state; empty when there is no file. */
function readPidFile(folder: DataFolder): readonly string[] {
  try {
    return readFileSync(pidFile(folder), 'utf8').split('\n');
  } catch {
    return [];
  }
}
