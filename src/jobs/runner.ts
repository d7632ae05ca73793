import type { SecretBox } from '../base/secret-box.ts';
import type { Clock } from '../base/time.ts';
import type { Database } from '../store/database.ts';
import { forwardAudit, type Tell } from './audit-forwarding.ts';
import { endOldAudit } from './audit-retention.ts';

export interface JobsHost {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly tell: Tell;
  readonly onFailure: (job: string, error: unknown) => void;
}

/** What the server does by itself, and how often. Several servers may do it at once: each job locks what it works on. */
const JOBS: readonly {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (host: JobsHost) => Promise<unknown>;
}[] = [
  {
    name: 'send the audit log on',
    everyMs: 1_000,
    run: ({ db, secrets, tell, clock }) => forwardAudit(db, secrets, tell, clock.now()),
  },
  { name: 'end old audit entries', everyMs: 3_600_000, run: ({ db, clock }) => endOldAudit(db, clock.now()) },
];

/** Starts the jobs; each waits for its last run to end. The result stops them, and waits for what runs. */
export function startJobs(host: JobsHost): () => Promise<void> {
  const running = new Set<Promise<unknown>>();
  let stopped = false;
  const timers = new Set<NodeJS.Timeout>();
  for (const { name, everyMs, run } of JOBS) {
    const next = (delay: number) => {
      if (stopped) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        const work = run(host)
          .catch((error: unknown) => host.onFailure(name, error))
          .finally(() => {
            running.delete(work);
            next(everyMs);
          });
        running.add(work);
      }, delay);
      timer.unref();
      timers.add(timer);
    };
    next(Math.min(everyMs, 5_000));
  }
  return async () => {
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
    await Promise.allSettled(running);
  };
}
