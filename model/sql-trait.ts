import { z } from 'zod'

export const MAX_SQL = 10_000
const MAX_REFRESH_HOURS = 168

/** A trait whose value is what a SELECT gives: a row for each person, with `person_id` and `value`. */
export const sqlDefinition = z.object({
  kind: z.literal('sql'),
  query: z.string().trim().min(1).max(MAX_SQL),
  /** After so many hours it is asked again. */
  refresh_hours: z.number().int().min(1).max(MAX_REFRESH_HOURS).default(1),
})
export type SqlDefinition = z.infer<typeof sqlDefinition>

export type SqlView = { name: string; holds: string; columns: { name: string; type: string }[] }

const uuid = (name: string) => ({ name, type: 'UUID' })
const time = (name: string) => ({ name, type: 'DateTime' })
const text = (name: string) => ({ name, type: 'String' })
const json = (name: string) => ({ name, type: 'JSON' })

/** What such a SELECT may read. */
export const sqlViews: readonly SqlView[] = [
  {
    name: 'kith_people',
    holds: 'A row for each person.',
    columns: [uuid('person_id'), json('traits'), time('first_seen'), time('last_seen')],
  },
  {
    name: 'kith_events',
    holds: 'A row for each event, of the person as known by now.',
    columns: [
      uuid('person_id'),
      uuid('company_id'),
      time('timestamp'),
      time('received_at'),
      text('type'),
      text('event'),
      json('properties'),
    ],
  },
  {
    name: 'kith_companies',
    holds: 'A row for each company.',
    columns: [uuid('company_id'), json('traits')],
  },
  {
    name: 'kith_company_people',
    holds: 'A row for each company of each person.',
    columns: [uuid('company_id'), uuid('person_id')],
  },
  {
    name: 'kith_deals',
    holds: 'A row for each deal of a person.',
    columns: [uuid('deal_id'), uuid('person_id'), uuid('company_id'), json('fields')],
  },
]
