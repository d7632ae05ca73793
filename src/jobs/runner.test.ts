import { describe, expect, test } from 'vitest';
import { type Job, startJobs } from './runner.ts';

describe('jobs', () => {
  test('are run again and again, one run after the other, and stopped with what they are doing', async () => {
    let runs = 0;
    let atOnce = 0;
    let most = 0;
    const quick: Job = {
      name: 'quick',
      everyMs: 1,
      run: async () => {
        runs += 1;
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise((resolve) => setTimeout(resolve, 5));
        atOnce -= 1;
      },
    };
    let givenUp = false;
    const endless: Job = {
      name: 'endless',
      everyMs: 1,
      run: (_onFailure, signal) =>
        new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => {
            givenUp = true;
            resolve();
          });
        }),
    };
    const stop = startJobs([quick, endless], () => {});
    await expect.poll(() => runs).toBeGreaterThan(2);
    await stop();
    expect({ most, givenUp, atOnce }).toEqual({ most: 1, givenUp: true, atOnce: 0 });
    const before = runs;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(runs).toBe(before);
  });

  test('that fail tell why, and stop nothing else', async () => {
    const told: string[] = [];
    const failing: Job = { name: 'failing', everyMs: 1, run: () => Promise.reject(new Error('no')) };
    const partly: Job = {
      name: 'partly',
      everyMs: 1,
      run: async (onFailure) => onFailure(new Error('one of many')),
    };
    const stop = startJobs([failing, partly], (name, error) => told.push(`${name}: ${(error as Error).message}`));
    await expect.poll(() => [...told].sort()).toEqual(['failing: no', 'partly: one of many']);
    await stop();
  });
});
