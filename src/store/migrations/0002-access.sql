-- Who may do what: sign-in, tokens, scopes, approvals, and an audit log that proves itself.

alter table users add column department_key text generated always as (lower(department)) stored;
drop index users_by_department;
create index users_by_department on users (tenant_id, department_key, sort_key collate "C", id) where deleted_at is null;

-- Choices about access and the log that differ from the defaults (src/domain/access/access-settings.ts).
alter table tenant add column access_settings jsonb not null default '{}';

-- People to whom an administrator's role may be limited: of a department, of a usage location, or both.
create table administrative_unit (
  tenant_id uuid not null,
  id uuid not null,
  display_name text not null,
  description text,
  department text,
  usage_location text,
  created_at timestamptz not null,
  check (department is not null or usage_location is not null),
  primary key (tenant_id, id)
);

-- Whose people a plan may touch: null is everybody, else units as [{department, usageLocation}].
alter table operation add column reach jsonb;

-- A signed-in browser. Times are the machine's: a tenant's clock does not move them.
create table session (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  token_hash text not null,          -- SHA-256 of the cookie's random secret
  methods text[] not null,           -- password, totp, recoveryCode, passkey, sso, setup, signInAs
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,   -- the absolute limit
  ended_at timestamptz,
  user_agent text,
  address text,
  primary key (tenant_id, id)
);
create unique index session_by_token on session (tenant_id, token_hash);
create index session_by_user on session (tenant_id, user_id);

-- What is under way before there is a session: a second factor asked for, a passkey challenge, a trip to another provider.
create table sign_in_flow (
  tenant_id uuid not null,
  id uuid not null,
  token_hash text not null,
  kind text not null,
  user_id uuid,
  state jsonb not null default '{}',
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);

-- Failed sign-ins of a person, counted apart for browsers that the person has signed in from before (device) and for
-- all others (device is the zero GUID): who guesses from elsewhere does not lock the owner out.
create table sign_in_guard (
  tenant_id uuid not null,
  user_id uuid not null,
  device uuid not null,
  failures integer not null,
  last_failure_at timestamptz not null,
  blocked_until timestamptz,
  primary key (tenant_id, user_id, device)
);

create table authenticator_app (
  tenant_id uuid not null,
  user_id uuid not null,
  secret text not null,              -- encrypted
  confirmed_at timestamptz,          -- null while it is being set up
  last_step bigint,                  -- of the last code that was used: none is taken twice
  recovery_hashes text[] not null default '{}',
  primary key (tenant_id, user_id)
);

create table passkey (
  tenant_id uuid not null,
  id text not null,                  -- credential id, base64url
  user_id uuid not null,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (tenant_id, id)
);
create index passkey_by_user on passkey (tenant_id, user_id);

-- A one-time way in: the first administrator of a tenant, or a password that an administrator has reset.
create table setup_link (
  tenant_id uuid not null,
  token_hash text not null,
  user_id uuid,                      -- null: who opens it becomes the first Global Administrator
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, token_hash)
);

-- The OpenID provider that signs a tenant's people in.
create table identity_provider (
  tenant_id uuid primary key,
  issuer text not null,
  client_id text not null,
  client_secret text,                -- encrypted
  display_name text not null,
  user_claim text not null default 'email',  -- which claim names the person: email, preferred_username, upn, sub …
  passwords_too boolean not null default true,
  created_at timestamptz not null
);

-- What the OpenID library keeps: codes, grants, refresh tokens, device codes.
create table oidc_record (
  tenant_id uuid not null,
  kind text not null,
  id text not null,
  payload jsonb not null,
  user_id uuid,
  grant_id text,
  user_code text,
  uid text,
  consumed_at timestamptz,
  expires_at timestamptz,
  primary key (tenant_id, kind, id)
);
create index oidc_record_by_grant on oidc_record (tenant_id, grant_id) where grant_id is not null;
create index oidc_record_by_user_code on oidc_record (tenant_id, user_code) where user_code is not null;
create index oidc_record_by_uid on oidc_record (tenant_id, uid) where uid is not null;
create index oidc_record_by_user on oidc_record (tenant_id, user_id) where user_id is not null;
create index oidc_record_expired on oidc_record (tenant_id, expires_at);

-- Keys are kept encrypted from now on; those from before were not, and are made anew.
delete from signing_key;
alter table signing_key drop column private_jwk;
alter table signing_key add column sealed text not null;        -- the private JWK, encrypted
alter table signing_key add column public_jwk jsonb not null;
alter table signing_key add column retired_at timestamptz;      -- signs no more; verifies until its last token has expired

