create extension if not exists pg_trgm;

-- Access -------------------------------------------------------------------------------------------------------

create table users (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  role text not null default 'member' check (role in ('owner', 'admin', 'member', 'read_only')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sessions (
  id text primary key,
  expires_at timestamptz not null,
  token text not null unique,
  ip_address text,
  user_agent text,
  user_id text not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_user on sessions (user_id);

create table accounts (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references users (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index accounts_user on accounts (user_id);

create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier on verifications (identifier);

create table api_keys (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  key_hash text not null unique,
  hint text not null,
  scopes text[] not null,
  created_by text references users (id) on delete set null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_type text not null check (actor_type in ('user', 'api_key', 'system')),
  actor_id text,
  actor_name text not null,
  action text not null,
  subject_type text not null,
  subject_id text,
  subject_name text,
  details jsonb not null default '{}',
  ip text
);
create index audit_log_subject on audit_log (subject_type, subject_id, id desc);
create index audit_log_type on audit_log (subject_type, id desc);

-- Secrets that this installation makes for itself (identifier salt, session secret), and its settings.
create table settings (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

-- Platform -----------------------------------------------------------------------------------------------------

-- News for processors. `txid` orders rows by commit visibility: a cursor never passes a transaction still open.
create table outbox (
  id bigint generated always as identity primary key,
  txid xid8 not null default pg_current_xact_id(),
  type text not null,
  payload jsonb not null,
  created_at timestamptz not null default now()
);
create index outbox_order on outbox (txid, id);

create table processor_cursors (
  name text primary key,
  txid xid8 not null default '0',
  id bigint not null default 0,
  failures int not null default 0,
  last_error text,
  updated_at timestamptz not null default now()
);

-- Sources ------------------------------------------------------------------------------------------------------

create table sources (
  id uuid primary key,
  name text not null,
  kind text not null default 'custom',
  write_key text not null unique,
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  first_event_at timestamptz,
  last_event_at timestamptz
);

-- Pipeline: how far the log is resolved (people) and stored (events). A batch between the two is a row of its own with
-- what it changed, so that one interrupted there is finished with the same content.
create table pipeline_progress (
  name text primary key,
  resolved bigint not null default 0
);

create table pipeline_batches (
  to_position bigint primary key,
  from_position bigint not null,
  changes jsonb not null
);

-- People -------------------------------------------------------------------------------------------------------

create table identifiers (
  id uuid primary key,
  type text not null,
  value text not null,
  person_id uuid not null,
  first_seen timestamptz not null,
  state text not null default 'normal' check (state in ('normal', 'shared', 'quarantined')),
  traits jsonb not null default '{}'
);
create index identifiers_person on identifiers (person_id);
create index identifiers_value on identifiers (lower(value) text_pattern_ops);

-- Grows with every change of who is who, so that no process relies on what it remembers from before.
create table identity_version (version bigint not null);
insert into identity_version values (1);

-- Evidence: two identifiers named together, with the first event that did so (the events themselves know how often,
-- see other_ids in the warehouse). `a` is the stronger type. `refusal` says why the link does not bind.
create table identity_links (
  a uuid not null,
  b uuid not null,
  source_id uuid not null,
  message_id text not null,
  first_seen timestamptz not null,
  refusal text,
  primary key (a, b)
);
create index identity_links_b on identity_links (b);

create table people (
  id uuid primary key,
  name text,
  email text,
  traits jsonb not null default '{}',
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  search text not null default '',
  version bigint not null default 1,
  updated_at timestamptz not null default now()
);
create index people_last_seen on people (last_seen desc, id desc);
create index people_first_seen on people (first_seen desc, id desc);
create index people_search on people using gin (search gin_trgm_ops) where search <> '';
create index people_name on people (coalesce(left(lower(name), 80), ''), id);

create table companies (
  id uuid primary key,
  group_id text not null unique,
  name text,
  domain text,
  traits jsonb not null default '{}',
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  search text not null default ''
);
create index companies_last_seen on companies (last_seen desc, id desc);
create index companies_search on companies using gin (search gin_trgm_ops);
create index companies_name on companies (coalesce(left(lower(name), 80), ''), id);

create table company_members (
  identifier_id uuid not null,
  company_id uuid not null references companies (id) on delete cascade,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  primary key (identifier_id, company_id)
);
create index company_members_company on company_members (company_id, last_seen desc);

-- Segments -----------------------------------------------------------------------------------------------------

create table segments (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  description text not null default '',
  definition jsonb not null,
  -- Grows with every change of the definition: what was evaluated by an older one is not written.
  version int not null default 1,
  state text not null default 'building' check (state in ('building', 'live', 'failed')),
  error text,
  size bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  evaluated_at timestamptz
);

create table segment_members (
  segment_id uuid not null references segments (id) on delete cascade,
  person_id uuid not null,
  entered_at timestamptz not null,
  primary key (segment_id, person_id)
);
create index segment_members_person on segment_members (person_id);
create index segment_members_entered on segment_members (segment_id, entered_at desc, person_id);

-- Destinations -------------------------------------------------------------------------------------------------

create table destinations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  kind text not null default 'webhook',
  enabled boolean not null default true,
  settings jsonb not null,
  secrets bytea,
  delivered bigint not null default 0,
  failed bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table deliveries (
  id uuid primary key default gen_random_uuid(),
  destination_id uuid not null references destinations (id) on delete cascade,
  -- The news that it tells of; a test tells of none.
  news_id bigint,
  event text not null,
  person_id uuid,
  payload jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_status int,
  last_error text,
  created_at timestamptz not null default now(),
  delivered_at timestamptz,
  unique (destination_id, news_id)
);
create index deliveries_due on deliveries (destination_id, next_attempt_at, news_id) where state = 'waiting';
create index deliveries_recent on deliveries (destination_id, created_at desc, id desc);
create index deliveries_all_recent on deliveries (created_at desc, id desc);
create index deliveries_undelivered on deliveries (state, created_at desc, id desc) where state <> 'delivered';

-- Deals --------------------------------------------------------------------------------------------------------

create table pipelines (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  currency text not null default 'EUR',
  position int not null default 0,
  created_at timestamptz not null default now()
);

create table stages (
  id uuid primary key default gen_random_uuid(),
  pipeline_id uuid not null references pipelines (id) on delete cascade,
  name text not null,
  kind text not null default 'open' check (kind in ('open', 'won', 'lost')),
  probability int not null check (probability between 0 and 100),
  position int not null
);
create index stages_pipeline on stages (pipeline_id, position);

create table deals (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  pipeline_id uuid not null references pipelines (id),
  stage_id uuid not null references stages (id),
  amount numeric(18, 2),
  currency text not null,
  person_ref uuid,
  company_id uuid references companies (id) on delete set null,
  owner_id text references users (id) on delete set null,
  owner_name text,
  rank double precision not null default 0,
  expected_close_on date,
  entered_stage_at timestamptz not null default now(),
  closed_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  check (person_ref is not null or company_id is not null)
);
create index deals_board on deals (stage_id, rank, id) include (amount, currency) where deleted_at is null;
create index deals_recent on deals (pipeline_id, updated_at desc, id desc) where deleted_at is null;
create index deals_person on deals (person_ref) where deleted_at is null;
create index deals_company on deals (company_id) where deleted_at is null;
-- One a sort of the list. Deals without the value come last in both directions, which takes two.
create index deals_updated on deals (updated_at, id) where deleted_at is null;
create index deals_name on deals (lower(left(name, 80)), id) where deleted_at is null;
create index deals_amount_up on deals (coalesce(amount, 'infinity'), id) where deleted_at is null;
create index deals_amount_down on deals (coalesce(amount, '-infinity'), id) where deleted_at is null;
create index deals_close_up on deals (coalesce(expected_close_on, 'infinity'), id) where deleted_at is null;
create index deals_close_down on deals (coalesce(expected_close_on, '-infinity'), id) where deleted_at is null;
create index deals_search on deals using gin (lower(name) gin_trgm_ops) where deleted_at is null;
-- Without these the planner takes every word for a common one, and walks through all deals: 0.4 s instead of 1 ms.
create statistics deals_search_words on (lower(name)) from deals;

create table deal_stage_history (
  id bigint generated always as identity primary key,
  deal_id uuid not null references deals (id) on delete cascade,
  from_stage_id uuid,
  to_stage_id uuid not null,
  at timestamptz not null default now(),
  actor_name text
);
create index deal_stage_history_deal on deal_stage_history (deal_id, id);
