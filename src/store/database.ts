import pg from 'pg';
import type { Sql } from '../base/sql.ts';
import { EVERY_TENANT } from './seal.ts';

/** The one door to PostgreSQL: a pool, or one transaction of it. */
export interface Database {
  /** Runs a statement and gives its rows. */
  query<Row = Record<string, unknown>>(statement: Sql): Promise<Row[]>;
  /**
   * Runs `work` in a transaction that commits when it returns and rolls back when it throws. Inside a transaction it is
   * a part of that one, which can be rolled back alone.
   */
  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T>;
  /**
   * The same door for one tenant: the database itself shows it no row of any other. Inside a transaction it stays what
   * the transaction began as.
   */
  ofTenant(tenantId: string): Database;
  /** The same for the pool and all its transactions: what caches of a database's content are kept by. */
  readonly identity: object;
}

export interface DatabasePool extends Database {
  close(): Promise<void>;
}

export interface DatabaseOptions extends pg.PoolConfig {
  /** The role to work as, when it is not the one that signs in. */
  readonly role?: string | undefined;
}

// Counters and operation numbers are bigint; all stay far below 2^53, and a number is what callers want.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens a pool that serves every tenant. Takes a connection string or the parts of one, as `pg` does. */
export function openDatabase({ role, ...connection }: DatabaseOptions): DatabasePool {
  const pool = new pg.Pool({
    max: 20,
    application_name: 'seatwise',
    ...connection,
    ...(role === undefined ? {} : { options: `-c role=${role}` }),
  });
  // An idle connection that breaks (a restart of the database) is replaced by the pool; without a listener it would end us.
  pool.on('error', () => {});
  return { ...doorTo(pool, EVERY_TENANT), close: () => pool.end() };
}

function doorTo(pool: pg.Pool, scope: string): Database {
  return {
    identity: pool,
    ofTenant: (tenantId) => doorTo(pool, tenantId),
    query: (statement) => withClient(pool, scope, (client) => run(client, statement)),
    transaction: (work) =>
      withClient(pool, scope, async (client, noteBreak) => {
        try {
          await client.query('begin');
          const result = await work(transactionOn(client, pool));
          await client.query('commit');
          return result;
        } catch (error) {
          await client.query('rollback').catch(noteBreak);
          throw error;
        }
      }),
  };
}

/** Which tenant a connection is open for; a new one is open for none. */
const scopes = new WeakMap<pg.PoolClient, string>();

/** Gives a connection that is open for that tenant and no other. It keeps it, so that the next use costs nothing. */
async function withClient<T>(
  pool: pg.Pool,
  scope: string,
  work: (client: pg.PoolClient, noteBreak: (failure: Error) => void) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const noteBreak = (failure: Error) => {
    broken = failure;
  };
  // The pool listens only to connections that nobody uses.
  client.on('error', noteBreak);
  try {
    if (scopes.get(client) !== scope) {
      scopes.delete(client);
      await client.query({ name: 'scope', text: `select set_config('seatwise.tenant', $1, false)`, values: [scope] });
      scopes.set(client, scope);
    }
    return await work(client, noteBreak);
  } finally {
    client.off('error', noteBreak);
    client.release(broken);
  }
}

function transactionOn(client: pg.PoolClient, identity: object): Database {
  // A connection does one thing at a time: what is asked at once waits its turn.
  let last: Promise<unknown> = Promise.resolve();
  const tx: Database = {
    identity,
    ofTenant: () => tx,
    query: <Row>(statement: Sql) => {
      const turn = last.then(() => run<Row>(client, statement));
      last = turn.catch(() => {});
      return turn;
    },
    transaction: async (work) => {
      await client.query('savepoint part');
      try {
        const result = await work(tx);
        await client.query('release savepoint part');
        return result;
      } catch (error) {
        await client.query('rollback to savepoint part; release savepoint part');
        throw error;
      }
    },
  };
  return tx;
}

async function run<Row>(on: pg.PoolClient, statement: Sql): Promise<Row[]> {
  const result = await on.query({
    text: statement.text,
    values: statement.values as unknown[],
    ...(statement.name === undefined ? {} : { name: statement.name }),
  });
  return result.rows as Row[];
}
