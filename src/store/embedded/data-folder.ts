import { chmodSync, chownSync, mkdirSync, openSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedFailure, folderFailure } from './failure.ts';

/** Where everything of the embedded PostgreSQL lies. All paths are absolute and free of symbolic links. */
export interface DataFolder {
  readonly root: string;
  /** PostgreSQL's own folder, made by initdb. */
  readonly cluster: string;
  /** The socket and the locks; only its owner may enter, which is what stands in for a password. */
  readonly run: string;
  readonly log: string;
}

/** Makes the data folder and its `run` folder where they are missing. */
export function openDataFolder(path: string): DataFolder | EmbeddedFailure {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const root = realpathSync(path);
    const run = join(root, 'run');
    if (mkdirSync(run, { recursive: true, mode: 0o700 }) !== undefined) giveTo(ownerOf(root), run);
    // As root the folder may be another user's on purpose (the one that PostgreSQL runs as); it stays that user's.
    chmodSync(run, 0o700);
    return { root, cluster: join(root, 'postgres'), run, log: join(root, 'postgres.log') };
  } catch (error) {
    return folderFailure(path, error);
  }
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export function ownerOf(path: string): Owner {
  const { uid, gid } = statSync(path);
  return { uid, gid };
}

/** As root, hands the file over, so that its user can work with it when root is gone; otherwise does nothing. */
export function giveTo(owner: Owner, path: string): void {
  if (process.geteuid?.() === 0) chownSync(path, owner.uid, owner.gid);
}

/** PostgreSQL names its socket file by a port, though there is none. */
export const SOCKET_PORT = 5432;
export const SOCKET_FILE = `.s.PGSQL.${SOCKET_PORT}`;

/**
 * What this process passes to `pg` as host. The kernel takes at most 107 bytes for a socket's path; a deeper folder is
 * reached through a descriptor that this process keeps open on it, so that nothing outside the data folder is needed.
 */
export function socketHost(run: string): string {
  if (Buffer.byteLength(join(run, SOCKET_FILE)) <= 107) return run;
  const descriptor = descriptors.get(run) ?? openSync(run, 'r');
  descriptors.set(run, descriptor);
  return `/proc/self/fd/${descriptor}`;
}

const descriptors = new Map<string, number>();
