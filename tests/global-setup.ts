import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { rawSql } from '../src/base/sql.ts';
import { openDatabase } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded/start-embedded.ts';
import { migrate } from '../src/store/migrate.ts';
import { databaseOf, type TestServer } from './support/server.ts';

/**
 * One PostgreSQL for the whole run, with a migrated template that each test file copies. TEST_DATABASE_URL names
 * another server (15 or newer) to run the same suite on.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const folder = await mkdtemp(join(tmpdir(), 'seatwise-test-'));
  const embedded = given === undefined ? await startEmbedded(folder, 'server') : undefined;
  if (embedded && 'reason' in embedded) throw new Error(embedded.detail);
  const server: TestServer = embedded ? embedded.connection : { connectionString: given ?? '' };
  const admin = openDatabase({ ...server, max: 1 });
  await admin.query(rawSql('drop database if exists seatwise_template'));
  await admin.query(rawSql('create database seatwise_template'));
  const template = openDatabase({ ...databaseOf(server, 'seatwise_template'), max: 1 });
  await migrate(template);
  await template.close();
  await admin.close();
  project.provide('postgres', server);
  project.provide('chromium', await unpackedChromium());
  return async () => {
    await embedded?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** Where the browser is, unpacked to the system's temporary folder by the first run that needs it. */
async function unpackedChromium(): Promise<string> {
  // Read by the package when it is imported: it then brings the system libraries that a bare machine lacks.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs24.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}
