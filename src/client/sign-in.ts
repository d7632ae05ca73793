import type { Client } from './client.ts';

/** Options and answers of WebAuthn travel as the browser's own JSON, which nobody on the way looks into. */
export type WebAuthnJson = Readonly<Record<string, unknown>>;

export interface SignInStart {
  readonly tenantId: string;
  readonly tenantName: string;
  /** The tenant's identity provider, if it has one. */
  readonly sso: { readonly displayName: string } | null;
  /** Whether people of the tenant may sign in with a password of this server. */
  readonly passwords: boolean;
}

export type Factor = 'authenticator' | 'passkey' | 'recoveryCode';

/** What a sign-in needs next. A flow is carried from step to step. */
export type SignInStep =
  | { readonly next: 'done' }
  | { readonly next: 'secondFactor'; readonly flow: string; readonly factors: readonly Factor[] }
  | { readonly next: 'newPassword'; readonly flow: string }
  | { readonly next: 'enroll'; readonly flow: string };

/** A secret for an authenticator app: to type, as a link, and as the rows of a QR code ('1' is dark). */
export interface AuthenticatorSecret {
  readonly secret: string;
  readonly uri: string;
  readonly qr: readonly string[];
}

export interface SampleTenant {
  readonly tenantId: string;
  readonly displayName: string;
  readonly domain: string;
}

export interface SamplePerson {
  readonly userId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** Names of administrator roles; none for a person without. */
  readonly roles: readonly string[];
}

export interface SetupInvitation {
  readonly tenantName: string;
  /** The first administrator of a tenant, or a password that was reset. */
  readonly kind: 'first' | 'reset';
  readonly userPrincipalName: string | null;
  readonly domain: string;
}

/** Sign-in, step by step. All of it throws ApiError where the server refuses. */
export interface SignInCalls {
  start(name: string): Promise<SignInStart>;
  password(userPrincipalName: string, password: string): Promise<SignInStep>;
  code(flow: string, code: string): Promise<SignInStep>;
  newPassword(flow: string, password: string): Promise<SignInStep>;
  enroll(flow: string): Promise<AuthenticatorSecret>;
  confirmEnrollment(flow: string, code: string): Promise<{ readonly recoveryCodes: readonly string[] }>;
  passkeyOptions(about: {
    readonly flow?: string;
    readonly tenant?: string;
  }): Promise<{ readonly flow: string; readonly options: WebAuthnJson }>;
  passkey(flow: string, response: object): Promise<SignInStep>;
  sampleTenants(): Promise<readonly SampleTenant[]>;
  samplePeople(tenantId: string): Promise<readonly SamplePerson[]>;
  signInAs(tenantId: string, userId: string): Promise<SignInStep>;
  invitation(token: string): Promise<SetupInvitation>;
  acceptInvitation(
    token: string,
    choices: { readonly displayName?: string; readonly userPrincipalName?: string; readonly password: string },
  ): Promise<SignInStep>;
  signOut(): Promise<void>;
}

/** The sign-in calls of a server. */
export function signInCalls(client: Client): SignInCalls {
  const post = <Answer>(path: string, body: unknown = {}) => client.send<Answer>('POST', `/api${path}`, body);
  return {
    start: (name) => post('/sign-in/start', { name }),
    password: (userPrincipalName, password) => post('/sign-in/password', { userPrincipalName, password }),
    code: (flow, code) => post('/sign-in/code', { flow, code }),
    newPassword: (flow, password) => post('/sign-in/new-password', { flow, password }),
    enroll: (flow) => post('/sign-in/enroll', { flow }),
    confirmEnrollment: (flow, code) => post('/sign-in/enroll/confirm', { flow, code }),
    passkeyOptions: (about) => post('/sign-in/passkey/options', about),
    passkey: (flow, response) => post('/sign-in/passkey', { flow, response }),
    sampleTenants: async () => (await client.get<{ value: SampleTenant[] }>('/api/sign-in/tenants')).value,
    samplePeople: async (tenant) =>
      (await client.get<{ value: SamplePerson[] }>('/api/sign-in/people', { tenant })).value,
    signInAs: (tenantId, userId) => post('/sign-in/as', { tenantId, userId }),
    invitation: (token) => client.get(`/api/setup/${encodeURIComponent(token)}`),
    acceptInvitation: (token, choices) => post(`/setup/${encodeURIComponent(token)}`, choices),
    signOut: () => post('/sign-out'),
  };
}

/** Where a browser goes to sign in with a tenant's identity provider; it comes back to `returnTo`. */
export function singleSignOnAddress(tenantId: string, returnTo: string): string {
  return `/api/sign-in/sso?${new URLSearchParams({ tenant: tenantId, returnTo })}`;
}
