-- What is in drives. The root is the drive itself: children of it have the drive's id as parent.
create table drive_item (
  tenant_id uuid not null,
  drive_id uuid not null,
  id uuid not null,
  parent_id uuid not null,
  name text not null,
  name_key text not null,        -- in lower case; of a deleted item it begins with the id, so that the name is free
  content_hash bytea,            -- null: a folder
  size bigint not null default 0,
  mime_type text,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  created_by uuid,
  modified_by uuid,
  version bigint not null default 1,
  deleted_at timestamptz,        -- in the person's own recycle bin
  deleted_with uuid,             -- the item that was deleted, for what was in it
  primary key (tenant_id, drive_id, id)
);
create unique index drive_item_by_name on drive_item (tenant_id, drive_id, parent_id, name_key);
create index drive_item_by_content on drive_item (tenant_id, content_hash) where content_hash is not null;
create index drive_item_deleted on drive_item (tenant_id, drive_id, deleted_at) where deleted_at is not null;

-- Large files arrive in pieces, each of which is content of its own until all are there.
create table upload_session (
  tenant_id uuid not null,
  id uuid not null,
  drive_id uuid not null,
  parent_id uuid not null,
  name text not null,
  replace boolean not null,
  size bigint,                   -- known with the first piece
  user_id uuid,                  -- who uploads
  expires_at timestamptz not null,   -- by the machine's clock
  primary key (tenant_id, id)
);

create table upload_piece (
  tenant_id uuid not null,
  session_id uuid not null,
  first bigint not null,
  size bigint not null,
  content_hash bytea not null,
  primary key (tenant_id, session_id, first)
);
create index upload_piece_by_content on upload_piece (tenant_id, content_hash);
