import type { QueryParams } from './params.ts'
import { MOVED_TO, ofScope, OWNER, type People } from './scope.ts'

/** On which lists of static and frozen segments people, or companies, are. */
export type ListFacts = {
  /** The condition that somebody is on a list. */
  columnOf(list: string): string
  asked: readonly string[]
}

/** Starts with no list to ask about. */
export function createListFacts(params: QueryParams): ListFacts {
  const asked: string[] = []
  const columns = new Map<string, string>()
  return {
    asked,
    columnOf(list) {
      const known = columns.get(list)
      if (known !== undefined) return known
      const column = `has(l.lists, ${params.add('UUID', list)})`
      asked.push(list)
      columns.set(list, column)
      return column
    },
  }
}

/** The lists that each person is on. */
export function listsSql({ asked }: ListFacts, params: QueryParams, scope: People | 'everybody'): string {
  return `
    select ${OWNER} as person, groupUniqArray(list_id) as lists
    from (
      select *, ${MOVED_TO} from segment_lists final
      where ${ofScope(scope, params)} list_id in ${params.add('Array(UUID)', asked)}
    )
    group by person`
}

/** The lists that each company is on, which stands on them itself. */
export function listsOfCompaniesSql({ asked }: ListFacts, params: QueryParams, mine: string): string {
  return `
    select identifier_id as company, groupUniqArray(list_id) as lists
    from segment_lists final
    where ${mine} list_id in ${params.add('Array(UUID)', asked)}
    group by identifier_id`
}
