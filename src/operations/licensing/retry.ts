import { must } from '../../base/assert.ts';
import type { StoredRequest } from '../../domain/licensing/stored-request.ts';
import type { Totals } from '../../domain/retention/assessment.ts';
import { readRefused } from '../../store/operation-people.ts';
import { lockOperation, type OperationRow } from '../../store/operations.ts';
import { findPeople } from '../../store/people-lookup.ts';
import type { Context } from '../context.ts';
import type { ChangeGroup, LicenseRequest } from './request.ts';

export type RetryRequest =
  | { readonly kind: 'request'; readonly request: LicenseRequest }
  | { readonly kind: 'unknownOperation' }
  /** A plan has tried nothing yet, and what was undone is over. */
  | { readonly kind: 'notApplied'; readonly status: OperationRow['status'] }
  | { readonly kind: 'nobodyRefused' };

/**
 * The request that does an operation's change again for those only whom it refused: by the rules, for want of seats, or
 * because nobody answered to the name. It is planned and applied like any other.
 */
export async function retryRequest(context: Context, operationId: number): Promise<RetryRequest> {
  const { db, tenant } = context;
  const { tenantId } = tenant;
  const [operation, refused] = await db.transaction(async (tx) => [
    await lockOperation<StoredRequest, Totals>(tx, tenantId, operationId),
    await readRefused(tx, tenantId, operationId),
  ]);
  if (!operation) return { kind: 'unknownOperation' };
  const { status, request, unmatched, undoOf } = operation;
  if (status !== 'applied' && status !== 'partlyApplied') return { kind: 'notApplied', status };
  if (refused.length + unmatched.length === 0) return { kind: 'nobodyRefused' };
  const changeOf = (changeNo: number) => must(request.changes[changeNo], 'change');
  const groups = refused.map(
    (changeNo): ChangeGroup => ({
      change: changeOf(changeNo),
      people: { kind: 'refusedOf', operationId, changeNo },
    }),
  );
  // Whoever was unknown may have come since. Names are given to a request of one change only.
  const named = await findPeople(db, tenantId, unmatched);
  if (named.userIds.length > 0) groups.push({ change: changeOf(0), people: { kind: 'ids', userIds: named.userIds } });
  return {
    kind: 'request',
    request: {
      kind: request.kind,
      groups,
      selection: { by: 'operation', operationId },
      unmatched: named.unmatched,
      ...(request.includeSelf ? { includeSelf: true } : {}),
      ...(undoOf === null ? {} : { undoOf }),
    },
  };
}
