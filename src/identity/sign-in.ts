import { isGuid, newId } from '../base/id.ts';
import { hashPassword, isPassword, isStrongPassword } from '../base/passwords.ts';
import type { SecretBox } from '../base/secret-box.ts';
import { hashSecret, newSecret } from '../base/secrets.ts';
import type { Tenant } from '../domain/directory/tenant.ts';
import { auditChange } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { endSessionsBefore } from '../store/principals.ts';
import {
  clearGuard,
  deleteFlow,
  type Flow,
  findSigningIn,
  insertFlow,
  lockFlow,
  lockGuard,
  type SigningIn,
  writeGuard,
} from '../store/sign-in.ts';
import { findTenant } from '../store/tenants.ts';
import { updatePassword } from '../store/users.ts';
import { beginAuthenticator, confirmAuthenticator, type NewAuthenticator, useCode } from './authenticator.ts';
import { afterFailure, type Failures, waitSeconds } from './lockout.ts';
import { openSession, type SignInMethod } from './sessions.ts';
import { nextStep, type Step } from './sign-in-steps.ts';

export interface SignInHost {
  readonly db: Database;
  readonly secrets: SecretBox;
  /** The machine's time, in milliseconds. */
  readonly now: () => number;
}

/** The browser in which somebody signs in. */
export interface Browser {
  readonly userAgent: string | null;
  readonly address: string;
  /** What the browser keeps to be known again. */
  readonly deviceCookie: string | undefined;
}

/** What a step of a sign-in comes to. Cookies are for the route to set. */
export type SignInAnswer =
  | {
      readonly next: 'done';
      readonly session: { readonly cookieValue: string; readonly expiresAt: Date };
      readonly deviceCookie: string;
    }
  | (Exclude<Step, { next: 'done' }> & { readonly flow: string });

export type SignInFault =
  /** The same whether the person, the password or something else is wrong: it tells nobody who exists. */
  | { readonly fault: 'signInFailed' }
  | { readonly fault: 'tooManyAttempts'; readonly retryAfterSeconds: number }
  /** The flow has run out or was used; the sign-in begins anew. */
  | { readonly fault: 'flowExpired' }
  | { readonly fault: 'weakPassword' };

const FAILED: SignInFault = { fault: 'signInFailed' };
const FLOW_MINUTES = 10;
/** Failures of browsers that the person has not signed in from before are counted together. */
const STRANGERS = '00000000-0000-0000-0000-000000000000';

/** A sign-in by password. It takes the same time and gives the same answer whatever is wrong. */
export async function signInWithPassword(
  host: SignInHost,
  { userPrincipalName, password }: { readonly userPrincipalName: string; readonly password: string },
  browser: Browser,
  passwordsAllowed: (db: Database, tenantId: string, person: SigningIn) => Promise<boolean>,
): Promise<SignInAnswer | SignInFault> {
  const now = host.now();
  const tooFast = strangers.wait(`address ${browser.address}`, now, ADDRESS_FREE);
  if (tooFast > 0) return { fault: 'tooManyAttempts', retryAfterSeconds: tooFast };
  const domain = userPrincipalName.split('@').at(-1) ?? '';
  const tenant = domain.includes('\0') ? undefined : await findTenant(host.db, domain);
  const sealed = tenant && host.db.ofTenant(tenant.tenantId);
  const person = tenant && sealed ? await findSigningIn(sealed, tenant.tenantId, { userPrincipalName }) : undefined;
  const attempt =
    tenant && sealed && person
      ? await countAttempt(host, sealed, tenant, person, browser)
      : strangers.attempt(`name ${userPrincipalName.toLowerCase()}`, now, 0);
  if (attempt > 0) return { fault: 'tooManyAttempts', retryAfterSeconds: attempt };
  const isRight = await isPassword(password, person?.passwordHash ?? null);
  const isWelcome =
    isRight && tenant && sealed && person?.accountEnabled
      ? await passwordsAllowed(sealed, tenant.tenantId, person)
      : false;
  if (!isWelcome || !tenant || !sealed || !person) {
    strangers.attempt(`address ${browser.address}`, now, ADDRESS_FREE);
    return FAILED;
  }
  return proceed(host, sealed, tenant, person.id, ['password'], browser);
}

