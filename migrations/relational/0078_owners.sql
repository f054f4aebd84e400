-- Segments ask who owns a person or a company: what is so already is copied to where they are asked.
select tell_ids('people.owned', 'owned', array(select id from identifiers where owner_at is not null));
select tell_ids('companies.changed', 'companies', array(select id from companies where owner_id is not null));
