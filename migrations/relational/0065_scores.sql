-- Up to when the passing of time was looked at for a score, whose rules look back from now as conditions of segments do.
alter table computed_traits add column passed_at timestamptz;
