import { mergeCatalog } from '../../domain/commerce/catalog-csv.ts';
import { auditChange } from '../../store/audit.ts';
import { readCatalog, writeCatalog } from '../../store/catalog.ts';
import type { Database } from '../../store/database.ts';
import { type AddedSubscription, addMissingSubscriptions } from '../../store/imported-subscriptions.ts';
import { lockForMany } from '../../store/lock.ts';
import { refreshSeats } from '../../store/seats.ts';
import { closeUserStage, openUserStage, settleUserStage } from '../../store/staged-users.ts';
import {
  analyzeTenantStage,
  closeTenantStage,
  insertMembers,
  type OverAssigned,
  openTenantStage,
  readUnknownSkus,
  recountSeats,
  upsertGroupLicenses,
  upsertGroups,
  upsertPaths,
  upsertSubscriptions,
  type WrittenCounts,
} from '../../store/tenant-import.ts';
import { addStagedDomains, type UpsertCounts, upsertStagedUsers } from '../../store/user-import.ts';
import { openForLicensed } from '../../workloads/licensed-people.ts';
import { type Context, originOf } from '../context.ts';
import type { GraphSubscribedSku } from './graph-objects.ts';
import { type FolderRefusal, findTenantFiles } from './read-tenant-folder.ts';
import { type RefusedObject, type StagedTenant, stageTenant, type TenantProgress } from './stage-tenant.ts';

export interface ImportTenantOptions {
  /** Take the objects that can be and leave out who is refused, instead of all or nothing. */
  readonly keepGoing: boolean;
  readonly onProgress?: (progress: TenantProgress) => void;
}

/** What an import did, or would have done if nothing had been refused. */
export interface ImportTenantReport {
  readonly users: UpsertCounts;
  readonly groups: WrittenCounts;
  readonly groupLicenses: WrittenCounts;
  readonly membersAdded: number;
  /** Paths on which people have products; `kept` are those that the files do not have. None is taken away. */
  readonly paths: WrittenCounts & { readonly kept: number };
  readonly subscriptions: WrittenCounts;
  /** Made up for products that people have, where the files tell nothing of what the tenant owns. */
  readonly subscriptionsAdded: readonly AddedSubscription[];
  readonly productsAdded: number;
  readonly domainsAdded: readonly string[];
  /** Products with more people than seats: so it is in the files, and so it is shown. */
  readonly overAssigned: readonly OverAssigned[];
  /** Products that people have and neither the files nor the catalog tell anything of. */
  readonly unknownSkus: readonly string[];
  /** Groups with members in the files that are in no list of groups; their members were left out. */
  readonly unknownGroups: readonly string[];
  readonly leftOut: {
    readonly deleted: number;
    /** Objects that stood on an earlier page too. */
    readonly repeated: number;
    /** Members that are no people, or nobody known. */
    readonly members: number;
  };
  readonly refused: readonly RefusedObject[];
  readonly ignoredFiles: readonly string[];
}

export type ImportTenantResult =
  | { readonly kind: 'imported'; readonly report: ImportTenantReport }
  /** Something is refused, and nothing was written. */
  | { readonly kind: 'refused'; readonly report: ImportTenantReport }
  | { readonly kind: 'unreadable'; readonly refusal: FolderRefusal };

/**
 * Loads a tenant from a folder of what Graph returned: people with their licenses on every path, groups with members
 * and licenses, products, subscriptions and domains, all with the ids they have. It is the state of another system that
 * is taken over, so the rules of licensing are not asked: what is over-assigned there is over-assigned here. Takes
 * nothing away, and changes nothing when repeated. All in one transaction.
 */
export async function importTenant(
  context: Context,
  folder: string,
  options: ImportTenantOptions,
): Promise<ImportTenantResult> {
  const found = await findTenantFiles(folder);
  if ('reason' in found) return { kind: 'unreadable', refusal: found };
  const onProgress = options.onProgress ?? (() => {});
  try {
    return await context.db.transaction(async (tx) => {
      await openUserStage(tx);
      await openTenantStage(tx);
      const staged = await stageTenant(tx, context.tenant.tenantId, found.files, onProgress);
      if ('reason' in staged) throw new Rollback({ kind: 'unreadable', refusal: staged });
      onProgress({ step: 'writing', file: null, objects: 0 });
      const report = { ...(await writeTenant(tx, context, staged)), ignoredFiles: found.ignored };
      await closeTenantStage(tx);
      await closeUserStage(tx);
      if (report.refused.length > 0 && !options.keepGoing) throw new Rollback({ kind: 'refused', report });
      return { kind: 'imported', report };
    });
  } catch (error) {
    if (error instanceof Rollback) return error.result;
    throw error;
  }
}

