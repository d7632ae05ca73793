import type { SignInStart, SignInStep } from '../../client/sign-in.ts';

/** Where a sign-in stands, as the page shows it. */
export type Stage =
  | { readonly kind: 'people' }
  | { readonly kind: 'name' }
  | { readonly kind: 'credentials'; readonly name: string; readonly start: SignInStart }
  | (Exclude<SignInStep, { next: 'done' }> & { readonly kind: 'step' });

/** What each step is given: who is signing in so far, and where to go from here. */
export interface StepProps {
  /** Goes on to what the server asks for next; after the last step, to where the person wanted to go. */
  readonly onStep: (step: SignInStep) => void;
  /** Starts from the beginning. */
  readonly onRestart: () => void;
}
