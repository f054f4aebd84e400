-- What somebody is at a company: "Decision maker". Like all facts it hangs on the identifier; of several the one said last counts.
alter table company_members add column role text, add column role_at timestamptz;
create index company_members_role on company_members (role) where role is not null;
