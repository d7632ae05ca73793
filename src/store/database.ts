import pg from 'pg';
import type { Sql } from '../base/sql.ts';

/** The one door to PostgreSQL: a pool, or one transaction of it. */
export interface Database {
  /** Runs a statement and gives its rows. */
  query<Row = Record<string, unknown>>(statement: Sql): Promise<Row[]>;
  /**
   * Runs `work` in a transaction that commits when it returns and rolls back when it throws. Inside a transaction it is
   * a part of that one, which can be rolled back alone.
   */
  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T>;
  /** The same for the pool and all its transactions: what caches of a database's content are kept by. */
  readonly identity: object;
}

export interface DatabasePool extends Database {
  close(): Promise<void>;
}

// Counters and operation numbers are bigint; all stay far below 2^53, and a number is what callers want.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens a pool. Takes a connection string or the parts of one, as `pg` does. */
export function openDatabase(connection: pg.PoolConfig): DatabasePool {
  const pool = new pg.Pool({ max: 20, application_name: 'seatwise', ...connection });
  // An idle connection that breaks (a restart of the database) is replaced by the pool; without a listener it would end us.
  pool.on('error', () => {});
  return {
    identity: pool,
    query: (statement) => run(pool, statement),
    transaction: async (work) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      const noteBreak = (failure: Error) => {
        broken = failure;
      };
      // The pool listens only to connections that nobody uses.
      client.on('error', noteBreak);
      try {
        await client.query('begin');
        const result = await work(transactionOn(client, pool));
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(noteBreak);
        throw error;
      } finally {
        client.off('error', noteBreak);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

function transactionOn(client: pg.PoolClient, identity: object): Database {
  const tx: Database = {
    identity,
    query: (statement) => run(client, statement),
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

async function run<Row>(on: pg.Pool | pg.PoolClient, statement: Sql): Promise<Row[]> {
  const result = await on.query({
    text: statement.text,
    values: statement.values as unknown[],
    ...(statement.name === undefined ? {} : { name: statement.name }),
  });
  return result.rows as Row[];
}
