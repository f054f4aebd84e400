-- Objects and their fields --------------------------------------------------------------------------------------

-- What records there are. Those of Kith itself lie in tables of their own (`deals`, `companies`, `people`), all others in `records`.
create table crm_objects (
  key text primary key,
  name text not null,
  plural text not null,
  description text not null default '',
  icon text not null default 'box',
  standard boolean not null default false,
  position int not null default 0,
  created_at timestamptz not null default now(),
  archived_at timestamptz
);

insert into crm_objects (key, name, plural, description, icon, standard, position) values
  ('person', 'Person', 'People', 'Customers and visitors, joined from all that is known of them.', 'user', true, 0),
  ('company', 'Company', 'Companies', 'Organisations that people act for.', 'building', true, 1),
  ('deal', 'Deal', 'Deals', 'What may be sold to a person or a company.', 'briefcase', true, 2);

create table crm_fields (
  id uuid primary key default gen_random_uuid(),
  object text not null references crm_objects (key) on delete cascade,
  key text not null,
  label text not null,
  type text not null,
  help text not null default '',
  section text not null default '',
  position int not null default 0,
  settings jsonb not null default '{}',
  default_value jsonb,
  required boolean not null default false,
  required_from_stage uuid references stages (id) on delete set null,
  is_unique boolean not null default false,
  indexed boolean not null default false,
  -- What is true of the index: it follows `indexed` when the job has come by.
  index_state text not null default 'none' check (index_state in ('none', 'waiting', 'ready', 'failed')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  unique (object, key)
);

-- The database itself sees to it that no two records have the same value, also when two people save at once.
create table crm_unique_values (
  field_id uuid not null references crm_fields (id) on delete cascade,
  value text not null,
  record_id uuid not null,
  primary key (field_id, value)
);
create index crm_unique_values_record on crm_unique_values (record_id, field_id);

alter table deals add column fields jsonb not null default '{}';
alter table companies add column fields jsonb not null default '{}';
-- A person's values lie with the identifier that they were written for, each with when and by whom, so that they follow
-- merges and un-merges; `people.fields` is what they come to.
alter table identifiers add column fields jsonb not null default '{}';
alter table people add column fields jsonb not null default '{}';

-- Records of all objects without a table of their own ---------------------------------------------------------------

create table records (
  id uuid primary key default gen_random_uuid(),
  object text not null references crm_objects (key),
  name text not null,
  fields jsonb not null default '{}',
  owner_id text references users (id) on delete set null,
  owner_name text,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index records_updated on records (object, updated_at, id) where deleted_at is null;
create index records_created on records (object, created_at, id) where deleted_at is null;
create index records_name on records (object, lower(left(name, 80)), id) where deleted_at is null;
create index records_owner on records (owner_id, object, updated_at, id);
create index records_search on records using gin (lower(name) gin_trgm_ops) where deleted_at is null;

-- Which record names which in a relation field, found from either side. A person is named by an identifier.
create table record_relations (
  field_id uuid not null references crm_fields (id) on delete cascade,
  record_id uuid not null,
  target_id uuid not null,
  primary key (field_id, record_id)
);
create index record_relations_target on record_relations (target_id, field_id);
