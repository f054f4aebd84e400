-- The rules of who is who, in versions. Without any, those that Kith comes with hold (version 0).
create table identity_rule_versions (
  version int primary key,
  rules jsonb not null,
  note text not null default '',
  by text not null,
  at timestamptz not null default now(),
  restores int,
  -- Bringing people up to date: up to which identifier that has been looked at, and what has come through the pipeline.
  cursor uuid,
  looked_at bigint not null default 0,
  total bigint not null default 0,
  sent bigint not null default 0,
  settled bigint not null default 0,
  regrouped bigint not null default 0,
  finished_at timestamptz
);

-- The one draft, and what is known of its effect.
create table identity_draft (
  single boolean primary key default true check (single),
  rules jsonb not null,
  revision int not null,
  base int not null,
  by text not null,
  at timestamptz not null default now(),
  state text not null default 'edited' check (state in ('edited', 'evaluating', 'evaluated', 'failed')),
  error text,
  cursor uuid,
  done bigint not null default 0,
  total bigint not null default 0,
  effect jsonb
);

-- What somebody decided about an over-connected identifier. Identifiers keep their ids whenever people are rebuilt.
create table identity_reviews (
  identifier_id uuid primary key,
  verdict text not null check (verdict in ('quarantined', 'normal')),
  by text not null,
  at timestamptz not null default now()
);

alter table identifiers drop constraint identifiers_state_check;
alter table identifiers add constraint identifiers_state_check
  check (state in ('normal', 'shared', 'quarantined', 'blocked'));
create index identifiers_unusual on identifiers (state, id) where state <> 'normal';
