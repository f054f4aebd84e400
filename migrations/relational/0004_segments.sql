-- News of what segments ask about beside people: whoever changes a deal, a company or who belongs to one, tells of it in
-- the same transaction. One row for up to 1,000 of them, so that an import tells in few.
create function tell_ids(type text, name text, ids uuid[]) returns void language sql as $$
  insert into outbox (type, payload)
  select tell_ids.type, jsonb_build_object(tell_ids.name, jsonb_agg(id))
  from unnest(ids) with ordinality as n (id, place) group by (place - 1) / 1000
$$;

create function tell_new_deals() returns trigger language plpgsql as $$
begin
  perform tell_ids('deals.changed', 'deals', array(select id from new_rows));
  return null;
end $$;
-- A card that only stands elsewhere in its column says nothing about the customer.
create function tell_changed_deals() returns trigger language plpgsql as $$
begin
  perform tell_ids('deals.changed', 'deals', array(
    select n.id from new_rows n join old_rows o using (id)
    where to_jsonb(n) - 'rank' - 'version' - 'updated_at' is distinct from to_jsonb(o) - 'rank' - 'version' - 'updated_at'
  ));
  -- Who had it before may leave a segment by that.
  perform tell_ids('people.due', 'people', array(
    select distinct i.person_id from old_rows o join new_rows n using (id)
    join identifiers i on i.id = o.person_ref where n.person_ref is distinct from o.person_ref
  ));
  perform tell_ids('companies.changed', 'companies', array(
    select distinct o.company_id from old_rows o join new_rows n using (id)
    where o.company_id is not null and n.company_id is distinct from o.company_id
  ));
  return null;
end $$;
create function tell_removed_deals() returns trigger language plpgsql as $$
begin
  perform tell_ids('deals.changed', 'deals', array(select id from old_rows));
  perform tell_ids('people.due', 'people', array(
    select distinct i.person_id from old_rows o join identifiers i on i.id = o.person_ref
  ));
  perform tell_ids('companies.changed', 'companies', array(
    select distinct company_id from old_rows where company_id is not null
  ));
  return null;
end $$;
create trigger tell_new_deals after insert on deals
  referencing new table as new_rows for each statement execute function tell_new_deals();
create trigger tell_changed_deals after update on deals
  referencing old table as old_rows new table as new_rows for each statement execute function tell_changed_deals();
create trigger tell_removed_deals after delete on deals
  referencing old table as old_rows for each statement execute function tell_removed_deals();

-- A stage or pipeline with another name or kind changes what is true of all deals in it: those are looked up later.
create function tell_changed_stages() returns trigger language plpgsql as $$
begin
  perform tell_ids('deals.changed', 'stages', array(
    select n.id from new_rows n join old_rows o using (id)
    where (n.name, n.kind, n.pipeline_id, n.probability) is distinct from (o.name, o.kind, o.pipeline_id, o.probability)
  ));
  return null;
end $$;
create trigger tell_changed_stages after update on stages
  referencing old table as old_rows new table as new_rows for each statement execute function tell_changed_stages();
create function tell_changed_pipelines() returns trigger language plpgsql as $$
begin
  perform tell_ids('deals.changed', 'stages', array(
    select s.id from stages s join new_rows n on n.id = s.pipeline_id join old_rows o on o.id = n.id
    where n.name is distinct from o.name
  ));
  return null;
end $$;
create trigger tell_changed_pipelines after update on pipelines
  referencing old table as old_rows new table as new_rows for each statement execute function tell_changed_pipelines();

create function tell_new_companies() returns trigger language plpgsql as $$
begin
  perform tell_ids('companies.changed', 'companies', array(select id from new_rows));
  return null;
end $$;
create function tell_changed_companies() returns trigger language plpgsql as $$
begin
  perform tell_ids('companies.changed', 'companies', array(
    select n.id from new_rows n join old_rows o using (id) where n.traits is distinct from o.traits
  ));
  return null;
end $$;
create trigger tell_new_companies after insert on companies
  referencing new table as new_rows for each statement execute function tell_new_companies();
create trigger tell_changed_companies after update on companies
  referencing old table as old_rows new table as new_rows for each statement execute function tell_changed_companies();

create function tell_new_members() returns trigger language plpgsql as $$
begin
  perform tell_ids('companies.joined', 'identifiers', array(select distinct identifier_id from new_rows));
  return null;
end $$;
create trigger tell_new_members after insert on company_members
  referencing new table as new_rows for each statement execute function tell_new_members();
-- Who has left, and those who have stayed, are looked up from what the warehouse knew.
create function tell_gone_members() returns trigger language plpgsql as $$
begin
  perform tell_ids('companies.joined', 'identifiers', array(select distinct identifier_id from old_rows));
  perform tell_ids('companies.changed', 'companies', array(select distinct company_id from old_rows));
  return null;
end $$;
create trigger tell_gone_members after delete on company_members
  referencing old table as old_rows for each statement execute function tell_gone_members();

create function tell_gone_companies() returns trigger language plpgsql as $$
begin
  perform tell_ids('companies.changed', 'companies', array(select id from old_rows));
  return null;
end $$;
create trigger tell_gone_companies after delete on companies
  referencing old table as old_rows for each statement execute function tell_gone_companies();

-- What was there before: told once, to be copied to the warehouse.
select tell_ids('deals.changed', 'deals', array(select id from deals));
select tell_ids('companies.changed', 'companies', array(select id from companies));
select tell_ids('companies.joined', 'identifiers', array(select distinct identifier_id from company_members));
