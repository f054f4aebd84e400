import type { SegmentMembers } from '../../../model/segment.ts'
import { createEventFacts, type EventFacts } from './event-facts.ts'
import { createFieldColumns, type FieldColumns } from './field-columns.ts'
import { createListFacts, type ListFacts } from './lists.ts'
import { createOwnerFacts, type OwnerFacts } from './owners.ts'
import type { QueryParams } from './params.ts'
import { createRecordCounts, type RecordCounts } from './record-counts.ts'

/**
 * A question about people, or about companies, while it is put together: what it needs of them, of what they did, and of
 * whom they belong together with.
 */
export type MemberParts = {
  members: SegmentMembers
  params: QueryParams
  now: number
  traits: FieldColumns
  properties: FieldColumns
  facts: EventFacts
  fields: FieldColumns
  deals: RecordCounts
  lists: ListFacts
  owners: OwnerFacts
  others: OtherParts
}

/**
 * What is asked of the others: of the companies of a person, of the people of a company. `asked` are columns: `… as k0` and so
 * on, whether any company is so, or `… as n0`, how many people are.
 */
export type OtherParts = { asked: string[]; parts(): MemberParts }

/** Starts a question. */
export function createMemberParts(members: SegmentMembers, params: QueryParams, now: number): MemberParts {
  const properties = createFieldColumns('properties')
  const fields = createFieldColumns('fields')
  let others: MemberParts | null = null
  return {
    members,
    params,
    now,
    traits: createFieldColumns('traits'),
    properties,
    facts: createEventFacts({ fields: properties, params, now }),
    fields,
    deals: createRecordCounts({ fields, params, now }),
    lists: createListFacts(params),
    owners: createOwnerFacts(params),
    others: {
      asked: [],
      parts: () => (others ??= createMemberParts(members === 'people' ? 'companies' : 'people', params, now)),
    },
  }
}

/** The column with the id of whoever is asked about. */
export function idColumn(members: SegmentMembers): 'person_id' | 'company_id' {
  return members === 'people' ? 'person_id' : 'company_id'
}
