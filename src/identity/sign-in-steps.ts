import type { SignInMethod } from './sessions.ts';

/** What decides the next step of a sign-in. */
export interface Standing {
  /** What the person has shown so far. */
  readonly passed: readonly SignInMethod[];
  readonly hasAuthenticator: boolean;
  readonly hasPasskey: boolean;
  readonly isAdministrator: boolean;
  readonly mustChangePassword: boolean;
  /** The tenant demands a second factor of administrators. */
  readonly administratorsNeedSecondFactor: boolean;
}

type Factor = 'authenticator' | 'passkey' | 'recoveryCode';

export type Step =
  | { readonly next: 'done' }
  | { readonly next: 'secondFactor'; readonly factors: readonly Factor[] }
  | { readonly next: 'enroll' }
  | { readonly next: 'newPassword' };

/** A passkey asks for the person's finger, face or PIN: it is two factors in one. */
const SECOND: readonly SignInMethod[] = ['authenticator', 'recoveryCode', 'passkey'];

/**
 * What a sign-in needs next: the second factor that the person has, one to be set up where the tenant demands it, and
 * last the new password that an administrator asked for, which nobody chooses before they have proved who they are.
 */
export function nextStep(standing: Standing): Step {
  const { passed, hasAuthenticator, hasPasskey } = standing;
  const hasProved = passed.some((method) => SECOND.includes(method)) || passed.includes('signInAs');
  if (!hasProved && !passed.includes('sso') && (hasAuthenticator || hasPasskey)) {
    return {
      next: 'secondFactor',
      factors: [
        ...(hasAuthenticator ? (['authenticator', 'recoveryCode'] as const) : []),
        ...(hasPasskey ? (['passkey'] as const) : []),
      ],
    };
  }
  // Whoever comes from the tenant's own provider was asked there, or not, as the tenant wants it.
  const mustEnroll = standing.administratorsNeedSecondFactor && standing.isAdministrator;
  if (mustEnroll && !hasProved && !passed.includes('sso')) return { next: 'enroll' };
  if (standing.mustChangePassword && passed.includes('password')) return { next: 'newPassword' };
  return { next: 'done' };
}
