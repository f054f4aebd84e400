-- Enrichment: services elsewhere that are asked about people and companies. Each is a source of its own, so that a trait says
-- from which service it came, and sources can be put in an order.
create table enrichment_providers (
  id uuid primary key,
  name text not null,
  object text not null check (object in ('person', 'company')),
  enabled boolean not null default false,
  definition jsonb not null,
  -- The keys by name, sealed.
  secrets bytea not null,
  secret_names text[] not null default '{}',
  version int not null default 1,
  -- Who is new is whoever is known only since.
  enabled_at timestamptz,
  -- Failures in a row; from some on, nothing is asked for a while.
  failures int not null default 0,
  paused_until timestamptz,
  pause_reason text,
  created_at timestamptz not null,
  deleted_at timestamptz
);

-- Questions about all of a segment at once.
create table enrichment_runs (
  id uuid primary key,
  provider_id uuid not null references enrichment_providers (id) on delete cascade,
  segment_id uuid references segments (id) on delete set null,
  of_segment boolean not null,
  state text not null check (state in ('collecting', 'asking', 'stopped', 'done')),
  cursor uuid,
  looked_at bigint not null default 0,
  total bigint not null default 0,
  asked_by text not null,
  created_at timestamptz not null
);
create index enrichment_runs_provider on enrichment_runs (provider_id, created_at desc);
create index enrichment_runs_active on enrichment_runs (created_at) where state in ('collecting', 'asking');

create table enrichment_lookups (
  id uuid primary key,
  provider_id uuid not null references enrichment_providers (id) on delete cascade,
  run_id uuid references enrichment_runs (id) on delete set null,
  -- An identifier of the person, so that it follows them when they merge; what was said of somebody deleted goes with them.
  person_ref uuid references identifiers (id) on delete cascade,
  company_id uuid references companies (id) on delete cascade,
  state text not null check (state in ('waiting', 'found', 'not_found', 'skipped', 'failed')),
  -- The word for why, and the sentence.
  cause text,
  reason text,
  asked_by text not null,
  by_hand boolean not null default false,
  again boolean not null default false,
  -- What was asked, without keys: who asks the same is answered from here while the answer is good.
  request_key text,
  -- Written before the request leaves, so that one cut off is known to have been sent.
  sent_at timestamptz,
  -- The values of the answer, until and after they are written.
  answer jsonb,
  traits text[] not null default '{}',
  cached boolean not null default false,
  attempts int not null default 0,
  lease uuid,
  next_attempt_at timestamptz not null,
  good_until timestamptz,
  created_at timestamptz not null,
  finished_at timestamptz,
  check ((person_ref is null) <> (company_id is null))
);
create unique index enrichment_lookups_person_waiting on enrichment_lookups (provider_id, person_ref) where state = 'waiting';
create unique index enrichment_lookups_company_waiting on enrichment_lookups (provider_id, company_id) where state = 'waiting';
create index enrichment_lookups_due on enrichment_lookups (provider_id, by_hand desc, next_attempt_at) where state = 'waiting';
create index enrichment_lookups_log on enrichment_lookups (created_at desc, id desc);
create index enrichment_lookups_log_of on enrichment_lookups (provider_id, created_at desc, id desc);
create index enrichment_lookups_same on enrichment_lookups (provider_id, request_key);
create index enrichment_lookups_person on enrichment_lookups (person_ref) where person_ref is not null;
create index enrichment_lookups_company on enrichment_lookups (company_id) where company_id is not null;
create index enrichment_lookups_run on enrichment_lookups (run_id, state) where run_id is not null;

-- Requests sent, counted apart from the log, which forgets.
create table enrichment_spending (
  provider_id uuid not null references enrichment_providers (id) on delete cascade,
  day date not null,
  requests bigint not null,
  primary key (provider_id, day)
);
