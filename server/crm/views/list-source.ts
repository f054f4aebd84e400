import { sql, type RawBuilder } from 'kysely'
import { hiddenTypes, searchesContacts, strongestFirst } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { findMentions } from '../deals/find-mentions.ts'
import { everyWord } from '../every-word.ts'
import { mayWith, seesField } from '../objects/record-rights.ts'

type Fragment = RawBuilder<unknown>

/** How a standard field is compared. `up` and `down` are what an index sorts by, when that is not the value itself. */
export type StandardColumn = {
  kind: 'text' | 'exact' | 'number' | 'time' | 'day' | 'id' | 'person' | 'relation'
  value: Fragment
  /** Without cutting it short; of a relation, the beginning of a question about row `x` and its `target_id`. */
  full?: Fragment
  /** A text that has the value among others, and a trigram index: what is looked for is looked for there first. */
  found?: Fragment
  /** Whether an index sorts by it. */
  sorted?: { up: Fragment; down: Fragment }
}

/** Where a list of an object's records comes from: rows `r`. */
export type ListSource = {
  table: Fragment
  /** What holds for every row of the list. */
  base: Fragment
  columns: Record<string, StandardColumn>
  /** The traits of a company, or of the person whom a row is or is about, as jsonb; left out where there are none. */
  traits?: Fragment
  /** The standard values of a row, as jsonb. */
  standard: Fragment
  joins: Fragment
  defaultSort: string
  search(db: Database, text: string, caller: Actor): Promise<Fragment> | Fragment
}

/** Where the records of an object come from which the caller gets to see. */
export function listSourceOf(object: string, caller: Actor): ListSource {
  const source = sources[object]?.(caller) ?? recordsOf(object)
  const isSeen = mayWith(caller, object, { action: 'view', row: sql`r` })
  return { ...source, base: sql`${source.base} and ${isSeen}` }
}

const same = (value: Fragment) => ({ up: value, down: value })
const shortName = sql`lower(left(r.name, 80))`
const seenName = sql`coalesce(left(lower(r.name), 80), '')`
const time = (value: Fragment, isSorted = true): StandardColumn => ({
  kind: 'time',
  value,
  ...(isSorted && { sorted: same(value) }),
})

const sources: Record<string, (caller: Actor) => ListSource> = {
  deal: () => ({
    table: sql`deals`,
    base: sql`r.deleted_at is null`,
    columns: {
      name: { kind: 'text', value: shortName, full: sql`lower(r.name)`, sorted: same(shortName) },
      pipeline_id: { kind: 'id', value: sql`r.pipeline_id::text` },
      stage_id: { kind: 'id', value: sql`r.stage_id::text` },
      amount: {
        kind: 'number',
        value: sql`r.amount`,
        sorted: { up: sql`coalesce(r.amount, 'infinity')`, down: sql`coalesce(r.amount, '-infinity')` },
      },
      currency: { kind: 'text', value: sql`lower(r.currency)` },
      person_id: { kind: 'person', value: sql`r.person_ref` },
      company_id: { kind: 'id', value: sql`r.company_id::text` },
      owner_id: { kind: 'id', value: sql`r.owner_id` },
      expected_close_on: {
        kind: 'day',
        value: sql`r.expected_close_on`,
        sorted: {
          up: sql`coalesce(r.expected_close_on, 'infinity')`,
          down: sql`coalesce(r.expected_close_on, '-infinity')`,
        },
      },
      created_at: time(sql`r.created_at`, false),
      updated_at: time(sql`r.updated_at`),
      closed_at: time(sql`r.closed_at`, false),
    },
    standard: sql`jsonb_build_object('pipeline_id', r.pipeline_id, 'stage_id', r.stage_id, 'amount', r.amount,
      'currency', r.currency, 'person_id', i.person_id, 'company_id', r.company_id, 'owner_id', r.owner_id,
      'owner_name', r.owner_name, 'expected_close_on', r.expected_close_on, 'created_at', r.created_at,
      'updated_at', r.updated_at, 'closed_at', r.closed_at, 'version', r.version)`,
    joins: sql`left join identifiers i on i.id = r.person_ref`,
    defaultSort: '-updated_at',
    search: async (db, text) => sql`r.id in (select d.id from deals d where ${await findMentions(db, text)})`,
  }),
  company: (reader) => ({
    table: sql`companies`,
    base: sql`true`,
    traits: sql`r.traits`,
    columns: {
      name: {
        kind: 'text',
        value: seenName,
        full: sql`lower(r.name)`,
        found: sql`r.search`,
        sorted: same(seenName),
      },
      domain: { kind: 'text', value: sql`lower(r.domain)`, found: sql`r.search` },
      owner_id: { kind: 'id', value: sql`r.owner_id` },
      segment_id: {
        kind: 'relation',
        value: sql`(select m.segment_id ${segmentsOf(reader)} limit 1)`,
        full: membersFor(reader),
      },
      first_seen: time(sql`r.first_seen`, false),
      last_seen: time(sql`r.last_seen`),
    },
    standard: sql`jsonb_build_object('domain', r.domain, 'group_id', r.group_id, 'owner_id', r.owner_id, 'people', m.people,
      'first_seen', r.first_seen, 'last_seen', r.last_seen)`,
    joins: sql`cross join lateral (
      select count(distinct i.person_id) as people from company_members m join identifiers i on i.id = m.identifier_id
      where m.company_id = r.id) m`,
    defaultSort: '-last_seen',
    search: (_db, text, caller) => {
      const isFound = everyWord(text, (pattern) => sql`r.search like ${pattern}`)
      if (seesField(caller, 'company', 'domain')) return isFound
      return sql`${isFound} and ${everyWord(text, (pattern) => sql`lower(concat_ws(' ', r.name, r.group_id)) like ${pattern}`)}`
    },
  }),
  product: productSource,
  person: (reader) => ({
    table: sql`people`,
    base: sql`true`,
    traits: sql`r.traits`,
    columns: {
      name: {
        kind: 'text',
        value: seenName,
        full: sql`lower(r.name)`,
        found: sql`r.search`,
        sorted: same(seenName),
      },
      email: { kind: 'text', value: sql`lower(r.email)`, found: sql`r.search` },
      owner_id: { kind: 'id', value: sql`r.owner_id` },
      company_id: {
        kind: 'relation',
        value: sql`(select m.company_id ${companiesOf(reader)} limit 1)`,
        full: peopleOf(reader),
      },
      segment_id: {
        kind: 'relation',
        value: sql`(select m.segment_id ${segmentsOf(reader)} limit 1)`,
        full: membersFor(reader),
      },
      first_seen: time(sql`r.first_seen`),
      last_seen: time(sql`r.last_seen`),
    },
    standard: sql`jsonb_build_object('email', r.email, 'company_id', c.company_id, 'owner_id', r.owner_id,
      'identifier', i.value, 'first_seen', r.first_seen, 'last_seen', r.last_seen)`,
    joins: sql`left join lateral (
        select m.company_id ${companiesOf(reader)} order by m.last_seen desc, m.company_id limit 1
      ) c on true
      left join lateral (
        select jsonb_build_object('type', o.type, 'value', o.value) as value from identifiers o
        where o.person_id = r.id and o.type <> all(${hiddenTypes(reader)}::text[]) order by ${strongestFirst} limit 1
      ) i on true`,
    defaultSort: '-last_seen',
    // The index leaves out people with nothing to search for, so the question has to, too.
    search: (_db, text, caller) => {
      const isFound = sql`r.search <> '' and ${everyWord(text, (pattern) => sql`r.search like ${pattern}`)}`
      if (searchesContacts(caller)) return isFound
      return sql`${isFound} and ${everyWord(text, (pattern) => sql`lower(r.name) like ${pattern}`)}`
    },
  }),
}

