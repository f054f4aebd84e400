-- The field whose value a file is, so that the rules of the field hold for the file; null for one that is put to the record itself.
alter table record_files add column field_id uuid references crm_fields (id);
create index record_files_field on record_files (record_id, field_id) where field_id is not null;
