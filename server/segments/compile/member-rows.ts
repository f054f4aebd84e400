import { eventColumns } from './event-facts.ts'
import { listsOfCompaniesSql, listsSql } from './lists.ts'
import type { MemberParts } from './member-parts.ts'
import { ownersSql } from './owners.ts'
import {
  companiesOf,
  MOVED_TO,
  NOBODY,
  ofScope,
  OWNER,
  type CompanyScope,
  type People,
  type Scope,
} from './scope.ts'

/** The rows of people in the scope, with what was asked of them as columns. */
export function personRows(parts: MemberParts, scope: Scope): string {
  const { facts, deals, lists, owners, others, traits, params } = parts
  const mine = scope === 'everybody' ? '' : `where person_id in ${params.add('Array(UUID)', scope.people)}`
  const joins = [
    facts.columns.length > 0
      ? `left any join (${eventsOfPeople(parts, scope)}) as e on e.person = p.person_id`
      : '',
    deals.columns.length > 0
      ? `left any join (${dealsOfPeople(parts, scope)}) as d on d.person = p.person_id`
      : '',
    lists.asked.length > 0
      ? `left any join (${listsSql(lists, params, scope)}) as l on l.person = p.person_id`
      : '',
    owners.isAsked() ? `left any join (${ownersSql(params, scope)}) as o on o.person = p.person_id` : '',
    others.asked.length > 0
      ? `left any join (${anyCompany(parts, companiesAround(parts, scope))}) as k on k.person = p.person_id`
      : '',
  ]
  return `(select ${['person_id', ...traits.definitions].join(', ')} from people final ${mine}) as p ${joins.join(' ')}`
}

/** The rows of companies in the scope, with what was asked of them as columns. */
export function companyRows(parts: MemberParts, scope: CompanyScope): string {
  const { facts, deals, lists, owners, others, traits, params } = parts
  const listed = scope === 'everybody' ? '' : `identifier_id in ${scope.companies} and`
  const joins = [
    facts.columns.length > 0
      ? `left any join (${eventsOfCompanies(parts, scope)}) as e on e.company = p.company_id`
      : '',
    deals.columns.length > 0
      ? `left any join (${dealsOfCompanies(parts, scope)}) as d on d.company = p.company_id`
      : '',
    lists.asked.length > 0
      ? `left any join (${listsOfCompaniesSql(lists, params, listed)}) as l on l.company = p.company_id`
      : '',
    others.asked.length > 0
      ? `left any join (${countedPeople(parts, scope)}) as n on n.company = p.company_id`
      : '',
  ]
  const mine = scope === 'everybody' ? '' : `where company_id in ${scope.companies}`
  const read = ['company_id', ...(owners.isAsked() ? ['owner_id as held_by'] : []), ...traits.definitions]
  return `(select ${read.join(', ')} from companies final ${mine}) as p ${joins.join(' ')}`
}

/**
 * What each person did. Found out by identifier first, in the order in which events are stored, so that the question
 * whose identifier it is by now is asked once for each and not once for each event.
 */
function eventsOfPeople(parts: MemberParts, scope: People | 'everybody'): string {
  const { facts, params } = parts
  return withDerived(
    parts,
    `select ${[`${OWNER} as person`, ...foldedColumns(parts)].join(', ')}
     from (
       select any(person_id) as stored, ${MOVED_TO}, ${identifierColumns(parts)}
       from (select ${readColumns(parts)} from events where ${ofScope(scope, params)} ${facts.relevant()})
       group by identifier_id
     ) as i
     group by person`,
  )
}

/**
 * What was done for each company: an event that names a company is of that one, any other of each company to which whoever
 * did it belongs.
 */
function eventsOfCompanies(parts: MemberParts, scope: CompanyScope): string {
  const { facts, params } = parts
  const around = scope === 'everybody' ? scope : scope.around
  const read =
    scope === 'everybody'
      ? ''
      : `(${ofScope(scope.around, params)} company_id = toUUID('${NOBODY}') or company_id in ${scope.companies}) and`
  return withDerived(
    parts,
    `select ${['company', ...foldedColumns(parts)].join(', ')}
     from (
       select i.*, arrayJoin(if(i.named = toUUID('${NOBODY}'), m.companies, [i.named])) as company
       from (
         select *, ${OWNER} as owner from (
           select any(person_id) as stored, ${MOVED_TO}, company_id as named, ${identifierColumns(parts)}
           from (select company_id, ${readColumns(parts)} from events where ${read} ${facts.relevant()})
           group by identifier_id, company_id
         )
       ) as i
       left any join (
         select person, groupUniqArray(company_id) as companies from (${members(parts, around)}) group by person
       ) as m on m.person = i.owner
     ) as i
     group by company`,
  )
}

function readColumns({ params, now, properties }: MemberParts): string {
  return ['identifier_id', 'person_id', 'type', ...eventColumns(params, now), ...properties.definitions].join(
    ', ',
  )
}

function identifierColumns({ facts }: MemberParts): string {
  return facts.columns.map(({ name, ofIdentifier }) => `${ofIdentifier} as ${name}`).join(', ')
}

function foldedColumns({ facts }: MemberParts): string[] {
  return facts.columns.map(({ name, ofPerson }) => `${ofPerson} as ${name}`)
}

function withDerived({ facts }: MemberParts, rows: string): string {
  return facts.derived.length === 0 ? rows : `select *, ${facts.derived.join(', ')} from (${rows})`
}

function dealsOfPeople({ deals, fields, params }: MemberParts, scope: Scope): string {
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

function dealsOfCompanies({ deals, fields }: MemberParts, scope: CompanyScope): string {
  const mine =
    scope === 'everybody' ? `company_id != toUUID('${NOBODY}')` : `company_id in ${scope.companies}`
  return `
    select company_id as company, ${deals.columns.join(', ')}
    from (select ${['company_id', ...fields.definitions].join(', ')} from deals final where ${mine})
    group by company_id`
}

function companiesAround({ params }: MemberParts, scope: Scope): CompanyScope {
  if (scope === 'everybody') return scope
  return { companies: companiesOf(scope, params), around: scope.colleagues ?? scope }
}

/** For each person who belongs to companies: whether one of them is as asked. */
function anyCompany({ others, params }: MemberParts, scope: CompanyScope): string {
  const around = scope === 'everybody' ? scope : scope.around
  return `
    select m.person as person, ${others.asked.map((_, place) => `max(w.k${place}) as k${place}`).join(', ')}
    from (${members({ params }, around)}) as m
    inner join (select company_id, ${others.asked.join(', ')} from ${companyRows(others.parts(), scope)}) as w
      on w.company_id = m.company_id
    group by m.person`
}

/** For each company: how many of its people are as asked. */
function countedPeople({ others, params }: MemberParts, scope: CompanyScope): string {
  const around = scope === 'everybody' ? scope : scope.around
  return `
    select m.company_id as company, ${others.asked.map((_, place) => `countIf(b.n${place} = 1) as n${place}`).join(', ')}
    from (${members({ params }, around)}) as m
    left any join (select person_id, ${others.asked.join(', ')} from ${personRows(others.parts(), around)}) as b
      on b.person_id = m.person
    group by m.company_id`
}

function members({ params }: Pick<MemberParts, 'params'>, around: People | 'everybody'): string {
  return `
    select distinct company_id, ${OWNER} as person
    from (select *, ${MOVED_TO} from company_members final where ${ofScope(around, params)} true)`
}