async function writeTenant(
  tx: Database,
  context: Context,
  staged: StagedTenant,
): Promise<Omit<ImportTenantReport, 'ignoredFiles'>> {
  const { tenantId } = context.tenant;
  const origin = originOf(context);
  await lockForMany(tx, tenantId);
  await analyzeTenantStage(tx);
  const productsAdded = await addProducts(tx, staged.skus);
  const refusedHere = await settleUserStage(tx, tenantId, 'leaveOut');
  const domainsAdded = await addStagedDomains(tx, tenantId, staged.domains);
  const users = await upsertStagedUsers(tx, tenantId, origin);
  const groups = await upsertGroups(tx, tenantId, origin.at);
  const groupLicenses = await upsertGroupLicenses(tx, tenantId);
  const members = await insertMembers(tx, tenantId);
  const subscriptions = await upsertSubscriptions(tx, tenantId, origin.at);
  const paths = await upsertPaths(tx, tenantId, origin);
  const subscriptionsAdded = staged.skus.length > 0 ? [] : await addMissingSubscriptions(tx, tenantId, origin.at);
  await openForLicensed(tx, tenantId, origin.at);
  await refreshSeats(tx, tenantId);
  const overAssigned = await recountSeats(tx, tenantId);
  const written = { users, groups, groupLicenses, membersAdded: members.added, paths, subscriptions };
  await auditImport(tx, context, written);
  return {
    ...written,
    subscriptionsAdded,
    productsAdded,
    domainsAdded,
    overAssigned,
    unknownSkus: await readUnknownSkus(tx),
    unknownGroups: members.unknownGroups,
    leftOut: { deleted: staged.deleted, repeated: staged.repeated, members: members.leftOut },
    refused: [
      ...staged.refused,
      ...refusedHere.map(({ line, id, reason }): RefusedObject => {
        const place = { file: staged.fileOf(line), id };
        return { ...place, reason: reason === 'deletedPerson' ? reason : 'userPrincipalNameTaken' };
      }),
    ],
  };
}

/** Adds to the catalog what it lacks of the products that the tenant owns. Gives how many it did not know at all. */
async function addProducts(tx: Database, skus: readonly GraphSubscribedSku[]): Promise<number> {
  const known = await readCatalog(tx);
  const plans = skus.flatMap(({ servicePlans }) => servicePlans ?? []);
  const merged = mergeCatalog(known, {
    kind: 'read',
    products: skus.map(({ skuId, skuPartNumber, servicePlans }) => ({
      skuId,
      partNumber: skuPartNumber,
      displayName: skuPartNumber,
      planIds: [...new Set((servicePlans ?? []).map(({ servicePlanId }) => servicePlanId))],
    })),
    plans: plans.map(({ servicePlanId, servicePlanName }) => ({
      planId: servicePlanId,
      name: servicePlanName,
      displayName: servicePlanName,
    })),
    refusedRows: [],
  });
  if (merged.newProducts + merged.extendedProducts + merged.newPlans === 0) return 0;
  // Whom a product or plan is for is a guess from its name, and here it is said.
  const saidOfPlan = new Map(plans.map(({ servicePlanId, appliesTo }) => [servicePlanId, appliesTo]));
  const saidOfProduct = new Map(skus.map(({ skuId, appliesTo }) => [skuId, appliesTo]));
  const catalog = {
    plans: new Map(
      [...merged.catalog.plans].map(([id, plan]) => [
        id,
        known.plans.has(id) ? plan : { ...plan, appliesTo: saidOfPlan.get(id) ?? plan.appliesTo },
      ]),
    ),
    products: new Map(
      [...merged.catalog.products].map(([id, product]) => [
        id,
        known.products.has(id) ? product : { ...product, appliesTo: saidOfProduct.get(id) ?? product.appliesTo },
      ]),
    ),
  };
  await writeCatalog(tx, catalog);
  return merged.newProducts;
}

/** One entry for the whole, where anything was written; people have their own. */
async function auditImport(
  tx: Database,
  context: Context,
  written: Pick<ImportTenantReport, 'users' | 'groups' | 'groupLicenses' | 'membersAdded' | 'paths' | 'subscriptions'>,
): Promise<void> {
  const { users, groups, groupLicenses, paths, subscriptions, membersAdded } = written;
  const counts = [users, groups, groupLicenses, paths, subscriptions];
  if (membersAdded + counts.reduce((sum, { added, changed }) => sum + added + changed, 0) === 0) return;
  const { tenantId, displayName } = context.tenant;
  const change = { activity: 'Import tenant', targetType: 'Organization', targetId: tenantId, targetName: displayName };
  await auditChange(tx, tenantId, { ...change, after: written }, originOf(context));
}

class Rollback extends Error {
  readonly result: ImportTenantResult;
  constructor(result: ImportTenantResult) {
    super('rolled back');
    this.result = result;
  }
}
