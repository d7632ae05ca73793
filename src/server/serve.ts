import type { AddressInfo } from 'node:net';
import { systemClock } from '../base/time.ts';
import type { Config } from '../config.ts';
import { jobsOf, startJobs } from '../jobs/runner.ts';
import { readExamples } from '../queries/examples.ts';
import type { Database } from '../store/database.ts';
import { holdServerLock } from '../store/embedded/server-lock.ts';
import { readTenants } from '../store/tenants.ts';
import { buildApp } from './app.ts';
import { auditTeller } from './audit-teller.ts';
import { createSample, makeSetupLinks } from './bootstrap.ts';
import { openStore } from './open-store.ts';
import { type RunningSmtp, startSmtp } from './smtp.ts';

export type Serving =
  | {
      readonly kind: 'serving';
      readonly url: string;
      readonly place: string;
      /** The sample tenant, if one was made because the database was empty. */
      readonly sample: { readonly displayName: string; readonly people: number } | undefined;
      /** One-time links for the first administrators of production tenants. */
      readonly setupLinks: readonly { readonly tenant: string; readonly url: string; readonly expiresAt: Date }[];
      /** Where mail is taken by SMTP, if that is switched on. */
      readonly smtpPort: number | undefined;
      /** Commands worth a try on what is there. */
      readonly examples: readonly string[];
      close(): Promise<void>;
    }
  | { readonly kind: 'held'; readonly pid: number; readonly url?: string }
  | { readonly kind: 'noStore'; readonly failure: string }
  | { readonly kind: 'noPort'; readonly why: string };

/** People of the sample tenant that an empty database gets. */
const SAMPLE_USERS = 60;

/** Starts everything: the data folder is ours alone, the database is up to date and not empty, the port is open. */
export async function serve(config: Config, tls: { cert: string; key: string } | undefined): Promise<Serving> {
  const lock = config.databaseUrl === undefined ? await holdServerLock(config.dataFolder) : undefined;
  if (lock && 'reason' in lock) return { kind: 'noStore', failure: lock.detail };
  if (lock && 'heldBy' in lock) return { kind: 'held', ...lock.heldBy };
  const store = await openStore(config, 'server');
  if ('failure' in store) {
    await lock?.release();
    return { kind: 'noStore', failure: store.failure };
  }
  const sample = await ensureSample(store.db);
  const app = await buildApp({ db: store.db, secrets: store.secrets, log: true, ...(tls ? { tls } : {}) });
  const jobs = jobsOf({ db: store.db, secrets: store.secrets, clock: systemClock, tell: auditTeller(store.db) });
  const stopJobs = startJobs(jobs, (job, error) => app.log.error({ err: error }, `A job failed: ${job}`));
  let smtp: RunningSmtp | undefined;
  const close = async () => {
    await smtp?.close();
    await stopJobs();
    await app.close();
    await store.close();
    await lock?.release();
  };
  try {
    await app.listen({ host: config.host, port: config.port });
    if (config.smtpPort !== undefined) {
      const log = (error: unknown) => app.log.error({ err: error }, 'Mail could not be taken by SMTP');
      smtp = await startSmtp({ db: store.db, secrets: store.secrets, clock: systemClock, log }, config.smtpPort);
    }
  } catch (error) {
    await close();
    return { kind: 'noPort', why: (error as Error).message };
  }
  const { port } = app.server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const url = `${tls ? 'https' : 'http'}://${host}:${port}`;
  lock?.setUrl(url);
  const setupLinks = (await makeSetupLinks(store.db)).map(({ tenant, path, expiresAt }) => ({
    tenant: tenant.displayName,
    url: `${url}${path}`,
    expiresAt,
  }));
  return {
    kind: 'serving',
    url,
    place: store.place,
    sample,
    setupLinks,
    smtpPort: smtp?.port,
    examples: await readExamples(store.db),
    close,
  };
}

async function ensureSample(db: Database): Promise<{ displayName: string; people: number } | undefined> {
  if ((await readTenants(db)).length > 0) return undefined;
  const made = await createSample(db, { users: SAMPLE_USERS, seed: 1 }, () => {});
  // Another server on the same database may have made it in this very moment.
  return 'wrong' in made ? undefined : { displayName: made.displayName, people: SAMPLE_USERS };
}
