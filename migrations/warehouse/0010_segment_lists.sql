-- Who is on the list of a static or frozen segment, as copied from the relational database; the newest version counts.
-- An entry lies under the identifier that was put on the list, whose person may be another by now, as with events.
create table if not exists segment_lists
(
    list_id       UUID,
    identifier_id UUID,
    stored        UUID,
    version       UInt64,
    deleted       UInt8
)
engine = ReplacingMergeTree(version, deleted)
order by (identifier_id, list_id)
settings index_granularity = 512
