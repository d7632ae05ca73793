import type { KoaContextWithOIDC } from 'oidc-provider';
import { must } from '../../base/assert.ts';
import { isoSeconds } from '../../base/time.ts';
import type { PersonFacts } from '../../store/principals.ts';
import type { GrantRefusal, RequestNotes } from './library-request.ts';
import { idTokenClaims } from './user-claims.ts';

/** A person as the OpenID library knows people. */
export interface Account {
  readonly accountId: string;
  readonly person: PersonFacts;
  readonly claims: () => { sub: string; [claim: string]: unknown };
  readonly [name: string]: unknown;
}

/**
 * The person, if an app may still act for them: they are there, may sign in, and have not ended what they allowed
 * since. Otherwise undefined, with the reason in the notes of the request.
 * @param grantedAt when the person let the app in; undefined where that is about to happen
 */
export function accountOf(
  notes: RequestNotes,
  tenantId: string,
  person: PersonFacts | undefined,
  grantedAt: Date | undefined,
): Account | undefined {
  const refusal = refusalOf(person, grantedAt);
  if (refusal) notes.refusal = refusal;
  if (refusal || !person) return undefined;
  return { accountId: person.id, person, claims: () => ({ ...idTokenClaims(person, tenantId), sub: person.id }) };
}

/** The person whom the request is about, once the library has asked for the account. */
export function personOf(ctx: KoaContextWithOIDC): PersonFacts {
  return must(ctx.oidc.account as Account | undefined, 'account').person;
}

function refusalOf(person: PersonFacts | undefined, grantedAt: Date | undefined): GrantRefusal | undefined {
  if (!person) return { code: 500341, text: 'The user account has been deleted from the directory.' };
  if (!person.accountEnabled) return { code: 50057, text: 'The user account is disabled.' };
  const { sessionsValidFrom } = person;
  if (!grantedAt || sessionsValidFrom === null || grantedAt >= sessionsValidFrom) return undefined;
  return {
    code: 50173,
    text: `The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '${isoSeconds(grantedAt)}' and the TokensValidFrom date (before which tokens are not valid) for this user is '${isoSeconds(sessionsValidFrom)}'.`,
  };
}
