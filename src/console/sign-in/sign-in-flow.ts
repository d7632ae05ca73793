import type { Factor, SignInStart, SignInStep } from '../../client/sign-in.ts';

/** What the server asks for before it lets somebody in. */
export type OpenStep = Exclude<SignInStep, { next: 'done' }>;

/** Where a sign-in stands, as the page shows it. */
export type Stage =
  | { readonly kind: 'people' }
  | { readonly kind: 'name' }
  | { readonly kind: 'credentials'; readonly name: string; readonly start: SignInStart }
  | { readonly kind: 'step'; readonly step: OpenStep };

/** What each step is given: where to go from here. */
export interface StepProps {
  /** Goes on to what the server asks for next; after the last step, to where the person wanted to go. */
  readonly onStep: (step: SignInStep) => void;
  /** Starts from the beginning. */
  readonly onRestart: () => void;
}

const FACTORS: readonly Factor[] = ['authenticator', 'passkey', 'recoveryCode'];

/** The step that an identity provider's answer led to: it stands behind the `#`, where no server sees it. */
export function stepInHash(hash: string): OpenStep | undefined {
  const told = new URLSearchParams(hash.replace(/^#/, ''));
  const [flow, next] = [told.get('flow'), told.get('next')];
  if (!flow) return undefined;
  if (next === 'newPassword' || next === 'enroll') return { next, flow };
  const factors = FACTORS.filter((factor) => told.get('factors')?.split(',').includes(factor));
  return next === 'secondFactor' && factors.length > 0 ? { next, flow, factors } : undefined;
}
