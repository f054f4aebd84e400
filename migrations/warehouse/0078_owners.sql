-- Who people are given to, by the identifier that keeps it, and since when; an owner of nobody is empty.
create table if not exists person_owners
(
    identifier_id UUID,
    stored        UUID,
    owner_id      String,
    owner_at      Int64,
    version       UInt64,
    deleted       UInt8
)
engine = ReplacingMergeTree(version, deleted)
order by identifier_id
settings index_granularity = 512
;
alter table companies add column if not exists owner_id String default ''
