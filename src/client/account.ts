import type { Client } from './client.ts';
import type { AuthenticatorSecret, WebAuthnJson } from './sign-in.ts';

/** Who is signed in, where, and what they may do. */
export interface Session {
  readonly user: {
    readonly id: string;
    readonly displayName: string;
    readonly userPrincipalName: string;
    readonly preferredLanguage: string | null;
  };
  readonly roles: readonly { readonly role: string; readonly name: string; readonly unit: string | null }[];
  readonly tenant: {
    readonly tenantId: string;
    readonly displayName: string;
    readonly defaultDomain: string;
    readonly kind: 'sandbox' | 'production';
    readonly cloud: string;
    readonly timeZone: string;
    readonly currency: string;
    /** The tenant's own time, which runs ahead where its clock was moved. */
    readonly now: string;
  };
  readonly actions: readonly string[];
  readonly csrfToken: string;
  readonly idleMinutes: number;
  readonly expiresAt: string;
}

/** The ways in which somebody can sign in. */
interface Account {
  readonly methods: {
    readonly password: boolean;
    readonly authenticator: { readonly confirmedAt: string } | null;
    readonly passkeys: readonly Passkey[];
  };
  readonly recoveryCodesLeft: number;
}

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

/** One signed-in browser. */
export interface AccountSession {
  readonly id: string;
  readonly current: boolean;
  readonly methods: readonly string[];
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly userAgent: string | null;
  readonly address: string | null;
}

/** What people do about their own account. All of it throws ApiError where the server refuses. */
export interface AccountCalls {
  session(): Promise<Session>;
  read(): Promise<Account>;
  sessions(): Promise<readonly AccountSession[]>;
  endSession(id: string): Promise<void>;
  endOtherSessions(): Promise<void>;
  changePassword(current: string, password: string): Promise<void>;
  addAuthenticator(): Promise<AuthenticatorSecret>;
  confirmAuthenticator(code: string): Promise<{ readonly recoveryCodes: readonly string[] }>;
  removeAuthenticator(password: string): Promise<void>;
  passkeyOptions(): Promise<{ readonly flow: string; readonly options: WebAuthnJson }>;
  addPasskey(flow: string, response: object, name: string): Promise<void>;
  removePasskey(id: string): Promise<void>;
}

/** The account calls of a server. */
export function accountCalls(client: Client): AccountCalls {
  const account = (path: string) => `/api/account${path}`;
  return {
    session: () => client.get('/api/session'),
    read: () => client.get('/api/account'),
    sessions: async () => (await client.get<{ value: AccountSession[] }>(account('/sessions'))).value,
    endSession: (id) => client.send('DELETE', account(`/sessions/${encodeURIComponent(id)}`)),
    endOtherSessions: () => client.send('DELETE', account('/sessions')),
    changePassword: (current, password) => client.send('POST', account('/password'), { current, password }),
    addAuthenticator: () => client.send('POST', account('/authenticator'), {}),
    confirmAuthenticator: (code) => client.send('POST', account('/authenticator/confirm'), { code }),
    removeAuthenticator: (password) => client.send('DELETE', account('/authenticator'), { password }),
    passkeyOptions: () => client.send('POST', account('/passkeys/options'), {}),
    addPasskey: (flow, response, name) => client.send('POST', account('/passkeys'), { flow, response, name }),
    removePasskey: (id) => client.send('DELETE', account(`/passkeys/${encodeURIComponent(id)}`)),
  };
}
