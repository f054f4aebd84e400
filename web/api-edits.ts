import type { BinEntry } from '../model/bin.ts'
import type { Company } from '../model/company.ts'
import type { CompanyInput, Edited, Joining, PersonInput, TraitsEdit } from '../model/edit.ts'
import type { Person } from '../model/person.ts'
import type { SimilarPerson, SimilarQuery } from '../model/similar-people.ts'
import type { PageRequest } from './api-queries.ts'
import { get, list, patch, post, remove } from './lib/http.ts'

const paths = { person: 'people', company: 'companies' } as const
export type EditedObject = keyof typeof paths

/** People and companies as users make and change them. */
export const editsApi = {
  similarPeople: (known: SimilarQuery) => post<{ data: SimilarPerson[] }>('/people/similar', known),
  createPerson: (input: PersonInput) => post<Person>('/people', input),
  createCompany: (input: CompanyInput) => post<Company>('/companies', input),
  change: (object: EditedObject, id: string, edit: TraitsEdit) =>
    patch<Edited>(`/${paths[object]}/${id}`, edit),
  join: (person: string, company: Joining) => post<Edited>(`/people/${person}/companies`, company),
  leave: (person: string, company: string) => remove(`/people/${person}/companies/${company}`),
  companyRoles: () => get<{ data: string[] }>('/company-roles'),
  setCompanyRole: (person: string, company: string, role: string | null) =>
    patch<void>(`/people/${person}/companies/${company}`, { role }),
  remove: (object: EditedObject, id: string) => remove(`/${paths[object]}/${id}`),
  restore: (path: string, id: string) => post<{ id: string }>(`/${path}/${id}/restoration`),
  bin: (page: PageRequest) => list<BinEntry>('/bin', page),
  undo: (edit: string) => remove(`/edits/${edit}`),
}

/** The first part of the addresses of records. */
export const pathOf = (object: EditedObject) => paths[object]

/** The key of all that is read of these records. */
export const keyOf = (object: EditedObject) => [paths[object]]
