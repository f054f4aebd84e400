import { sql } from 'kysely'
import type { Platform } from '../../server/platform/index.ts'

const EVENTS_AT_ONCE = 1_000_000
const PEOPLE_AT_ONCE = 50_000
const PEOPLE_PER_COMPANY = 20
const DAYS = 180

/** The id of a person by their number, the same in both engines. */
const personId = (number: string) =>
  `toUUID(replaceRegexpOne(lower(hex(MD5(concat('p', toString(${number}))))), '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '\\\\1-\\\\2-\\\\3-\\\\4-\\\\5'))`
const companyId = (number: string) => personId(`concat('c', toString(${number}))`)

/**
 * Fills both engines with people, what they did in the last 180 days, and companies of 20. Everything follows from the
 * number of a row, so that it is the same each time but for the present moment.
 */
export async function fillSegments(platform: Platform, people: number, events: number): Promise<void> {
  for (let at = 0; at < people; at += PEOPLE_AT_ONCE)
    await fillPeople(platform, at, Math.min(people, at + PEOPLE_AT_ONCE))
  await fillSnapshots(platform, people)
  for (let at = 0; at < events; at += EVENTS_AT_ONCE)
    await fillEvents(platform, { at, count: Math.min(EVENTS_AT_ONCE, events - at), people })
}

async function fillPeople({ db }: Platform, from: number, to: number): Promise<void> {
  const numbered = sql`
    select md5('p' || i)::uuid as id, 'user-' || i as value from generate_series(${from}::int, ${to - 1}::int) as i`
  await sql`
    insert into people (id, name, first_seen, last_seen) select id, value, now(), now() from (${numbered}) as n`.execute(
    db,
  )
  await sql`
    insert into identifiers (id, type, value, person_id, first_seen)
    select id, 'user_id', value, id, now() from (${numbered}) as n`.execute(db)
}

async function fillSnapshots({ warehouse }: Platform, people: number): Promise<void> {
  await warehouse.command(
    `insert into people (person_id, traits, first_seen, last_seen, version, deleted)
     select ${personId('number')}, cast(concat('{"plan":"', ['free', 'pro', 'team'][cityHash64(number, 1) % 3 + 1],
       '","country":"', ['DE', 'AT', 'CH', 'FR', 'US'][cityHash64(number, 2) % 5 + 1], '","age":', toString(18 + cityHash64(number, 3) % 60),
       ',"born":"', toString(toDate('1950-01-01') + cityHash64(number, 4) % 20000), '"}'), 'JSON(max_dynamic_paths = 256)'),
       now64(3), now64(3), 1, 0
     from numbers({people:UInt64})`,
    { people },
  )
  await warehouse.command(
    `insert into company_members
     select ${personId('number')}, ${companyId(`intDiv(number, ${PEOPLE_PER_COMPANY})`)}, ${personId('number')}, 1, 0
     from numbers({people:UInt64})`,
    { people },
  )
  await warehouse.command(
    `insert into companies (company_id, traits, version, deleted)
     select ${companyId('number')}, cast(concat('{"employees":', toString(cityHash64(number, 5) % 500), '}'), 'JSON(max_dynamic_paths = 256)'), 1, 0
     from numbers({companies:UInt64})`,
    { companies: Math.ceil(people / PEOPLE_PER_COMPANY) },
  )
}

/** Some people do much and most little; one event in eight is an order. */
async function fillEvents(
  { warehouse }: Platform,
  { at, count, people }: { at: number; count: number; people: number },
): Promise<void> {
  const random = (salt: number) => `cityHash64(number, ${salt})`
  const share = `(${random(1)} % 1000000) / 1000000`
  const age = `toInt64(${random(2)} % ${DAYS * 86_400_000})`
  await warehouse.command(
    `insert into events (identifier_id, timestamp, received_at, person_id, company_id, source_id, message_id,
       type, event, user_id, anonymous_id, properties, context)
     select id, fromUnixTimestamp64Milli({now:Int64} - ${age}, 'UTC'), fromUnixTimestamp64Milli({now:Int64} - ${age}, 'UTC'),
       id, toUUID('00000000-0000-0000-0000-000000000000'), toUUID('00000000-0000-0000-0000-000000000000'), toString(number),
       'track', ['Order Completed', 'Product Viewed', 'Product Viewed', 'Product Viewed', 'Product Added', 'Search', 'Signed In', 'Mail Opened'][${random(3)} % 8 + 1],
       '', '',
       cast(concat('{"price":', toString(${random(4)} % 20000 / 100), ',"category":"', ['Shoes', 'Hats', 'Books', 'Toys'][${random(5)} % 4 + 1],
         '","product_id":"p', toString(${random(6)} % 500), '"}'), 'JSON(max_dynamic_paths = 256)'), '{}'
     from (
       select number, ${personId(`toUInt64(pow(${share}, 1.5) * {people:UInt64})`)} as id
       from numbers({at:UInt64}, {count:UInt64})
     )`,
    { at, count, people, now: Date.now() },
  )
}