/** Goes on with a sign-in once something is proved: to the next step, or into a session. */
export async function proceed(
  host: SignInHost,
  sealed: Database,
  tenant: Tenant,
  userId: string,
  passed: readonly SignInMethod[],
  browser: Browser,
): Promise<SignInAnswer | SignInFault> {
  const person = await findSigningIn(sealed, tenant.tenantId, { id: userId });
  if (!person?.accountEnabled) return FAILED;
  const step = nextStep({
    ...person,
    passed,
    administratorsNeedSecondFactor: tenant.access.administratorsNeedSecondFactor,
  });
  if (step.next !== 'done') {
    return { ...step, flow: await openFlow(host, sealed, tenant, { kind: step.next, userId, state: { passed } }) };
  }
  const now = host.now();
  const { userAgent, address } = browser;
  return sealed.transaction(async (tx) => {
    const device = deviceOf(host, tenant, userId, browser);
    await clearGuard(tx, tenant.tenantId, userId, device);
    const session = await openSession(tx, { tenant, userId, methods: passed, userAgent, address, now });
    await audit(tx, host, tenant, person, 'Sign in', { methods: passed, address });
    return { next: 'done' as const, session, deviceCookie: rememberDevice(host, tenant, userId, browser, device) };
  });
}

/** A second factor: a code of the authenticator app, or a recovery code. */
export async function signInWithCode(
  host: SignInHost,
  { flow, code }: { readonly flow: string; readonly code: string },
  browser: Browser,
): Promise<SignInAnswer | SignInFault> {
  return withFlow(host, flow, 'secondFactor', async (sealed, tenant, found, person) => {
    const wait = await countAttempt(host, sealed, tenant, person, browser);
    if (wait > 0) return { fault: 'tooManyAttempts', retryAfterSeconds: wait };
    const method = await sealed.transaction((tx) =>
      useCode(tx, host.secrets, tenant.tenantId, person.id, code, host.now()),
    );
    if (method === undefined) return FAILED;
    await deleteFlow(sealed, tenant.tenantId, found.id);
    return proceed(host, sealed, tenant, person.id, [...passedIn(found), method], browser);
  });
}

/** The new password that an administrator asked for. */
export async function chooseNewPassword(
  host: SignInHost,
  { flow, password }: { readonly flow: string; readonly password: string },
  browser: Browser,
): Promise<SignInAnswer | SignInFault> {
  if (!isStrongPassword(password)) return { fault: 'weakPassword' };
  return withFlow(host, flow, 'newPassword', async (sealed, tenant, found, person) => {
    if (await isPassword(password, person.passwordHash)) return { fault: 'weakPassword' };
    const hash = await hashPassword(password);
    await sealed.transaction(async (tx) => {
      await deleteFlow(tx, tenant.tenantId, found.id);
      await updatePassword(tx, tenant.tenantId, person.id, hash, false);
      await endSessionsBefore(tx, tenant.tenantId, person.id, new Date(host.now()));
      await audit(tx, host, tenant, person, 'Change password', {});
    });
    return proceed(host, sealed, tenant, person.id, passedIn(found), browser);
  });
}

/** Begins to set up the second factor that the tenant demands of administrators. */
export async function beginEnrollment(host: SignInHost, flow: string): Promise<NewAuthenticator | SignInFault> {
  return withFlow(host, flow, 'enroll', async (sealed, tenant, _found, person) =>
    sealed.transaction((tx) =>
      beginAuthenticator(tx, host.secrets, {
        tenantId: tenant.tenantId,
        tenantName: tenant.displayName,
        userId: person.id,
        userPrincipalName: person.userPrincipalName,
      }),
    ),
  );
}

