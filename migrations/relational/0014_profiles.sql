-- Traits by name: what people say about each, and what a survey of all people and events found.
create table traits (
  name text primary key,
  description text not null default '',
  -- Hidden from whoever may not see sensitive traits, by the same rules as fields that a role hides.
  sensitive boolean not null default false,
  -- Sources whose word counts before that of others, whenever it was said; the first counts most.
  source_order uuid[] not null default '{}',
  -- How many people had which type of value, how many people have it at all, out of those looked at.
  types jsonb not null default '{}',
  people bigint not null default 0,
  distinct_values bigint not null default 0,
  examples jsonb not null default '[]',
  sources uuid[] not null default '{}',
  first_seen timestamptz,
  last_seen timestamptz
);
create index traits_by_people on traits (people desc, name);
create index traits_ordered on traits (name) where source_order <> '{}';
create index traits_sensitive on traits (name) where sensitive;

-- The one survey of traits: when it was, how much it looked at, and up to when events were looked at.
create table trait_survey (
  one_row boolean primary key default true check (one_row),
  at timestamptz,
  total_people bigint not null default 0,
  looked_at bigint not null default 0,
  events_to timestamptz,
  -- A process that makes it now; another one takes over when this was long ago.
  begun_at timestamptz
);
insert into trait_survey default values;

-- People to be written anew because the order of sources of a trait has changed, and how far that is.
create table trait_recomputes (
  trait text primary key,
  -- The last identifier looked at.
  cursor uuid,
  people bigint not null default 0,
  asked_at timestamptz not null default now()
);

-- Keys that pages in a browser read with, for the visitor's own anonymous id. They are public, and lie here as they are.
create table browser_keys (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  key text not null unique,
  -- Pages that may use it, such as https://shop.example.
  origins text[] not null,
  traits text[] not null default '{}',
  segments uuid[] not null default '{}',
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
