import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { type DataFolder, giveTo, type Owner, ownerOf } from './data-folder.ts';
import { type EmbeddedFailure, USE_A_SERVER } from './failure.ts';

/** As whom PostgreSQL's programs run. */
export interface Account {
  /** Put before the command; it replaces itself by the command, so that the process id stays. */
  readonly prefix: readonly string[];
  /** The user to change to, when that is not ours. */
  readonly user?: Owner;
}

/**
 * PostgreSQL refuses to run as root. Root runs it as the owner of the data; where that is root itself, in a user namespace
 * in which root's files are an ordinary user's, or else, on new data, as a system user. A failure's reason is always
 * `notPermitted`.
 */
export function chooseAccount(folder: DataFolder, program: string): Account | EmbeddedFailure {
  if (process.geteuid?.() !== 0) return { prefix: [] };
  const isNew = !existsSync(folder.cluster);
  const owner = ownerOf(isNew ? folder.root : folder.cluster);
  if (owner.uid !== 0) {
    if (canReach(owner, program, folder.root)) return { prefix: [], user: owner };
    return notPermitted(
      `the user with the id ${owner.uid}, who owns ${folder.root}, may not enter that folder or not start ${program}`,
    );
  }
  if (canRun([...NAMESPACE, 'true'])) return { prefix: NAMESPACE };
  if (!isNew) return notPermitted(`root owns ${folder.cluster}, and this system allows no user namespaces`);
  const user = systemUser();
  if (user === null) return notPermitted('this system has neither user namespaces nor a user postgres or nobody');
  // A folder of root's is often closed to everybody else.
  if (isUnused(folder)) chownSync(folder.root, user.uid, user.gid);
  if (!canReach(user, program, folder.root)) {
    chownSync(folder.root, owner.uid, owner.gid);
    return notPermitted(
      `this system allows no user namespaces, and the user with the id ${user.uid} may not enter ${folder.root} or not start ${program}`,
    );
  }
  giveTo(user, folder.run);
  return { prefix: [], user };
}

const NAMESPACE = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];

function notPermitted(why: string): EmbeddedFailure {
  return {
    reason: 'notPermitted',
    detail: `PostgreSQL refuses to run as root, and there is no other way here: ${why}. Start Seatwise as an ordinary user who owns the data folder, ${USE_A_SERVER}.`,
  };
}

function canReach(user: Owner, program: string, folder: string): boolean {
  return canRun(['test', '-x', program, '-a', '-x', folder], user);
}

function canRun([program = '', ...args]: readonly string[], user?: Owner): boolean {
  return spawnSync(program, args, { stdio: 'ignore', cwd: '/', ...user }).status === 0;
}

function systemUser(): Owner | null {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name);
    if (account !== undefined) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  return null;
}

/** Nothing of anybody's is in the data folder yet, so that its owner may still change. */
function isUnused(folder: DataFolder): boolean {
  return readdirSync(folder.root).every((name) => name === 'run');
}
