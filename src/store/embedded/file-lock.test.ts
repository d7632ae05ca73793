import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMutex, openShares } from './file-lock.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatwise-file-lock-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a mutex has one holder, and the next when that one closes it; only the lock file stays', () => {
  const first = openMutex(join(folder, 'x.lock'));
  const second = openMutex(join(folder, 'x.lock'));
  expect([first.tryHold(), second.tryHold(), first.tryHold()]).toEqual([true, false, true]);
  expect(readdirSync(folder)).toEqual(['x.lock']);
  first.close();
  expect(second.tryHold()).toBe(true);
  second.close();
});

test('a share is everybody’s, and all of it is had only by the last one', () => {
  const shares = Array.from({ length: 3 }, () => openShares(join(folder, 'x.lock')));
  const [first, second, third] = shares;
  expect(shares.map((share) => share.tryShare())).toEqual([true, true, true]);
  expect(first?.tryAll()).toBe(false);
  second?.close();
  expect(third?.tryAll()).toBe(true);
  expect(first?.tryShare()).toBe(false);
  expect(third?.tryShare()).toBe(true);
  expect(first?.tryShare()).toBe(true);
  for (const share of shares) share.close();
});
