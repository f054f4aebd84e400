-- Records that nobody owns are given out by the assignment rules, many at once.
alter table bulk_changes drop constraint bulk_changes_kind_check;
alter table bulk_changes add constraint bulk_changes_kind_check check (kind in ('edit', 'delete', 'list', 'assign'));
