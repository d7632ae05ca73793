import { isGuid } from '../../base/id.ts';
import { isoSeconds } from '../../base/time.ts';
import { quotaState } from '../../domain/files/drive-quota.ts';
import { openDrive, quotaOf } from '../../operations/files/open-drive.ts';
import type { Drive } from '../../queries/files.ts';
import type { GraphReply } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { selectFrom } from '../select.ts';
import { findUserId } from '../users/find-user.ts';
import { refuseDrive } from './drive-errors.ts';

/** The drive that a path names, by its id or its owner, once it is clear that the caller may open it. */
export async function driveOf({ context, keys }: GraphCall, how: 'read' | 'write'): Promise<Drive> {
  const { driveId, id } = keys;
  if (driveId !== undefined && !isGuid(driveId)) return refuseDrive({ fault: 'noDrive' });
  const name = driveId === undefined ? { userId: await findUserId(context, id ?? '') } : { driveId };
  const drive = await openDrive(context, name, how);
  return 'fault' in drive ? refuseDrive(drive) : drive;
}

/** GET /users/{id}/drive, /drives/{id}. */
export async function getDrive(call: GraphCall): Promise<GraphReply> {
  const drive = await driveOf(call, 'read');
  const { names, pick } = selectFrom(call.query, TYPE, PROPERTIES);
  const body = pick(await driveView(call, drive));
  return { status: 200, body: { '@odata.context': `${call.baseUrl}/$metadata#drives${names}/$entity`, ...body } };
}

/** GET /users/{id}/drives: the one that there is. */
export async function listDrives(call: GraphCall): Promise<GraphReply> {
  const drive = await driveOf(call, 'read');
  const { names, pick } = selectFrom(call.query, TYPE, PROPERTIES);
  const value = [pick(await driveView(call, drive))];
  return { status: 200, body: { '@odata.context': `${call.baseUrl}/$metadata#drives${names}`, value } };
}

const TYPE = 'microsoft.graph.drive';
const PROPERTIES = ['createdDateTime', 'description', 'id', 'name', 'driveType', 'owner', 'quota'];

/** An unlicensed drive keeps the room that it takes, and no more. */
async function driveView({ context }: GraphCall, drive: Drive): Promise<Record<string, unknown>> {
  const { size: used, deletedSize: deleted } = drive;
  const total = (await quotaOf(context.db, context.tenant.tenantId, drive.userId)) ?? used;
  return {
    createdDateTime: isoSeconds(drive.createdAt),
    description: '',
    id: drive.id,
    name: 'OneDrive',
    driveType: 'business',
    owner: { user: { id: drive.userId, displayName: drive.ownerName } },
    quota: { deleted, remaining: Math.max(0, total - used), state: quotaState(used, total), total, used },
  };
}
