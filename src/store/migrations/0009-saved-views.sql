-- Lists as somebody wants to see them again: the part of the address that says which rows, in which order.
create table saved_view (
  tenant_id uuid not null,
  user_id uuid not null,
  id uuid not null,
  page text not null check (page in ('users')),
  name text not null,
  search jsonb not null,
  created_at timestamptz not null,
  primary key (tenant_id, user_id, id)
);
