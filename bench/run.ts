import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from '../src/base/sql.ts';
import { openDatabase } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded/start-embedded.ts';
import { ensureCatalog } from '../src/store/ensure-catalog.ts';
import { migrate } from '../src/store/migrate.ts';
import { roleToWorkAs } from '../src/store/seal.ts';
import { benchMany, type ManyFigures, rehearse } from './bench-many.ts';
import { benchOne, type OneFigures } from './bench-one.ts';
import { commitMs, median, peakMemory } from './measure.ts';
import { prepareTenant } from './prepare-tenant.ts';
import { startServed } from './served.ts';

interface Figures {
  readonly people: number;
  readonly rounds: number;
  readonly postgres: string;
  readonly node: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly commitMs: number;
  readonly many: ManyFigures;
  readonly one: { readonly planMs: number; readonly figures: readonly OneFigures[] };
  /** The most that the server's process took, over everything; megabytes. */
  readonly serverPeakMB: number | null;
}

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});

const figures = await measure(wholeNumber('people', values.people), wholeNumber('rounds', values.rounds));
printTable(figures);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} takes a whole number from 1.`);
}

async function measure(people: number, rounds: number): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'seatwise-bench-'));
  const url = process.env.DATABASE_URL;
  const embedded = url === undefined ? await startEmbedded(folder, 'client') : undefined;
  if (embedded && 'reason' in embedded) throw new Error(embedded.detail);
  const connection = embedded ? embedded.connection : { connectionString: url ?? '' };
  const owner = openDatabase(connection);
  await migrate(owner);
  const working = openDatabase({ ...connection, role: await roleToWorkAs(owner) });
  const db = { ...owner, working };
  try {
    await ensureCatalog(db);
    const [version] = await db.query<{ version: string }>(sql`select current_setting('server_version') as version`);
    const tenant = await prepareTenant(db, people);
    const commitBefore = await commitMs(db);
    const served = await startServed(db, tenant, url === undefined ? { SEATWISE_DATA: folder } : { DATABASE_URL: url });
    try {
      await rehearse(db, tenant);
      const one = await benchOne(db, tenant, served, rounds);
      const many = await benchMany(db, tenant, served, rounds);
      return {
        people,
        rounds,
        postgres: version?.version ?? '',
        node: process.version,
        cores: cpus().length,
        memoryGiB: Math.round(totalmem() / 2 ** 30),
        commitMs: median([commitBefore, await commitMs(db)]),
        many,
        one,
        serverPeakMB: await peakMemory(served.pid),
      };
    } finally {
      await served.stop();
    }
  } finally {
    await working.close();
    await owner.close();
    await embedded?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function printTable({ people, rounds, many, one, ...about }: Figures): void {
  const rows = (many.rows.operation_person ?? 0) + changed(many.rows);
  const line = (name: string, ms: number, rest = '') =>
    console.log(`  ${name.padEnd(26)}${ms.toFixed(ms < 100 ? 2 : 0).padStart(9)} ms  ${rest}`);
  const ratio = (list: readonly number[]) =>
    `${median(list).toFixed(2)} × plain SQL (${list.map((one) => one.toFixed(2)).join(', ')})`;
  const rate = (ms: number) => `${Math.round((rows / ms) * 1000).toLocaleString('en')} rows/s`;
  console.log(
    `PostgreSQL ${about.postgres}, Node ${about.node}, ${about.cores} cores, ${about.memoryGiB} GiB; a commit takes ${about.commitMs.toFixed(2)} ms`,
  );
  console.log(`\n${people.toLocaleString('en')} people, ${rows.toLocaleString('en')} rows, median of ${rounds} rounds`);
  line('plain SQL', many.plainMs, rate(many.plainMs));
  line('plan', many.planMs);
  line('apply', many.applyMs);
  line('plan and apply', many.planMs + many.applyMs, `${rate(many.planMs + many.applyMs)}, ${ratio(many.ratios)}`);
  line('the same over HTTP', many.httpMs, `${rate(many.httpMs)}, ${ratio(many.httpRatios)}`);
  line('undo', many.undoMs);
  console.log(`\nOne person, taken and given back`);
  line('plan alone', one.planMs);
  for (const { way, clients, p50, p99, perSecond } of one.figures) {
    const plain = one.figures.find((other) => other.way === 'plain' && other.clients === clients);
    const times = way === 'plain' || !plain ? '' : `, ${(p50 / plain.p50).toFixed(2)} × plain SQL`;
    const name = { plain: 'plain SQL', ours: 'plan and apply', http: 'assignLicense over HTTP' }[way];
    line(
      `${name}, ${clients}`,
      p50,
      `p99 ${p99.toFixed(2)} ms, ${Math.round(perSecond).toLocaleString('en')}/s${times}`,
    );
  }
  console.log(
    `\nThe server's process had ${about.serverPeakMB?.toFixed(0) ?? '?'} MB at the most. Both ways wrote the same rows.`,
  );
}

/** Rows besides the list of people: everything inserted or deleted. */
function changed(rows: ManyFigures['rows']): number {
  return ['operation', 'operation_profile', 'assignment', 'holding', 'deadline', 'audit_entry'].reduce(
    (sum, name) => sum + Math.abs(rows[name] ?? 0),
    0,
  );
}
