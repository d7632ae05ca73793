-- Compliance: why a litigation hold stands, retention policies, eDiscovery cases with custodians and searches. Holds
-- themselves are rows of mailbox_hold, whose source is the case or the policy.
alter table users
  add column litigation_hold_by text,
  add column litigation_hold_reason text;

-- Keeps what is in mailboxes, or deletes what is older than its days, or both: in those of everyone but some people, or in
-- those of some people.
create table retention_policy (
  tenant_id uuid not null,
  id uuid not null,
  display_name text not null,
  name_key text not null,           -- foldName of it
  description text,
  action text not null check (action in ('deleteOnly', 'retain', 'retainThenDelete')),
  duration_days integer check (duration_days > 0),   -- null: for ever
  everyone boolean not null,
  created_at timestamptz not null,
  created_by text not null,
  modified_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index retention_policy_by_name on retention_policy (tenant_id, name_key);

-- Whom a policy names: those it is for, or, where it is for everyone, those it leaves out.
create table retention_policy_person (
  tenant_id uuid not null,
  policy_id uuid not null,
  user_id uuid not null,
  primary key (tenant_id, policy_id, user_id)
);
create index retention_policy_person_by_user on retention_policy_person (tenant_id, user_id);

create table ediscovery_case (
  tenant_id uuid not null,
  id uuid not null,
  display_name text not null,
  name_key text not null,           -- foldName of it
  description text,
  external_id text,
  status text not null default 'active' check (status in ('active', 'closed')),
  created_at timestamptz not null,
  created_by_id uuid,               -- null: whoever worked on the machine itself
  created_by text not null,
  modified_at timestamptz not null,
  modified_by_id uuid,
  modified_by text not null,
  closed_at timestamptz,
  closed_by_id uuid,
  closed_by text,
  primary key (tenant_id, id)
);
create unique index ediscovery_case_by_name on ediscovery_case (tenant_id, name_key);

-- Who may open a case beside those who may open all.
create table ediscovery_member (
  tenant_id uuid not null,
  case_id uuid not null,
  principal_id uuid not null,
  display_name text not null,
  added_at timestamptz not null,
  primary key (tenant_id, case_id, principal_id)
);
create index ediscovery_member_by_principal on ediscovery_member (tenant_id, principal_id);

-- A person whom a case is about. What of theirs it looks at, and whether it holds that.
create table ediscovery_custodian (
  tenant_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  email text not null,
  display_name text not null,
  status text not null default 'active' check (status in ('active', 'released')),
  includes_mailbox boolean not null default false,
  includes_drive boolean not null default false,
  on_hold boolean not null default false,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  released_at timestamptz,
  primary key (tenant_id, case_id, id)
);
create unique index ediscovery_custodian_by_user on ediscovery_custodian (tenant_id, case_id, user_id);

create table ediscovery_search (
  tenant_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  display_name text not null,
  name_key text not null,           -- foldName of it
  description text,
  query text not null default '',   -- KQL; empty: everything
  keywords text[] not null default '{}',  -- rows of KQL, one of which is enough
  scope jsonb not null,             -- {mailboxes, drives: none | everyone | custodians | named, users: [ids]}
  created_at timestamptz not null,
  created_by_id uuid,
  created_by text not null,
  modified_at timestamptz not null,
  modified_by_id uuid,
  modified_by text not null,
  primary key (tenant_id, case_id, id)
);
create unique index ediscovery_search_by_name on ediscovery_search (tenant_id, case_id, name_key);

-- What was done in a case that clients look after: estimates, holds, exports.
create table ediscovery_operation (
  tenant_id uuid not null,
  case_id uuid not null,
  id uuid not null,
  search_id uuid,
  action text not null,             -- estimateStatistics, applyHold, removeHold, exportResult, purgeData
  status text not null,             -- succeeded, failed
  created_at timestamptz not null,
  created_by_id uuid,
  created_by text not null,
  completed_at timestamptz,
  result jsonb not null default '{}',
  primary key (tenant_id, case_id, id)
);
create index ediscovery_operation_by_search on ediscovery_operation (tenant_id, case_id, search_id, created_at desc);

-- A search looks through all mailboxes at once. Behind row-level security an index serves only what is leakproof, and
-- the match of words is not marked so, though all that it tells is whether it matched. Where we may, we mark it.
do $$ begin
  alter function pg_catalog.ts_match_vq(tsvector, tsquery) leakproof;
exception when insufficient_privilege then null;
end $$;

do $$ begin
  create extension if not exists btree_gin;
  create index message_by_words on message using gin (tenant_id, search);
exception when insufficient_privilege or undefined_file or feature_not_supported then
  create index message_by_words on message using gin (search);
end $$;
