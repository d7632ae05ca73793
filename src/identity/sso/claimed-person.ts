import { isGuid } from '../../base/id.ts';
import type { Database } from '../../store/database.ts';
import { findIdByMail } from '../../store/identity-providers.ts';
import { findSigningIn, type SigningIn } from '../../store/sign-in.ts';

type Claims = Readonly<Record<string, unknown>>;

/** Longer names are nobody's. */
const LONGEST = 320;

/**
 * The living person of a tenant whom the provider names by the configured claim: by object id where the claim has that
 * form, else by user principal name, else by mail address. Nobody is made.
 */
export async function findClaimedPerson(
  db: Database,
  tenantId: string,
  userClaim: string,
  claims: Claims,
): Promise<SigningIn | undefined> {
  const value = claims[userClaim];
  if (typeof value !== 'string') return undefined;
  const name = value.trim();
  if (name === '' || name.length > LONGEST || name.includes('\0')) return undefined;
  if (isGuid(name)) return findSigningIn(db, tenantId, { id: name.toLowerCase() });
  const byName = await findSigningIn(db, tenantId, { userPrincipalName: name });
  if (byName) return byName;
  const id = await findIdByMail(db, tenantId, name);
  return id === undefined ? undefined : findSigningIn(db, tenantId, { id });
}

/** Whether the provider itself doubts the address that names the person: anybody may have typed it there. */
export function isDoubtful(userClaim: string, { email_verified: verified }: Claims): boolean {
  return userClaim === 'email' && (verified === false || verified === 'false');
}

/** Whether the provider asked the person for a second factor, as far as it says (RFC 8176 and what is usual beside it). */
export function hadSecondFactor({ amr, acr }: Claims): boolean {
  const methods: readonly unknown[] = Array.isArray(amr) ? amr : [];
  return methods.includes('mfa') || (typeof acr === 'string' && MFA_CONTEXTS.includes(acr));
}

const MFA_CONTEXTS = [
  'mfa',
  'http://schemas.openid.net/pape/policies/2007/06/multi-factor',
  'https://refeds.org/profile/mfa',
];
