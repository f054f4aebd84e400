-- Leads ----------------------------------------------------------------------------------------------------------

-- A lead is a record as those of one's own objects are, with fields, owner and shares, and has what follows besides.
insert into crm_objects (key, name, plural, description, icon, standard, position)
values ('lead', 'Lead', 'Leads', 'People who may buy, until that is decided.', 'target', true, 3)
on conflict (key) do update set standard = true, archived_at = null;

create table leads (
  id uuid primary key references records (id) on delete cascade,
  -- The identifier of the person it is about, which follows merges.
  person_ref uuid not null,
  email text not null default '',
  phone text not null default '',
  company_name text not null default '',
  source text not null default '',
  score int check (score between 0 and 100),
  status text not null default 'new' check (status in ('new', 'working', 'qualified', 'disqualified')),
  status_at timestamptz not null,
  -- Why it was disqualified.
  reason text not null default '',
  converted_at timestamptz,
  company_id uuid references companies (id) on delete set null,
  deal_id uuid references deals (id) on delete set null,
  -- What it takes to take the conversion back.
  conversion jsonb
);
create index leads_status on leads (status, id);
create index leads_person on leads (person_ref);
create index leads_deal on leads (deal_id) where deal_id is not null;
create index leads_company on leads (company_id) where company_id is not null;
