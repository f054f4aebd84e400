-- An event lies under the identifier it belongs to, which never changes. Which person that identifier is of may
-- change with every merge: person_id is the person as of storing, identity_overrides corrects it.
-- Names of properties beyond max_dynamic_paths share a map: the engine's own choice, "advanced", takes gigabytes of
-- memory to merge parts with a million distinct names, buckets take a twentieth of it.
create table if not exists events
(
    identifier_id UUID,
    -- What else the event names besides the identifier it lies under: how often two were named together.
    other_ids     Array(UUID),
    timestamp     DateTime64(3, 'UTC'),
    received_at   DateTime64(3, 'UTC'),
    person_id     UUID,
    company_id    UUID,
    source_id     UUID,
    message_id    String,
    type          LowCardinality(String),
    event         LowCardinality(String),
    user_id       String,
    anonymous_id  String,
    properties    JSON(max_dynamic_paths = 256),
    context       String,
    index company company_id type bloom_filter granularity 4,
    index received received_at type minmax granularity 8
)
engine = MergeTree
order by (identifier_id, timestamp)
settings index_granularity = 512, non_replicated_deduplication_window = 10000,
    object_shared_data_serialization_version = 'map_with_buckets'
;
-- Where an identifier's stored events say one person and the evidence by now says another.
create table if not exists identity_overrides
(
    identifier_id UUID,
    person_id     UUID
)
engine = Join(any, left, identifier_id)
settings join_any_take_last_row = 1
;
-- Traits of people as the warehouse's questions see them; the newest version counts.
create table if not exists people
(
    person_id  UUID,
    traits     JSON(max_dynamic_paths = 256),
    first_seen DateTime64(3, 'UTC'),
    last_seen  DateTime64(3, 'UTC'),
    version    UInt64,
    deleted    UInt8
)
engine = ReplacingMergeTree(version, deleted)
order by person_id
settings index_granularity = 512, non_replicated_deduplication_window = 10000,
    object_shared_data_serialization_version = 'map_with_buckets'
;
-- What the pipeline refused, with the reason, so that nothing disappears in silence.
create table if not exists dropped_events
(
    received_at DateTime64(3, 'UTC'),
    source_id   UUID,
    message_id  String,
    type        LowCardinality(String),
    event       String,
    step        LowCardinality(String),
    reason      LowCardinality(String),
    detail      String,
    payload     String
)
engine = MergeTree
order by received_at
ttl toDateTime(received_at) + interval 90 day
settings non_replicated_deduplication_window = 10000
