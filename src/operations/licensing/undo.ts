import { must } from '../../base/assert.ts';
import type { Catalog } from '../../domain/commerce/catalog.ts';
import type { Change, RestoredLicense } from '../../domain/licensing/change.ts';
import { violationsOf } from '../../domain/licensing/dependencies.ts';
import type { PersonFacts } from '../../domain/licensing/plan.ts';
import { effectivePlans } from '../../domain/licensing/profile.ts';
import type { StoredRequest } from '../../domain/licensing/stored-request.ts';
import type { AssessedOutcome, Totals } from '../../domain/retention/assessment.ts';
import type { Consequence } from '../../domain/retention/consequences.ts';
import { losslessUntil } from '../../domain/retention/consequences.ts';
import { currentCatalog } from '../../store/catalog-cache.ts';
import { lockOperation, type OperationRow, readStoredProfiles } from '../../store/operations.ts';
import type { Context } from '../context.ts';
import type { ChangeGroup, LicenseRequest } from './request.ts';

export type UndoRequest =
  | { readonly kind: 'request'; readonly request: LicenseRequest; readonly window: UndoWindow }
  | { readonly kind: 'unknownOperation' }
  /** A plan that was never applied has nothing to undo; what was undone, is. */
  | { readonly kind: 'notApplied'; readonly status: OperationRow['status']; readonly undoneBy: number | null };

/** Until when undo brings everything back, and what of it is lost after that. Milliseconds; null: no limit. */
interface UndoWindow {
  readonly losslessUntil: number | null;
  readonly lossless: boolean;
}

/**
 * The request that undoes an operation: for everybody whom it changed, the direct licenses that it replaced, disabled
 * plans included. It is planned and applied like any other; who was changed since is refused and stays as they are.
 */
export async function undoRequest(context: Context, operationId: number): Promise<UndoRequest> {
  const { db, tenant } = context;
  const [operation, profiles] = await db.transaction(async (tx) => [
    await lockOperation<StoredRequest, Totals>(tx, tenant.tenantId, operationId),
    await readStoredProfiles<PersonFacts, AssessedOutcome>(tx, tenant.tenantId, operationId),
  ]);
  if (!operation) return { kind: 'unknownOperation' };
  if (operation.status !== 'applied' && operation.status !== 'partlyApplied') {
    return { kind: 'notApplied', status: operation.status, undoneBy: operation.undoneBy };
  }
  const changed = profiles.filter(({ outcome }) => outcome.result === 'change');
  const catalog = await currentCatalog(db);
  const groups = changed.map(
    (profile): ChangeGroup => ({
      change: restoreOf(profile.facts, profile.outcome, catalog),
      people: { kind: 'changedBy', operationId, profile },
    }),
  );
  return {
    kind: 'request',
    request: {
      kind: 'undo',
      groups,
      selection: { by: 'operation', operationId },
      unmatched: [],
      undoOf: operationId,
    },
    window: undoWindow(
      changed.flatMap(({ outcome }) => outcome.consequences),
      context.now,
    ),
  };
}

/** Until when undoing what has these consequences loses nothing. */
function undoWindow(consequences: readonly Consequence[], now: number): UndoWindow {
  const until = losslessUntil(consequences);
  return { losslessUntil: until, lossless: until === null || now < until };
}

function restoreOf(facts: PersonFacts, outcome: AssessedOutcome, catalog: Catalog): Change {
  const skuIds = new Set([...outcome.before, ...outcome.write].map(({ skuId }) => skuId));
  const licenses = [...skuIds].map(
    (skuId): RestoredLicense => ({
      skuId,
      to: outcome.before.find((license) => license.skuId === skuId) ?? null,
      from: outcome.write.find((license) => license.skuId === skuId) ?? null,
    }),
  );
  must(licenses[0], 'a license to put back');
  return {
    kind: 'restore',
    licenses,
    usageLocation: facts.usageLocation,
    excused: violationsOf(effectivePlans(facts.paths, catalog).keys(), catalog),
  };
}
