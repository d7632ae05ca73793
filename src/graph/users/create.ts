import { createUser } from '../../operations/directory/create-user.ts';
import { badRequest, type GraphReply, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { parseUserBody } from './user-body.ts';
import { userErrorOf } from './user-errors.ts';
import { userReply } from './user-reply.ts';

const REQUIRED = ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'] as const;

/** POST /users. */
export async function createUserFromGraph(call: GraphCall): Promise<GraphReply> {
  const parsed = parseUserBody(call.body);
  if ('reason' in parsed) throw new Refused(userErrorOf(parsed));
  const { fields, password, forceChangePassword } = parsed;
  for (const property of REQUIRED) {
    if (fields[property] === undefined || fields[property] === null) {
      throw new Refused(userErrorOf({ reason: 'missingProperty', property }));
    }
  }
  if (password === undefined) throw new Refused(badRequest('Property passwordProfile.password value is required but is empty or missing.'));
  const created = await createUser(call.context, {
    fields: { ...fields, displayName: fields.displayName ?? '', userPrincipalName: fields.userPrincipalName ?? '' },
    password,
    forceChangePassword: forceChangePassword ?? true,
  });
  if ('reason' in created) throw new Refused(userErrorOf(created));
  const reply = await userReply(call, created.userId, 201);
  return { ...reply, headers: { ...reply.headers, location: `${call.baseUrl}/users/${created.userId}` } };
}
