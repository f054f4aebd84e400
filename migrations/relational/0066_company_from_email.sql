-- The company behind a work address: people are added to the company whose domain their e-mail address has.
-- True while nothing but the address says that somebody belongs to the company; null for what sources and users say.
alter table company_members add column by_email boolean;
create index company_members_by_email on company_members (identifier_id, company_id) where by_email;

-- Work addresses: those of a mail provider, or thrown away after use, are not among them.
create table email_companies (
  identifier_id uuid primary key references identifiers (id) on delete cascade,
  -- eu.acme.com
  host text not null,
  -- acme.com, the part that somebody registered
  domain text not null,
  -- The company to which the address was once added: whoever was taken out by hand stays out.
  company_id uuid references companies (id) on delete set null,
  -- To be looked up, because the address is new or a company has its domain since.
  due boolean not null default true
);
create index email_companies_due on email_companies (identifier_id) where due;
create index email_companies_waiting on email_companies (domain) where company_id is null;
create index email_companies_company on email_companies (company_id) where company_id is not null;

-- One row: what holds, and how far the addresses of before have been looked through since it does.
create table email_company_rule (
  mode text not null default 'known' check (mode in ('off', 'known', 'create')),
  excluded text[] not null default '{}',
  updated_at timestamptz,
  updated_by text,
  -- True while those whom the rule has added are being taken out again.
  removing boolean not null default false,
  cursor uuid,
  done bigint not null default 0,
  total bigint not null default 0,
  finished boolean not null default false
);
insert into email_company_rule (total) select count(*) from identifiers;
create unique index email_company_rule_one on email_company_rule ((true));

insert into sources (id, name, kind, write_key)
values ('00000000-0000-4000-8000-000000000003', 'E-mail domain', 'internal', gen_random_uuid()::text);
