import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { hashSecret, newSecret } from '../../src/base/secrets.ts';
import { sql } from '../../src/base/sql.ts';
import { ROLES, type RoleName } from '../../src/domain/access/roles.ts';
import type { Tenant } from '../../src/domain/directory/tenant.ts';
import type { Context } from '../../src/operations/context.ts';
import { changeUser } from '../../src/operations/directory/update-user.ts';
import { buildApp } from '../../src/server/app.ts';
import { createSample } from '../../src/server/bootstrap.ts';
import { ensureConsole } from '../../src/server/build-console.ts';
import type { DatabasePool } from '../../src/store/database.ts';
import { findTenant } from '../../src/store/tenants.ts';
import { freshDatabase } from './database.ts';
import { TEST_SECRETS } from './tenant.ts';

export interface ConsoleServer {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly db: DatabasePool;
  readonly tenant: Tenant;
  /** What operations are called with, as whoever runs the server. */
  readonly context: Context;
  /** Somebody whom nobody else was given, with this password, at most this role, and no language of their own. */
  person(
    password: string,
    role?: RoleName,
  ): Promise<{ readonly id: string; readonly userPrincipalName: string; readonly displayName: string }>;
  /** The path of a one-time link: for somebody's new password, or (null) for the first administrator. */
  setupLink(userId: string | null): Promise<string>;
  close(): Promise<void>;
}

/** A server with the sample tenant and the built console, on a port of its own, in a database of its own. */
export async function consoleServer(): Promise<ConsoleServer> {
  const built = await ensureConsole();
  if (built.kind === 'failed') throw new Error(built.why);
  const db = await freshDatabase();
  const sample = await createSample(db, { users: 60, seed: 1 }, () => {});
  if ('wrong' in sample) throw new Error('The sample tenant could not be made.');
  const tenant = await findTenant(db, sample.tenantId);
  if (!tenant) throw new Error('The sample tenant is not there.');
  const app = await buildApp({ db, secrets: TEST_SECRETS });
  await app.listen({ host: 'localhost', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const { tenantId } = tenant;
  const context: Context = {
    db: db.ofTenant(tenantId),
    tenant,
    principal: { kind: 'operator', id: null, name: 'tester', tenantId, roleIds: [], permissions: [] },
    secrets: TEST_SECRETS,
    channel: 'cli',
    requestId: null,
    now: Date.now(),
  };
  const taken: string[] = [];
  return {
    url: `http://localhost:${port}`,
    app,
    db,
    tenant,
    context,
    person: async (password, role) => {
      const [found] = await context.db.query<{ id: string; userPrincipalName: string; displayName: string }>(sql`
        select u.id, u.user_principal_name as "userPrincipalName", u.display_name as "displayName" from users u
        where u.tenant_id = ${tenantId} and u.deleted_at is null and u.account_enabled and u.user_type = 'Member'
          and not u.id = any(${taken}::uuid[]) and u.user_principal_name ~ '^[a-z.]+@'
          and not exists (select from role_assignment r where r.tenant_id = u.tenant_id and r.principal_id = u.id)
        order by u.sort_key collate "C" limit 1`);
      if (!found) throw new Error('The sample tenant has nobody left.');
      taken.push(found.id);
      await context.db.query(
        sql`update users set preferred_language = null where tenant_id = ${tenantId} and id = ${found.id}`,
      );
      await changeUser(context, found.id, { fields: {}, password });
      if (role) {
        await context.db.query(sql`
          insert into role_assignment (tenant_id, principal_id, role_template_id) values (${tenantId}, ${found.id}, ${ROLES[role].id})`);
      }
      return found;
    },
    setupLink: async (userId) => {
      const token = newSecret();
      const now = Date.now();
      await context.db.query(sql`
        insert into setup_link (tenant_id, token_hash, user_id, created_at, expires_at)
        values (${tenantId}, ${hashSecret(token)}, ${userId}, ${new Date(now)}, ${new Date(now + 600_000)})`);
      return `/setup/${tenantId}.${token}`;
    },
    close: async () => {
      await app.close();
      await db.close();
    },
  };
}
