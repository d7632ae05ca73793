-- What people keep in what their licenses give them: bytes, mailboxes, drives. See src/workloads.

-- Bytes by their SHA-256: mail as it travels, files. Whoever needs some refers to the hash; content that nobody refers to
-- is removed (src/workloads/content). Using content again moves touched_at, so that a removal that looks at the same
-- moment finds it changed.
create table content (
  tenant_id uuid not null,
  hash bytea not null,
  size bigint not null,
  touched_at timestamptz not null default clock_timestamp(),  -- by the machine's clock
  primary key (tenant_id, hash)
);

create table content_chunk (
  tenant_id uuid not null,
  hash bytea not null,
  no integer not null,   -- from 0; each but the last has the same length
  bytes bytea not null,
  primary key (tenant_id, hash, no)
);
alter table content_chunk alter column bytes set storage external;

-- A mailbox outlives its license, and under a hold its person: user_id, name and address stay as they were then.
create table mailbox (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  display_name text not null,
  address text not null,
  kind text not null default 'user' check (kind in ('user', 'shared')),
  -- active; held: license lost, kept for the days of grace; keptByHold: license lost under a hold; softDeleted and
  -- inactive: the same after the person was deleted.
  state text not null default 'active' check (state in ('active', 'held', 'keptByHold', 'softDeleted', 'inactive')),
  state_since timestamptz not null,
  forward_to text,
  forward_keeps_copy boolean not null default true,
  settings jsonb not null default '{}',   -- automatic replies, time zone and the like, as Graph's mailboxSettings
  item_count integer not null default 0,
  size_bytes bigint not null default 0,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
-- A person has one mailbox at most; what became of an earlier one under a hold stands beside it.
create unique index mailbox_of_user on mailbox (tenant_id, user_id) where state <> 'inactive';
create index mailbox_by_user on mailbox (tenant_id, user_id);
create index mailbox_shared on mailbox (tenant_id, user_id) where kind = 'shared';
create index mailbox_forwarding on mailbox (tenant_id, user_id) where forward_to is not null;
create index mailbox_by_address on mailbox (tenant_id, address);

create table mail_folder (
  tenant_id uuid not null,
  mailbox_id uuid not null,
  id uuid not null,
  parent_id uuid,
  display_name text not null,
  well_known text,       -- inbox, sentitems, deleteditems, …
  is_hidden boolean not null default false,
  primary key (tenant_id, mailbox_id, id)
);
create unique index mail_folder_well_known on mail_folder (tenant_id, mailbox_id, well_known) where well_known is not null;

create table message (
  tenant_id uuid not null,
  mailbox_id uuid not null,
  id uuid not null,
  folder_id uuid not null,
  content_hash bytea not null,      -- the whole message as it travels (RFC 5322)
  size bigint not null,
  subject text not null default '',
  from_name text not null default '',
  from_address text not null default '',
  recipients jsonb not null default '[]',   -- [{kind: to | cc | bcc | replyTo, name, address}]
  internet_message_id text,
  conversation_id uuid not null,
  sent_at timestamptz,
  received_at timestamptz not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  body_preview text not null default '',
  attachments jsonb not null default '[]',  -- [{id, name, contentType, size, isInline, contentId}]
  importance text not null default 'normal',
  is_read boolean not null default false,
  is_draft boolean not null default false,
  flag jsonb not null default '{"flagStatus": "notFlagged"}',
  categories text[] not null default '{}',
  version bigint not null default 1,
  search tsvector,                  -- subject, people, text and names of attachments, folded (foldName)
  primary key (tenant_id, mailbox_id, id)
);
create index message_by_folder on message (tenant_id, mailbox_id, folder_id, received_at desc, id);
create index message_by_date on message (tenant_id, mailbox_id, received_at desc, id);
create index message_by_content on message (tenant_id, content_hash);

-- Files of a person. user_id stays when the person is gone.
create table drive (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  display_name text not null,       -- of the person
  state text not null default 'active' check (state in ('active', 'readOnly', 'archived', 'recycleBin')),
  state_since timestamptz not null,
  unlicensed_since timestamptz,
  orphaned_since timestamptz,       -- the person was deleted
  reactivated_until timestamptz,    -- of an archived one that was opened again
  size_bytes bigint not null default 0,
  deleted_bytes bigint not null default 0,   -- in the person's own recycle bin
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index drive_of_user on drive (tenant_id, user_id);

-- Who else may open a drive: the manager, or whom an administrator named.
create table drive_access (
  tenant_id uuid not null,
  drive_id uuid not null,
  user_id uuid not null,
  reason text not null check (reason in ('manager', 'administrator')),
  since timestamptz not null,
  primary key (tenant_id, drive_id, user_id)
);

-- Holds on mailboxes beside the litigation hold of a living person, which stands at the person. source is the case or
-- the policy. A delay hold stands for its days after the last other one went.
create table mailbox_hold (
  tenant_id uuid not null,
  mailbox_id uuid not null,
  kind text not null check (kind in ('litigation', 'case', 'policy', 'delay')),
  source uuid not null,
  since timestamptz not null,
  primary key (tenant_id, mailbox_id, kind, source)
);
create index mailbox_hold_by_source on mailbox_hold (tenant_id, source);

alter table users
  add column held_otherwise boolean not null default false,   -- a row of mailbox_hold stands on their mailbox
  add column on_hold boolean generated always as (litigation_hold_at is not null or held_otherwise) stored;

-- Those who have the licenses already have what the licenses give.
insert into mailbox (tenant_id, id, user_id, display_name, address, state_since, created_at)
select u.tenant_id, gen_random_uuid(), u.id, u.display_name, coalesce(u.mail, u.user_principal_name), t.present, t.present
from users u
join (select tenant_id, now() + clock_offset_ms * interval '1 millisecond' as present from tenant) t on t.tenant_id = u.tenant_id
where u.deleted_at is null and exists (
  select from assignment a join product p on p.sku_id = a.sku_id cross join lateral unnest(p.plan_ids) plan
  join service_plan s on s.plan_id = plan and 'exchange' = any(s.workloads)
  where a.tenant_id = u.tenant_id and a.user_id = u.id and a.state in ('Active', 'ActiveWithError') and plan <> all(a.disabled_plans));

insert into drive (tenant_id, id, user_id, display_name, state_since, created_at)
select u.tenant_id, gen_random_uuid(), u.id, u.display_name, t.present, t.present
from users u
join (select tenant_id, now() + clock_offset_ms * interval '1 millisecond' as present from tenant) t on t.tenant_id = u.tenant_id
where u.deleted_at is null and exists (
  select from assignment a join product p on p.sku_id = a.sku_id cross join lateral unnest(p.plan_ids) plan
  join service_plan s on s.plan_id = plan and 'oneDrive' = any(s.workloads)
  where a.tenant_id = u.tenant_id and a.user_id = u.id and a.state in ('Active', 'ActiveWithError') and plan <> all(a.disabled_plans));
