import { addDays } from '../../base/time.ts';
import { isItemName } from '../../domain/files/item-name.ts';
import { readContent, storeContent } from '../../workloads/content/content.ts';
import type { Drive } from '../../workloads/onedrive/items.ts';
import { addPiece, endSession, insertSession, lockSession, readPieces } from '../../workloads/onedrive/uploads.ts';
import { type Context, machineNow } from '../context.ts';
import { type ItemFault, type OnConflict, type Place, type Put, putContent } from './change-items.ts';
import { openDrive } from './open-drive.ts';

/** A session waits this long for its next piece. */
const SESSION_DAYS = 7;

/** Begins the upload of a large file. */
export async function beginUpload(
  context: Context,
  drive: Drive,
  place: Place,
  onConflict: OnConflict,
): Promise<{ readonly id: string; readonly expiresAt: Date } | ItemFault> {
  if (!isItemName(place.name)) return { fault: 'wrongName' };
  const expiresAt = new Date(addDays(machineNow(context), SESSION_DAYS));
  const id = await insertSession(context.db, context.tenant.tenantId, {
    driveId: drive.id,
    ...place,
    replace: onConflict === 'replace',
    userId: context.principal.id,
    expiresAt,
  });
  return { id, expiresAt };
}

/** Which bytes of the whole a piece is. */
export interface PieceRange {
  readonly first: number;
  readonly last: number;
  readonly total: number;
}

export type PieceTaken =
  | { readonly kind: 'waiting'; readonly next: number; readonly expiresAt: Date }
  | { readonly kind: 'done'; readonly put: Put; readonly drive: Drive }
  | { readonly kind: 'refused'; readonly why: 'noSession' | 'wrongRange' | 'wrongLength' | 'noDrive' }
  | { readonly kind: 'fault'; readonly fault: ItemFault };

/** Takes the next piece of a large file; with the last one the file is there. */
export async function takePiece(
  context: Context,
  sessionId: string,
  range: PieceRange,
  bytes: AsyncIterable<Uint8Array>,
): Promise<PieceTaken> {
  const { db, tenant } = context;
  const { tenantId } = tenant;
  const present = new Date(machineNow(context));
  const content = await storeContent(db, tenantId, bytes);
  if (content.size !== range.last - range.first + 1) return { kind: 'refused', why: 'wrongLength' };
  const session = await db.transaction(async (tx) => {
    const found = await lockSession(tx, tenantId, sessionId, present);
    if (!found) return 'noSession';
    if (range.first !== found.received || (found.size ?? range.total) !== range.total || range.last >= range.total)
      return 'wrongRange';
    await addPiece(tx, tenantId, sessionId, { ...content, first: range.first, total: range.total });
    return found;
  });
  if (typeof session === 'string') return { kind: 'refused', why: session };
  const next = range.last + 1;
  if (next < range.total) return { kind: 'waiting', next, expiresAt: session.expiresAt };
  const drive = await openDrive(context, { driveId: session.driveId }, 'write');
  if ('fault' in drive) return { kind: 'refused', why: 'noDrive' };
  const whole = await storeContent(db, tenantId, piecesOf(context, sessionId));
  const mimeType = 'application/octet-stream';
  const onConflict = session.replace ? 'replace' : 'rename';
  const put = await putContent(context, drive, session, { ...whole, mimeType }, onConflict);
  if ('fault' in put) return { kind: 'fault', fault: put };
  await db.transaction((tx) => endSession(tx, tenantId, sessionId));
  return { kind: 'done', put, drive };
}

async function* piecesOf({ db, tenant }: Context, sessionId: string): AsyncIterable<Buffer> {
  for (const hash of await readPieces(db, tenant.tenantId, sessionId)) yield* readContent(db, tenant.tenantId, hash);
}

/** How far an upload is: the next byte that it waits for; undefined where there is no such session. */
export async function uploadProgress(
  context: Context,
  sessionId: string,
): Promise<{ readonly next: number; readonly expiresAt: Date } | undefined> {
  return context.db.transaction(async (tx) => {
    const session = await lockSession(tx, context.tenant.tenantId, sessionId, new Date(machineNow(context)));
    return session && { next: session.received, expiresAt: session.expiresAt };
  });
}

/** Gives up an upload. */
export async function cancelUpload(context: Context, sessionId: string): Promise<void> {
  await context.db.transaction((tx) => endSession(tx, context.tenant.tenantId, sessionId));
}
