import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { chooseAccount } from './account.ts';
import { type DataFolder, SOCKET_PORT, socketHost } from './data-folder.ts';
import { type EmbeddedFailure, USE_A_SERVER } from './failure.ts';
import { openMutex, type Shares } from './file-lock.ts';
import { DATABASE, DATABASE_USER, initialize, launch, serverCommand } from './launch.ts';
import { linkLibraries, MAJOR_VERSION, type NativeFiles } from './native-files.ts';
import { clearRemains, commandOf, endPostmaster, findPostmaster } from './postmaster.ts';

export interface Connection {
  /** The folder of the Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export interface Joined {
  readonly mode: 'started' | 'adopted';
  /** The main process, or null when it cannot be seen from here (another container's). */
  readonly pid: number | null;
}

export function connectionTo(folder: DataFolder): Connection {
  return { host: socketHost(folder.run), port: SOCKET_PORT, user: DATABASE_USER, database: DATABASE };
}

/**
 * Does something to PostgreSQL while nobody else does. Gives a failure with the reason `didNotStart` when somebody else
 * has been at it for a minute.
 */
export async function underStartLock<T>(folder: DataFolder, action: () => Promise<T>): Promise<T | EmbeddedFailure> {
  const lock = openMutex(join(folder.run, 'start.lock'));
  try {
    const deadline = Date.now() + LOCK_PATIENCE_MS;
    while (!lock.tryHold()) {
      if (Date.now() > deadline) {
        return {
          reason: 'didNotStart',
          detail: `Another process has been starting or ending PostgreSQL on ${folder.cluster} for ${LOCK_PATIENCE_MS / 1000} seconds (after a crash it may need minutes): look into ${folder.log} and try again.`,
        };
      }
      await sleep(10);
    }
    return await action();
  } finally {
    lock.close();
  }
}

const LOCK_PATIENCE_MS = 60_000;

/** To be called under the start lock. Afterwards this process holds a share of `users`. */
export async function joinOrStart(
  folder: DataFolder,
  files: NativeFiles,
  users: Shares,
): Promise<Joined | EmbeddedFailure> {
  const isAlone = users.tryAll();
  try {
    return (await adoptOrClear(folder, files, isAlone)) ?? (await start(folder, files));
  } finally {
    // Only under the start lock does anybody take all of `users`, so that a share of it cannot be refused here.
    users.tryShare();
  }
}

/** To be called under the start lock. Gives up the share of `users`; the last one ends PostgreSQL. */
export async function leave(folder: DataFolder, users: Shares): Promise<void> {
  if (!users.tryAll()) return;
  const postmaster = findPostmaster(folder);
  if (postmaster !== null) await endPostmaster(postmaster.pid, folder);
}

/**
 * Joins a PostgreSQL that answers and runs as we would run it, or that others use. Ends one that nobody uses otherwise.
 * Gives null when none is left.
 */
async function adoptOrClear(
  folder: DataFolder,
  files: NativeFiles,
  isAlone: boolean,
): Promise<Joined | EmbeddedFailure | null> {
  const deadline = Date.now() + (isAlone ? ORPHAN_PATIENCE_MS : SHARED_PATIENCE_MS);
  for (;;) {
    const postmaster = findPostmaster(folder);
    const answer = await probe(folder);
    const isWanted = postmaster === null || !isAlone || runsAs(postmaster.pid, serverCommand(folder, files));
    if (answer === 'ready' && isWanted) return { mode: 'adopted', pid: postmaster?.pid ?? null };
    // The socket speaks for a server in another container too, whose process id says nothing here.
    if (answer === 'absent' && postmaster === null) return null;
    const isPatient = isWanted && Date.now() < deadline;
    if (isPatient) {
      await sleep(20);
    } else if (postmaster === null || !isAlone || !(await endPostmaster(postmaster.pid, folder))) {
      return {
        reason: 'didNotStart',
        detail: `PostgreSQL runs on ${folder.cluster}${postmaster === null ? '' : ` (process ${postmaster.pid})`} but does not answer: look into ${folder.log}, end it or wait, and start again.`,
      };
    }
  }
}

/** One that nobody uses is cheaper ended and started again than waited for. */
const ORPHAN_PATIENCE_MS = 3_000;
const SHARED_PATIENCE_MS = 30_000;

function runsAs(pid: number, command: readonly string[]): boolean {
  return commandOf(pid).join('\0') === command.join('\0');
}

async function start(folder: DataFolder, files: NativeFiles): Promise<Joined | EmbeddedFailure> {
  const account = chooseAccount(folder, files.postgres);
  if ('reason' in account) return account;
  const programs = { files, account, libraryFolder: linkLibraries(files.folder, join(folder.root, 'lib')) };
  if (!existsSync(folder.cluster)) {
    const failure = await initialize(folder, programs);
    if (failure !== null) return failure;
  }
  const wrong = checkVersion(folder);
  if (wrong !== null) return wrong;
  // A folder that was copied or restored often comes with more rights than PostgreSQL puts up with.
  chmodSync(folder.cluster, 0o700);
  clearRemains(folder);
  const launched = await launch(folder, programs);
  return 'reason' in launched ? launched : { mode: 'started', pid: launched.pid };
}

function checkVersion(folder: DataFolder): EmbeddedFailure | null {
  const file = join(folder.cluster, 'PG_VERSION');
  if (!existsSync(file)) {
    return {
      reason: 'folderUnusable',
      detail: `${folder.cluster} is not a folder of PostgreSQL (PG_VERSION is missing): restore it from a backup, or name another data folder.`,
    };
  }
  const version = readFileSync(file, 'utf8').trim();
  if (version === MAJOR_VERSION) return null;
  return {
    reason: 'wrongVersion',
    detail: `${folder.cluster} was made by PostgreSQL ${version}, and this Seatwise brings PostgreSQL ${MAJOR_VERSION}: run the Seatwise that made it, ${USE_A_SERVER} that you moved the data to.`,
  };
}

/** `silent`: somebody listens but is not ready; `absent`: nobody listens. */
async function probe(folder: DataFolder): Promise<'ready' | 'silent' | 'absent'> {
  const client = new pg.Client({ ...connectionTo(folder), password: '', ssl: false, connectionTimeoutMillis: 2_000 });
  // What happens to the connection later is of no interest, but unheard it would end this process.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return 'ready';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ECONNREFUSED' || code === 'ENOENT') return 'absent';
    // Any refusal but "starting up" or "shutting down" comes from a server in full operation.
    return error instanceof pg.DatabaseError && code !== CANNOT_CONNECT_NOW ? 'ready' : 'silent';
  }
}

const CANNOT_CONNECT_NOW = '57P03';
