-- The second factor of a user: an authenticator app's secret, sealed. What is being set up waits beside what is in use.
create table second_factors (
  user_id text primary key references users (id) on delete cascade,
  secret bytea,
  enabled_at timestamptz,
  pending_secret bytea,
  pending_until timestamptz,
  -- The newest time step whose code was used: no code opens twice.
  last_step bigint not null default 0,
  failures int not null default 0,
  locked_until timestamptz
);

create table recovery_codes (
  user_id text not null references users (id) on delete cascade,
  code_hash text not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

-- Browsers in which the second factor is not asked for until then.
create table trusted_devices (
  token_hash text primary key,
  user_id text not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index trusted_devices_user on trusted_devices (user_id);

-- Who has shown the first factor and still owes the second.
create table sign_in_challenges (
  token_hash text primary key,
  user_id text not null references users (id) on delete cascade,
  step text not null check (step in ('code', 'enrolment')),
  method text not null,
  expires_at timestamptz not null
);
create index sign_in_challenges_user on sign_in_challenges (user_id);

create table sign_on_providers (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('oidc', 'saml')),
  name text not null,
  enabled boolean not null default true,
  -- What the protocol needs: issuer and client id, or what the identity provider says of itself.
  settings jsonb not null,
  secret bytea,
  domains text[] not null default '{}',
  create_users boolean not null default false,
  trust_email boolean not null default false,
  second_factor text not null default 'kith' check (second_factor in ('kith', 'provider')),
  default_role text references roles (id) on delete restrict,
  group_claim text,
  group_roles jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index sign_on_providers_name on sign_on_providers (lower(name));

-- A sign-on that is under way at the provider; it is used up by its answer.
create table sign_on_requests (
  state_hash text primary key,
  provider_id uuid not null references sign_on_providers (id) on delete cascade,
  sealed bytea not null,
  expires_at timestamptz not null
);
create index sign_on_requests_expiry on sign_on_requests (expires_at);

-- Assertions that have opened a session, kept until they have expired by themselves: none opens twice.
create table sign_on_assertions (
  provider_id uuid not null references sign_on_providers (id) on delete cascade,
  assertion_id text not null,
  expires_at timestamptz not null,
  primary key (provider_id, assertion_id)
);

create unique index accounts_provider_account on accounts (provider_id, account_id);