/** The companies of row `r`, a person, that the reader gets to see: `m` with `company_id`. */
function companiesOf(reader: Actor): Fragment {
  const isSeen = mayWith(reader, 'company', { action: 'view', row: sql`c` })
  return sql`from identifiers o join company_members m on m.identifier_id = o.id join companies c on c.id = m.company_id
    where o.person_id = r.id and ${isSeen}`
}

/** The same from the other side: of a million people it is the companies that are few. Its asker ends it. */
function peopleOf(reader: Actor): Fragment {
  const isSeen = mayWith(reader, 'company', { action: 'view', row: sql`c` })
  return sql`r.id in (
    select o.person_id from (select company_id as target_id, identifier_id from company_members) x
    join companies c on c.id = x.target_id join identifiers o on o.id = x.identifier_id where ${isSeen}`
}

function membersFor({ permissions }: Actor): Fragment {
  return sql`r.id in (
    select x.member_id from (select segment_id as target_id, member_id from segment_members) x
    where ${permissions.has('segments:read')}`
}

/** Whoever may not read segments does not learn from a filter who is in one. */
function segmentsOf({ permissions }: Actor): Fragment {
  return sql`from segment_members m where m.member_id = r.id and ${permissions.has('segments:read')}`
}

/** A product is a record with a row of its own beside it; the price shown is that of the default book. */
function productSource(): ListSource {
  const records = recordsOf('product')
  const text = (value: Fragment): StandardColumn => {
    const short = sql`lower(left(${value}, 80))`
    return { kind: 'text', value: sql`nullif(${short}, '')`, sorted: same(sql`coalesce(${short}, '')`) }
  }
  return {
    ...records,
    table: sql`(select o.*, p.sku, p.description, p.unit, p.category, p.active from records o join products p on p.id = o.id)`,
    columns: {
      ...records.columns,
      sku: text(sql`r.sku`),
      category: text(sql`r.category`),
      unit: text(sql`r.unit`),
      active: { kind: 'exact', value: sql`r.active::text` },
    },
    standard: sql`${records.standard} || jsonb_build_object('sku', r.sku, 'category', r.category, 'unit', r.unit,
      'description', r.description, 'active', r.active, 'price', b.unit_price::float8, 'currency', b.currency)`,
    joins: sql`left join lateral (
      select x.unit_price, k.currency from product_prices x join price_books k on k.id = x.book_id
      where x.product_id = r.id and k.is_default order by k.created_at, k.id limit 1) b on true`,
    search: (_db, words) =>
      everyWord(words, (pattern) => sql`lower(concat_ws(' ', r.name, r.sku)) like ${pattern}`),
  }
}

function recordsOf(object: string): ListSource {
  return {
    table: sql`records`,
    base: sql`r.object = ${sql.lit(object)} and r.deleted_at is null`,
    columns: {
      name: { kind: 'text', value: shortName, full: sql`lower(r.name)`, sorted: same(shortName) },
      owner_id: { kind: 'id', value: sql`r.owner_id` },
      created_at: time(sql`r.created_at`),
      updated_at: time(sql`r.updated_at`),
    },
    standard: sql`jsonb_build_object('owner_id', r.owner_id, 'owner_name', r.owner_name, 'created_at', r.created_at,
      'updated_at', r.updated_at, 'version', r.version)`,
    joins: sql``,
    defaultSort: '-updated_at',
    search: (_db, text) => everyWord(text, (pattern) => sql`lower(r.name) like ${pattern}`),
  }
}
