-- Activities ---------------------------------------------------------------------------------------------------

create table activities (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('call', 'meeting', 'email', 'task', 'note')),
  subject text not null default '',
  body text not null default '',
  -- The colleagues whom the text mentions: [{ id, name }], by the names that stand in it.
  mentions jsonb not null default '[]',
  -- When it is due. A whole day is kept as its midnight in UTC and means that day wherever its reader is.
  due_at timestamptz,
  all_day boolean not null default false,
  duration_minutes int,
  remind_at timestamptz,
  reminded_at timestamptz,
  outcome text,
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high')),
  assignee_id text references users (id) on delete set null,
  assignee_name text,
  author_id text references users (id) on delete set null,
  author_name text not null,
  done_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index activities_open on activities (coalesce(due_at, 'infinity'), id)
  where done_at is null and deleted_at is null;
create index activities_assignee_open on activities (assignee_id, coalesce(due_at, 'infinity'), id)
  where done_at is null and deleted_at is null;
create index activities_done on activities (done_at, id) where done_at is not null and deleted_at is null;
create index activities_assignee_done on activities (assignee_id, done_at, id)
  where done_at is not null and deleted_at is null;
create index activities_created on activities (created_at, id) where deleted_at is null;
create index activities_reminders on activities (remind_at)
  where reminded_at is null and remind_at is not null and done_at is null and deleted_at is null;

-- What an activity is about. A person is kept as an identifier, so that it follows merges.
create table activity_links (
  activity_id uuid not null references activities (id) on delete cascade,
  kind text not null check (kind in ('person', 'company', 'deal')),
  ref uuid not null,
  is_open boolean not null,
  primary key (activity_id, kind, ref)
);
create index activity_links_ref on activity_links (ref, kind, activity_id);
-- Years of history make what is planned for a record no slower.
create index activity_links_open on activity_links (ref, kind, activity_id) where is_open;

create table notifications (
  id bigint generated always as identity primary key,
  user_id text not null references users (id) on delete cascade,
  kind text not null check (kind in ('mention', 'assigned', 'reminder')),
  title text not null,
  text text not null default '',
  actor_name text,
  subject_type text not null,
  subject_id text not null,
  created_at timestamptz not null default now(),
  read_at timestamptz
);
create index notifications_user on notifications (user_id, id);
create index notifications_unread on notifications (user_id, id) where read_at is null;

-- When something was last done for a deal: it rots when that is long ago and nothing is planned.
alter table deals add column last_activity_at timestamptz;
create index deals_owner_open on deals (owner_id) where closed_at is null and deleted_at is null;

-- Pipelines ----------------------------------------------------------------------------------------------------

-- What a stage counts as in the forecast; without it, its kind says.
alter table stages add column forecast_category text
  check (forecast_category in ('pipeline', 'best_case', 'commit', 'closed', 'omitted'));
alter table stages add column rotting_days int check (rotting_days > 0);
alter table stages add column required_fields text[] not null default '{}';
-- A stage that was removed keeps its name for the history of deals.
alter table stages add column archived_at timestamptz;
alter table pipelines add column archived_at timestamptz;

create table close_reasons (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('won', 'lost')),
  name text not null,
  position int not null default 0,
  archived_at timestamptz
);
create unique index close_reasons_name on close_reasons (kind, lower(name)) where archived_at is null;
insert into close_reasons (kind, name, position) values
  ('lost', 'Price', 0), ('lost', 'A competitor', 1), ('lost', 'No budget', 2), ('lost', 'Bad timing', 3),
  ('lost', 'No answer', 4), ('lost', 'Something is missing in the product', 5);

alter table deals add column close_reason_id uuid references close_reasons (id) on delete set null;
alter table deals add column close_note text not null default '';

-- What changed from version to version, for whoever edits a deal at the same time as somebody else.
create table deal_changes (
  deal_id uuid not null references deals (id) on delete cascade,
  version int not null,
  at timestamptz not null,
  actor_id text,
  actor_name text not null,
  -- { amount: { from: 10, to: 20 } }, with names in place of ids.
  changes jsonb not null,
  primary key (deal_id, version)
);

-- Who looks at which record right now. Old rows say nothing and are swept away.
create table presences (
  subject_type text not null,
  subject_id text not null,
  user_id text not null references users (id) on delete cascade,
  seen_at timestamptz not null,
  primary key (subject_type, subject_id, user_id)
);
create index presences_seen on presences (seen_at);

-- Texts that are written again and again, for notes and e-mails.
create table snippets (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  text text not null,
  created_at timestamptz not null default now()
);
create unique index snippets_name on snippets (lower(name));
