-- Products, price books, line items --------------------------------------------------------------------------------

-- A product is a record as those of one's own objects are, with fields, owner and shares, and has what follows besides.
insert into crm_objects (key, name, plural, description, icon, standard, position)
values ('product', 'Product', 'Products', 'What is sold, and for how much.', 'package', true, 4)
on conflict (key) do update set standard = true, archived_at = null;

create table products (
  id uuid primary key references records (id) on delete cascade,
  sku text,
  description text not null default '',
  unit text not null default '',
  category text not null default '',
  -- One that is not active is offered for no new line item.
  active boolean not null default true,
  -- A deleted product leaves its SKU to others.
  claims_sku boolean not null default true
);
create unique index products_sku on products (lower(sku)) where claims_sku;
create index products_category on products (lower(category)) where category <> '';
insert into products (id) select id from records where object = 'product';

create table price_books (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  currency text not null,
  is_default boolean not null default false,
  -- The first and the last day on which it holds.
  valid_from date,
  valid_until date,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  check (valid_until >= valid_from),
  check (not is_default or archived_at is null)
);
create unique index price_books_name on price_books (lower(name)) where archived_at is null;
-- A deal takes its prices from the default of its currency.
create unique index price_books_default on price_books (currency) where is_default;

create table product_prices (
  book_id uuid not null references price_books (id) on delete cascade,
  product_id uuid not null references products (id) on delete cascade,
  unit_price numeric(15, 4) not null check (unit_price >= 0),
  primary key (book_id, product_id)
);
create index product_prices_product on product_prices (product_id);

-- What a line costs each time it is billed, without tax: exact, then rounded once to cents, half away from zero.
create function line_period_net(quantity numeric, unit_price numeric, discount_kind text, discount numeric)
returns numeric language sql immutable as $$
  select round(quantity * unit_price - case discount_kind when 'percent' then quantity * unit_price * discount / 100
    else discount end, 2)
$$;

create table deal_line_items (
  id uuid primary key default gen_random_uuid(),
  deal_id uuid not null references deals (id) on delete cascade,
  product_id uuid references products (id) on delete set null,
  position int not null,
  -- As the product was called when it was added; a line without a product says what it is about itself.
  name text not null,
  sku text not null default '',
  description text not null default '',
  unit text not null default '',
  quantity numeric(13, 4) not null check (quantity > 0),
  unit_price numeric(15, 4) not null check (unit_price >= 0),
  discount_kind text not null default 'percent' check (discount_kind in ('percent', 'amount')),
  discount numeric(15, 4) not null default 0 check (discount >= 0),
  -- Percent.
  tax_rate numeric(7, 4) not null default 0 check (tax_rate between 0 and 100),
  billing text not null default 'once' check (billing in ('once', 'monthly', 'quarterly', 'yearly')),
  -- How many times it is billed.
  periods int not null default 1 check (periods between 1 and 600),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  period_net numeric(18, 2) not null
    generated always as (line_period_net(quantity, unit_price, discount_kind, discount)) stored,
  net numeric(18, 2) not null
    generated always as (line_period_net(quantity, unit_price, discount_kind, discount) * periods) stored,
  tax numeric(18, 2) not null generated always as (
    round(line_period_net(quantity, unit_price, discount_kind, discount) * periods * tax_rate / 100, 2)) stored,
  check (billing <> 'once' or periods = 1),
  check (line_period_net(quantity, unit_price, discount_kind, discount) >= 0)
);
create index deal_line_items_deal on deal_line_items (deal_id, position);
create index deal_line_items_product on deal_line_items (product_id) where product_id is not null;

-- Whether the amount is what somebody entered, or what the line items add up to.
alter table deals add column amount_source text not null default 'manual'
  check (amount_source in ('manual', 'line_items'));
