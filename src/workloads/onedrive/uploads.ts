import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';
import type { StoredContent } from '../content/content.ts';

/** A large file on its way, piece by piece. */
export interface UploadSession {
  readonly id: string;
  readonly driveId: string;
  readonly parentId: string;
  readonly name: string;
  readonly replace: boolean;
  readonly size: number | null;
  readonly userId: string | null;
  readonly expiresAt: Date;
  /** Bytes that have arrived, from the first on without a gap. */
  readonly received: number;
}

/** Begins a session; gives its id. */
export async function insertSession(
  tx: Database,
  tenantId: string,
  session: Pick<UploadSession, 'driveId' | 'parentId' | 'name' | 'replace' | 'userId' | 'expiresAt'>,
): Promise<string> {
  const id = newId();
  await tx.query(sql`
    insert into upload_session (tenant_id, id, drive_id, parent_id, name, replace, user_id, expires_at)
    values (${tenantId}, ${id}, ${session.driveId}, ${session.parentId}, ${session.name}, ${session.replace}, ${session.userId},
      ${session.expiresAt})`);
  return id;
}

/** A session that has not expired, locked until the transaction ends. */
export async function lockSession(
  tx: Database,
  tenantId: string,
  id: string,
  machineNow: Date,
): Promise<UploadSession | undefined> {
  const [row] = await tx.query<UploadSession>(sql`
    select s.id, s.drive_id as "driveId", s.parent_id as "parentId", s.name, s.replace, s.size, s.user_id as "userId",
      s.expires_at as "expiresAt",
      (select coalesce(sum(p.size), 0)::bigint from upload_piece p where p.tenant_id = s.tenant_id and p.session_id = s.id) as received
    from upload_session s where s.tenant_id = ${tenantId} and s.id = ${id} and s.expires_at > ${machineNow} for update`);
  return row;
}

/** Notes the next piece, and how large the whole will be. */
export async function addPiece(
  tx: Database,
  tenantId: string,
  sessionId: string,
  piece: StoredContent & { readonly first: number; readonly total: number },
): Promise<void> {
  await tx.query(sql`
    insert into upload_piece (tenant_id, session_id, first, size, content_hash)
    values (${tenantId}, ${sessionId}, ${piece.first}, ${piece.size}, ${piece.hash})`);
  await tx.query(sql`
    update upload_session set size = ${piece.total} where tenant_id = ${tenantId} and id = ${sessionId}`);
}

/** The content of the pieces, in order. */
export async function readPieces(db: Database, tenantId: string, sessionId: string): Promise<Buffer[]> {
  const rows = await db.query<{ hash: Buffer }>(sql`
    select content_hash as hash from upload_piece where tenant_id = ${tenantId} and session_id = ${sessionId} order by first`);
  return rows.map(({ hash }) => hash);
}

/** Ends a session; its pieces are nobody's content any more. */
export async function endSession(tx: Database, tenantId: string, sessionId: string): Promise<void> {
  await tx.query(sql`delete from upload_piece where tenant_id = ${tenantId} and session_id = ${sessionId}`);
  await tx.query(sql`delete from upload_session where tenant_id = ${tenantId} and id = ${sessionId}`);
}

/** Ends the sessions that expired. */
export async function endExpired(tx: Database, tenantId: string, machineNow: Date): Promise<void> {
  await tx.query(sql`
    with gone as (
      delete from upload_session where tenant_id = ${tenantId} and expires_at <= ${machineNow} returning id)
    delete from upload_piece p using gone where p.tenant_id = ${tenantId} and p.session_id = gone.id`);
}
