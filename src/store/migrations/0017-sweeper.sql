-- What a deadline needs before it ends something for good in a production tenant: that it was announced, and, where the
-- tenant says so, that somebody agreed. A deadline that is set anew begins without both.
alter table deadline add column announced_at timestamptz, add column confirmed_at timestamptz, add column confirmed_by text;
create index deadline_final on deadline (tenant_id, due_at)
  where kind in ('oneDriveErase', 'mailboxPurge', 'inactivePurge', 'userPurge');

-- The same deadline under a better name: files are not gone yet, they are in the recycle bin.
update deadline set kind = 'oneDriveBin' where kind = 'oneDrivePurge';

create index drive_orphaned on drive (tenant_id, user_id) where orphaned_since is not null;
