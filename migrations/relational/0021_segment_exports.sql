-- Where files are put: a bucket, or a folder on a server. What opens it is sealed.
create table file_storages (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  kind text not null check (kind in ('s3', 'sftp')),
  settings jsonb not null,
  secret bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Files of a segment's people that are written again and again.
create table segment_exports (
  id uuid primary key default gen_random_uuid(),
  segment_id uuid not null references segments (id) on delete cascade,
  storage_id uuid not null references file_storages (id),
  name text not null,
  format text not null check (format in ('csv', 'ndjson', 'parquet')),
  content text not null check (content in ('members', 'changes')),
  traits jsonb not null,
  path text not null,
  schedule jsonb,
  enabled boolean not null,
  -- When it runs next by itself; null for never.
  next_at timestamptz,
  -- Up to when changes were exported; null before the first time.
  changes_until timestamptz,
  -- With whose rights it runs.
  actor_type text not null,
  actor_id text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index segment_exports_segment on segment_exports (segment_id, created_at, id);
create index segment_exports_storage on segment_exports (storage_id);
create index segment_exports_next on segment_exports (next_at) where enabled and next_at is not null;

create table segment_export_runs (
  id bigint generated always as identity primary key,
  export_id uuid not null references segment_exports (id) on delete cascade,
  -- The moment that it is for, which is in the name of the file: run twice, it writes the same file again.
  slot timestamptz not null,
  by_hand boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  attempts int not null default 0,
  next_attempt_at timestamptz,
  worker uuid,
  lease_until timestamptz,
  -- The time whose changes are in the file, the end not included; fixed by the first attempt.
  since timestamptz,
  until timestamptz,
  file text,
  rows bigint not null default 0,
  bytes bigint not null default 0,
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  unique (export_id, slot)
);
create index segment_export_runs_open on segment_export_runs (export_id, slot) where state in ('waiting', 'running');
