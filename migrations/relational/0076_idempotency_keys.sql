-- What a program sent with a key of its own choice, so that it is done once however often it is sent.
create table idempotency_keys (
  holder text not null,
  key text not null,
  -- Of the method, the address and the body: another request cannot have the same key.
  fingerprint text not null,
  claimed_at timestamptz not null,
  -- Set in the transaction that did it.
  wrote_at timestamptz,
  answered_at timestamptz,
  status int,
  content_type text,
  -- Sealed: it may hold a key that is shown once.
  body bytea,
  primary key (holder, key)
);
create index idempotency_keys_by_age on idempotency_keys (claimed_at);
