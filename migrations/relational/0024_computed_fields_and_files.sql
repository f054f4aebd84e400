-- Formulas and roll-ups -------------------------------------------------------------------------------------------

-- A computed field keeps its value with the others, so that lists filter, sort and export it alike. A formula is worked
-- out by a trigger that is written from the formulas of the object whenever one changes; a roll-up by a job, for the
-- records that wait for it.
alter table crm_fields
  add column computed jsonb,
  -- Whether the records that were there before have it: a job goes through them by their ids.
  add column compute_state text not null default 'none' check (compute_state in ('none', 'waiting', 'ready')),
  add column compute_cursor uuid,
  add column compute_done bigint not null default 0,
  add column compute_total bigint not null default 0;
create index crm_fields_rollups on crm_fields ((computed ->> 'of'))
  where computed ->> 'kind' = 'rollup' and archived_at is null;

-- Records whose roll-ups are to be worked out anew. Rows are only added, so that nobody waits for anybody here.
create table rollups_waiting (
  id bigint generated always as identity primary key,
  object text not null,
  record_id uuid not null
);

create function has_rollups(source text) returns boolean language sql stable as $$
  select exists (select from crm_fields
    where computed ->> 'kind' = 'rollup' and computed ->> 'of' = source and archived_at is null)
$$;

-- What records of this source are related to by a relation field, and, of deals, by their company.
create function rollups_wait_for(source text, ids uuid[], companies uuid[]) returns void language sql as $$
  insert into rollups_waiting (object, record_id)
  select distinct f.settings ->> 'target', r.target_id
  from record_relations r join crm_fields f on f.id = r.field_id
  where r.record_id = any(ids) and f.object = source and f.settings ->> 'target' <> 'person'
  union
  select 'company', company from unnest(companies) company where company is not null
$$;

create function rollups_of_new_deals() returns trigger language plpgsql as $$
begin
  if has_rollups('deal') then
    perform rollups_wait_for('deal', array(select id from new_rows), array(select company_id from new_rows));
  end if;
  return null;
end $$;
create function rollups_of_changed_deals() returns trigger language plpgsql as $$
begin
  if has_rollups('deal') then
    perform rollups_wait_for('deal', array(select id from new_rows),
      array(select company_id from new_rows union select company_id from old_rows));
  end if;
  return null;
end $$;
create trigger rollups_of_new_deals after insert on deals
  referencing new table as new_rows for each statement execute function rollups_of_new_deals();
create trigger rollups_of_changed_deals after update on deals
  referencing old table as old_rows new table as new_rows
  for each statement execute function rollups_of_changed_deals();

create function rollups_of_records() returns trigger language plpgsql as $$
declare
  source text;
begin
  for source in select distinct object from new_rows where has_rollups(object) loop
    perform rollups_wait_for(source, array(select id from new_rows where object = source), '{}');
  end loop;
  return null;
end $$;
create trigger rollups_of_changed_records after update on records
  referencing new table as new_rows for each statement execute function rollups_of_records();

create function rollups_of_relations() returns trigger language plpgsql as $$
begin
  insert into rollups_waiting (object, record_id)
  select distinct f.settings ->> 'target', n.target_id from new_rows n join crm_fields f on f.id = n.field_id
  where f.settings ->> 'target' <> 'person' and has_rollups(f.object);
  return null;
end $$;
create function rollups_of_former_relations() returns trigger language plpgsql as $$
begin
  insert into rollups_waiting (object, record_id)
  select distinct f.settings ->> 'target', n.target_id from old_rows n join crm_fields f on f.id = n.field_id
  where f.settings ->> 'target' <> 'person' and has_rollups(f.object);
  return null;
end $$;
create trigger rollups_of_new_relations after insert on record_relations
  referencing new table as new_rows for each statement execute function rollups_of_relations();
create trigger rollups_of_changed_relations after update on record_relations
  referencing new table as new_rows for each statement execute function rollups_of_relations();
create trigger rollups_of_moved_relations after update on record_relations
  referencing old table as old_rows for each statement execute function rollups_of_former_relations();
create trigger rollups_of_ended_relations after delete on record_relations
  referencing old table as old_rows for each statement execute function rollups_of_former_relations();

create function rollups_of_links() returns trigger language plpgsql as $$
begin
  if has_rollups('activity') then
    insert into rollups_waiting (object, record_id)
    select distinct kind, ref from new_rows where kind <> 'person';
  end if;
  return null;
end $$;
create function rollups_of_former_links() returns trigger language plpgsql as $$
begin
  if has_rollups('activity') then
    insert into rollups_waiting (object, record_id)
    select distinct kind, ref from old_rows where kind <> 'person';
  end if;
  return null;
end $$;
create function rollups_of_activities() returns trigger language plpgsql as $$
begin
  if has_rollups('activity') then
    insert into rollups_waiting (object, record_id)
    select distinct l.kind, l.ref from new_rows n join activity_links l on l.activity_id = n.id
    where l.kind <> 'person';
  end if;
  return null;
end $$;
create trigger rollups_of_new_links after insert on activity_links
  referencing new table as new_rows for each statement execute function rollups_of_links();
create trigger rollups_of_ended_links after delete on activity_links
  referencing old table as old_rows for each statement execute function rollups_of_former_links();
create trigger rollups_of_changed_activities after update on activities
  referencing new table as new_rows for each statement execute function rollups_of_activities();

-- Files of records ---------------------------------------------------------------------------------------------------

-- The content lies below the data folder under its hash; equal files of several records lie there once.
create table record_files (
  id uuid primary key default gen_random_uuid(),
  object text not null,
  -- Of a person the identifier it was put to, so that it follows merges.
  record_id uuid not null,
  name text not null,
  -- By its content, not by what its sender said.
  type text not null,
  size bigint not null,
  hash text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  removed_at timestamptz
);
create index record_files_record on record_files (record_id, created_at desc, id desc) where removed_at is null;
create index record_files_hash on record_files (hash);
create index record_files_removed on record_files (removed_at) where removed_at is not null;
