import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { must } from '../../base/assert.ts';
import { type Child, NOBODY, NOBODY_CAN_RUN, runChild } from './child-for-tests.ts';
import { openDataFolder } from './data-folder.ts';
import { endPostmaster, findPostmaster } from './postmaster.ts';
import { type EmbeddedFailure, type EmbeddedPostgres, startEmbedded } from './start-embedded.ts';

const IS_ROOT = process.geteuid?.() === 0;

/** A data folder on which initdb has run, to be copied. */
let template: string;
let base: string;
/** Data folders on which a PostgreSQL may still run at the end of the test. */
let folders: string[];
let children: Child[];

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'seatwise-template-'));
  const postgres = await start(template);
  await query(postgres, 'create table note (text text)');
  await postgres.stop();
});

afterAll(() => rmSync(template, { recursive: true }));

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'seatwise-embedded-')));
  chmodSync(base, 0o755);
  folders = [];
  children = [];
});

afterEach(async () => {
  await Promise.all(children.map((child) => child.kill('SIGKILL')));
  for (const path of folders) {
    const pid = postmasterPid(path);
    if (pid !== null) await endPostmaster(pid, dataFolder(path));
  }
  rmSync(base, { recursive: true });
});

function newFolder(name: string): string {
  const path = join(base, name);
  folders.push(path);
  return path;
}

/** A data folder on which initdb has run. */
function madeFolder(name = 'data'): string {
  const path = newFolder(name);
  mkdirSync(path, { mode: 0o700, recursive: true });
  cpSync(join(template, 'postgres'), join(path, 'postgres'), { recursive: true });
  return path;
}

function dataFolder(path: string) {
  const opened = openDataFolder(path);
  if ('reason' in opened) throw new Error(opened.detail);
  return opened;
}

function postmasterPid(path: string): number | null {
  return existsSync(path) ? (findPostmaster(dataFolder(path))?.pid ?? null) : null;
}

async function start(path: string, role: 'server' | 'client' = 'client'): Promise<EmbeddedPostgres> {
  const started = await startEmbedded(path, role);
  if ('reason' in started) throw new Error(started.detail);
  return started;
}

async function failure(path: string): Promise<EmbeddedFailure> {
  const started = await startEmbedded(path, 'server');
  if ('reason' in started) return started;
  await started.stop();
  throw new Error('It started');
}

async function query(postgres: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client({ ...postgres.connection });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.map((row) => (row.length === 1 ? row[0] : row));
  } finally {
    await client.end();
  }
}

/** A process that starts or joins PostgreSQL, prints how, writes a note, and stops when it is told. */
function startingChild(path: string, options?: Parameters<typeof runChild>[1]): Child {
  const child = runChild(
    `const { startEmbedded } = await import(${JSON.stringify(new URL('start-embedded.ts', import.meta.url).href)});
     const pg = (await import(${JSON.stringify(import.meta.resolve('pg'))})).default;
     const postgres = await startEmbedded(${JSON.stringify(path)}, 'client');
     if ('reason' in postgres) {
       print(postgres);
     } else {
       const client = new pg.Client(postgres.connection);
       await client.connect();
       await client.query('select pg_advisory_lock(1)');
       await client.query("create table if not exists note (text text)");
       await client.query("insert into note values ('from a child')");
       await client.end();
       print(postgres.mode);
       await told;
       await postgres.stop();
       print('stopped');
     }`,
    options,
  );
  children.push(child);
  return child;
}

/** PostgreSQL outlives the process that started it. */
async function leaveOrphan(folder: string): Promise<number> {
  const child = startingChild(folder);
  expect(await child.next()).toBe('started');
  await child.kill('SIGKILL');
  return must(postmasterPid(folder), 'the orphan');
}

test('the first start makes the database as we want it, and nothing of it can be reached from outside', async () => {
  const path = newFolder('new/folder');
  const postgres = await start(path, 'server');
  expect(postgres.mode).toBe('started');
  const settings = ['server_encoding', 'data_checksums', 'fsync', 'synchronous_commit', 'jit', 'listen_addresses'];
  expect(await query(postgres, `select ${settings.map((name) => `current_setting('${name}')`).join()}`)).toEqual([
    ['UTF8', 'on', 'on', 'on', 'off', ''],
  ]);
  expect(await query(postgres, 'select datlocprovider, datlocale from pg_database limit 1')).toEqual([
    ['b', 'C.UTF-8'],
  ]);
  expect(await query(postgres, `select upper('é')`)).toEqual(['É']);
  for (const name of ['.', 'run', 'postgres']) expect(statSync(join(path, name)).mode & 0o777).toBe(0o700);
  expect(readdirSync(path).sort()).toEqual(['postgres', 'postgres.log', 'run']);
  await postgres.stop();
  expect(postmasterPid(path)).toBeNull();
});

test('what was written is there after a stop and a second start', async () => {
  const folder = madeFolder();
  const first = await start(folder);
  await query(first, `insert into note values ('kept')`);
  await first.stop();
  await first.stop();
  const second = await start(folder);
  expect(second.mode).toBe('started');
  expect(await query(second, 'select text from note')).toEqual(['kept']);
  await second.stop();
});

