import { spawn } from 'node:child_process';
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import { type DataFolder, giveTo, ownerOf } from './data-folder.ts';
import { type EmbeddedFailure, USE_A_SERVER } from './failure.ts';
import type { NativeFiles } from './native-files.ts';
import { findPostmaster } from './postmaster.ts';
import { SERVER_SETTINGS } from './settings.ts';

/** What it takes to run PostgreSQL's programs here. */
export interface Programs {
  readonly files: NativeFiles;
  readonly account: Account;
  /** Where the libraries' links are, when they are not in the package. */
  readonly libraryFolder: string | null;
}

/** The user of the embedded database, and the database that initdb makes. */
export const DATABASE_USER = 'seatwise';
export const DATABASE = 'postgres';

/**
 * Makes PostgreSQL's folder. It gets its name only when it is complete, so that a kill in between leaves no half of it.
 * Gives null, or a failure with the reason `didNotStart`.
 */
export async function initialize(folder: DataFolder, programs: Programs): Promise<EmbeddedFailure | null> {
  for (const name of readdirSync(folder.root)) {
    if (name.startsWith(UNFINISHED)) rmSync(join(folder.root, name), { recursive: true, force: true });
  }
  const unfinished = mkdtempSync(join(folder.root, UNFINISHED));
  giveTo(programs.account.user ?? ownerOf(folder.root), unfinished);
  const { code, output } = await run([programs.files.initdb, `--pgdata=${unfinished}`, ...INITDB_OPTIONS], programs);
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    return {
      reason: 'didNotStart',
      detail: `PostgreSQL could not make its folder ${folder.cluster} (${lastLines(output)}): remove the cause and start again, ${USE_A_SERVER}.`,
    };
  }
  renameSync(unfinished, folder.cluster);
  const root = openSync(folder.root, 'r');
  fsyncSync(root);
  closeSync(root);
  return null;
}

const UNFINISHED = 'postgres.unfinished-';

const INITDB_OPTIONS = [
  `--username=${DATABASE_USER}`,
  // Whoever can enter the socket's folder may sign in, and only its owner can.
  '--auth=trust',
  '--encoding=UTF8',
  // Independent of the system's locales, whose order of letters changes with its version and breaks indexes.
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
];

/** The command line that PostgreSQL runs with. */
export function serverCommand(folder: DataFolder, files: NativeFiles): readonly string[] {
  const settings = Object.entries(SERVER_SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return [files.postgres, '-D', folder.cluster, ...settings];
}

/**
 * Starts PostgreSQL in a session of its own (so that neither Ctrl-C nor our death reaches it) and waits until it accepts
 * connections. Gives its process id, or a failure with the reason `didNotStart`.
 */
export async function launch(folder: DataFolder, programs: Programs): Promise<{ pid: number } | EmbeddedFailure> {
  const log = openLog(folder, programs);
  const deadline = Date.now() + RECOVERY_PATIENCE_MS;
  const sessionsDeadline = Date.now() + SESSIONS_PATIENCE_MS;
  try {
    for (;;) {
      const logStart = statSync(folder.log).size;
      const started = await startOnce(folder, programs, log, deadline);
      if ('pid' in started) return started;
      const output = readFileSync(folder.log).subarray(logStart).toString() + started.error;
      // Sessions outlive a killed main process by a moment.
      if (output.includes('shared memory block') && Date.now() < sessionsDeadline) {
        await sleep(100);
        continue;
      }
      return {
        reason: 'didNotStart',
        detail: `PostgreSQL did not start on ${folder.cluster} (${lastLines(output)}): the whole log is ${folder.log}; remove the cause and start again, ${USE_A_SERVER}.`,
      };
    }
  } finally {
    closeSync(log);
  }
}

/** After a crash PostgreSQL first replays up to `max_wal_size` of its log. */
const RECOVERY_PATIENCE_MS = 600_000;
const SESSIONS_PATIENCE_MS = 10_000;

async function startOnce(
  folder: DataFolder,
  programs: Programs,
  log: number,
  deadline: number,
): Promise<{ pid: number } | { error: string }> {
  const child = spawnProgram(serverCommand(folder, programs.files), programs, log);
  // Its own words are in its log; only when it could not even be spawned are there others.
  let ended: { error: string } | null = null;
  child.once('exit', () => {
    ended = { error: '' };
  });
  child.once('error', (error) => {
    ended = { error: error.message };
  });
  child.unref();
  while (Date.now() < deadline) {
    if (ended !== null) return ended;
    const postmaster = findPostmaster(folder);
    if (postmaster !== null && postmaster.pid === child.pid && postmaster.isReady) return { pid: postmaster.pid };
    await sleep(5);
  }
  child.kill('SIGQUIT');
  return { error: `it was not ready after ${RECOVERY_PATIENCE_MS / 60_000} minutes` };
}

async function run(command: readonly string[], programs: Programs): Promise<{ code: number | null; output: string }> {
  const child = spawnProgram(command, programs, 'pipe');
  const { promise, resolve } = Promise.withResolvers<{ code: number | null; output: string }>();
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  child.once('error', (error) => resolve({ code: null, output: error.message }));
  child.once('close', (code) => resolve({ code, output }));
  return promise;
}

function spawnProgram(command: readonly string[], programs: Programs, output: number | 'pipe') {
  const [program = '', ...args] = [...programs.account.prefix, ...command];
  return spawn(program, args, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', output === 'pipe' ? 'ignore' : output, output],
    // Nothing of our environment (PG… variables, secrets) reaches PostgreSQL.
    env: {
      PATH: process.env.PATH,
      ...(programs.libraryFolder === null ? {} : { LD_LIBRARY_PATH: programs.libraryFolder }),
    },
    ...programs.account.user,
  });
}

/** The log goes on where it was; a big one is set aside, over the one before it. */
function openLog(folder: DataFolder, programs: Programs): number {
  const size = statSync(folder.log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_BYTES_MAX) renameSync(folder.log, `${folder.log}.old`);
  const log = openSync(folder.log, 'a', 0o600);
  giveTo(programs.account.user ?? ownerOf(folder.root), folder.log);
  return log;
}

const LOG_BYTES_MAX = 10_000_000;

/** What says most about a failure: its last lines, without their dates. */
function lastLines(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^[-\d]+ [.:\d]+ \S+ \[\d+\] /, '').trim())
    .filter((line) => line !== '');
  return lines.slice(-4).join(' ') || 'it gave no reason';
}
