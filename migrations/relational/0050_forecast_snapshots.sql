-- Forecast snapshots: what every deal was at the start of each week -------------------------------------------------

-- On which day (1 is Monday) and in which time zone a week begins; without a row Monday in UTC.
create table forecast_settings (
  only_row boolean primary key default true check (only_row),
  week_day smallint not null check (week_day between 1 and 7),
  time_zone text not null
);

create table forecast_snapshots (
  id int generated always as identity primary key,
  week date not null unique,
  taken_at timestamptz not null
);

-- A deal from one snapshot (`since`) until before another (`until`, null: still so at the last one). A week in which nothing
-- changed about a deal costs no row, so that a year of weeks costs little more than the deals.
create table forecast_states (
  -- No foreign key: checking it locks, and so writes, every deal. Those of deals that are gone go with the next snapshot.
  deal_id uuid not null,
  since int not null,
  until int,
  pipeline_id uuid not null,
  stage_id uuid not null,
  kind text not null,
  category text not null,
  amount numeric(18, 2),
  currency text not null,
  owner_id text,
  owner_name text,
  expected_close_on date,
  closed_at timestamptz,
  primary key (deal_id, since)
);
create index forecast_states_current on forecast_states (deal_id) where until is null;
create index forecast_states_ended on forecast_states (until) where until is not null;
