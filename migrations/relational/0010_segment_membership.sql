-- Stays that are over; one that goes on is a row of segment_members. Whoever leaves moves from there to here in one
-- statement, so that nobody is in both or in neither.
create table segment_stays (
  id bigint generated always as identity primary key,
  segment_id uuid not null references segments (id) on delete cascade,
  person_id uuid not null,
  entered_at timestamptz not null,
  left_at timestamptz not null
);
create index segment_stays_left on segment_stays (segment_id, left_at desc, id desc);
create index segment_stays_person on segment_stays (person_id, left_at desc, id desc);

-- What happened on a day (UTC), and the size at its end; counted in the transaction that changes the members. A day on
-- which nothing happened has no row.
create table segment_days (
  segment_id uuid not null references segments (id) on delete cascade,
  day date not null,
  entries bigint not null default 0,
  exits bigint not null default 0,
  size bigint not null,
  primary key (segment_id, day)
);
insert into segment_days (segment_id, day, size) select id, (now() at time zone 'utc')::date, size from segments;

-- A segment that was divided at random into groups, each a segment of its own. The id is the key under which people are
-- hashed, so that the groups of one split say nothing about those of another.
create table segment_splits (
  id uuid primary key default gen_random_uuid(),
  segment_id uuid not null references segments (id) on delete cascade,
  name text not null,
  created_at timestamptz not null default now()
);
create index segment_splits_segment on segment_splits (segment_id, created_at, id);

-- static: a list. frozen: the members of a live one, kept as a list until it is thawed.
alter table segments
  alter column definition drop not null,
  add column kind text not null default 'live' check (kind in ('live', 'static', 'frozen')),
  -- What the warehouse knows the list by; another one each time a segment is frozen.
  add column list_id uuid,
  add column folder text not null default '',
  add column owner_id text references users (id) on delete set null,
  add column split_id uuid references segment_splits (id) on delete cascade,
  add column share double precision,
  drop constraint segments_state_check,
  -- copying: the list is on its way to the warehouse, and nobody enters or leaves until it is there.
  add constraint segments_state_check check (state in ('copying', 'building', 'live', 'failed'));
create index segments_split on segments (split_id) where split_id is not null;

-- Who is on the list of a segment. Like every fact it hangs on an identifier: whoever that belongs to is on the list.
create table segment_lists (
  segment_id uuid not null references segments (id) on delete cascade,
  identifier_id uuid not null,
  primary key (segment_id, identifier_id)
);
create index segment_lists_identifier on segment_lists (identifier_id);
