-- How many seats of a product there were, and how many were assigned, at the end of each day on which that changed. Days
-- are those of the tenant's own clock, in UTC. Kept by the database itself, whoever moves seats.
create table seat_day (
  tenant_id uuid not null,
  sku_id uuid not null,
  day date not null,
  enabled integer not null,   -- seats that can be assigned: of active and of expired subscriptions
  consumed integer not null,
  primary key (tenant_id, sku_id, day)
) with (fillfactor = 50);

create function keep_seat_day() returns trigger language plpgsql as $$
begin
  insert into seat_day (tenant_id, sku_id, day, enabled, consumed)
  select t.tenant_id, new.sku_id, ((now() + t.clock_offset_ms * interval '1 millisecond') at time zone 'UTC')::date,
    new.enabled + new.warning, new.consumed
  from tenant t where t.tenant_id = new.tenant_id
  on conflict (tenant_id, sku_id, day) do update set enabled = excluded.enabled, consumed = excluded.consumed;
  return null;
end $$;

-- Whoever writes a day holds the product's row of seats: two never wait for each other here.
create trigger seat_day_of_new after insert on subscribed_sku for each row execute function keep_seat_day();
create trigger seat_day_of_moved after update on subscribed_sku for each row
  when ((old.enabled, old.warning, old.consumed) is distinct from (new.enabled, new.warning, new.consumed))
  execute function keep_seat_day();

insert into seat_day (tenant_id, sku_id, day, enabled, consumed)
select s.tenant_id, s.sku_id, ((now() + t.clock_offset_ms * interval '1 millisecond') at time zone 'UTC')::date,
  s.enabled + s.warning, s.consumed
from subscribed_sku s join tenant t on t.tenant_id = s.tenant_id;

-- What an administrator should look at: few people of many, found without looking at all.
create index users_blocked on users (tenant_id, sort_key collate "C", id) where deleted_at is null and not account_enabled;
create index users_without_location on users (tenant_id, sort_key collate "C", id)
  where deleted_at is null and usage_location is null and user_type = 'Member';
create index assignment_errors on assignment (tenant_id, user_id) where state in ('ActiveWithError', 'Error');
