import type { AddressInfo } from 'node:net';
import { CLIENT_ID, type TestProvider } from '../../../tests/support/openid-provider.ts';
import { type PlainBrowser, plainBrowser, type Visit } from '../../../tests/support/plain-browser.ts';
import { TEST_SECRETS, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import type { AccessSettings } from '../../domain/access/access-settings.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import { type IdentityProviderToSet, setIdentityProvider } from '../../operations/access/set-identity-provider.ts';
import { buildApp } from '../../server/app.ts';
import { insertTenant, updateAccessSettings } from '../../store/tenants.ts';

/** A tenant on a server that listens, whose clock the test moves. */
export interface SsoStory {
  readonly there: TestTenant;
  readonly origin: string;
  readonly clock: { now: number };
  /** Sets the provider of the tenant, or of another one, as the operator does. */
  configure(issuer: string, rest?: Partial<IdentityProviderToSet>, tenant?: Tenant): Promise<void>;
  access(change: Partial<AccessSettings>): Promise<void>;
  anotherTenant(domain: string): Promise<Tenant>;
  /** What was written to the audit log about an activity. */
  audited(activity: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** The address that a tenant registers at its provider. */
export function redirectUriOf(origin: string, tenantId: string): string {
  return `${origin}/api/sign-in/sso/callback/${tenantId}`;
}

/** Starts the story. */
export async function ssoStory(): Promise<SsoStory> {
  const there = await testTenant();
  const { db, tenant, context } = there;
  const clock = { now: Date.now() };
  const app = await buildApp({ db, secrets: TEST_SECRETS, clock: { now: () => clock.now } });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    there,
    origin,
    clock,
    configure: async (issuer, rest = {}, of = tenant) => {
      const wanted = {
        issuer,
        clientId: CLIENT_ID,
        displayName: 'Example',
        userClaim: 'email',
        passwordsToo: true,
        ...rest,
      };
      const principal = { ...context.principal, tenantId: of.tenantId };
      const set = await setIdentityProvider(
        { ...context, db: db.ofTenant(of.tenantId), tenant: of, principal },
        wanted,
      );
      if ('fault' in set) throw new Error(JSON.stringify(set));
    },
    access: (change) => updateAccessSettings(db, tenant.tenantId, change),
    anotherTenant: async (domain) => {
      const other = { ...tenant, tenantId: newId(), defaultDomain: domain, displayName: domain };
      await insertTenant(db, other);
      return other;
    },
    audited: (activity) =>
      db.query(sql`
        select actor_id as "actorId", target_id as "targetId", channel, before, after from audit_entry
        where tenant_id = ${tenant.tenantId} and activity = ${activity} order by id`),
    close: async () => {
      await app.close();
      await there.close();
    },
  };
}

/** A browser's way to the provider and to its answer there, before it comes back. */
export async function goToProvider(
  browser: PlainBrowser,
  { issuer }: Pick<TestProvider, 'issuer'>,
  tenant: string,
  login: string,
  returnTo = '/account',
): Promise<Visit> {
  const sentTo = await browser.visit(`/api/sign-in/sso?${new URLSearchParams({ tenant, returnTo })}`);
  const atProvider = plainBrowser(issuer);
  return atProvider.submit(await atProvider.visit(sentTo.address), { login });
}

/** Where a browser ends up: path, query and fragment. */
export function placeOf({ address }: Visit): string {
  const { pathname, search, hash } = new URL(address);
  return `${pathname}${search}${hash}`;
}
