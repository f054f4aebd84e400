import type { CompanyCondition, CompanyPart, GroupCondition } from '../../../model/segment-condition.ts'
import { compileComparison } from './comparison.ts'
import { createFieldColumns, type FieldColumns } from './field-columns.ts'
import { compileCount, joinConditions, unless } from './logic.ts'
import type { QueryParams } from './params.ts'
import type { PersonParts } from './person-query.ts'
import { createRecordCounts, type RecordCounts } from './record-counts.ts'
import { MOVED_TO, NOBODY, ofScope, OWNER, type People } from './scope.ts'

/** Which companies satisfy a condition, asked about all conditions at once. */
export type CompanyFacts = {
  /** The column that says whether a person belongs to a company which satisfies the condition. */
  columnOf(condition: CompanyCondition): string
  isAsked(): boolean
  /** What is asked of companies, of their deals, and of the people who belong to them. */
  parts: CompanyParts
}

type CompanyParts = {
  traits: FieldColumns
  fields: FieldColumns
  deals: RecordCounts
  people(): PersonParts
  /** `… as c0` and so on: what people must satisfy to be counted. */
  counted: string[]
  /** `… as k0` and so on: what a company must satisfy. */
  wanted: string[]
}

type Asking = {
  createParts: () => PersonParts
  compileGroup: (group: Pick<GroupCondition, 'match' | 'conditions'>, parts: PersonParts) => string
}

/** Starts with nothing to ask. */
export function createCompanyFacts(params: QueryParams, now: number, asking: Asking): CompanyFacts {
  const fields = createFieldColumns('fields')
  let people: PersonParts | null = null
  const parts: CompanyParts = {
    traits: createFieldColumns('traits'),
    fields,
    deals: createRecordCounts({ fields, params, now }),
    people: () => (people ??= asking.createParts()),
    counted: [],
    wanted: [],
  }
  const compilePart = (part: CompanyPart): string => {
    switch (part.kind) {
      case 'trait':
        return compileComparison(part.comparison, { fields: parts.traits, params, now })
      case 'deal':
        return unless(part.has, compileCount(parts.deals.columnOf(part), part))
      case 'people': {
        const place = parts.counted.length
        parts.counted.push(`${asking.compileGroup(part, parts.people())} as c${place}`)
        return `(${compileCount(`n${place}`, part)})`
      }
    }
  }
  return {
    parts,
    isAsked: () => parts.wanted.length > 0,
    columnOf({ match, conditions }) {
      const name = `k${parts.wanted.length}`
      parts.wanted.push('')
      parts.wanted[Number(name.slice(1))] = `${joinConditions(match, conditions.map(compilePart))} as ${name}`
      return name
    },
  }
}

export type Around = {
  params: QueryParams
  /** Those of whom to ask to know of the companies of those asked about. */
  around: People | 'everybody'
  /** The rows of people with what was asked of them. */
  rowsOf: (parts: PersonParts, scope: People | 'everybody') => string
}

/** For each person who belongs to companies: whether one of them is as asked. */
export function companiesSql({ parts }: CompanyFacts, { params, around, rowsOf }: Around): string {
  const { wanted, counted, traits, deals } = parts
  const members = `
    select distinct company_id, ${OWNER} as person
    from (select *, ${MOVED_TO} from company_members final where ${ofScope(around, params)} true)`
  const counts = counted.map((_, place) => `countIf(b.c${place} = 1) as n${place}`)
  const people =
    counted.length > 0
      ? `left any join (select person_id, ${counted.join(', ')} from ${rowsOf(parts.people(), around)}) as b on b.person_id = m.person`
      : ''
  const ofTraits =
    traits.definitions.length > 0
      ? `left any join (select company_id, ${traits.definitions.join(', ')} from companies final) as t on t.company_id = c.company_id`
      : ''
  const ofDeals =
    deals.columns.length > 0
      ? `left any join (${companyDealsSql(parts)}) as d on d.company_id = c.company_id`
      : ''
  return `
    select m.person as person, ${wanted.map((_, place) => `max(w.k${place}) as k${place}`).join(', ')}
    from (${members}) as m
    inner join (
      select c.company_id as company_id, ${wanted.join(', ')}
      from (select ${['m.company_id as company_id', ...counts].join(', ')} from (${members}) as m ${people} group by m.company_id) as c
      ${ofTraits} ${ofDeals}
    ) as w on w.company_id = m.company_id
    group by m.person`
}

function companyDealsSql({ deals, fields }: CompanyParts): string {
  return `
    select company_id, ${deals.columns.join(', ')}
    from (select ${['company_id', ...fields.definitions].join(', ')} from deals final where company_id != toUUID('${NOBODY}'))
    group by company_id`
}