test('a PostgreSQL whose starter was killed is joined by the next process, whose stop ends it', async () => {
  const folder = madeFolder();
  const orphan = await leaveOrphan(folder);
  const postgres = await start(folder, 'server');
  expect(postgres.mode).toBe('adopted');
  expect(postmasterPid(folder)).toBe(orphan);
  expect(await query(postgres, 'select text from note')).toEqual(['from a child']);
  await postgres.stop();
  expect(postmasterPid(folder)).toBeNull();
});

test('Ctrl-C, which the terminal sends to the whole process group, does not reach PostgreSQL', async () => {
  const folder = madeFolder();
  const child = startingChild(folder);
  expect(await child.next()).toBe('started');
  const pid = must(postmasterPid(folder), 'postmaster');
  process.kill(-must(child.process.pid, 'pid'), 'SIGINT');
  await child.kill('SIGINT');
  await sleep(200);
  expect(postmasterPid(folder)).toBe(pid);
});

test('an orphan that hangs is ended and replaced', async () => {
  const folder = madeFolder();
  const orphan = await leaveOrphan(folder);
  process.kill(orphan, 'SIGSTOP');
  const postgres = await start(folder);
  expect(postgres.mode).toBe('started');
  expect(await query(postgres, 'select text from note')).toEqual(['from a child']);
  await postgres.stop();
});

test('an orphan with other settings than ours (another version’s) is replaced', async () => {
  const folder = madeFolder();
  const orphan = await leaveOrphan(folder);
  const command = readFileSync(`/proc/${orphan}/cmdline`, 'utf8').split('\0').slice(0, -1);
  await endPostmaster(orphan, dataFolder(folder));
  const prefix = IS_ROOT ? ['unshare', '--user', '--map-user=1000', '--map-group=1000'] : [];
  const [program = '', ...args] = [...prefix, ...command, '-c', 'max_connections=20'];
  const old = spawn(program, args, { stdio: 'ignore', detached: true });
  while (findPostmaster(dataFolder(folder))?.isReady !== true) await sleep(10);
  const postgres = await start(folder);
  expect(postgres.mode).toBe('started');
  expect(postmasterPid(folder)).not.toBe(old.pid);
  expect(await query(postgres, 'show max_connections')).toEqual(['64']);
  await postgres.stop();
});

test('after PostgreSQL itself was killed, its remains do not block the next start', async () => {
  const folder = madeFolder();
  process.kill(await leaveOrphan(folder), 'SIGKILL');
  const postgres = await start(folder);
  expect(postgres.mode).toBe('started');
  expect(await query(postgres, 'select text from note')).toEqual(['from a child']);
  await postgres.stop();
});

test('a process id in the pid files that is now an unrelated process’s neither blocks nor endangers that process', async () => {
  const folder = madeFolder();
  const orphan = await leaveOrphan(folder);
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  const lockFile = join(folder, 'run', '.s.PGSQL.5432.lock');
  const contents = [pidFile, lockFile].map((file) => readFileSync(file, 'utf8'));
  await endPostmaster(orphan, dataFolder(folder));
  const unrelated = spawn('sleep', ['100']);
  [pidFile, lockFile].forEach((file, index) => {
    writeFileSync(file, contents[index]?.replace(/^\d+/, String(unrelated.pid)) ?? '', { mode: 0o600 });
  });
  const postgres = await start(folder);
  expect(postgres.mode).toBe('started');
  await postgres.stop();
  expect(unrelated.exitCode ?? unrelated.signalCode).toBeNull();
  unrelated.kill();
});

test('an empty pid file, as a power failure leaves it, does not block', async () => {
  const folder = madeFolder();
  writeFileSync(join(folder, 'postgres', 'postmaster.pid'), '', { mode: 0o600 });
  const postgres = await start(folder);
  expect(postgres.mode).toBe('started');
  await postgres.stop();
});

test('a folder too deep for a socket’s path works, and a second process finds the running server', async () => {
  const folder = madeFolder('deep/'.repeat(30));
  const postgres = await start(folder);
  expect(await query(postgres, 'select 1')).toEqual([1]);
  const child = startingChild(folder);
  expect(await child.next()).toBe('adopted');
  expect(await query(postgres, 'select text from note')).toEqual(['from a child']);
  child.tell();
  expect(await child.next()).toBe('stopped');
  await postgres.stop();
});

test('a server is started again when it dies', async () => {
  const folder = madeFolder();
  const postgres = await start(folder, 'server');
  const first = must(postmasterPid(folder), 'postmaster');
  process.kill(first, 'SIGKILL');
  await expect
    .poll(() => findPostmaster(dataFolder(folder)), { timeout: 20_000 })
    .toSatisfy((found) => found !== null && found.pid !== first && found.isReady);
  expect(await query(postgres, 'select 1')).toEqual([1]);
  await postgres.stop();
  expect(postmasterPid(folder)).toBeNull();
});