/** Completes it, and with it the step of the sign-in. */
export async function confirmEnrollment(
  host: SignInHost,
  { flow, code }: { readonly flow: string; readonly code: string },
  browser: Browser,
): Promise<{ readonly answer: SignInAnswer; readonly recoveryCodes: readonly string[] } | SignInFault> {
  return withFlow(host, flow, 'enroll', async (sealed, tenant, found, person) => {
    const codes = await sealed.transaction(async (tx) => {
      const made = await confirmAuthenticator(tx, host.secrets, tenant.tenantId, person.id, code, host.now());
      if (made) {
        await deleteFlow(tx, tenant.tenantId, found.id);
        await audit(tx, host, tenant, person, 'Add authentication method', { method: 'authenticator' });
      }
      return made;
    });
    if (!codes) return FAILED;
    const answer = await proceed(host, sealed, tenant, person.id, [...passedIn(found), 'authenticator'], browser);
    return 'fault' in answer ? answer : { answer, recoveryCodes: codes };
  });
}

/** Signs in as anybody of a tenant that allows it: samples, which have nothing to hide. */
export async function signInAs(
  host: SignInHost,
  { tenantId, userId }: { readonly tenantId: string; readonly userId: string },
  browser: Browser,
): Promise<SignInAnswer | SignInFault> {
  if (!isGuid(tenantId) || !isGuid(userId)) return FAILED;
  const sealed = host.db.ofTenant(tenantId);
  const tenant = await findTenant(sealed, tenantId);
  if (!tenant?.access.signInAs || tenant.kind !== 'sandbox') return FAILED;
  return proceed(host, sealed, tenant, userId, ['signInAs'], browser);
}

/** Keeps what a sign-in waits for. Gives what the browser carries to the next step. */
export async function openFlow(
  host: SignInHost,
  sealed: Database,
  { tenantId }: Tenant,
  flow: Omit<Flow, 'id'>,
): Promise<string> {
  const id = newId();
  const secret = newSecret();
  const now = host.now();
  await insertFlow(
    sealed,
    tenantId,
    { ...flow, id, tokenHash: hashSecret(secret), expiresAt: new Date(now + FLOW_MINUTES * 60_000) },
    new Date(now),
  );
  return `${tenantId}.${id}.${secret}`;
}

/** Finds a flow by what the browser carries. It stays open: whoever completes it deletes it. */
export async function findFlow(
  host: SignInHost,
  carried: string,
): Promise<{ readonly sealed: Database; readonly tenant: Tenant; readonly flow: Flow } | undefined> {
  const [tenantId = '', id = '', secret = '', ...rest] = carried.split('.');
  if (!isGuid(tenantId) || !isGuid(id) || rest.length > 0) return undefined;
  const sealed = host.db.ofTenant(tenantId);
  const tenant = await findTenant(sealed, tenantId);
  const flow = tenant && (await lockFlow(sealed, tenantId, id, hashSecret(secret), new Date(host.now())));
  return tenant && flow && { sealed, tenant, flow };
}

async function withFlow<Result>(
  host: SignInHost,
  carried: string,
  kind: string,
  work: (sealed: Database, tenant: Tenant, flow: Flow, person: SigningIn) => Promise<Result | SignInFault>,
): Promise<Result | SignInFault> {
  const found = await findFlow(host, carried);
  if (!found || found.flow.kind !== kind || found.flow.userId === null) return { fault: 'flowExpired' };
  const { sealed, tenant, flow } = found;
  const person = await findSigningIn(sealed, tenant.tenantId, { id: found.flow.userId });
  return person?.accountEnabled ? work(sealed, tenant, flow, person) : FAILED;
}

export function passedIn({ state }: Flow): readonly SignInMethod[] {
  return (state.passed ?? []) as readonly SignInMethod[];
}

