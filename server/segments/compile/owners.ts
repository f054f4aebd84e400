import type { QueryParams } from './params.ts'
import { MOVED_TO, ofScope, OWNER, type People } from './scope.ts'

/** Which user people or companies are given to. */
export type OwnerFacts = {
  /** The condition that one of these users owns it, or nobody does (null). */
  isAnyOf(owners: readonly (string | null)[]): string
  isAsked(): boolean
}

/** Starts with nothing to ask about owners. */
export function createOwnerFacts(params: QueryParams): OwnerFacts {
  let isAsked = false
  return {
    isAsked: () => isAsked,
    isAnyOf(owners) {
      isAsked = true
      return `held_by in ${params.add(
        'Array(String)',
        owners.map((owner) => owner ?? ''),
      )}`
    },
  }
}

/** The owner of each person (`held_by`): of identifiers that came together the one that was given last decides. */
export function ownersSql(params: QueryParams, scope: People | 'everybody'): string {
  return `
    select ${OWNER} as person, argMax(owner_id, (owner_at, owner_id)) as held_by
    from (select *, ${MOVED_TO} from person_owners final where ${ofScope(scope, params)} true)
    group by person`
}
