-- Traits that Kith works out itself, from what people did. While one is in use its name belongs to it: what sources say
-- under that name is kept with their identifiers and does not count.
create table computed_traits (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  description text not null default '',
  definition jsonb not null,
  -- Grows with every change of the definition: what was worked out by an older one is not written.
  version int not null default 1,
  -- removing: its values are being taken from people; then it is gone.
  state text not null default 'building' check (state in ('building', 'live', 'failed', 'removing')),
  error text,
  -- Where the fifths of everybody end, for scores; found out anew every day.
  cuts jsonb,
  -- How many people have a value.
  people bigint not null default 0,
  -- How many people a build has looked at, and of how many.
  built bigint not null default 0,
  to_build bigint,
  -- How long the last look at everybody took.
  milliseconds int,
  -- The last person written anew because the name has changed or goes; null when nobody has to be.
  rewritten_to uuid,
  created_by text references users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  evaluated_at timestamptz
);

-- The values that people have now; whoever has none has no row. They hang on the person, not on an identifier: who is
-- merged or split is worked out anew.
create table computed_values (
  trait_id uuid not null references computed_traits (id) on delete cascade,
  person_id uuid not null,
  value jsonb not null,
  computed_at timestamptz not null,
  -- When time alone may change it; null for never, and while that is being found out.
  due_at timestamptz,
  primary key (trait_id, person_id)
);
create index computed_values_person on computed_values (person_id);
create index computed_values_due on computed_values (due_at) where due_at is not null;

-- Values that people had before.
create table computed_history (
  id bigint generated always as identity primary key,
  trait_id uuid not null references computed_traits (id) on delete cascade,
  person_id uuid not null,
  value jsonb not null,
  from_at timestamptz not null,
  until_at timestamptz not null
);
create index computed_history_person on computed_history (person_id, trait_id, until_at desc, id desc);
