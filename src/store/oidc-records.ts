import { createHash } from 'node:crypto';
import type { SecretBox } from '../base/secret-box.ts';
import { sql } from '../base/sql.ts';
import type { Database } from './database.ts';

/** What the OpenID library keeps of a code, a token, a grant, or a request that is under way. */
export interface OidcPayload {
  readonly accountId?: string | undefined;
  readonly grantId?: string | undefined;
  readonly userCode?: string | undefined;
  readonly uid?: string | undefined;
  readonly consumed?: unknown;
  readonly [name: string]: unknown;
}

/** One kind of the library's records, of one tenant. */
export interface OidcRecords {
  /** Adds a record, or changes the one with its id; it is kept for so many seconds. */
  upsert(id: string, payload: OidcPayload, seconds: number | undefined): Promise<void>;
  find(id: string): Promise<OidcPayload | undefined>;
  findBy(name: 'uid' | 'userCode', value: string): Promise<OidcPayload | undefined>;
  /** Marks a record as used. Gives false where it was used already: of two at once, one wins. */
  consume(id: string): Promise<boolean>;
  destroy(id: string): Promise<void>;
  /** Removes all that hangs on a grant. */
  revokeByGrantId(grantId: string): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly payload: string;
  readonly consumedAt: Date | null;
}

/**
 * The records of a kind, in the table oidc_record. Ids are kept as hashes and payloads encrypted, so that the table
 * gives nobody a token. `leewaySeconds`: for so long after its first use, a record counts as not used.
 */
export function oidcRecords(
  db: Database,
  secrets: SecretBox,
  tenantId: string,
  kind: string,
  { leewaySeconds = 0, now = Date.now }: { leewaySeconds?: number; now?: () => number } = {},
): OidcRecords {
  const purposeOf = (idHash: string) => `oidc ${tenantId} ${kind} ${idHash}`;
  const read = async (rows: Row[]): Promise<OidcPayload | undefined> => {
    const [row] = rows;
    const payload = row && opened(secrets, row.payload, purposeOf(row.id));
    if (!row || !payload) return undefined;
    const isUsed = row.consumedAt !== null && row.consumedAt.getTime() + leewaySeconds * 1000 <= now();
    return { ...payload, ...(isUsed ? { consumed: Math.floor(row.consumedAt.getTime() / 1000) } : {}) };
  };
  return {
    upsert: async (id, payload, seconds) => {
      const { accountId = null, grantId, userCode, uid } = payload;
      const at = now();
      const expiresAt = seconds === undefined ? null : new Date(at + seconds * 1000);
      await db.query(sql`
        insert into oidc_record (tenant_id, kind, id, payload, user_id, grant_id, user_code, uid, created_at, expires_at)
        values (${tenantId}, ${kind}, ${hash(id)}, ${secrets.seal(JSON.stringify(payload), purposeOf(hash(id)))}, ${accountId},
          ${hashed(grantId)}, ${hashed(userCode)}, ${hashed(uid)}, ${new Date(at)}, ${expiresAt})
        on conflict (tenant_id, kind, id) do update set payload = excluded.payload, user_id = excluded.user_id,
          grant_id = excluded.grant_id, user_code = excluded.user_code, uid = excluded.uid, expires_at = excluded.expires_at`);
    },
    find: async (id) =>
      read(
        await db.query<Row>({
          name: 'oidc-record',
          text: `select id, payload, consumed_at as "consumedAt" from oidc_record where tenant_id = $1 and kind = $2 and id = $3`,
          values: [tenantId, kind, hash(id)],
        }),
      ),
    findBy: async (name, value) => {
      const key = name === 'uid' ? sql`uid = ${hash(value)}` : sql`user_code = ${hash(value)}`;
      return read(
        await db.query<Row>(sql`
          select id, payload, consumed_at as "consumedAt" from oidc_record
          where tenant_id = ${tenantId} and kind = ${kind} and ${key} order by created_at desc limit 1`),
      );
    },
    consume: async (id) => {
      const at = new Date(now());
      const fresh = new Date(at.getTime() - leewaySeconds * 1000);
      const rows = await db.query(sql`
        update oidc_record set consumed_at = coalesce(consumed_at, ${at})
        where tenant_id = ${tenantId} and kind = ${kind} and id = ${hash(id)}
          and (consumed_at is null or consumed_at > ${fresh}) returning 1`);
      return rows.length > 0;
    },
    destroy: async (id) => {
      await db.query(sql`
        delete from oidc_record where tenant_id = ${tenantId} and kind = ${kind} and id = ${hash(id)}`);
    },
    revokeByGrantId: async (grantId) => {
      await db.query(sql`
        delete from oidc_record where tenant_id = ${tenantId} and kind = ${kind} and grant_id = ${hash(grantId)}`);
    },
  };
}

/** When a person allowed a grant; undefined where there is no such grant. */
export async function findGrantStart(db: Database, tenantId: string, grantId: string): Promise<Date | undefined> {
  const [row] = await db.query<{ at: Date }>(sql`
    select created_at as at from oidc_record where tenant_id = ${tenantId} and kind = 'Grant' and id = ${hash(grantId)}`);
  return row?.at;
}

/** Removes a tenant's records that have expired. Gives how many. */
export async function pruneOidcRecords(db: Database, tenantId: string, now: Date): Promise<number> {
  const rows = await db.query(sql`
    delete from oidc_record where tenant_id = ${tenantId} and expires_at < ${now} returning 1`);
  return rows.length;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function hashed(text: string | undefined): string | null {
  return text === undefined ? null : hash(text);
}

/** What was encrypted with a key that is lost is as good as not there: people sign in anew. */
function opened(secrets: SecretBox, sealed: string, purpose: string): OidcPayload | undefined {
  try {
    return JSON.parse(secrets.open(sealed, purpose)) as OidcPayload;
  } catch {
    return undefined;
  }
}
