-- Apps that act for people: public ones keep no secret, and codes go only to addresses that were registered.
alter table app add column is_public boolean not null default false;
alter table app add column redirect_uris text[] not null default '{}';

-- When what a person allowed began: whatever was allowed before their sessions were ended is void. Ids and grant ids
-- are hashes, and payloads are encrypted: who reads the table has no token.
alter table oidc_record add column created_at timestamptz not null default now();
delete from oidc_record;
alter table oidc_record alter column payload type text;
