-- What a user wants to be mailed, and when. A column that is null means what everybody has who chose nothing.
create table notification_settings (
  user_id text primary key references users (id) on delete cascade,
  -- By kind of notification: now, digest or never.
  mail jsonb not null default '{}',
  -- Days of the week, Monday is 1; none for no digest.
  digest_days int[],
  -- HH:MM there.
  digest_time text,
  time_zone text,
  next_digest_at timestamptz
);
create index notification_settings_due on notification_settings (next_digest_at);

-- When a mail told of it. What is older than mail itself is not mailed.
alter table notifications add column mailed_at timestamptz;
update notifications set mailed_at = created_at;
create index notifications_unmailed on notifications (created_at) where mailed_at is null and read_at is null;
