-- Households: people who share a home. Never a reason to make two people one.
-- One row: what two people must share, and how far people known before have been looked through since it holds.
create table household_rule (
  mode text not null default 'off' check (mode in ('off', 'address', 'address_and_name', 'phone')),
  updated_at timestamptz,
  updated_by text,
  cursor uuid,
  done bigint not null default 0,
  total bigint not null default 0,
  finished boolean not null default true
);
insert into household_rule default values;
create unique index household_rule_one on household_rule ((true));

-- Where each person lives, worked out anew when they change. Whoever is alone in a household is in none.
create table household_places (
  person_id uuid primary key references people (id) on delete cascade,
  household_id uuid not null,
  -- What was shared, to be read by people; null where somebody decided.
  shared text
);
create index household_places_household on household_places (household_id);

-- What somebody decided, under an identifier so that it follows merges: a household, or none with null.
create table household_choices (
  person_ref uuid primary key references identifiers (id) on delete cascade,
  household_id uuid,
  decided_by text not null,
  decided_at timestamptz not null
);
