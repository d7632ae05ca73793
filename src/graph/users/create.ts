import { createUser } from '../../operations/directory/create-user.ts';
import { membersOf } from '../body.ts';
import { type GraphReply, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { parseUserBody } from './user-body.ts';
import { userErrorOf } from './user-errors.ts';
import { readUserSelection } from './user-query.ts';
import { userReply } from './user-reply.ts';

const REQUIRED = ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'] as const;

/** POST /users. */
export async function createUserFromGraph(call: GraphCall): Promise<GraphReply> {
  const selection = readUserSelection(call.query);
  const members = new Map(membersOf(call.body).map(([name, value]) => [name.toLowerCase(), value]));
  const property = REQUIRED.find((name) => (members.get(name.toLowerCase()) ?? '') === '');
  if (property) throw new Refused(userErrorOf({ reason: 'missingProperty', property }));
  const parsed = parseUserBody(call.body);
  if ('reason' in parsed) throw new Refused(userErrorOf(parsed));
  const { fields, password, forceChangePassword } = parsed;
  if (!password) throw new Refused(userErrorOf({ reason: 'missingProperty', property: 'passwordProfile.password' }));
  const created = await createUser(call.context, {
    fields: { ...fields, displayName: fields.displayName ?? '', userPrincipalName: fields.userPrincipalName ?? '' },
    password,
    forceChangePassword: forceChangePassword ?? true,
  });
  if ('reason' in created) throw new Refused(userErrorOf(created));
  const reply = await userReply(call, selection, created.userId, 201);
  return { ...reply, headers: { ...reply.headers, location: `${call.baseUrl}/users/${created.userId}` } };
}
