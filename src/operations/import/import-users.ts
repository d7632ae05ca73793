import { must } from '../../base/assert.ts';
import type { ImportedUser, RawRow, RowRefusal, RowResult } from '../../domain/directory/user-row.ts';
import { userRowReader } from '../../domain/directory/user-row.ts';
import { currentCatalog } from '../../store/catalog-cache.ts';
import type { Database } from '../../store/database.ts';
import { type AddedSubscription, addMissingSubscriptions } from '../../store/imported-subscriptions.ts';
import { lockForMany } from '../../store/lock.ts';
import { readOwnedSkus } from '../../store/seats.ts';
import {
  closeUserStage,
  openUserStage,
  type StageRefusal,
  settleUserStage,
  stageUsers,
} from '../../store/staged-users.ts';
import { readDomains } from '../../store/tenants.ts';
import {
  addStagedDomains,
  type LicenseGroup,
  readMissingLicenses,
  upsertStagedUsers,
} from '../../store/user-import.ts';
import { type Context, originOf } from '../context.ts';
import { productNames } from './product-names.ts';
import { type FileRefusal, readUsersCsv } from './read-users-csv.ts';

/** Gives people products, in the import's transaction: the way that every change of licenses takes. */
export type AssignLicenses = (tx: Database, groups: readonly LicenseGroup[]) => Promise<AssignedLicenses>;

interface AssignedLicenses {
  /** People who have more products now, and people who were refused. */
  readonly assigned: number;
  readonly refused: number;
  /** The operation that undoes it; null if there was nothing to do. */
  readonly operationId: number | null;
}

export interface ImportUsersOptions {
  /** Take the rows that can be and leave out who is refused, instead of all or nothing. */
  readonly keepGoing: boolean;
  /** Add the domains of people that the tenant does not have yet, instead of refusing these people. */
  readonly addDomains: boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
}

interface ImportProgress {
  readonly step: 'reading' | 'writing';
  readonly rows: number;
  /** Of the file, as far as it was read. */
  readonly bytes: number;
}

type RefusedRow = {
  readonly line: number;
  /** Where the row has a valid one. */
  readonly userPrincipalName: string | null;
} & (RowRefusal | StageRefusal);

/** What an import did, or would have done if nobody had been refused. */
export interface ImportUsersReport {
  /** rows = taken + changed + same + refused */
  readonly rows: number;
  /** New people. */
  readonly taken: number;
  readonly changed: number;
  readonly same: number;
  /** By line. */
  readonly refused: readonly RefusedRow[];
  readonly licenses: AssignedLicenses;
  readonly subscriptionsAdded: readonly AddedSubscription[];
  readonly domainsAdded: readonly string[];
  /** Headers that mean nothing here; their cells were left alone. */
  readonly unknownHeaders: readonly string[];
}

export type ImportUsersResult =
  | { readonly kind: 'imported'; readonly report: ImportUsersReport }
  /** Somebody is refused, and nothing was written. */
  | { readonly kind: 'refused'; readonly report: ImportUsersReport }
  | { readonly kind: 'unreadable'; readonly refusal: FileRefusal };

/** People are written so many at a time. */
const BATCH = 2_000;

/**
 * Takes the people of a CSV file, as the admin center exports it or with columns of one's own: adds who is new, changes
 * who is known by id or user principal name, gives the products of the file that they lack. Takes nothing away: blank
 * cells and missing products leave what is. All in one transaction, so nothing is ever half imported.
 */
export async function importUsers(
  context: Context,
  source: AsyncIterable<Uint8Array | string>,
  assign: AssignLicenses,
  options: ImportUsersOptions,
): Promise<ImportUsersResult> {
  try {
    return await context.db.transaction(async (tx) => {
      await openUserStage(tx);
      const read = await stageFile(tx, context, source, options);
      if ('refusal' in read) throw new Rollback({ kind: 'unreadable', refusal: read.refusal });
      options.onProgress?.({ step: 'writing', rows: read.rows, bytes: read.bytes });
      const report = await writeStage(tx, context, read, assign);
      await closeUserStage(tx);
      const isRefused = report.refused.length + report.licenses.refused > 0;
      if (isRefused && !options.keepGoing) throw new Rollback({ kind: 'refused', report });
      return { kind: 'imported', report };
    });
  } catch (error) {
    if (error instanceof Rollback) return error.result;
    throw error;
  }
}

