import type { QueryParams } from './params.ts'

/** People and the identifiers under which their events lie. */
export type People = { people: readonly string[]; identifiers: readonly string[] }

/**
 * Whom a scan looks at: everybody, or these people. `colleagues` are all who belong to a company together with them, for
 * conditions on companies; left out when there is no such condition.
 */
export type Scope = 'everybody' | (People & { colleagues?: People })

/** Companies and all who belong to them. */
export type Companies = { companies: readonly string[]; around: People }

/**
 * Which companies a scan looks at: all, or these. `companies` is their set in SQL, `around` all who belong to them.
 */
export type CompanyScope = 'everybody' | { companies: string; around: People }

export const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Whose the rows of an identifier are: `stored` when they were stored, unless the identifier moved to another since. */
export const OWNER = `if(moved_to = toUUID('${NOBODY}'), stored, moved_to)`
export const MOVED_TO = `joinGet('identity_overrides', 'person_id', identifier_id) as moved_to`

/** The companies to which these people belong, as a set in SQL. */
export function companiesOf({ identifiers }: People, params: QueryParams): string {
  return `(select company_id from company_members final where identifier_id in ${params.add('Array(UUID)', identifiers)})`
}

/** The beginning of a condition: that something lies under an identifier of the people asked about. */
export function ofScope(scope: People | 'everybody', params: QueryParams): string {
  return scope === 'everybody' ? '' : `identifier_id in ${params.add('Array(UUID)', scope.identifiers)} and`
}
