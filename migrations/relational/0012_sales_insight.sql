-- Sales insight ------------------------------------------------------------------------------------------------

-- What is asked by when deals were closed, made, or are expected to close.
create index deals_closed on deals (pipeline_id, closed_at) where closed_at is not null and deleted_at is null;
create index deals_created on deals (pipeline_id, created_at) where deleted_at is null;
create index deals_due on deals (pipeline_id, expected_close_on) where closed_at is null and deleted_at is null;
create index deal_changes_pushed on deal_changes (deal_id) where changes ? 'expected_close_on';

-- What a user, a team or everybody (neither) is to win in a month.
create table quotas (
  pipeline_id uuid not null references pipelines (id) on delete cascade,
  user_id text references users (id) on delete cascade,
  team_id uuid references teams (id) on delete cascade,
  month date not null check (extract(day from month) = 1),
  amount numeric(18, 2) not null check (amount >= 0),
  check (num_nonnulls(user_id, team_id) <= 1),
  unique nulls not distinct (pipeline_id, month, user_id, team_id)
);
create index quotas_user on quotas (user_id) where user_id is not null;
create index quotas_team on quotas (team_id) where team_id is not null;
