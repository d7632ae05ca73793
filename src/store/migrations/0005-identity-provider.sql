-- Whether the provider may be within the server's own network: only who runs the machine can set up such a one.
alter table identity_provider add column any_address boolean not null default false;
