create table products (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  -- What other systems call it; empty for none.
  code text not null default '',
  description text not null default '',
  category text not null default '',
  unit text not null default '',
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index products_code on products (lower(code)) where code <> '';
create index products_name on products (lower(left(name, 80)), id);
create index products_search on products using gin (lower(name || ' ' || code || ' ' || category) gin_trgm_ops);

create table price_books (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  currency text not null,
  is_default boolean not null default false,
  active boolean not null default true,
  created_at timestamptz not null
);
create unique index price_books_default on price_books ((true)) where is_default;
create unique index price_books_name on price_books (lower(name));

create table prices (
  price_book_id uuid not null references price_books (id) on delete cascade,
  product_id uuid not null references products (id) on delete cascade,
  amount numeric(18, 2) not null check (amount >= 0),
  primary key (price_book_id, product_id)
);
create index prices_product on prices (product_id);

create table line_items (
  id uuid primary key default gen_random_uuid(),
  deal_id uuid not null references deals (id) on delete cascade,
  position int not null,
  -- The product may be archived or gone; what was offered stays.
  product_id uuid references products (id) on delete set null,
  name text not null,
  quantity numeric(12, 3) not null check (quantity > 0),
  unit_price numeric(18, 2) not null check (unit_price >= 0),
  discount_percent numeric(5, 2) not null default 0 check (discount_percent between 0 and 100),
  tax_percent numeric(5, 2) not null default 0 check (tax_percent between 0 and 100),
  billing text not null default 'once' check (billing in ('once', 'month', 'year')),
  -- To the cent, half a cent up: what the line comes to before tax.
  net numeric(18, 2) not null generated always as (round(quantity * unit_price * (1 - discount_percent / 100), 2)) stored
);
create index line_items_deal on line_items (deal_id, position);
create index line_items_product on line_items (product_id) where product_id is not null;

alter table deals add column amount_from_items boolean not null default false;
