import type { SegmentMembers } from '../../../model/segment.ts'
import type { Params } from '../../platform/warehouse/index.ts'
import { compileComparison } from './comparison.ts'
import { DAY_MS } from './days.ts'
import type { Edge, EdgeSource } from './edges.ts'
import { unnamedCalls } from './event-facts.ts'
import { createFieldColumns, type FieldColumns, type JsonColumn } from './field-columns.ts'
import { joinConditions } from './logic.ts'
import { createParams, type QueryParams } from './params.ts'
import { MOVED_TO, NOBODY, OWNER } from './scope.ts'

/** The time that has passed, from one moment to another, in ms since 1970. */
export type Passed = { since: number; now: number }

/** On the edge is also what is off by a moment: to look at somebody in vain costs little, to miss them a lot. */
const MARGIN_MS = 1

const columnOf: Record<EdgeSource, JsonColumn> = {
  events: 'properties',
  company_events: 'properties',
  people: 'traits',
  deals: 'fields',
  companies: 'traits',
}

/**
 * One query for the people, or the companies, of whom time alone may have changed something; null when nothing can have.
 */
export function compileDue(
  edges: readonly Edge[],
  passed: Passed,
  { members, limit }: { members: SegmentMembers; limit: number },
): { query: string; params: Params } | null {
  const params = createParams()
  const queries = (Object.keys(sources) as EdgeSource[]).flatMap((source) => {
    const mine = edges.filter((edge) => edge.source === source)
    const fields = createFieldColumns(columnOf[source])
    const conditions = [...new Set(mine.flatMap((edge) => compileEdge(edge, { fields, params, passed })))]
    const due = joinConditions('any', conditions)
    return conditions.length === 0 ? [] : [sources[source](fields.definitions, due)[members]]
  })
  if (queries.length === 0) return null
  const query = `
    select distinct toString(due_id) as id from (${queries.join(' union all ')})
    where due_id != toUUID('${NOBODY}') limit ${limit}
    settings join_use_nulls = 0, precise_float_parsing = 1`
  return { query, params: params.values }
}

type Compiling = { fields: FieldColumns; params: QueryParams; passed: Passed }

function compileEdge(edge: Edge, { fields, params, passed }: Compiling): string[] {
  const { since, now } = passed
  const event = edge.event === undefined ? [] : [isEvent(edge.event, params)]
  const range = (column: string, ahead: number) => [
    `${column} >= ${since + ahead - MARGIN_MS}`,
    `${column} <= ${now + ahead + MARGIN_MS}`,
  ]
  switch (edge.kind) {
    case 'age':
      return [joinConditions('all', [...event, ...range('at', -edge.age)])]
    case 'fades':
      return isSameDay(passed) ? [] : [joinConditions('all', [...event, `at >= ${since - edge.age}`])]
    case 'value': {
      const field = fields.field(edge.field)
      if (!field) return []
      const exists = `arrayExists(time -> ${joinConditions('all', range('time', edge.ahead))}, ${field.times()})`
      return [joinConditions('all', [...event, exists])]
    }
    case 'day': {
      if (isSameDay(passed)) return []
      const then = compileComparison(edge.comparison, { fields, params, now: since })
      const today = compileComparison(edge.comparison, { fields, params, now })
      return [joinConditions('all', [...event, `${then} != ${today}`])]
    }
  }
}

function isSameDay({ since, now }: Passed): boolean {
  return Math.floor(since / DAY_MS) === Math.floor(now / DAY_MS)
}

function isEvent(event: string, params: QueryParams): string {
  const name = params.add('String', event)
  return unnamedCalls.includes(event) ? `greatest(track = ${name}, type = ${name})` : `track = ${name}`
}

/** Who belongs to these companies, and the companies to which these people belong, as queries for `due_id`. */
const ofCompanies = (companies: string) => `
  select ${OWNER} as due_id from (
    select *, ${MOVED_TO} from company_members final where company_id in (${companies})
  )`
const companiesOf = (people: string) => `
  select company_id as due_id from (
    select company_id, ${OWNER} as member from (select *, ${MOVED_TO} from company_members final)
  ) where member in (select due_id from (${people}))`

type Reached = Record<SegmentMembers, string>

/** The people, and the companies, whom rows that are due are about. */
const sources: Record<EdgeSource, (fields: readonly string[], due: string) => Reached> = {
  events: (fields, due) => {
    const people = actors(fields, due)
    return { people, companies: companiesOf(people) }
  },
  company_events: (fields, due) => {
    const people = actors(fields, due)
    const named = `select company_id from (select ${eventColumns(fields)} from events where ${due})`
    return {
      people: `${people} union all ${ofCompanies(named)}`,
      companies: `${companiesOf(people)} union all select company_id as due_id from (${named})`,
    }
  },
  people: (fields, due) => {
    const people = `
      select person_id as due_id from (select ${['person_id', ...fields].join(', ')} from people final) where ${due}`
    return { people, companies: companiesOf(people) }
  },
  deals: (fields, due) => {
    const rows = `(select ${['identifier_id', 'stored', 'company_id', ...fields].join(', ')} from deals final)`
    const people = `select ${OWNER} as due_id from (select *, ${MOVED_TO} from ${rows} where ${due})`
    const companies = `select company_id as due_id from ${rows} where ${due}`
    return {
      people: `${people} union all ${ofCompanies(companies)}`,
      companies: `${companies} union all ${companiesOf(people)}`,
    }
  },
  companies: (fields, due) => {
    const companies = `
      select company_id as due_id from (select ${['company_id', ...fields].join(', ')} from companies final) where ${due}`
    return { people: ofCompanies(companies), companies }
  },
}

function actors(fields: readonly string[], due: string): string {
  return `
    select ${OWNER} as due_id from (
      select any(person_id) as stored, ${MOVED_TO} from (select ${eventColumns(fields)} from events where ${due})
      group by identifier_id
    )`
}

function eventColumns(fields: readonly string[]): string {
  return [
    'identifier_id',
    'person_id',
    'company_id',
    'type',
    `if(type = 'track', event, '') as track`,
    'toUnixTimestamp64Milli(timestamp) as at',
    ...fields,
  ].join(', ')
}
