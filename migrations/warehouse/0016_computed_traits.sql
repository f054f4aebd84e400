-- What a look at everybody found for computed traits, while it is compared with the values that people have. The ids
-- are text, because ClickHouse sorts a UUID by its second half and PostgreSQL by its first.
create table if not exists computed_evaluations
(
    run       UUID,
    trait_id  UUID,
    person_id String,
    figure    String,
    oldest    Int64,
    newest    Int64,
    at        DateTime default now()
)
engine = MergeTree
partition by run
order by (trait_id, person_id)
ttl at + interval 1 day
