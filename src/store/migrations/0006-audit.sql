-- Names in lower case, as filters compare them: behind row-level security only stored columns are found by an index.
-- Cut to what fits into one.
alter table audit_entry
  add column actor_key text collate "C" generated always as (left(lower(actor_name), 256)) stored,
  add column target_key text collate "C" generated always as (left(lower(target_name), 256)) stored;
create index audit_by_target_name on audit_entry (tenant_id, target_key, id);

-- Which server is sending to a destination now, and up to which entry: a try that failed is made again with the very
-- same entries, so that receivers can tell a repeat.
alter table audit_destination
  add column trying_id bigint,
  add column lease uuid,
  add column leased_until timestamptz;
