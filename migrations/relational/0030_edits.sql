-- What users say of people and companies themselves, as a source beside those that send events.
insert into sources (id, name, kind, write_key)
values ('00000000-0000-4000-8000-000000000002', 'By hand', 'internal', gen_random_uuid()::text);

-- What it takes to take an edit back exactly, kept for a week.
create table edits (
  id uuid primary key,
  object text not null check (object in ('person', 'company')),
  -- The identifier that the person is known by, or the company.
  ref uuid not null,
  undo jsonb not null,
  created_at timestamptz not null
);
create index edits_age on edits (created_at);
