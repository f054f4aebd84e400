-- What somebody wants to see at a glance: cards in their order, each a kind with its settings.
create table dashboards (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  owner_id text not null references users (id) on delete cascade,
  sharing text not null check (sharing in ('private', 'team', 'everyone')),
  team_id uuid references teams (id) on delete set null,
  -- The time, the pipeline and whose deals all cards are about.
  filters jsonb not null,
  cards jsonb not null,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index dashboards_owner on dashboards (owner_id);
create index dashboards_team on dashboards (team_id) where team_id is not null;
create index dashboards_shared on dashboards (lower(name), id) where deleted_at is null and sharing <> 'private';
