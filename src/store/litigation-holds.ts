import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';

/** Somebody's litigation hold, as it stands at the person. */
export interface LitigationHold {
  readonly since: Date;
  /** Null where nobody wrote it down: an import. */
  readonly by: string | null;
  readonly reason: string | null;
}

/** A person with their litigation hold, living or deleted, locked until the transaction ends. */
export async function lockHeldPerson(
  tx: Database,
  tenantId: string,
  userId: string,
): Promise<
  { readonly displayName: string; readonly deleted: boolean; readonly hold: LitigationHold | null } | undefined
> {
  const [row] = await tx.query<
    { displayName: string; deleted: boolean } & { [Key in keyof LitigationHold]: LitigationHold[Key] | null }
  >(sql`
    select display_name as "displayName", deleted_at is not null as deleted, litigation_hold_at as since,
      litigation_hold_by as by, litigation_hold_reason as reason
    from users where tenant_id = ${tenantId} and id = ${userId} for no key update`);
  if (!row) return undefined;
  const { displayName, deleted, since, by, reason } = row;
  return { displayName, deleted, hold: since === null ? null : { since, by, reason } };
}

/** Sets or ends the litigation hold at a person. */
export async function setLitigationHold(
  tx: Database,
  tenantId: string,
  userId: string,
  hold: LitigationHold | null,
): Promise<void> {
  await tx.query(sql`
    update users set litigation_hold_at = ${hold?.since ?? null}, litigation_hold_by = ${hold?.by ?? null},
      litigation_hold_reason = ${hold?.reason ?? null}
    where tenant_id = ${tenantId} and id = ${userId}`);
}
