import { readFile } from 'node:fs/promises';
import { rawSql } from '../src/base/sql.ts';
import type { Database } from '../src/store/database.ts';

/** How long something takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The value below which this share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** What one commit costs on this disk, in milliseconds: a row, committed, 200 times. */
export async function commitMs(db: Database): Promise<number> {
  await db.query(rawSql('create table if not exists bench_commit (n int)'));
  const times: number[] = [];
  for (let n = 0; n < 200; n += 1)
    times.push(await timed(() => db.query(rawSql('insert into bench_commit values (1)'))));
  await db.query(rawSql('drop table bench_commit'));
  return median(times);
}

/** The largest memory that a process ever had in RAM, in MB (10^6 bytes); null where the system does not tell. */
export async function peakMemory(pid: number): Promise<number | null> {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kibibytes === undefined ? null : (Number(kibibytes) * 1024) / 1_000_000;
  } catch {
    return null;
  }
}

/** Does the work for every item, with so many at a time, and gives what each took, in milliseconds. */
export async function withClients<Item>(
  clients: number,
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  const waiting = [...items];
  const client = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      const next = item;
      times.push(await timed(() => work(next)));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
}
