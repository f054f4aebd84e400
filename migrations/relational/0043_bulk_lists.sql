-- Many people are put on a list, or taken off it, by the same jobs as other changes of many records.
alter table bulk_changes drop constraint bulk_changes_kind_check;
alter table bulk_changes add constraint bulk_changes_kind_check check (kind in ('edit', 'delete', 'list'));
