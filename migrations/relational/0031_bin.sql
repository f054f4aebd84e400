-- What was deleted of people and companies, as it was, to be put back within 30 days. Their events stay in the warehouse under their
-- identifiers, whose ids follow from their values.
create table bin (
  id uuid primary key,
  object text not null check (object in ('person', 'company')),
  name text not null,
  owner_id text,
  content jsonb not null,
  deleted_by text not null,
  deleted_at timestamptz not null
);
create index bin_deleted on bin (deleted_at desc, id desc);

-- A deal goes on naming a company that lies in the bin, as it does a person.
alter table deals drop constraint deals_company_id_fkey;
alter table leads drop constraint leads_company_id_fkey;
create index deals_deleted on deals (deleted_at desc, id desc) where deleted_at is not null;
create index records_deleted on records (deleted_at desc, id desc) where deleted_at is not null;
