import type { Config } from '../config.ts';
import { type DatabasePool, openDatabase } from '../store/database.ts';
import { type EmbeddedPostgres, startEmbedded } from '../store/embedded/start-embedded.ts';
import { ensureCatalog } from '../store/ensure-catalog.ts';
import { migrate } from '../store/migrate.ts';

export interface Store {
  readonly db: DatabasePool;
  /** Where the data is, for people. */
  readonly place: string;
  close(): Promise<void>;
}

/** The oldest PostgreSQL that everything is written for. */
const OLDEST_VERSION = 150_000;

/**
 * Opens the database of a configuration, brings its schema up to date and fills the catalog. 'server' takes over an
 * embedded PostgreSQL that was left behind; 'client' joins the one of a running server, or starts its own for a while.
 * A failure is one sentence for people.
 */
export async function openStore(
  config: Config,
  role: 'server' | 'client',
): Promise<Store | { readonly failure: string }> {
  const embedded = config.databaseUrl === undefined ? await startEmbedded(config.dataFolder, role) : undefined;
  if (embedded && 'reason' in embedded) return { failure: embedded.detail };
  const db = openDatabase(connectionOf(config, embedded));
  const close = async () => {
    await db.close();
    await embedded?.stop();
  };
  try {
    const [row] = await db.query<{ version: number }>({
      text: `select current_setting('server_version_num')::int as version`,
      values: [],
    });
    if ((row?.version ?? 0) < OLDEST_VERSION) {
      await close();
      return { failure: 'DATABASE_URL names a PostgreSQL older than 15. Use 15 or newer.' };
    }
    await migrate(db);
    await ensureCatalog(db);
  } catch (error) {
    await close();
    return { failure: databaseFailure(config, error) };
  }
  return { db, place: config.databaseUrl === undefined ? config.dataFolder : 'DATABASE_URL', close };
}

function connectionOf(config: Config, embedded: EmbeddedPostgres | undefined) {
  if (embedded) return embedded.connection;
  return { connectionString: config.databaseUrl ?? '', connectionTimeoutMillis: 10_000 };
}

function databaseFailure(config: Config, error: unknown): string {
  const where =
    config.databaseUrl === undefined ? `The database in ${config.dataFolder}` : 'The database that DATABASE_URL names';
  return `${where} can't be used: ${error instanceof Error ? error.message : String(error)}.`;
}
