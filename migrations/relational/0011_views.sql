-- Saved views, favourites, changes of many records ------------------------------------------------------------------

-- A list as somebody wants to see it again: filter, columns, order, groups.
create table saved_views (
  id uuid primary key default gen_random_uuid(),
  object text not null references crm_objects (key) on delete cascade,
  name text not null,
  owner_id text not null references users (id) on delete cascade,
  sharing text not null check (sharing in ('private', 'team', 'everyone')),
  team_id uuid references teams (id) on delete set null,
  config jsonb not null,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index saved_views_object on saved_views (object, lower(name), id) where deleted_at is null;
create index saved_views_owner on saved_views (owner_id);
create index saved_views_team on saved_views (team_id) where team_id is not null;

-- The view that a user's list of an object opens with.
create table view_defaults (
  user_id text not null references users (id) on delete cascade,
  object text not null references crm_objects (key) on delete cascade,
  view_id uuid not null references saved_views (id) on delete cascade,
  primary key (user_id, object)
);
create index view_defaults_view on view_defaults (view_id);

-- What a user keeps in the navigation: views and records. A person is named by an identifier, which follows merges.
create table favourites (
  id uuid primary key default gen_random_uuid(),
  user_id text not null references users (id) on delete cascade,
  kind text not null check (kind in ('view', 'record')),
  object text not null references crm_objects (key) on delete cascade,
  target_id uuid not null,
  created_at timestamptz not null default now(),
  unique (user_id, kind, target_id)
);

-- A change of many records at once, how far it got, and what takes it back.
create table bulk_changes (
  id uuid primary key,
  object text not null references crm_objects (key) on delete cascade,
  kind text not null check (kind in ('edit', 'delete')),
  state text not null check (state in ('running', 'done', 'undoing', 'undone', 'failed', 'cancelled')),
  selection jsonb not null,
  change jsonb not null,
  actor_type text not null,
  actor_id text not null,
  actor_name text not null,
  total int,
  done int not null default 0,
  changed int not null default 0,
  refused int not null default 0,
  undone int not null default 0,
  kept int not null default 0,
  -- The record, or the row when it is taken back, up to which it is done.
  last_id uuid,
  last_row bigint,
  error text,
  cancelled boolean not null default false,
  worker uuid,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index bulk_changes_actor on bulk_changes (actor_id, created_at desc, id desc);
create index bulk_changes_waiting on bulk_changes (created_at) where state in ('running', 'undoing');

create table bulk_change_rows (
  id bigint generated always as identity primary key,
  bulk_id uuid not null references bulk_changes (id) on delete cascade,
  record_id uuid not null,
  name text not null,
  outcome text not null check (outcome in ('changed', 'refused', 'undone', 'kept')),
  problem text,
  -- What the changed values were before and after.
  before jsonb,
  after jsonb
);
create index bulk_change_rows_outcome on bulk_change_rows (bulk_id, outcome, id);

