import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Child, runChild } from './child-for-tests.ts';
import { holdServerLock, type ServerLock } from './server-lock.ts';

let folder: string;
let children: Child[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatwise-lock-'));
  children = [];
});

afterEach(async () => {
  await Promise.all(children.map((child) => child.kill('SIGKILL')));
  rmSync(folder, { recursive: true });
});

/** A process that tries to hold the lock, prints the answer, and then lives until it is told to end. */
function lockingChild(then = ''): Child {
  const url = new URL('server-lock.ts', import.meta.url).href;
  const child = runChild(`
    const { holdServerLock } = await import(${JSON.stringify(url)});
    print('up');
    await told;
    const lock = await holdServerLock(${JSON.stringify(folder)});
    ${then}
    print('release' in lock ? 'held' : lock);
    setInterval(() => {}, 1000);
  `);
  children.push(child);
  return child;
}

async function answerOf(child: Child): Promise<unknown> {
  await child.next();
  child.tell();
  return child.next();
}

async function hold(): Promise<ServerLock> {
  const lock = await holdServerLock(folder);
  if (!('release' in lock)) throw new Error(JSON.stringify(lock));
  return lock;
}

test('a second server on the same folder is refused, in this process too, and told who holds it and where', async () => {
  const lock = await hold();
  expect(await holdServerLock(folder)).toEqual({ heldBy: { pid: process.pid } });
  lock.setUrl('http://localhost:8080');
  const expected = { heldBy: { pid: process.pid, url: 'http://localhost:8080' } };
  expect(await holdServerLock(folder)).toEqual(expected);
  expect(await answerOf(lockingChild())).toEqual(expected);
  await lock.release();
});

test('a released lock can be held again, and what the former holder said is forgotten', async () => {
  const former = await hold();
  former.setUrl('http://former');
  await former.release();
  const lock = await hold();
  expect(await holdServerLock(folder)).toEqual({ heldBy: { pid: process.pid } });
  await lock.release();
});

test('the lock of a process that was killed does not block the next one', async () => {
  const child = lockingChild("lock.setUrl('http://dead');");
  expect(await answerOf(child)).toBe('held');
  expect(await holdServerLock(folder)).toEqual({ heldBy: { pid: child.process.pid, url: 'http://dead' } });
  await child.kill('SIGKILL');
  await (await hold()).release();
});

test('of five processes that start at the same moment one holds the lock and the others name it', async () => {
  const five = Array.from({ length: 5 }, () => lockingChild());
  await Promise.all(five.map((child) => child.next()));
  for (const child of five) child.tell();
  const answers = await Promise.all(five.map((child) => child.next()));
  const winner = answers.indexOf('held');
  expect(winner).toBeGreaterThanOrEqual(0);
  const refused = { heldBy: { pid: five[winner]?.process.pid } };
  expect(answers).toEqual(answers.map((_, index) => (index === winner ? 'held' : refused)));
});

test('a folder that cannot be made is a failure in one sentence', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect(await holdServerLock(join(folder, 'file', 'data'))).toMatchObject({
    reason: 'folderUnusable',
    detail: expect.stringContaining(join(folder, 'file', 'data')),
  });
});
