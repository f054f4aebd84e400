import { sql, type RawBuilder } from 'kysely'
import { searchesContacts } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { findMentions } from '../deals/find-mentions.ts'
import { mayWith, seesField } from '../objects/record-rights.ts'

type Fragment = RawBuilder<unknown>

/** How a standard field is compared. `up` and `down` are what an index sorts by, when that is not the value itself. */
export type StandardColumn = {
  kind: 'text' | 'number' | 'time' | 'day' | 'id' | 'person'
  value: Fragment
  /** Without cutting it short. */
  full?: Fragment
  /** Whether an index sorts by it. */
  sorted?: { up: Fragment; down: Fragment }
}

/** Where a list of an object's records comes from: rows `r`. */
export type ListSource = {
  table: Fragment
  /** What holds for every row of the list. */
  base: Fragment
  columns: Record<string, StandardColumn>
  /** The standard values of a row, as jsonb. */
  standard: Fragment
  joins: Fragment
  defaultSort: string
  search(db: Database, text: string, caller: Actor): Promise<Fragment> | Fragment
}

/** Where the records of an object come from which the caller gets to see. */
export function listSourceOf(object: string, caller: Actor): ListSource {
  const source = sources[object] ?? recordsOf(object)
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

const sources: Record<string, ListSource> = {
  deal: {
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
  },
  company: {
    table: sql`companies`,
    base: sql`true`,
    columns: {
      name: { kind: 'text', value: seenName, full: sql`lower(r.name)`, sorted: same(seenName) },
      domain: { kind: 'text', value: sql`lower(r.domain)` },
      first_seen: time(sql`r.first_seen`, false),
      last_seen: time(sql`r.last_seen`),
    },
    standard: sql`jsonb_build_object('domain', r.domain, 'group_id', r.group_id, 'first_seen', r.first_seen,
      'last_seen', r.last_seen)`,
    joins: sql``,
    defaultSort: '-last_seen',
    search: (_db, text, caller) => {
      const isFound = everyWord(text, (pattern) => sql`r.search like ${pattern}`)
      if (seesField(caller, 'company', 'domain')) return isFound
      return sql`${isFound} and ${everyWord(text, (pattern) => sql`lower(concat_ws(' ', r.name, r.group_id)) like ${pattern}`)}`
    },
  },
  person: {
    table: sql`people`,
    base: sql`true`,
    columns: {
      name: { kind: 'text', value: seenName, full: sql`lower(r.name)`, sorted: same(seenName) },
      email: { kind: 'text', value: sql`lower(r.email)` },
      first_seen: time(sql`r.first_seen`),
      last_seen: time(sql`r.last_seen`),
    },
    standard: sql`jsonb_build_object('email', r.email, 'first_seen', r.first_seen, 'last_seen', r.last_seen)`,
    joins: sql``,
    defaultSort: '-last_seen',
    // The index leaves out people with nothing to search for, so the question has to, too.
    search: (_db, text, caller) => {
      const isFound = sql`r.search <> '' and ${everyWord(text, (pattern) => sql`r.search like ${pattern}`)}`
      if (searchesContacts(caller)) return isFound
      return sql`${isFound} and ${everyWord(text, (pattern) => sql`lower(r.name) like ${pattern}`)}`
    },
  },
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

const MOST_WORDS = 5

function everyWord(text: string, condition: (pattern: string) => Fragment): Fragment {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  const conditions = words.map((word) => condition(`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`))
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
