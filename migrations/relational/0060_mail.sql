-- Mail that Kith itself sends: written in the transaction of what it tells of, sent by a loop of its own.
create table mails (
  id uuid primary key,
  kind text not null,
  to_address text not null,
  subject text not null,
  -- Text and HTML, sealed: a mail may hold a link that opens an account. Gone once it was sent.
  content bytea,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  -- Who has not got it by then does not need it any more.
  give_up_at timestamptz not null,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index mails_due on mails (next_attempt_at) where state = 'waiting';
create index mails_newest on mails (created_at desc, id desc);

-- Links by which users choose a password: sent by mail, good once and for a while. Only a fingerprint of each is kept.
create table password_links (
  fingerprint text primary key,
  user_id text not null references users (id) on delete cascade,
  expires_at timestamptz not null
);
create index password_links_user on password_links (user_id);
