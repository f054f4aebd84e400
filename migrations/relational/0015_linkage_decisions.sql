-- What a reviewer says of a pair is a decision about who is who: by it the label is taken back together with that.
alter table linkage_labels add column decision_id uuid references identity_decisions (id) on delete set null;
