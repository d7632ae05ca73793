import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { isGuid } from '../base/id.ts';
import type { Tenant } from '../domain/directory/tenant.ts';
import type { Database } from '../store/database.ts';
import { insertPasskey, lockPasskey, readPasskeys, usePasskey } from '../store/passkeys.ts';
import { deleteFlow } from '../store/sign-in.ts';
import { findTenant } from '../store/tenants.ts';
import {
  type Browser,
  findFlow,
  openFlow,
  passedIn,
  proceed,
  type SignInAnswer,
  type SignInFault,
  type SignInHost,
} from './sign-in.ts';

/** Scheme, host and port of the console, which passkeys are bound to. */
export type Origin = string;

/** What a browser needs to ask for a passkey: as the second factor of a flow, or as the whole sign-in to a tenant. */
export async function passkeyOptions(
  host: SignInHost,
  about: { readonly flow?: string | undefined; readonly tenant?: string | undefined },
  origin: Origin,
): Promise<{ flow: string; options: object } | SignInFault> {
  const begun = about.flow === undefined ? undefined : await findFlow(host, about.flow);
  if (about.flow !== undefined && begun?.flow.kind !== 'secondFactor') return { fault: 'flowExpired' };
  const tenant = begun?.tenant ?? (await tenantOf(host.db, about.tenant ?? ''));
  if (!tenant) return { fault: 'signInFailed' };
  const sealed = host.db.ofTenant(tenant.tenantId);
  const userId = begun?.flow.userId ?? null;
  const known = userId === null ? [] : await readPasskeys(sealed, tenant.tenantId, userId);
  const options = await generateAuthenticationOptions({
    rpID: new URL(origin).hostname,
    userVerification: 'required',
    allowCredentials: known.map(({ id, transports }) => ({
      id,
      transports: transports as AuthenticatorTransport[],
    })),
  });
  const passed = begun ? passedIn(begun.flow) : [];
  const state = { challenge: options.challenge, passed };
  return { flow: await openFlow(host, sealed, tenant, { kind: 'passkey', userId, state }), options };
}

/** Signs in with a passkey's answer. */
export async function signInWithPasskey(
  host: SignInHost,
  { flow: carried, response }: { readonly flow: string; readonly response: unknown },
  origin: Origin,
  browser: Browser,
): Promise<SignInAnswer | SignInFault> {
  const found = await findFlow(host, carried);
  if (found?.flow.kind !== 'passkey') return { fault: 'flowExpired' };
  const { sealed, tenant, flow } = found;
  const answer = response as AuthenticationResponseJSON;
  const userId = await sealed.transaction(async (tx) => {
    // A challenge serves once, whatever comes of it.
    await deleteFlow(tx, tenant.tenantId, flow.id);
    const passkey = await lockPasskey(tx, tenant.tenantId, String(answer.id ?? ''));
    if (!passkey || (flow.userId !== null && flow.userId !== passkey.userId)) return undefined;
    const verified = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: String(flow.state.challenge),
      expectedOrigin: origin,
      expectedRPID: new URL(origin).hostname,
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
        transports: passkey.transports as AuthenticatorTransport[],
      },
    }).catch(() => undefined);
    if (!verified?.verified) return undefined;
    const { newCounter } = verified.authenticationInfo;
    await usePasskey(tx, tenant.tenantId, passkey.id, newCounter, new Date(host.now()));
    return passkey.userId;
  });
  if (userId === undefined) return { fault: 'signInFailed' };
  return proceed(host, sealed, tenant, userId, [...passedIn(flow), 'passkey'], browser);
}

/** What a browser needs to make a passkey for a person who is signed in. */
export async function newPasskeyOptions(
  host: SignInHost,
  tenant: Tenant,
  person: { readonly id: string; readonly displayName: string; readonly userPrincipalName: string },
  origin: Origin,
): Promise<{ flow: string; options: object }> {
  const sealed = host.db.ofTenant(tenant.tenantId);
  const known = await readPasskeys(sealed, tenant.tenantId, person.id);
  const options = await generateRegistrationOptions({
    rpName: `Seatwise (${tenant.displayName})`,
    rpID: new URL(origin).hostname,
    userID: new TextEncoder().encode(person.id),
    userName: person.userPrincipalName,
    userDisplayName: person.displayName,
    attestationType: 'none',
    excludeCredentials: known.map(({ id, transports }) => ({
      id,
      transports: transports as AuthenticatorTransport[],
    })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
  const flow = await openFlow(host, sealed, tenant, {
    kind: 'newPasskey',
    userId: person.id,
    state: { challenge: options.challenge },
  });
  return { flow, options };
}

/** Keeps a new passkey of a person. */
export async function addPasskey(
  tx: Database,
  host: SignInHost,
  tenant: Tenant,
  userId: string,
  { flow: carried, response, name }: { readonly flow: string; readonly response: unknown; readonly name: string },
  origin: Origin,
): Promise<'added' | 'flowExpired' | 'refused'> {
  const found = await findFlow(host, carried);
  if (found?.flow.kind !== 'newPasskey' || found.flow.userId !== userId) return 'flowExpired';
  await deleteFlow(tx, tenant.tenantId, found.flow.id);
  const verified = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: String(found.flow.state.challenge),
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!verified?.verified) return 'refused';
  const { credential } = verified.registrationInfo;
  const isNew = await insertPasskey(tx, tenant.tenantId, {
    id: credential.id,
    userId,
    name,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    createdAt: new Date(host.now()),
    lastUsedAt: null,
  });
  return isNew ? 'added' : 'refused';
}

async function tenantOf(db: Database, idOrDomain: string): Promise<Tenant | undefined> {
  if (idOrDomain.includes('\0')) return undefined;
  return findTenant(isGuid(idOrDomain) ? db.ofTenant(idOrDomain) : db, idOrDomain);
}
