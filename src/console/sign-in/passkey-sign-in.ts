import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';
import type { SignInStep, WebAuthnJson } from '../../client/sign-in.ts';
import { BrowserRefusal } from '../parts/problem.tsx';
import { signIn } from '../server.ts';

/** Whether this browser can use passkeys at this address: it must be HTTPS or localhost, and a name, no number. */
export function passkeysPossible(): boolean {
  const isNumber = /^[\d.]+$|^\[/.test(location.hostname);
  return isSecureContext && !isNumber && browserSupportsWebAuthn();
}

/** Signs in with a passkey, alone or as a second factor. Throws BrowserRefusal or ApiError. */
export async function signInWithPasskey(about: {
  readonly flow?: string;
  readonly tenant?: string;
}): Promise<SignInStep> {
  const { flow, options } = await signIn.passkeyOptions(about);
  const response = await told(() =>
    startAuthentication({ optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON }),
  );
  return signIn.passkey(flow, response);
}

/** Has the browser make a passkey. Throws BrowserRefusal. */
export async function makePasskey(options: WebAuthnJson): Promise<object> {
  return told(() => startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON }));
}

async function told<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  if (!passkeysPossible()) throw new BrowserRefusal('passkeysImpossible');
  try {
    return await ask();
  } catch (error) {
    const known = error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED';
    throw new BrowserRefusal(known ? 'passkeyKnown' : 'passkeyCanceled');
  }
}
