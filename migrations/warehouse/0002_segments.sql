-- Who belongs to a segment by an evaluation over everybody, while it is compared with who belongs to it by now. The
-- ids are text, because ClickHouse sorts a UUID by its second half and PostgreSQL by its first.
create table if not exists segment_evaluations
(
    run        UUID,
    segment_id UUID,
    person_id  String,
    at         DateTime default now()
)
engine = MergeTree
partition by run
order by (segment_id, person_id)
ttl at + interval 1 day
