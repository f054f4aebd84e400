-- What segments ask of beside events and people, as copied from the relational database; the newest version counts.
-- A deal lies under the identifier of its person, who may be known as another by now, as with events.
create table if not exists deals
(
    deal_id       UUID,
    identifier_id UUID,
    stored        UUID,
    company_id    UUID,
    fields        JSON(max_dynamic_paths = 256),
    version       UInt64,
    deleted       UInt8
)
engine = ReplacingMergeTree(version, deleted)
order by deal_id
settings index_granularity = 512
;
create table if not exists companies
(
    company_id UUID,
    traits     JSON(max_dynamic_paths = 256),
    version    UInt64,
    deleted    UInt8
)
engine = ReplacingMergeTree(version, deleted)
order by company_id
settings index_granularity = 512, object_shared_data_serialization_version = 'map_with_buckets'
;
create table if not exists company_members
(
    identifier_id UUID,
    company_id    UUID,
    stored        UUID,
    version       UInt64,
    deleted       UInt8
)
engine = ReplacingMergeTree(version, deleted)
order by (identifier_id, company_id)
settings index_granularity = 512
