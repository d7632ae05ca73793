import { rawSql } from '../base/sql.ts';
import type { Database } from './database.ts';

/**
 * The second wall between tenants, in the database itself: with row-level security, a connection sees the rows of the
 * one tenant that it was opened for (`Database.ofTenant`), whatever a statement forgets. It stands around every table
 * that has a tenant_id, so that a new one needs no thought.
 *
 * PostgreSQL never applies it to a superuser. Where we sign in as one (the embedded server), all work but the
 * migrations is done as the role `seatwise_app`.
 */
export async function sealTenants(tx: Database): Promise<void> {
  await tx.query(rawSql(CREATE_ROLE));
  const tables = await tx.query<{ name: string; sealed: boolean }>(
    rawSql(`
    select c.relname as name, exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant_wall') as sealed
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1`),
  );
  for (const { name } of tables.filter(({ sealed }) => !sealed)) {
    await tx.query(rawSql(`alter table ${name} enable row level security`));
    await tx.query(rawSql(`alter table ${name} force row level security`));
    await tx.query(rawSql(`create policy tenant_wall on ${name} using (${WALL})`));
  }
  await tx.query(rawSql(GRANT));
}

/** The role under which the server works where its own is above row-level security. */
const APP_ROLE = 'seatwise_app';

/** What `seatwise.tenant` holds on a connection that serves the whole server: finding tenants, sweeping, importing. */
export const EVERY_TENANT = '*';

// As sub-selects, the setting is read once a statement and not once a row.
const WALL = `(select current_setting('seatwise.tenant', true)) = '${EVERY_TENANT}'
  or tenant_id = (select case when current_setting('seatwise.tenant', true) not in ('', '${EVERY_TENANT}')
    then current_setting('seatwise.tenant', true)::uuid end)`;

// Roles belong to the whole PostgreSQL server: another database's migration may be making it in this very moment.
const CREATE_ROLE = `do $$ begin
  if (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then
    if not exists (select from pg_roles where rolname = '${APP_ROLE}') then
      begin
        create role ${APP_ROLE} nologin;
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not (select rolsuper from pg_roles where rolname = current_user) then
      execute format('grant ${APP_ROLE} to %I', current_user);
    end if;
  end if;
end $$`;

// Analyzing what an import has just filled takes a right of its own since PostgreSQL 17; before, it is left out silently.
const GRANT = `do $$ begin
  if exists (select from pg_roles where rolname = '${APP_ROLE}')
    and (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then
    grant usage on schema public to ${APP_ROLE};
    grant select, insert, update, delete on all tables in schema public to ${APP_ROLE};
    grant usage on all sequences in schema public to ${APP_ROLE};
    revoke update on audit_entry from ${APP_ROLE};
    if current_setting('server_version_num')::int >= 170000 then
      execute 'grant maintain on all tables in schema public to ${APP_ROLE}';
    end if;
  end if;
end $$`;

/** The role to work as, or undefined where the one that signed in is subject to row-level security itself. */
export async function roleToWorkAs(db: Database): Promise<string | undefined> {
  const [row] = await db.query<{ above: boolean }>(
    rawSql('select rolsuper or rolbypassrls as above from pg_roles where rolname = current_user'),
  );
  return row?.above ? APP_ROLE : undefined;
}
