import type { SecretBox } from '../base/secret-box.ts';
import type { Clock } from '../base/time.ts';
import type { Database } from '../store/database.ts';
import { wipeDeleted } from '../workloads/content/wipe.ts';
import { forwardAudit, type Tell } from './audit-forwarding.ts';
import { endOldAudit } from './audit-retention.ts';
import { cleanContent } from './content-cleaning.ts';
import { endExpiredMail } from './mail-retention.ts';
import { sweepTenants } from './sweeper.ts';

export interface JobsHost {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly tell: Tell;
}

export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** One run. What goes wrong for one tenant is told to `onFailure`, so that the others go on. */
  readonly run: (onFailure: (error: unknown) => void, signal: AbortSignal) => Promise<unknown>;
}

/** What the server does by itself, and how often. Several servers may do it at once: each job locks what it works on. */
export function jobsOf({ db, secrets, tell, clock }: JobsHost): Job[] {
  return [
    {
      name: 'send the audit log on',
      everyMs: 1_000,
      run: (onFailure, signal) => forwardAudit({ db, secrets, tell, onFailure, signal }, clock.now()),
    },
    {
      name: 'work off what is due',
      everyMs: 10_000,
      run: (onFailure, signal) => sweepTenants({ db, onFailure, signal }, clock.now()),
    },
    {
      name: 'remove the bytes of what was deleted for good',
      everyMs: 600_000,
      run: () => wipeDeleted(db),
    },
    {
      name: 'drop content that nobody refers to',
      everyMs: 3_600_000,
      run: (onFailure, signal) => cleanContent({ db, onFailure, signal }, clock.now()),
    },
    {
      name: 'delete mail by retention policies',
      everyMs: 3_600_000,
      run: (onFailure, signal) => endExpiredMail({ db, onFailure, signal }, clock.now()),
    },
    {
      name: 'end old audit entries',
      everyMs: 3_600_000,
      run: (onFailure, signal) => endOldAudit({ db, onFailure, signal }, clock.now()),
    },
  ];
}

const FIRST_MS = 5_000;
/** A database that is away is not asked, and the log not filled, each second. */
const AFTER_FAILURE_MS = 60_000;

/**
 * Starts jobs; each waits for its last run to end. The result stops them: what runs is told to give up, and waited for.
 * `onFailure` gets what a job could not do; nothing is thrown.
 */
export function startJobs(jobs: readonly Job[], onFailure: (job: string, error: unknown) => void): () => Promise<void> {
  const stop = new AbortController();
  const running = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  const plan = (job: Job, delay: number) => {
    if (stop.signal.aborted) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      const work = runOnce(job).then((next) => {
        running.delete(work);
        plan(job, next);
      });
      running.add(work);
    }, delay);
    timer.unref();
    timers.add(timer);
  };
  const runOnce = async ({ name, everyMs, run }: Job): Promise<number> => {
    let failed = false;
    const note = (error: unknown) => {
      failed = true;
      onFailure(name, error);
    };
    await run(note, stop.signal).catch(note);
    return failed ? Math.max(everyMs, AFTER_FAILURE_MS) : everyMs;
  };
  for (const job of jobs) plan(job, Math.min(job.everyMs, FIRST_MS));
  return async () => {
    stop.abort();
    for (const timer of timers) clearTimeout(timer);
    await Promise.all(running);
  };
}