-- A second administrator's yes or no to what can't be taken back lightly.
create table approval (
  tenant_id uuid not null,
  id bigint generated always as identity,
  kind text not null check (kind in ('removal', 'purge')),
  operation_id bigint,
  user_id uuid,                      -- whom a purge is about
  people integer not null,
  reason text,
  requested_by uuid,
  requested_by_name text not null,
  requested_at timestamptz not null,
  decision text check (decision in ('approved', 'rejected')),
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  used_at timestamptz,
  primary key (tenant_id, id)
);
create index approval_of_operation on approval (tenant_id, operation_id) where operation_id is not null;
create index approval_open on approval (tenant_id, requested_at) where decision is null;

-- The log is a chain: each entry's hash covers the hash of the one before. Numbers are a tenant's own and have no gaps.
create table audit_chain (
  tenant_id uuid primary key,
  last_id bigint not null default 0,
  last_hash bytea not null default '\x0000000000000000000000000000000000000000000000000000000000000000',
  -- Where the log begins now: entries up to this one were removed after the retention time.
  cut_id bigint not null default 0,
  cut_hash bytea not null default '\x0000000000000000000000000000000000000000000000000000000000000000'
);

-- The bytes of an entry that its hash covers: a JSON array, times in microseconds, so that others can recompute it.
create function audit_text(tenant_id uuid, id bigint, at timestamptz, activity text, actor_id uuid, actor_name text,
  channel text, target_type text, target_id uuid, target_name text, before jsonb, after jsonb, operation_id bigint,
  request_id uuid) returns text language sql stable parallel safe as $$
  select json_build_array(tenant_id, id, (extract(epoch from at) * 1000000)::bigint, activity, actor_id, actor_name, channel,
    target_type, target_id, target_name, before::text, after::text, operation_id, request_id)::text
$$;

create function audit_chain_step(state bytea, start bytea, entry text) returns bytea language plpgsql immutable parallel safe as $$
begin
  return sha256(coalesce(state, start) || convert_to(entry, 'UTF8'));
end $$;
create aggregate audit_chain_hash(start bytea, entry text) (sfunc = audit_chain_step, stype = bytea);

alter table audit_entry alter column id drop identity;
alter table audit_entry add column hash bytea;
create temp table renumbered on commit drop as
  select a.tenant_id, a.id, row_number() over (partition by a.tenant_id order by a.id) as n from audit_entry a;
alter table audit_entry drop constraint audit_entry_pkey;
update audit_entry a set id = r.n from renumbered r where r.tenant_id = a.tenant_id and r.id = a.id;
with chained as (
  select a.tenant_id, a.id, audit_chain_hash('\x0000000000000000000000000000000000000000000000000000000000000000'::bytea,
    audit_text(a.tenant_id, a.id, a.at, a.activity, a.actor_id, a.actor_name, a.channel, a.target_type, a.target_id,
      a.target_name, a.before, a.after, a.operation_id, a.request_id)) over (partition by a.tenant_id order by a.id) as hash
  from audit_entry a)
update audit_entry a set hash = c.hash from chained c where c.tenant_id = a.tenant_id and c.id = a.id;
alter table audit_entry alter column hash set not null;
alter table audit_entry add primary key (tenant_id, id);
create index audit_by_time on audit_entry (tenant_id, at, id);
create index audit_by_actor on audit_entry (tenant_id, actor_id, id);
create index audit_by_operation on audit_entry (tenant_id, operation_id, id) where operation_id is not null;
insert into audit_chain (tenant_id, last_id, last_hash)
  select t.tenant_id, coalesce(e.id, 0), coalesce(e.hash, '\x0000000000000000000000000000000000000000000000000000000000000000')
  from tenant t left join lateral (
    select a.id, a.hash from audit_entry a where a.tenant_id = t.tenant_id order by a.id desc limit 1) e on true;

-- What was written stays as it was written. Only the retention time removes entries, from the beginning, and says so.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('seatwise.audit_retention', true) = 'on' then
    return old;
  end if;
  raise exception 'The audit log is append-only.';
end $$;
create trigger audit_is_append_only before update or delete on audit_entry for each row execute function refuse_audit_change();
create trigger audit_is_not_truncated before truncate on audit_entry for each statement execute function refuse_audit_change();

-- Where a tenant's log is sent, and how far it got.
create table audit_destination (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('webhook', 'syslog')),
  address text not null,             -- https://…, or udp://host:port, tcp://host:port, tls://host:port
  secret text,                       -- encrypted; signs webhooks
  any_address boolean not null default false,  -- set up at the machine itself: may be within its own network
  sent_id bigint not null,           -- entries up to this one have arrived
  failures integer not null default 0,
  next_try_at timestamptz,
  last_error text,
  created_at timestamptz not null,
  disabled_at timestamptz,
  primary key (tenant_id, id)
);
