import type { z } from 'zod'
import type { Comparison } from '../../../model/filter.ts'
import type { RecordFilter } from '../../../model/view.ts'
import type { dealFilterQuery } from '../deals/filter-query.ts'
import type { BoardSelection } from './board-condition.ts'

/** What the query string of a board means, as the filter and words of a list. */
export function selectionOf({
  person,
  company,
  close_from,
  close_to,
  search,
}: z.output<typeof dealFilterQuery>): BoardSelection {
  const asked: (Comparison | RecordFilter | undefined)[] = [
    person ? { field: 'person_id', operator: 'is', value: person } : undefined,
    company ? { field: 'company_id', operator: 'is', value: company } : undefined,
    close_from ? closingFrom(close_from) : undefined,
    close_to ? { field: 'expected_close_on', operator: 'at_most', value: close_to } : undefined,
  ]
  return {
    filter: { match: 'all', conditions: asked.filter((one) => one !== undefined) },
    search,
  }
}

/** A deal that nobody expects to close closes after every day, as in `GET /deals`. */
function closingFrom(day: string): RecordFilter {
  return {
    match: 'any',
    conditions: [
      { field: 'expected_close_on', operator: 'at_least', value: day },
      { field: 'expected_close_on', operator: 'not_set' },
    ],
  }
}
