-- What activities are found by in the search over everything: the subject, and the beginning of the text. Trigrams of all of a
-- long text would make its saving slow, and the words that tell one note from another come early.
create index activities_search on activities using gin (lower(left(subject || ' ' || body, 2000)) gin_trgm_ops)
  where deleted_at is null;
