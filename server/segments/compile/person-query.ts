import type { Condition, GroupCondition } from '../../../model/segment-condition.ts'
import { windowOf } from '../../../model/segment-event.ts'
import { compileComparison } from './comparison.ts'
import { companiesSql, createCompanyFacts, type CompanyFacts } from './company-query.ts'
import { createEventFacts, eventColumns, type EventFacts, type FactSource } from './event-facts.ts'
import { compileWindow } from './event-window.ts'
import { createFieldColumns, type FieldColumns } from './field-columns.ts'
import { compileCount, joinConditions, unless } from './logic.ts'
import type { QueryParams } from './params.ts'
import { createListFacts, listsSql, type ListFacts } from './lists.ts'
import { compilePlace } from './place.ts'
import { createRecordCounts, type RecordCounts } from './record-counts.ts'
import { compileSample } from './sample.ts'
import { MOVED_TO, NOBODY, ofScope, OWNER, type Scope } from './scope.ts'

/** A question about people while it is put together: what it needs of them, of what they did, and of whom they know. */
export type PersonParts = {
  params: QueryParams
  now: number
  traits: FieldColumns
  properties: FieldColumns
  facts: EventFacts
  fields: FieldColumns
  deals: RecordCounts
  companies: CompanyFacts
  lists: ListFacts
}

/** Starts a question about people. */
export function createPersonParts(params: QueryParams, now: number): PersonParts {
  const properties = createFieldColumns('properties')
  const fields = createFieldColumns('fields')
  return {
    params,
    now,
    traits: createFieldColumns('traits'),
    properties,
    facts: createEventFacts({ fields: properties, params, now }),
    fields,
    deals: createRecordCounts({ fields, params, now }),
    lists: createListFacts(params),
    companies: createCompanyFacts(params, now, {
      createParts: () => createPersonParts(params, now),
      compileGroup,
    }),
  }
}

/** Conditions of which all, any or none must hold, as one in SQL. */
export function compileGroup(
  { match, conditions }: Pick<GroupCondition, 'match' | 'conditions'>,
  parts: PersonParts,
): string {
  return joinConditions(
    match,
    conditions.map((condition) => compileCondition(condition, parts)),
  )
}

/** A condition in SQL, on a row of `personRows`. A segment that was not replaced by its conditions is a list. */
function compileCondition(condition: Condition, parts: PersonParts): string {
  const { facts, params, now } = parts
  const ofTraits: FactSource = { fields: parts.traits, params, now }
  switch (condition.kind) {
    case 'event': {
      const times = facts.count({ filter: condition, window: windowOf(condition) })
      return unless(condition.did, compileCount(times, condition))
    }
    case 'occurrence': {
      const meant = { filter: condition, window: null }
      const age = condition.which === 'first' ? facts.firstAge(meant) : facts.lastAge(meant)
      return joinConditions('all', [
        `${facts.count(meant)} > 0`,
        ...compileWindow(condition.window, age, now),
      ])
    }
    case 'aggregate':
      return `(${facts.aggregate(condition, windowOf(condition))})`
    case 'sequence':
      return facts.sequence(condition)
    case 'trait':
      return compileComparison(condition.comparison, ofTraits)
    case 'place':
      return compilePlace(condition, ofTraits)
    case 'deal':
      return unless(condition.has, compileCount(parts.deals.columnOf(condition), condition))
    case 'company':
      return unless(condition.belongs, parts.companies.columnOf(condition))
    case 'group':
      return compileGroup(condition, parts)
    case 'segment':
      return unless(condition.in, parts.lists.columnOf(condition.segment))
    case 'sample':
      return compileSample(condition, params)
  }
}

/** The rows of people in the scope, with what was asked of them as columns. */
export function personRows(parts: PersonParts, scope: Scope): string {
  const { facts, deals, companies, lists, traits, params } = parts
  const mine = scope === 'everybody' ? '' : `where person_id in ${params.add('Array(UUID)', scope.people)}`
  const around = scope === 'everybody' ? scope : (scope.colleagues ?? scope)
  const joins = [
    facts.columns.length > 0
      ? `left any join (${eventsSql(parts, scope)}) as e on e.person = p.person_id`
      : '',
    deals.columns.length > 0
      ? `left any join (${dealsSql(parts, scope)}) as d on d.person = p.person_id`
      : '',
    lists.asked.length > 0
      ? `left any join (${listsSql(lists, params, scope)}) as l on l.person = p.person_id`
      : '',
    companies.isAsked()
      ? `left any join (${companiesSql(companies, { params, around, rowsOf: personRows })}) as k on k.person = p.person_id`
      : '',
  ]
  return `(select ${['person_id', ...traits.definitions].join(', ')} from people final ${mine}) as p ${joins.join(' ')}`
}

/**
 * What each person did. Found out by identifier first, in the order in which events are stored, so that the question
 * whose identifier it is by now is asked once for each and not once for each event.
 */
function eventsSql({ facts, properties, params, now }: PersonParts, scope: Scope): string {
  const read = ['identifier_id', 'person_id', 'type', ...eventColumns(params, now), ...properties.definitions]
  const ofPerson = facts.columns.map(({ name, ofPerson }) => `${ofPerson} as ${name}`)
  const people = `
    select ${OWNER} as person, ${ofPerson.join(', ')}
    from (
      select any(person_id) as stored, ${MOVED_TO},
        ${facts.columns.map(({ name, ofIdentifier }) => `${ofIdentifier} as ${name}`).join(', ')}
      from (select ${read.join(', ')} from events where ${ofScope(scope, params)} ${facts.relevant()})
      group by identifier_id
    ) as i
    group by person`
  return facts.derived.length === 0 ? people : `select *, ${facts.derived.join(', ')} from (${people})`
}

function dealsSql({ deals, fields, params }: PersonParts, scope: Scope): string {
  const read = [`${OWNER} as person`, ...fields.definitions]
  return `
    select person, ${deals.columns.join(', ')}
    from (
      select ${read.join(', ')} from (
        select *, ${MOVED_TO} from deals final where ${ofScope(scope, params)} identifier_id != toUUID('${NOBODY}')
      )
    )
    group by person`
}