/** Counts an attempt before it is looked at, as if it had failed; success forgets it. Gives the seconds to wait. */
export async function countAttempt(
  host: SignInHost,
  sealed: Database,
  tenant: Tenant,
  person: SigningIn,
  browser: Browser,
): Promise<number> {
  const now = host.now();
  const { tenantId } = tenant;
  const device = deviceOf(host, tenant, person.id, browser);
  return sealed.transaction(async (tx) => {
    const row = await lockGuard(tx, tenantId, person.id, device);
    const known: Failures | undefined = row && {
      failures: row.failures,
      lastFailureAt: row.lastFailureAt.getTime(),
      blockedUntil: row.blockedUntil?.getTime() ?? null,
    };
    const wait = waitSeconds(known, now);
    if (wait > 0) return wait;
    const { failures, blockedUntil } = afterFailure(known, now);
    await writeGuard(tx, tenantId, person.id, device, {
      failures,
      lastFailureAt: new Date(now),
      blockedUntil: blockedUntil === null ? null : new Date(blockedUntil),
    });
    if (blockedUntil !== null && known?.blockedUntil === null) {
      await audit(tx, host, tenant, person, 'Sign-in slowed', { address: browser.address });
    }
    return 0;
  });
}

/** Names that mean nobody, and addresses, are slowed by the same rule, in memory: no answer tells who exists. */
const ADDRESS_FREE = 45;
const MOST_STRANGERS = 10_000;
const strangers = {
  known: new Map<string, Failures>(),
  wait(key: string, now: number, free: number): number {
    const failures = this.known.get(key);
    return failures && failures.failures > free ? waitSeconds(failures, now) : 0;
  },
  attempt(key: string, now: number, free: number): number {
    const wait = this.wait(key, now, free);
    if (wait > 0) return wait;
    const before = this.known.get(key);
    this.known.delete(key);
    if (this.known.size >= MOST_STRANGERS) this.known.delete(this.known.keys().next().value ?? '');
    this.known.set(key, afterFailure(before, now));
    return 0;
  },
};

/** The browser's own number, if this person has signed in with it before. */
function deviceOf({ secrets }: SignInHost, tenant: Tenant, userId: string, { deviceCookie }: Browser): string {
  const known = openDevice(secrets, deviceCookie);
  return known?.people.includes(`${tenant.tenantId} ${userId}`) ? known.device : STRANGERS;
}

interface Device {
  readonly device: string;
  /** Who has signed in with it, the latest first. */
  readonly people: readonly string[];
}

const MOST_PEOPLE = 8;

function rememberDevice(
  { secrets }: SignInHost,
  tenant: Tenant,
  userId: string,
  { deviceCookie }: Browser,
  current: string,
): string {
  const known = openDevice(secrets, deviceCookie);
  const who = `${tenant.tenantId} ${userId}`;
  const people = [who, ...(known?.people ?? []).filter((other) => other !== who)].slice(0, MOST_PEOPLE);
  const device = current === STRANGERS ? (known?.device ?? newId()) : current;
  return secrets.seal(JSON.stringify({ device, people } satisfies Device), 'device');
}

function openDevice(secrets: SecretBox, cookie: string | undefined): Device | undefined {
  if (cookie === undefined) return undefined;
  try {
    return JSON.parse(secrets.open(cookie, 'device')) as Device;
  } catch {
    return undefined;
  }
}

async function audit(
  tx: Database,
  { now }: SignInHost,
  tenant: Tenant,
  person: Pick<SigningIn, 'id' | 'displayName'>,
  activity: string,
  after: Readonly<Record<string, unknown>>,
): Promise<void> {
  await auditChange(
    tx,
    tenant.tenantId,
    { activity, targetType: 'User', targetId: person.id, targetName: person.displayName, after },
    {
      actorId: person.id,
      actorName: person.displayName,
      channel: 'console',
      requestId: null,
      at: new Date(now() + tenant.clockOffsetMs),
    },
  );
}
