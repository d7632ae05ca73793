import type { SecretBox } from '../base/secret-box.ts';
import type { Config } from '../config.ts';
import { type DatabaseOptions, type DatabasePool, openDatabase } from '../store/database.ts';
import { type EmbeddedPostgres, startEmbedded } from '../store/embedded/start-embedded.ts';
import { ensureCatalog } from '../store/ensure-catalog.ts';
import { migrate } from '../store/migrate.ts';
import { roleToWorkAs } from '../store/seal.ts';
import { openSecretBox } from './key-file.ts';

export interface Store {
  readonly db: DatabasePool;
  readonly secrets: SecretBox;
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
  const secrets = await openSecretBox(config.keyFile);
  if ('failure' in secrets) return secrets;
  const embedded = config.databaseUrl === undefined ? await startEmbedded(config.dataFolder, role) : undefined;
  if (embedded && 'reason' in embedded) return { failure: embedded.detail };
  const connection = connectionOf(config, embedded);
  try {
    const db = await openMigrated(connection);
    if (!db) {
      await embedded?.stop();
      return { failure: 'DATABASE_URL names a PostgreSQL older than 15. Use 15 or newer.' };
    }
    return {
      db,
      secrets,
      place: config.databaseUrl === undefined ? config.dataFolder : 'DATABASE_URL',
      close: async () => {
        await db.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    return { failure: databaseFailure(config, error) };
  }
}

/** The database with its schema up to date, as the role that sees one tenant at a time; undefined where it is too old. */
async function openMigrated(connection: DatabaseOptions): Promise<DatabasePool | undefined> {
  const owner = openDatabase({ ...connection, max: 1 });
  let role: string | undefined;
  try {
    const [row] = await owner.query<{ version: number }>({
      text: `select current_setting('server_version_num')::int as version`,
      values: [],
    });
    if ((row?.version ?? 0) < OLDEST_VERSION) return undefined;
    await migrate(owner);
    await ensureCatalog(owner);
    role = await roleToWorkAs(owner);
  } finally {
    await owner.close();
  }
  return openDatabase({ ...connection, role });
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
