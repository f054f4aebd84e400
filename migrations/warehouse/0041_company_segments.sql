-- Members are people or companies. What lies here is needed while one evaluation runs, so nothing is lost.
drop table if exists segment_evaluations
;
create table if not exists segment_evaluations
(
    run        UUID,
    segment_id UUID,
    member_id  String,
    at         DateTime default now()
)
engine = MergeTree
partition by run
order by (segment_id, member_id)
ttl at + interval 1 day
