-- Who changed since everybody was compared: they are compared with all by what was learned, without learning anew.

-- All that weighing a pair takes; null for what was learned before this was kept.
alter table linkage_models add column scoring jsonb;

-- Somebody who changes again gets a later number, so that a comparison under way does not take them for done.
create sequence linkage_touches;
create table linkage_touched (
  person_id uuid primary key,
  touch bigint not null default nextval('linkage_touches'),
  touched_at timestamptz not null default now()
);
create index linkage_touched_order on linkage_touched (touch);
