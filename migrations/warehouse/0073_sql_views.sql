-- What SQL traits may read, and nothing else: of people who are there, under who they are by now.
create or replace view kith_people as
select person_id, traits, first_seen, last_seen from people final
;
create or replace view kith_events as
select person_id, company_id, timestamp, received_at, type, event, properties
from (
    select if(moved_to = toUUID('00000000-0000-0000-0000-000000000000'), stored, moved_to) as person_id,
        company_id, timestamp, received_at, type, event, properties
    from (
        select person_id as stored, joinGet('identity_overrides', 'person_id', identifier_id) as moved_to,
            company_id, timestamp, received_at, type, event, properties
        from events
    )
)
where person_id in (select person_id from people final)
;
create or replace view kith_companies as
select company_id, traits from companies final
;
create or replace view kith_company_people as
select distinct company_id, person_id
from (
    select company_id, if(moved_to = toUUID('00000000-0000-0000-0000-000000000000'), stored, moved_to) as person_id
    from (
        select company_id, stored, joinGet('identity_overrides', 'person_id', identifier_id) as moved_to
        from company_members final
    )
)
where person_id in (select person_id from people final)
;
create or replace view kith_deals as
select deal_id, person_id, company_id, fields
from (
    select deal_id, company_id, fields,
        if(moved_to = toUUID('00000000-0000-0000-0000-000000000000'), stored, moved_to) as person_id
    from (
        select deal_id, company_id, fields, stored,
            joinGet('identity_overrides', 'person_id', identifier_id) as moved_to
        from deals final
    )
)
where person_id in (select person_id from people final)