interface ReadFile {
  readonly rows: number;
  readonly bytes: number;
  readonly refused: RefusedRow[];
  readonly unknownHeaders: readonly string[];
}

async function stageFile(
  tx: Database,
  context: Context,
  source: AsyncIterable<Uint8Array | string>,
  options: ImportUsersOptions,
): Promise<ReadFile | { readonly refusal: FileRefusal }> {
  const domains = new Set(await readDomains(tx, context.tenant.tenantId));
  const owned = await readOwnedSkus(tx, context.tenant.tenantId);
  const products = productNames(await currentCatalog(tx), new Set(owned.map(({ skuId }) => skuId)));
  const isVerifiedDomain = (domain: string) => options.addDomains || domains.has(domain);
  const refused: RefusedRow[] = [];
  const progress = { step: 'reading' as const, rows: 0, bytes: 0 };
  const batch: ImportedUser[] = [];
  let unknownHeaders: readonly string[] = [];
  let staged = Promise.resolve();
  let readRow: ((row: RawRow) => RowResult) | undefined;

  for await (const part of readUsersCsv(counted(source, progress))) {
    if (part.kind === 'refused') return { refusal: part.refusal };
    if (part.kind === 'columns') {
      unknownHeaders = part.unknownHeaders;
      readRow = userRowReader(part.columns, { products, isVerifiedDomain });
      continue;
    }
    for (const row of part.rows) {
      const result = must(readRow, 'columns')(row);
      progress.rows += 1;
      if ('user' in result) batch.push(result.user);
      else refused.push({ line: row.line, userPrincipalName: result.userPrincipalName, ...result.refusal });
    }
    if (batch.length < BATCH) continue;
    // The database takes a batch while the next one is read.
    await staged;
    staged = stageUsers(tx, batch.splice(0));
    staged.catch(() => {});
    options.onProgress?.({ ...progress });
  }
  await staged;
  await stageUsers(tx, batch);
  return { ...progress, refused, unknownHeaders };
}

async function writeStage(
  tx: Database,
  context: Context,
  read: ReadFile,
  assign: AssignLicenses,
): Promise<ImportUsersReport> {
  const { tenantId } = context.tenant;
  const origin = originOf(context);
  // Only now, so that a slow file keeps nobody else from working.
  await lockForMany(tx, tenantId);
  const refusedHere = await settleUserStage(tx, tenantId, 'refuse');
  const refused = [...read.refused, ...refusedHere.map(({ id, ...person }): RefusedRow => person)];
  const domainsAdded = await addStagedDomains(tx, tenantId);
  const { added, changed, same } = await upsertStagedUsers(tx, tenantId, origin);
  const subscriptionsAdded = await addMissingSubscriptions(tx, tenantId, origin.at);
  const groups = await readMissingLicenses(tx, tenantId);
  const licenses = groups.length > 0 ? await assign(tx, groups) : { assigned: 0, refused: 0, operationId: null };
  return {
    rows: read.rows,
    taken: added,
    changed,
    same,
    refused: refused.sort((left, right) => left.line - right.line),
    licenses,
    subscriptionsAdded,
    domainsAdded,
    unknownHeaders: read.unknownHeaders,
  };
}

async function* counted(source: AsyncIterable<Uint8Array | string>, progress: { bytes: number }) {
  for await (const chunk of source) {
    progress.bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
    yield chunk;
  }
}

class Rollback extends Error {
  readonly result: ImportUsersResult;
  constructor(result: ImportUsersResult) {
    super('rolled back');
    this.result = result;
  }
}
