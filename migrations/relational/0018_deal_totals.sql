-- What the deals of each stage add up to: kept with every change, because adding up 200,000 deals for each look at the
-- board takes a tenth of a second. A change adds a row with the difference, so that two people who move deals at once do
-- not wait for each other; a total is the sum of its rows.
create table deal_totals (
  id bigint generated always as identity primary key,
  stage_id uuid not null,
  currency text not null,
  count bigint not null,
  amount numeric not null
);
create index deal_totals_stage on deal_totals (stage_id);

-- One row a total again. Rows that somebody else is folding stay as they are: nobody waits here.
create function fold_deal_totals() returns void language sql as $$
  with gone as (
    delete from deal_totals where id in (select id from deal_totals for update skip locked)
    returning stage_id, currency, count, amount
  )
  insert into deal_totals (stage_id, currency, count, amount)
  select stage_id, currency, sum(count), sum(amount) from gone
  group by stage_id, currency having sum(count) <> 0 or sum(amount) <> 0
$$;

-- Differences come as {"stage_id", "currency", "count", "amount"}; every hundredth row folds all of them.
create function add_to_deal_totals(differences jsonb) returns void language plpgsql as $$
declare
  is_time_to_fold boolean;
begin
  if differences is null then
    return;
  end if;
  with added as (
    insert into deal_totals (stage_id, currency, count, amount)
    select stage_id, currency, count, amount
    from jsonb_to_recordset(differences) as n (stage_id uuid, currency text, count bigint, amount numeric)
    returning id
  )
  select bool_or(id % 100 = 0) into is_time_to_fold from added;
  if is_time_to_fold then
    perform fold_deal_totals();
  end if;
end $$;

create function total_new_deals() returns trigger language plpgsql as $$
begin
  perform add_to_deal_totals((
    select jsonb_agg(d) from (
      select stage_id, currency, count(*) as count, coalesce(sum(amount), 0) as amount
      from new_rows where deleted_at is null group by stage_id, currency
    ) d));
  return null;
end $$;
-- Most changes leave the totals as they are, and cost no more than finding that out.
create function total_changed_deals() returns trigger language plpgsql as $$
begin
  perform add_to_deal_totals((
    select jsonb_agg(d) from (
      select stage_id, currency, sum(sign) as count, sum(sign * coalesce(amount, 0)) as amount
      from (
        select stage_id, currency, amount, 1 as sign from new_rows where deleted_at is null
        union all
        select stage_id, currency, amount, -1 from old_rows where deleted_at is null
      ) both_sides
      group by stage_id, currency having sum(sign) <> 0 or sum(sign * coalesce(amount, 0)) <> 0
    ) d));
  return null;
end $$;
create function total_removed_deals() returns trigger language plpgsql as $$
begin
  perform add_to_deal_totals((
    select jsonb_agg(d) from (
      select stage_id, currency, -count(*) as count, -coalesce(sum(amount), 0) as amount
      from old_rows where deleted_at is null group by stage_id, currency
    ) d));
  return null;
end $$;
create function total_no_deals() returns trigger language plpgsql as $$
begin
  delete from deal_totals;
  return null;
end $$;

create trigger total_new_deals after insert on deals
  referencing new table as new_rows for each statement execute function total_new_deals();
create trigger total_changed_deals after update on deals
  referencing old table as old_rows new table as new_rows for each statement execute function total_changed_deals();
create trigger total_removed_deals after delete on deals
  referencing old table as old_rows for each statement execute function total_removed_deals();
create trigger total_no_deals after truncate on deals for each statement execute function total_no_deals();

insert into deal_totals (stage_id, currency, count, amount)
select stage_id, currency, count(*), coalesce(sum(amount), 0) from deals where deleted_at is null
group by stage_id, currency;
