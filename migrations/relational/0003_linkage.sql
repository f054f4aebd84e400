-- Probabilistic matching: what was learned, when it ran, which pairs of people may be one, and what reviewers said of them.

create table linkage_models (
  id uuid primary key default gen_random_uuid(),
  settings jsonb not null,
  parameters jsonb not null,
  people int not null,
  created_at timestamptz not null default now()
);
create index linkage_models_recent on linkage_models (created_at desc, id desc);

create table linkage_runs (
  id uuid primary key default gen_random_uuid(),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  step text not null default 'waiting' check (step in ('waiting', 'reading', 'comparing', 'saving', 'done')),
  people int not null default 0,
  pairs_scored bigint not null default 0,
  pairs_found int not null default 0,
  model_id uuid references linkage_models (id) on delete set null,
  error text,
  requested_by text not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index linkage_runs_recent on linkage_runs (created_at desc, id desc);
-- One run at a time: a second request gets the one that is under way.
create unique index linkage_runs_active on linkage_runs ((true)) where state in ('waiting', 'running');

-- Pairs of people from the asking threshold on; `a` is the smaller id.
create table linkage_pairs (
  id uuid primary key default gen_random_uuid(),
  a uuid not null,
  b uuid not null check (a < b),
  state text not null check (state in ('proposed', 'waiting', 'same', 'different', 'unsure')),
  weight double precision not null,
  probability double precision not null,
  evidence jsonb not null,
  model_id uuid not null references linkage_models (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (a, b)
);
create index linkage_pairs_b on linkage_pairs (b);
create index linkage_pairs_best on linkage_pairs (state, weight, id);

-- What a reviewer decided outlives the pair and the model, by the ids that the two had then.
create table linkage_labels (
  a uuid not null,
  b uuid not null check (a < b),
  decision text not null check (decision in ('same', 'different', 'unsure')),
  weight double precision not null,
  actor_id text,
  actor_name text not null,
  decided_at timestamptz not null default now(),
  primary key (a, b)
);
