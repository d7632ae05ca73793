import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';

export interface AuthenticatorRow {
  /** Encrypted. */
  readonly secret: string;
  readonly confirmedAt: Date | null;
  readonly lastStep: number | null;
  readonly recoveryHashes: readonly string[];
}

/** A person's authenticator app, locked until the transaction ends. */
export async function lockAuthenticator(
  tx: Database,
  tenantId: string,
  userId: string,
): Promise<AuthenticatorRow | undefined> {
  const [row] = await tx.query<AuthenticatorRow>(sql`
    select secret, confirmed_at as "confirmedAt", last_step as "lastStep", recovery_hashes as "recoveryHashes"
    from authenticator_app where tenant_id = ${tenantId} and user_id = ${userId} for update`);
  return row;
}

/** Begins, or begins anew, to set up an authenticator app. A confirmed one stays until the new one is. */
export async function writeAuthenticator(
  tx: Database,
  tenantId: string,
  userId: string,
  row: AuthenticatorRow,
): Promise<void> {
  await tx.query(sql`
    insert into authenticator_app (tenant_id, user_id, secret, confirmed_at, last_step, recovery_hashes)
    values (${tenantId}, ${userId}, ${row.secret}, ${row.confirmedAt}, ${row.lastStep}, ${row.recoveryHashes}::text[])
    on conflict (tenant_id, user_id) do update set secret = excluded.secret, confirmed_at = excluded.confirmed_at,
      last_step = excluded.last_step, recovery_hashes = excluded.recovery_hashes`);
}

/** Removes a person's authenticator app. Gives whether there was one. */
export async function deleteAuthenticator(tx: Database, tenantId: string, userId: string): Promise<boolean> {
  const rows = await tx.query(sql`
    delete from authenticator_app where tenant_id = ${tenantId} and user_id = ${userId} returning 1`);
  return rows.length > 0;
}
