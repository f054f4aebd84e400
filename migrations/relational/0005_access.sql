-- Roles: those of every installation, whose rights the program knows, and those that users make.
create table roles (
  id text primary key,
  name text not null,
  description text not null default '',
  built_in boolean not null default false,
  permissions text[] not null default '{}',
  rights jsonb not null default '{}',
  fields jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index roles_name on roles (lower(name));
insert into roles (id, name, built_in) values
  ('owner', 'Owner', true), ('admin', 'Administrator', true), ('member', 'Member', true), ('read_only', 'Read only', true);

create table user_roles (
  user_id text not null references users (id) on delete cascade,
  role_id text not null references roles (id) on delete restrict,
  primary key (user_id, role_id)
);
create index user_roles_role on user_roles (role_id);
insert into user_roles (user_id, role_id) select id, role from users;
alter table users drop column role;

create table teams (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  parent_id uuid references teams (id) on delete restrict,
  created_at timestamptz not null default now()
);
create unique index teams_name on teams (lower(name));
create index teams_parent on teams (parent_id);

create table team_members (
  team_id uuid not null references teams (id) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  primary key (team_id, user_id)
);
create index team_members_user on team_members (user_id);

-- Owners. That of a person lies with the identifier it was said of, as every fact does, so that it follows merges; the
-- newest of a person's identifiers is copied to the person's row for lists.
alter table identifiers add column owner_id text, add column owner_at timestamptz;
create index identifiers_owner on identifiers (owner_id) where owner_id is not null;
alter table people add column owner_id text;
create index people_owner_seen on people (owner_id, last_seen desc, id desc) where owner_id is not null;
create index people_owner_first on people (owner_id, first_seen desc, id desc) where owner_id is not null;
alter table companies add column owner_id text references users (id) on delete set null;
create index companies_owner_seen on companies (owner_id, last_seen desc, id desc) where owner_id is not null;
create index deals_owner_updated on deals (owner_id, updated_at desc, id desc);
create index deals_owner_stage on deals (owner_id, stage_id, rank, id) where deleted_at is null;

-- One record opened to a user or a team. Of a person it names an identifier, which follows merges.
create table record_shares (
  id uuid primary key default gen_random_uuid(),
  object text not null,
  record_id uuid not null,
  user_id text references users (id) on delete cascade,
  team_id uuid references teams (id) on delete cascade,
  level text not null check (level in ('view', 'edit')),
  created_by text not null,
  created_at timestamptz not null default now(),
  check (num_nonnulls(user_id, team_id) = 1),
  unique nulls not distinct (object, record_id, user_id, team_id)
);
create index record_shares_user on record_shares (user_id, object) where user_id is not null;
create index record_shares_team on record_shares (team_id, object) where team_id is not null;

-- What an entry of the audit log is found by.
create function audit_words(entry audit_log) returns text language sql immutable parallel safe as $$
  select lower(concat_ws(' ', entry.actor_name, replace(replace(entry.action, '.', ' '), '_', ' '), entry.subject_name,
    left(entry.details::text, 2000)))
$$;
create index audit_log_words on audit_log using gin (audit_words(audit_log) gin_trgm_ops);
create index audit_log_actor on audit_log (actor_id, id desc);
create index audit_log_actor_name on audit_log (actor_name, id desc);
create index audit_log_action on audit_log (action, id desc);
create index audit_log_at on audit_log (at);
