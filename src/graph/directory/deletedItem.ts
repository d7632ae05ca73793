import { isGuid } from '../../base/id.ts';
import { purgeDeletedUser } from '../../operations/directory/purge-user.ts';
import { type GraphReply, notFound, Refused, waitsForApproval } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { userErrorOf } from '../users/user-errors.ts';

/** DELETE /directory/deletedItems/{id}: a deleted user is gone for good. */
export async function deleteForGood({ context, keys }: GraphCall): Promise<GraphReply> {
  const id = keys.id ?? '';
  const result = isGuid(id) ? await purgeDeletedUser(context, id) : { reason: 'unknownUser' as const };
  if (result === 'purged') return { status: 204 };
  if ('kind' in result) throw new Refused(waitsForApproval(result.approvalId));
  throw new Refused(result.reason === 'unknownUser' ? notFound(id) : userErrorOf(result));
}
