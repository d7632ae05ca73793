-- Addresses by which people get mail beside their user name, in lower case: found by equality, which indexes serve
-- behind row-level security. Kept by triggers, so that whoever writes people needs no thought; of deleted people too,
-- so that mail to them bounces with the reason.
create table person_address (
  tenant_id uuid not null,
  address text not null,
  user_id uuid not null,
  primary key (tenant_id, address, user_id)
);
create index person_address_by_user on person_address (tenant_id, user_id);

create function mail_addresses(mail text, proxy_addresses text[], upn_key text) returns setof text
language sql immutable parallel safe as $$
  select distinct address from (
    select lower(mail) as address
    union all
    select lower(substr(proxy, 6)) from unnest(proxy_addresses) proxy where lower(left(proxy, 5)) = 'smtp:') a
  where address like '%_@_%' and length(address) <= 320 and address <> upn_key
$$;

create function person_address_added() returns trigger language plpgsql as $$
begin
  insert into person_address (tenant_id, address, user_id)
  select u.tenant_id, a.address, u.id from added u cross join lateral mail_addresses(u.mail, u.proxy_addresses, u.upn_key) a(address)
  on conflict do nothing;
  return null;
end $$;
create trigger person_address_added after insert on users
  referencing new table as added for each statement execute function person_address_added();

create function person_address_changed() returns trigger language plpgsql as $$
begin
  delete from person_address where tenant_id = old.tenant_id and user_id = old.id;
  insert into person_address (tenant_id, address, user_id)
  select new.tenant_id, a.address, new.id from mail_addresses(new.mail, new.proxy_addresses, new.upn_key) a(address)
  on conflict do nothing;
  return null;
end $$;
create trigger person_address_changed after update on users for each row
  when (old.mail is distinct from new.mail or old.proxy_addresses is distinct from new.proxy_addresses or old.upn_key <> new.upn_key)
  execute function person_address_changed();

create function person_address_removed() returns trigger language plpgsql as $$
begin
  delete from person_address a using removed r where a.tenant_id = r.tenant_id and a.user_id = r.id;
  return null;
end $$;
create trigger person_address_removed after delete on users
  referencing old table as removed for each statement execute function person_address_removed();

insert into person_address (tenant_id, address, user_id)
select u.tenant_id, a.address, u.id from users u cross join lateral mail_addresses(u.mail, u.proxy_addresses, u.upn_key) a(address)
on conflict do nothing;

-- Whom a mailbox has sent its automatic reply already, since it was last set.
create table automatic_reply_sent (
  tenant_id uuid not null,
  mailbox_id uuid not null,
  sender text not null,   -- the address in lower case
  sent_at timestamptz not null,
  primary key (tenant_id, mailbox_id, sender)
);

create function automatic_reply_forgotten() returns trigger language plpgsql as $$
begin
  delete from automatic_reply_sent a using removed m where a.tenant_id = m.tenant_id and a.mailbox_id = m.id;
  return null;
end $$;
create trigger automatic_reply_forgotten after delete on mailbox
  referencing old table as removed for each statement execute function automatic_reply_forgotten();

-- Messages by the id that they travel with: what is imported twice is found again.
create index message_by_internet_id on message (tenant_id, mailbox_id, internet_message_id) where internet_message_id is not null;

create unique index mail_folder_by_name on mail_folder (tenant_id, mailbox_id, parent_id, lower(display_name)) where parent_id is not null;
