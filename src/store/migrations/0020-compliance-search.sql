-- What a search finds is shown by its date, a page at a time: of a common word the first page is near the newest.
create index message_by_received on message (tenant_id, received_at, id);
create index message_unindexed on message (tenant_id, mailbox_id) include (size) where search is null;

-- Files are found by the words of their names: folded, with a space for all that is neither letter nor digit.
alter table drive_item add column search tsvector generated always as (to_tsvector('simple',
  regexp_replace(replace(lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+', '', 'g')),
    'ς', 'σ'), '[^[:alnum:]]+', ' ', 'g'))) stored;
create index drive_item_by_date on drive_item (tenant_id, modified_at, id) where content_hash is not null and deleted_at is null;

do $$ begin
  create index drive_item_by_words on drive_item using gin (tenant_id, search);
exception when undefined_object then
  create index drive_item_by_words on drive_item using gin (search);
end $$;
