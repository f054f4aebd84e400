-- When a dashboard is mailed, by whom, and to whom.
create table dashboard_mails (
  id uuid primary key default gen_random_uuid(),
  dashboard_id uuid not null references dashboards (id) on delete cascade,
  sender_id text not null references users (id) on delete cascade,
  every text not null check (every in ('week', 'month')),
  -- Of the week, Monday is 1, or of the month.
  days int[] not null,
  -- HH:MM there.
  time text not null,
  time_zone text not null,
  next_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index dashboard_mails_due on dashboard_mails (next_at);
create index dashboard_mails_dashboard on dashboard_mails (dashboard_id);
create index dashboard_mails_sender on dashboard_mails (sender_id);

create table dashboard_mail_recipients (
  mail_id uuid not null references dashboard_mails (id) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  -- Since when they want it no more.
  stopped_at timestamptz,
  primary key (mail_id, user_id)
);
create index dashboard_mail_recipients_user on dashboard_mail_recipients (user_id);

-- One for each recipient and each time that it was due, so that nobody gets it twice, whatever dies in between.
create table dashboard_mailings (
  mail_id uuid not null references dashboard_mails (id) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  due_at timestamptz not null,
  -- `skipped` is nothing for them to see any more, `failed` could not be made.
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'skipped', 'failed')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  primary key (mail_id, user_id, due_at)
);
create index dashboard_mailings_waiting on dashboard_mailings (next_attempt_at) where state = 'waiting';
create index dashboard_mailings_user on dashboard_mailings (user_id);
