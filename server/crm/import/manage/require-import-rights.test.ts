import { describe, expect, it } from 'vitest'
import type { ColumnTarget, ImportObject } from '../../../../model/import.ts'
import { everyAction, type Grants } from '../../../../model/rights.ts'
import { systemActor } from '../../../access/index.ts'
import { requireImportRights } from './require-import-rights.ts'

type Given = { object?: ImportObject; mode?: 'both' | 'create' | 'update'; columns?: ColumnTarget[] }

const mapping = ({ object = 'deals', mode = 'both', columns = [] }: Given) => ({
  object,
  mode,
  columns,
  create_companies: true,
})
const field = (name: string): ColumnTarget => ({ field: name })

/** Who may do everything but this. */
const refusal = (grants: Partial<Grants>, given: Given): string => {
  const actor = { ...systemActor, grants: { ...systemActor.grants, ...grants } }
  try {
    requireImportRights(actor, [mapping(given)])
    return 'allowed'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
const all = systemActor.grants.rights
const may = (object: string, change: object): Partial<Grants> => ({
  rights: { ...all, [object]: { ...everyAction('all'), ...change } },
})

describe('the rights that an import needs', () => {
  it.each([
    [may('deals', { edit: 'own' }), {}, 'edit'],
    [may('deals', { edit: 'own' }), { mode: 'create' }, 'allowed'],
    [may('deals', { create: 'team' }), {}, 'create'],
    [may('deals', { create: 'none' }), { mode: 'update' }, 'allowed'],
    [may('deals', { assign: 'own' }), { columns: [field('owner')] }, 'assign'],
    [may('deals', { assign: 'own' }), {}, 'allowed'],
    [may('companies', { create: 'none' }), { columns: [field('company')] }, 'companies'],
    [may('companies', { create: 'none' }), {}, 'allowed'],
    [may('people', { create: 'none' }), { columns: [field('person_email')] }, 'people'],
    [may('people', { edit: 'own' }), { object: 'people' }, 'people'],
    [may('deals', { edit: 'own' }), { object: 'stage_history' }, 'edit'],
    [{ fields: { deals: { stage: 'read' } } }, { columns: [null, field('status')] }, 'stage'],
    [{ fields: { deals: { amount: 'hidden' } } }, { columns: [field('amount')] }, 'amount'],
    [{ fields: { deals: { amount: 'hidden' } } }, { columns: [field('name')] }, 'allowed'],
    [
      { fields: { people: { 'traits.salary': 'read' } } },
      { object: 'people', columns: [{ trait: 'salary' }] },
      'salary',
    ],
    [{ fields: { people: { email: 'read' } } }, { object: 'people', columns: [field('email')] }, 'email'],
    [
      { fields: { people: { company: 'read' } } },
      { object: 'people', columns: [field('company')] },
      'company',
    ],
  ] as [Partial<Grants>, Given, string][])('%#', (grants, given, word) => {
    expect(refusal(grants, given)).toContain(word)
  })
})
