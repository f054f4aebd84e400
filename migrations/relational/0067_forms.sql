-- Lead capture forms: each is a source of its own, so that a trait says from which form it came.
create table forms (
  id uuid primary key,
  name text not null,
  open boolean not null default true,
  definition jsonb not null,
  version int not null default 1,
  created_at timestamptz not null,
  deleted_at timestamptz
);

create table form_submissions (
  id uuid primary key,
  form_id uuid not null references forms (id) on delete cascade,
  state text not null check (state in ('done', 'waiting', 'spam')),
  answers jsonb not null,
  context jsonb not null,
  spam_reason text,
  -- The address from which it came, as proof of what was agreed to.
  ip text,
  user_agent text,
  -- The fingerprint of what the link in the mail carries.
  token_hash text,
  -- The identifier of the address; null until what was written is believed.
  person_ref uuid,
  lead_id uuid,
  at timestamptz not null,
  confirmed_at timestamptz
);
create index form_submissions_form on form_submissions (form_id, at desc, id desc);
create index form_submissions_person on form_submissions (person_ref) where person_ref is not null;
create unique index form_submissions_token on form_submissions (token_hash) where token_hash is not null;
