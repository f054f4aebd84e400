-- Imports ------------------------------------------------------------------------------------------------------

-- One upload of one or several linked files, and how far it got.
create table imports (
  id uuid primary key,
  name text not null,
  state text not null check (state in (
    'reading', 'mapping', 'checking', 'checked', 'running', 'done', 'undoing', 'undone', 'failed', 'cancelled')),
  uploads jsonb not null default '[]',
  files jsonb not null default '[]',
  actor jsonb not null,
  done int not null default 0,
  total int not null default 0,
  -- The file and row up to which the job at hand is done.
  place_step int not null default 0,
  place_row int not null default -1,
  summary jsonb,
  result jsonb,
  error text,
  cancelled boolean not null default false,
  worker uuid,
  lease_until timestamptz,
  phase_started_at timestamptz,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index imports_recent on imports (created_at desc, id desc);
create index imports_waiting on imports (created_at) where state in ('reading', 'checking', 'running', 'undoing');

-- The rows as the files have them, with what people corrected.
create table import_rows (
  import_id uuid not null references imports (id) on delete cascade,
  file int not null,
  row int not null,
  cells jsonb not null,
  decision text check (decision in ('new', 'merge', 'skip')),
  primary key (import_id, file, row)
);

-- What the check found out about each row.
create table import_outcomes (
  import_id uuid not null references imports (id) on delete cascade,
  file int not null,
  row int not null,
  outcome text not null check (outcome in ('new', 'updated', 'unchanged', 'duplicate', 'rejected', 'skipped')),
  label text not null,
  problems jsonb not null default '[]',
  record_id uuid,
  primary key (import_id, file, row)
);
create index import_outcomes_kind on import_outcomes (import_id, outcome, file, row);

-- What a run changed, in order, with what it takes to take it back.
create table import_changes (
  id bigint generated always as identity primary key,
  import_id uuid not null references imports (id) on delete cascade,
  file int not null,
  row int not null,
  object text not null,
  record_id uuid not null,
  label text not null,
  kind text not null check (kind in ('created', 'updated')),
  undo jsonb not null,
  kept jsonb
);
create index import_changes_import on import_changes (import_id, id);
create index import_changes_kept on import_changes (import_id, id) where kept is not null;

-- The ids that records have elsewhere, so that a later export finds them again.
create table external_ids (
  object text not null,
  system text not null,
  external_id text not null,
  record_id uuid not null,
  primary key (object, system, external_id)
);
create index external_ids_record on external_ids (record_id);

-- What people decided for a set of column names, for the next file that has them.
create table import_mappings (
  headers_hash text primary key,
  mapping jsonb not null,
  used_at timestamptz not null default now()
);

create index people_phone on people (regexp_replace(traits ->> 'phone', '\D', '', 'g')) where traits ? 'phone';
create index companies_domain on companies (domain) where domain is not null;
create index companies_lower_name on companies (left(lower(name), 80));
