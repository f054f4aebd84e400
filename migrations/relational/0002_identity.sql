-- What people decided about who is who. A decision stands before all evidence and outlives it, until it is taken back.
-- `same` joins one identifier of each side; `different` keeps all of one side apart from all of the other.
create table identity_decisions (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('same', 'different')),
  side_a uuid[] not null,
  side_b uuid[] not null,
  reason text not null default '',
  decided_by text not null,
  decided_at timestamptz not null default now(),
  revoked_by text,
  revoked_at timestamptz,
  -- When people were brought up to date with it; null while that is still to come.
  settled_at timestamptz
);
create index identity_decisions_recent on identity_decisions (decided_at desc, id);

-- The identifiers that decisions in force are about.
create table identity_decision_members (
  identifier_id uuid not null,
  decision_id uuid not null references identity_decisions (id) on delete cascade,
  primary key (identifier_id, decision_id)
);
create index identity_decision_members_decision on identity_decision_members (decision_id);
