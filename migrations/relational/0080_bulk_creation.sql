-- Many records made in one call: what each row says, until it is tidied away with the change.
alter table bulk_changes drop constraint bulk_changes_kind_check;
alter table bulk_changes add constraint bulk_changes_kind_check check (kind in ('edit', 'delete', 'list', 'assign', 'create'));
-- Activities have no fields of their own and so are no object, and are made by the thousand, too.
alter table bulk_changes drop constraint bulk_changes_object_fkey;

create table bulk_change_inputs (
  bulk_id uuid not null references bulk_changes (id) on delete cascade,
  row int not null,
  input jsonb not null,
  primary key (bulk_id, row)
);

-- Of which row a record was made; a row that was refused has made none.
alter table bulk_change_rows add column row int;
alter table bulk_change_rows alter column record_id drop not null;
