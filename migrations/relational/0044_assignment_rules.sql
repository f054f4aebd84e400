-- Who gets a new record that nobody owns: the first rule that matches says it.
create table assignment_rules (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  object text not null check (object in ('lead', 'deal')),
  position int not null,
  active boolean not null default true,
  filter jsonb not null,
  way jsonb not null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index assignment_rules_order on assignment_rules (object, position, id) where deleted_at is null;

-- Whose turn was the last one, in each group of colleagues that a rule names. Written while the rule's row is locked.
create table assignment_turns (
  rule_id uuid not null references assignment_rules (id) on delete cascade,
  pool text not null,
  last_user_id text not null,
  primary key (rule_id, pool)
);

-- Colleagues who take no new records at present.
create table assignment_pauses (
  user_id text primary key references users (id) on delete cascade,
  since timestamptz not null
);

-- Why a record is whose it is: the rule by its name then.
create table assignments (
  object text not null,
  record_id uuid not null,
  rule_id uuid not null,
  rule_name text not null,
  way text not null,
  user_id text not null,
  at timestamptz not null,
  primary key (object, record_id)
);
