-- What each segment cost to keep on a day (UTC): the part of shared scans that is due to it.
create table segment_costs (
  segment_id uuid not null references segments (id) on delete cascade,
  day date not null,
  milliseconds double precision not null default 0,
  rows_read double precision not null default 0,
  evaluations bigint not null default 0,
  primary key (segment_id, day)
);

alter table segments
  -- live: evaluated as things happen. slowed: takes too long for that, and is evaluated in pauses, some members at a time.
  -- returning: follows what happens again, and is once evaluated over everybody to make up for what it did not see.
  add column pace text not null default 'live' check (pace in ('live', 'slowed', 'returning')),
  -- Whether it is never slowed down, because an administrator said so.
  add column exempt boolean not null default false,
  add column slowed_at timestamptz,
  add column slowed_reason text,
  -- The round through all members of a slowed one: since when, up to whom, how many at a time, when it goes on, and the most
  -- that a live scan would have taken by what was seen on this round.
  add column round_at timestamptz,
  add column round_upto uuid,
  add column round_page int,
  add column round_next timestamptz,
  add column round_slowest double precision;
create index segments_slowed on segments (round_next) where pace = 'slowed';

-- Kinds of notifications are checked where they are made: other parts of Kith have kinds of their own.
alter table notifications drop constraint if exists notifications_kind_check;
