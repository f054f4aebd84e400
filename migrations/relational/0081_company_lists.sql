-- Of what a static segment is no definition says: it is said when the segment is made.
alter table segments alter column members drop expression;
alter table segments alter column members set default 'people';
alter table segments add constraint segments_members_check check (members in ('people', 'companies'));
