import { hashSecret, newSecret } from '../base/secrets.ts';
import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';

export interface SetupLink {
  /** Whose password it sets; null: who opens it becomes the tenant's first Global Administrator. */
  readonly userId: string | null;
  readonly expiresAt: Date;
}

const LINK_HOURS = 24;

/**
 * Makes a one-time link: to a person's new password, or, for nobody in particular, to be a tenant's first Global
 * Administrator. Gives its path and until when it serves; links from before are void.
 */
export async function createSetupLink(
  tx: Database,
  tenantId: string,
  userId: string | null,
  now: number,
): Promise<{ path: string; expiresAt: Date }> {
  const secret = newSecret();
  const expiresAt = new Date(now + LINK_HOURS * 3_600_000);
  await insertSetupLink(tx, tenantId, { userId, expiresAt, tokenHash: hashSecret(secret) }, new Date(now));
  return { path: `/setup/${tenantId}.${secret}`, expiresAt };
}

async function insertSetupLink(
  tx: Database,
  tenantId: string,
  link: SetupLink & { readonly tokenHash: string },
  now: Date,
): Promise<void> {
  await tx.query(sql`
    delete from setup_link where tenant_id = ${tenantId} and user_id is not distinct from ${link.userId}::uuid`);
  await tx.query(sql`
    insert into setup_link (tenant_id, token_hash, user_id, created_at, expires_at)
    values (${tenantId}, ${link.tokenHash}, ${link.userId}, ${now}, ${link.expiresAt})`);
}

/** A link that still serves, locked until the transaction ends. */
export async function lockSetupLink(
  tx: Database,
  tenantId: string,
  tokenHash: string,
  now: Date,
): Promise<SetupLink | undefined> {
  const [row] = await tx.query<SetupLink>(sql`
    select user_id as "userId", expires_at as "expiresAt" from setup_link
    where tenant_id = ${tenantId} and token_hash = ${tokenHash} and used_at is null and expires_at > ${now} for update`);
  return row;
}

/** A link serves once. */
export async function markSetupLinkUsed(tx: Database, tenantId: string, tokenHash: string, at: Date): Promise<void> {
  await tx.query(sql`
    update setup_link set used_at = ${at} where tenant_id = ${tenantId} and token_hash = ${tokenHash}`);
}
