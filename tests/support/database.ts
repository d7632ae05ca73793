import { inject } from 'vitest';
import { rawSql } from '../../src/base/sql.ts';
import { type DatabasePool, openDatabase } from '../../src/store/database.ts';
import { roleToWorkAs } from '../../src/store/seal.ts';
import { databaseOf, type TestServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer;
  }
}

let made = 0;

/** A migrated, empty database of its own. Close it with `close()`, which also drops it. */
export async function freshDatabase(): Promise<DatabasePool> {
  const server = inject('postgres');
  made += 1;
  const name = `test_${process.pid}_${made}_${Math.random().toString(36).slice(2, 8)}`;
  await onServer(server, `create database ${name} template seatwise_template`);
  const connection = databaseOf(server, name);
  const pool = openDatabase({ ...connection, role: await workingRole(connection) });
  return {
    ...pool,
    close: async () => {
      await pool.close();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

let role: string | undefined | null = null;

/** The role that the server works as, asked for once: tests stand behind the same walls. */
async function workingRole(connection: TestServer): Promise<string | undefined> {
  if (role === null) {
    const owner = openDatabase({ ...connection, max: 1 });
    role = await roleToWorkAs(owner);
    await owner.close();
  }
  return role;
}

async function onServer(server: TestServer, statement: string): Promise<void> {
  const admin = openDatabase({ ...server, max: 1 });
  try {
    await admin.query(rawSql(statement));
  } finally {
    await admin.close();
  }
}
