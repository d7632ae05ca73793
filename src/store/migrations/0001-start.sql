-- The first schema. tenant_id leads every primary key and every index (so that tables can be distributed by it);
-- products and service plans belong to nobody and are reference tables. No foreign keys: writes are set-based and
-- guarded by the tenant's lock (src/store/lock.ts), and Citus takes keys only after distribution.

create table product (
  sku_id uuid primary key,
  part_number text not null,
  name_en text not null,
  name_fr text not null,
  monthly_price_cents integer,
  applies_to text not null,
  plan_ids uuid[] not null
);

create table service_plan (
  plan_id uuid primary key,
  name text not null,
  name_en text not null,
  name_fr text not null,
  applies_to text not null,
  service text not null,
  workloads text[] not null,
  requires_any_of uuid[] not null,
  excludes uuid[] not null,
  not_in text[],   -- countries where it may not be used; null when only_in says where it may
  only_in text[]
);

-- One row: raised with each change of the catalog, so that servers know when theirs is old.
create table catalog_state (only_row boolean primary key default true check (only_row), version bigint not null);
insert into catalog_state (version) values (0);

create table tenant (
  tenant_id uuid primary key,
  display_name text not null,
  default_domain text not null,
  cloud text not null check (cloud in ('worldwide', 'germany', '21vianet', 'usGovernment')),
  kind text not null check (kind in ('sandbox', 'production')),
  country text not null,
  language text not null,
  time_zone text not null,
  currency text not null default 'USD',
  clock_offset_ms bigint not null default 0,  -- a sandbox's clock may run ahead; a production tenant's is 0
  settings jsonb not null default '{}',       -- day counts that differ from the defaults
  created_at timestamptz not null default now(),
  check (kind = 'sandbox' or clock_offset_ms = 0)
);

create table tenant_domain (
  tenant_id uuid not null,
  name text not null,  -- lower case
  is_default boolean not null default false,
  primary key (tenant_id, name)
);

create table users (
  tenant_id uuid not null,
  id uuid not null,
  user_principal_name text not null,
  upn_key text not null,  -- user_principal_name in lower case; a deleted person's begins with the id, so the name is free
  display_name text not null,
  sort_key text not null,  -- display_name folded for order and prefix search (see foldName)
  given_name text,
  surname text,
  mail text,
  mail_nickname text,
  other_mails text[] not null default '{}',
  proxy_addresses text[] not null default '{}',
  user_type text not null default 'Member',
  account_enabled boolean not null default true,
  usage_location text,
  preferred_language text,
  department text,
  job_title text,
  company_name text,
  office_location text,
  street_address text,
  city text,
  state text,
  postal_code text,
  country text,
  mobile_phone text,
  business_phones text[] not null default '{}',
  employee_id text,
  employee_type text,
  manager_id uuid,
  on_premises_sync_enabled boolean,
  litigation_hold_at timestamptz,
  password_hash text,
  force_change_password boolean not null default false,
  sessions_valid_from timestamptz,
  created_at timestamptz not null,
  deleted_at timestamptz,
  licenses_at_deletion jsonb,  -- [{skuId, source, disabledPlans}], kept for a restore
  primary key (tenant_id, id)
);
create unique index users_upn on users (tenant_id, upn_key);
create index users_by_name on users (tenant_id, sort_key collate "C", id) where deleted_at is null;
create index users_by_department on users (tenant_id, lower(department), sort_key collate "C", id) where deleted_at is null;
create index users_deleted on users (tenant_id, deleted_at) where deleted_at is not null;

create table groups (
  tenant_id uuid not null,
  id uuid not null,
  display_name text not null,
  description text,
  mail text,
  mail_nickname text,
  mail_enabled boolean not null default false,
  security_enabled boolean not null default true,
  group_types text[] not null default '{}',
  membership_rule text,
  created_at timestamptz not null,
  deleted_at timestamptz,
  primary key (tenant_id, id)
);

create table group_member (
  tenant_id uuid not null,
  group_id uuid not null,
  user_id uuid not null,
  primary key (tenant_id, group_id, user_id)
);
create index group_member_by_user on group_member (tenant_id, user_id);

create table group_license (
  tenant_id uuid not null,
  group_id uuid not null,
  sku_id uuid not null,
  disabled_plans uuid[] not null default '{}',
  primary key (tenant_id, group_id, sku_id)
);

-- Which administrator role a person or an app holds, by the role's template id. Scope '/' is the whole directory.
create table role_assignment (
  tenant_id uuid not null,
  principal_id uuid not null,
  role_template_id uuid not null,
  scope text not null default '/',
  primary key (tenant_id, principal_id, role_template_id, scope)
);

