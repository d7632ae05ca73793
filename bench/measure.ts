import { rawSql } from '../src/base/sql.ts';
import type { Database } from '../src/store/database.ts';

/** How long something takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The value below which this share of the sorted values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** What one commit costs on this disk, in milliseconds: a row, committed, 200 times. */
export async function commitMs(db: Database): Promise<number> {
  await db.query(rawSql('create table if not exists bench_commit (n int)'));
  const times: number[] = [];
  for (let n = 0; n < 200; n += 1)
    times.push(await timed(() => db.query(rawSql('insert into bench_commit values (1)'))));
  await db.query(rawSql('drop table bench_commit'));
  return percentile(times, 0.5);
}

/** The largest resident memory of this process while the work went on, in MB, sampled every 20 ms. */
export async function peakMemory(work: () => Promise<unknown>): Promise<number> {
  let peak = process.memoryUsage.rss();
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return peak / 1_000_000;
}
