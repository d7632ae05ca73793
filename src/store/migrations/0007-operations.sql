-- How lists of operations are asked for: by whom, of which kind, with a person or a product. Stored columns and equality
-- on them, since behind row-level security nothing else is found by an index.
alter table operation
  add column actor_key text collate "C" generated always as (left(lower(actor->>'name'), 256)) stored,
  add column kind text generated always as (request->>'kind') stored;
create index operation_by_actor on operation (tenant_id, actor_key, id);
create index operation_by_kind on operation (tenant_id, kind, id);
create index operation_by_undo on operation (tenant_id, undo_of) where undo_of is not null;
create index operation_person_by_user on operation_person (tenant_id, user_id, operation_id);

-- The products that somebody gets or loses by an operation.
create table operation_sku (
  tenant_id uuid not null,
  sku_id uuid not null,
  operation_id bigint not null,
  primary key (tenant_id, sku_id, operation_id)
);
insert into operation_sku (tenant_id, sku_id, operation_id)
  select distinct f.tenant_id, touched.sku_id::uuid, f.operation_id
  from operation_profile f, lateral (
    select jsonb_array_elements(f.outcome->'write')->>'skuId' as sku_id
    union all select jsonb_array_elements_text(f.outcome->'erase')) touched
  where f.outcome->>'result' = 'change';
