-- Segments are of people or of companies: a member is a person or a company by what the segment is of.
alter table segment_members rename column person_id to member_id;
alter table segment_stays rename column person_id to member_id;
alter index segment_members_person rename to segment_members_member;
alter index segment_stays_person rename to segment_stays_member;
alter table segments
  add column members text not null generated always as (coalesce(definition ->> 'members', 'people')) stored;

-- Who owns a company is what its segments may ask, too.
create or replace function tell_changed_companies() returns trigger language plpgsql as $$
begin
  perform tell_ids('companies.changed', 'companies', array(
    select n.id from new_rows n join old_rows o using (id)
    where n.traits is distinct from o.traits or n.owner_id is distinct from o.owner_id
  ));
  return null;
end $$;
select tell_ids('companies.changed', 'companies', array(select id from companies where owner_id is not null));
