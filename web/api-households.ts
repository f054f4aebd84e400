import type { HouseholdMode, HouseholdPreview, HouseholdRule, PersonHousehold } from '../model/household.ts'
import { get, post, put, removing } from './lib/http.ts'

const rule = '/household-rule'
const of = (person: string) => `/people/${person}/household`

/** Who shares a home. */
export const householdsApi = {
  rule: () => get<HouseholdRule>(rule),
  change: (mode: HouseholdMode) => put<HouseholdRule>(rule, { mode }),
  preview: (mode: HouseholdMode) => post<HouseholdPreview>(`${rule}/preview`, { mode }),
  of: (person: string) => get<PersonHousehold>(of(person)),
  decide: (person: string, mate: string | null) => put<PersonHousehold>(of(person), { with: mate }),
  undecide: (person: string) => removing<PersonHousehold>(of(person)),
}
