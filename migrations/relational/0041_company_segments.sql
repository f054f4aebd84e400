-- Segments are of people or of companies: a member is a person or a company by what the segment is of.
alter table segment_members rename column person_id to member_id;
alter table segment_stays rename column person_id to member_id;
alter index segment_members_person rename to segment_members_member;
alter index segment_stays_person rename to segment_stays_member;
alter table segments
  add column members text not null generated always as (coalesce(definition ->> 'members', 'people')) stored;
