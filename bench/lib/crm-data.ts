import { sql } from 'kysely'
import type { Database } from '../../server/platform/relational/index.ts'

export type CrmSize = { people: number; companies: number; deals: number }

/** How many custom fields the data have: half of deals, half of people. */
const CUSTOM_FIELDS = 50

/** The field that the benchmark filters by: every 500th deal or so has the value. */
export const rareValue = { key: 'code', value: 'code-77' }

type Step = (db: Database, size: CrmSize) => Promise<unknown>

/** One statement or a few for each part of the data; the same at every run. Add a line for another part. */
const steps: Record<string, Step> = {
  pipeline,
  companies,
  people,
  memberships,
  deals,
  history,
  fields,
  search,
  statistics,
}

/** Fills an empty database with a sales team's world, set-based: a million people take some minutes. */
export async function fillCrm(db: Database, size: CrmSize): Promise<void> {
  await dropSearch(db)
  for (const [name, step] of Object.entries(steps)) {
    const start = performance.now()
    await step(db, size)
    console.error(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
  }
}

/** A number from 0 up to a bound that looks random, and is the same at every run. */
const chance = (bound: number, salt: string, row = sql`n`) =>
  sql`(abs(hashtextextended(${sql.lit(salt)} || ${row}, 0)) % ${sql.lit(bound)})`

/** The id of the record of a kind with this number. */
export const idOf = (kind: string, number = sql`n`) =>
  sql`overlay(overlay(md5(${sql.lit(kind)} || ${number}) placing '4' from 13) placing '8' from 17)::uuid`

async function pipeline(db: Database): Promise<void> {
  await sql`
    with made as (insert into pipelines (name) values ('Sales') returning id)
    insert into stages (pipeline_id, name, kind, probability, position)
    select made.id, s.name, s.kind, s.probability, s.place - 1
    from made, (values ('Qualified', 'open', 20, 1), ('Proposal', 'open', 40, 2), ('Negotiation', 'open', 70, 3),
      ('Won', 'won', 100, 4), ('Lost', 'lost', 0, 5)) as s (name, kind, probability, place)`.execute(db)
}

function companies(db: Database, size: CrmSize): Promise<unknown> {
  return sql`
    insert into companies (id, group_id, name, domain, first_seen, last_seen, search)
    select ${idOf('company')}, 'account-' || n, 'Company ' || n, 'company' || n || '.example', now() - interval '1 year',
      now() - ${chance(30_000_000, 'seen')} * interval '1 second', 'company ' || n || ' company' || n || '.example'
    from generate_series(1, ${size.companies}::int) n`.execute(db)
}

const firstNames = sql`array['Ada','Ben','Cleo','Dan','Eva','Finn','Gus','Hana','Ida','Jon','Kim','Leo','Mia','Nils','Ola','Pia']`
const lastNames = sql`array['Adler','Berg','Costa','Dahl','Ek','Frost','Gray','Holm','Ito','Jung','Klein','Lund','Moss','North','Otto','Park']`

async function people(db: Database, size: CrmSize): Promise<void> {
  await sql`
    insert into identifiers (id, type, value, person_id, first_seen)
    select ${idOf('person')}, 'user_id', 'user-' || n, ${idOf('person')}, now() - interval '1 year'
    from generate_series(1, ${size.people}::int) n`.execute(db)
  await sql`
    insert into people (id, name, email, traits, fields, first_seen, last_seen, search)
    select ${idOf('person')}, name, email, jsonb_build_object('name', name, 'email', email), ${customValues('p')},
      now() - interval '1 year', now() - ${chance(30_000_000, 'last')} * interval '1 second',
      lower(name || ' ' || email || ' user-' || n)
    from (
      select n, (${firstNames})[1 + ${chance(16, 'first')}] || ' ' || (${lastNames})[1 + ${chance(16, 'family')}]
          || ' ' || n as name, 'user' || n || '@mail.example' as email
      from generate_series(1, ${size.people}::int) n
    ) named`.execute(db)
}

function memberships(db: Database, size: CrmSize): Promise<unknown> {
  return sql`
    insert into company_members (identifier_id, company_id, first_seen, last_seen)
    select ${idOf('person')}, ${idOf('company', sql`1 + ${chance(size.companies, 'member')}`)}, now(), now()
    from generate_series(1, ${size.people}::int, 4) n`.execute(db)
}

async function deals(db: Database, size: CrmSize): Promise<void> {
  await sql`
    insert into deals (id, name, pipeline_id, stage_id, amount, currency, person_ref, company_id, rank, expected_close_on,
      entered_stage_at, created_at, updated_at, fields)
    select ${idOf('deal')}, 'Deal ' || n || ' for company ' || 1 + ${chance(size.companies, 'of')}, p.id, s.id,
      100 + ${chance(50_000, 'amount')}, 'EUR', ${idOf('person', sql`1 + ${chance(size.people, 'whose')}`)},
      ${idOf('company', sql`1 + ${chance(size.companies, 'of')}`)}, n, current_date + ${chance(200, 'close')}::int,
      now() - ${chance(8_000_000, 'stage')} * interval '1 second', now() - interval '200 days',
      now() - ${chance(8_000_000, 'stage')} * interval '1 second', ${customValues('d')}
    from generate_series(1, ${size.deals}::int) n
    cross join (select id from pipelines order by position limit 1) p
    join stages s on s.pipeline_id = p.id and s.position = ${chance(5, 'at')}`.execute(db)
}

function history(db: Database): Promise<unknown> {
  return sql`
    insert into deal_stage_history (deal_id, from_stage_id, to_stage_id, at)
    select id, null, stage_id, entered_stage_at from deals`.execute(db)
}

/** 25 values of six types each, about as long as those of people who fill them in. */
function customValues(prefix: string) {
  const values = Array.from({ length: CUSTOM_FIELDS / 2 - 1 }, (_, place) => {
    const key = sql.lit(`${prefix}${place}`)
    const kinds = [
      sql`'Text ' || ${chance(1000, `t${place}`)}`,
      chance(10_000, `n${place}`),
      sql`(current_date - ${chance(2000, `y${place}`)}::int)::text`,
      sql`'option_' || ${chance(6, `s${place}`)}`,
      sql`${chance(2, `b${place}`)} = 0`,
      sql`1 + ${chance(5, `r${place}`)}`,
    ]
    return sql`${key}::text, ${kinds[place % kinds.length] ?? sql`null`}`
  })
  return sql`jsonb_build_object('code', 'code-' || ${chance(500, 'code')}, ${sql.join(values)})`
}

async function fields(db: Database): Promise<void> {
  const types = ['text', 'number', 'date', 'select', 'boolean', 'rating']
  const options = Array.from({ length: 6 }, (_, place) => ({
    key: `option_${place}`,
    label: `Option ${place}`,
    colour: 'gray',
    archived: false,
  }))
  const rows = ['deal', 'person'].flatMap((object) => [
    { object, key: rareValue.key, label: 'Code', type: 'text', settings: {}, indexed: true },
    ...Array.from({ length: CUSTOM_FIELDS / 2 - 1 }, (_, place) => {
      const type = types[place % types.length] ?? 'text'
      const settings = type === 'select' ? { options } : {}
      return {
        object,
        key: `${object[0]}${place}`,
        label: `Field ${place}`,
        type,
        settings,
        indexed: place < 2,
      }
    }),
  ])
  await sql`
    insert into crm_fields (object, key, label, type, settings, indexed, index_state, position)
    select object, key, label, type, settings, indexed, case when indexed then 'waiting' else 'none' end,
      row_number() over ()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n (object text, key text, label text, type text, settings jsonb, indexed boolean)`.execute(db)
}

const searched = ['people_search', 'companies_search', 'deals_search']
const definitions: string[] = []

/** Indexes of words are made ten times as fast over all rows at once as row by row. */
async function dropSearch(db: Database): Promise<void> {
  const { rows } = await sql<{ def: string }>`
    select indexdef as def from pg_indexes where indexname = any(${searched})`.execute(db)
  definitions.splice(0, definitions.length, ...rows.map(({ def }) => def))
  for (const name of searched) await sql`drop index ${sql.id(name)}`.execute(db)
}

async function search(db: Database): Promise<void> {
  for (const definition of definitions) await sql.raw(definition).execute(db)
}

async function statistics(db: Database): Promise<void> {
  await sql`vacuum (analyze)`.execute(db)
}
