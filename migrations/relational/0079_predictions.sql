-- What a prediction has learned from the past, by which it foretells; null until it has.
alter table computed_traits add column model jsonb;