test('of processes that start at the same moment one starts it, on a new folder too, and only the last one ends it', async () => {
  const path = newFolder('shared');
  const three = Array.from({ length: 3 }, () => startingChild(path));
  const modes = await Promise.all(three.map((child) => child.next()));
  expect(modes.toSorted()).toEqual(['adopted', 'adopted', 'started']);
  const starter = must(three[modes.indexOf('started')], 'the starter');
  const others = three.filter((child) => child !== starter);
  starter.tell();
  expect(await starter.next()).toBe('stopped');
  const postgres = await start(path, 'server');
  expect(postgres.mode).toBe('adopted');
  for (const child of others) child.tell();
  expect(await Promise.all(others.map((child) => child.next()))).toEqual(['stopped', 'stopped']);
  expect(await query(postgres, 'select count(*)::int from note')).toEqual([3]);
  await postgres.stop();
  expect(postmasterPid(path)).toBeNull();
});

test('a server that leaves does not pull the database away from a command that still uses it', async () => {
  const folder = madeFolder();
  const server = await start(folder, 'server');
  const command = await start(folder, 'client');
  expect([server.mode, command.mode]).toEqual(['started', 'adopted']);
  await server.stop();
  expect(await query(command, 'select 1')).toEqual([1]);
  await command.stop();
  expect(postmasterPid(folder)).toBeNull();
});

test('a half-made folder of an interrupted first start is made anew', async () => {
  const path = newFolder('interrupted');
  mkdirSync(join(path, 'postgres.unfinished-abc'), { recursive: true });
  const postgres = await start(path);
  expect(readdirSync(path).sort()).toEqual(['postgres', 'postgres.log', 'run']);
  await postgres.stop();
});

test('the data of another PostgreSQL version is refused and left alone', async () => {
  const folder = madeFolder();
  writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '17\n');
  expect(await failure(folder)).toMatchObject({
    reason: 'wrongVersion',
    detail: expect.stringContaining('PostgreSQL 17'),
  });
  rmSync(join(folder, 'postgres', 'PG_VERSION'));
  expect(await failure(folder)).toMatchObject({ reason: 'folderUnusable' });
});

test('when PostgreSQL does not start, the failure says what PostgreSQL says and where its log is', async () => {
  const folder = madeFolder();
  writeFileSync(join(folder, 'postgres', 'postgresql.conf'), 'nonsense = 1\n');
  const { reason, detail } = await failure(folder);
  expect(reason).toBe('didNotStart');
  expect(detail).toContain('nonsense');
  expect(detail).toContain(join(folder, 'postgres.log'));
});

test('a data folder that is a file is refused', async () => {
  writeFileSync(join(base, 'file'), '');
  expect(await failure(join(base, 'file'))).toMatchObject({
    reason: 'folderUnusable',
    detail: expect.stringContaining(join(base, 'file')),
  });
});

test.skipIf(!IS_ROOT)('root runs it in a folder that only root may enter', async () => {
  const folder = madeFolder();
  chmodSync(base, 0o700);
  const postgres = await start(folder, 'server');
  expect(statSync(join(folder, 'run')).uid).toBe(0);
  await postgres.stop();
});

test.skipIf(!NOBODY_CAN_RUN)('an ordinary user runs it, and root joins and runs it as that user', async () => {
  const path = newFolder('nobody');
  mkdirSync(path);
  chownSync(path, NOBODY.uid, NOBODY.gid);
  const child = startingChild(path, NOBODY);
  expect(await child.next()).toBe('started');
  const joined = await start(path);
  expect(joined.mode).toBe('adopted');
  child.tell();
  expect(await child.next()).toBe('stopped');
  await joined.stop();
  const started = await start(path);
  expect(started.mode).toBe('started');
  expect(statSync(`/proc/${postmasterPid(path)}`).uid).toBe(NOBODY.uid);
  await started.stop();
  const again = startingChild(path, NOBODY);
  expect(await again.next()).toBe('started');
});

test.skipIf(!IS_ROOT)(
  'where root may make no user namespace, a system user runs it, or there is a clear failure',
  async () => {
    const folder = madeFolder();
    const tools = join(base, 'tools');
    mkdirSync(tools);
    symlinkSync(spawnSync('which', ['test'], { encoding: 'utf8' }).stdout.trim(), join(tools, 'test'));
    const path = join(base, 'new');
    folders.push(path);
    const child = startingChild(path, { env: { PATH: tools } });
    expect(await child.next()).toBe('started');
    expect(statSync(`/proc/${postmasterPid(path)}`).uid).not.toBe(0);
    child.tell();
    expect(await child.next()).toBe('stopped');

    const refusal = { reason: 'notPermitted', detail: expect.stringContaining('DATABASE_URL') };
    expect(await startingChild(folder, { env: { PATH: tools } }).next()).toMatchObject(refusal);
    chmodSync(base, 0o700);
    expect(await startingChild(join(base, 'another'), { env: { PATH: tools } }).next()).toMatchObject(refusal);
  },
);
