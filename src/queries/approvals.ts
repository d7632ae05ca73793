import { type ApprovalRow, readApprovals } from '../store/approvals.ts';
import type { Database } from '../store/database.ts';

/** What waits for a second administrator, or everything that ever did; newest first, at most 200. */
export function listApprovals(
  db: Database,
  tenantId: string,
  wanted: { readonly open: boolean; readonly operationId: number | null },
): Promise<ApprovalRow[]> {
  return readApprovals(db, tenantId, wanted.open, wanted.operationId);
}
