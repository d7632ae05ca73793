import { dirname } from 'node:path';
// biome-ignore lint/correctness/noUnresolvedImports: the linter does not know this module of Node 24 yet
import { DatabaseSync } from 'node:sqlite';
import { giveTo, ownerOf } from './data-folder.ts';

/*
 * Locks that the kernel takes back when their holder dies, however it dies: they can never be stale. Node has no flock,
 * but SQLite locks its files with the kernel's record locks, which also hold across containers that share a volume.
 * The files stay empty. Opening one throws when it cannot be written to.
 */

/** A lock with one holder. */
export interface Mutex {
  /** Whether this is now the holder. Of any number that try at the same moment, exactly one becomes it. */
  tryHold(): boolean;
  close(): void;
}

/** Opens (and makes) a lock file; nothing is held yet. */
export function openMutex(path: string): Mutex {
  const database = open(path);
  return {
    // SQLite's exclusive lock would not do: of two that try at once, both may fail.
    tryHold: () => tryLock(database, ['begin immediate']),
    close: () => close(database),
  };
}

/** A lock that many hold together, and by which one finds out that it is the only one. */
export interface Shares {
  /** Takes a share; gives false when somebody holds all of it. */
  tryShare(): boolean;
  /** Whether nobody else had a share; if so, it is now all ours. Gives up the own share in any case. */
  tryAll(): boolean;
  close(): void;
}

/** Opens (and makes) a lock file; nothing is held yet. Its `try…` methods are for one process at a time, under a mutex. */
export function openShares(path: string): Shares {
  const database = open(path);
  return {
    tryShare: () => tryLock(database, ['begin', 'select 1 from sqlite_schema']),
    tryAll: () => tryLock(database, ['begin exclusive']),
    close: () => close(database),
  };
}

/** An unreferenced database would be collected, and its lock with it. */
const databases = new Set<DatabaseSync>();

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 0 });
  databases.add(database);
  giveTo(ownerOf(dirname(path)), path);
  return database;
}

function close(database: DatabaseSync): void {
  if (databases.delete(database)) database.close();
}

const SQLITE_BUSY = 5;

function tryLock(database: DatabaseSync, statements: readonly string[]): boolean {
  if (database.isTransaction) database.exec('rollback');
  try {
    // Otherwise the lock would leave a journal file behind after a SIGKILL.
    database.exec('pragma journal_mode = memory');
    for (const statement of statements) database.exec(statement);
    return true;
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
