-- That data was deleted for good whose bytes still stand in the files of the tables, until they are written anew.
create table wipe_request (
  tenant_id uuid not null,
  at timestamptz not null,   -- by the machine's clock
  primary key (tenant_id, at)
);