create table subscription (
  tenant_id uuid not null,
  id uuid not null,
  sku_id uuid not null,
  quantity integer not null check (quantity >= 0),
  state text not null check (state in ('active', 'expired', 'disabled', 'deleted')),
  channel text not null,  -- direct, reseller, volumeLicensing, selfServicePurchase, selfServiceTrial, freeSignUp, imported
  term text not null,     -- monthly, annual, multiYear
  is_trial boolean not null default false,
  recurring_billing boolean not null default true,
  purchaser_id uuid,      -- the person who bought it for themselves (self-service), else null
  starts_at timestamptz not null,
  ends_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index subscription_by_sku on subscription (tenant_id, sku_id);

-- Seats, one row a product that the tenant owns. consumed is moved by one conditional update, never counted.
-- No check against enabled: restored people and seats lost from outside may over-assign, and that must show.
create table subscribed_sku (
  tenant_id uuid not null,
  sku_id uuid not null,
  enabled integer not null default 0,
  warning integer not null default 0,
  suspended integer not null default 0,
  consumed integer not null default 0 check (consumed >= 0),
  monthly_price_cents integer,  -- the tenant's own price; null: the catalog's
  primary key (tenant_id, sku_id)
) with (fillfactor = 50);

-- Every path on which a person has a product: source is the group, or the zero GUID for a direct assignment.
create table assignment (
  tenant_id uuid not null,
  user_id uuid not null,
  sku_id uuid not null,
  source uuid not null,
  disabled_plans uuid[] not null default '{}',  -- sorted, no repeats
  state text not null default 'Active' check (state in ('Active', 'ActiveWithError', 'Disabled', 'Error')),
  error text not null default 'None',
  updated_at timestamptz not null,
  primary key (tenant_id, user_id, sku_id, source)
);

-- One row a person and product whatever the number of paths: the seat. It carries the list's sort key.
create table holding (
  tenant_id uuid not null,
  user_id uuid not null,
  sku_id uuid not null,
  sort_key text not null,
  primary key (tenant_id, user_id, sku_id)
);
create index holding_by_sku on holding (tenant_id, sku_id, sort_key collate "C", user_id);

-- A plan that may still be applied, or what was done. See src/operations.
create table operation (
  tenant_id uuid not null,
  id bigint generated always as identity,
  status text not null check (status in ('planned', 'applied', 'partlyApplied', 'undone')),
  request jsonb not null,
  digest text not null,
  totals jsonb not null,
  unmatched jsonb not null default '[]',  -- people named in the request whom nobody answers to
  actor jsonb not null,
  channel text not null,
  ticket text,
  undo_of bigint,
  undone_by bigint,
  created_at timestamptz not null,        -- by the machine's clock
  planned_at timestamptz not null,        -- by the tenant's clock
  applied_at timestamptz,                 -- by the tenant's clock
  primary key (tenant_id, id)
);
create index operation_planned on operation (tenant_id, created_at) where status = 'planned';

-- The people of an operation. What happens to one is written at the profile: people with the same facts share it.
create table operation_person (
  tenant_id uuid not null,
  operation_id bigint not null,
  position integer not null,     -- order of selection; who comes first gets the last seats
  user_id uuid not null,
  change_no integer not null,    -- which of the request's changes
  facts_hash uuid not null,      -- of everything the rules looked at, so that a moved world is noticed
  short_of uuid,                 -- the product whose seats ran out before this person
  primary key (tenant_id, operation_id, position)
);

create table operation_profile (
  tenant_id uuid not null,
  operation_id bigint not null,
  change_no integer not null,
  facts_hash uuid not null,
  people integer not null,
  facts jsonb not null,
  outcome jsonb not null,
  primary key (tenant_id, operation_id, change_no, facts_hash)
);

create table audit_entry (
  tenant_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null,        -- by the tenant's clock
  activity text not null,         -- as Graph names it: 'Change user license', 'Add user', …
  actor_id uuid,
  actor_name text not null,
  channel text not null,          -- graph, api, cli, import, demo
  target_type text not null,
  target_id uuid,
  target_name text not null,
  before jsonb,
  after jsonb,
  operation_id bigint,
  request_id uuid,
  primary key (tenant_id, id)
);
create index audit_by_target on audit_entry (tenant_id, target_id, id);

-- What is due. One row a subject and kind; the next stage of a longer course is set when a stage is done.
create table deadline (
  tenant_id uuid not null,
  subject_id uuid not null,
  kind text not null,             -- mailboxPurge, oneDriveReadOnly, oneDriveArchive, userPurge, …
  due_at timestamptz not null,    -- by the tenant's clock
  since timestamptz not null,
  operation_id bigint,
  primary key (tenant_id, subject_id, kind)
);
create index deadline_due on deadline (tenant_id, due_at);

create table app (
  tenant_id uuid not null,
  id uuid not null,               -- the client id; also the principal
  display_name text not null,
  secret_hash text not null,      -- SHA-256 of a random 256-bit secret
  permissions text[] not null default '{}',  -- Graph application permissions
  created_at timestamptz not null,
  disabled_at timestamptz,
  primary key (tenant_id, id)
);

create table signing_key (
  tenant_id uuid not null,
  key_id text not null,
  private_jwk jsonb not null,
  created_at timestamptz not null,
  primary key (tenant_id, key_id)
);
