import { importObjectNames, type FileMapping, type ImportObject } from '../../../../model/import.ts'
import { rightsFor, type RecordAction, type RecordObject } from '../../../../model/rights.ts'
import { requireWritable } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import { traitOfField } from '../plan/traits-of-row.ts'

const objectOf: Record<ImportObject, RecordObject> = {
  companies: 'companies',
  people: 'people',
  deals: 'deals',
  stage_history: 'deals',
}

/** How the rules of roles call what a column of deals fills. */
const ruleOfDealField: Record<string, string> = {
  name: 'name',
  amount: 'amount',
  currency: 'currency',
  pipeline: 'stage',
  stage: 'stage',
  status: 'stage',
  won_at: 'stage',
  lost_at: 'stage',
  company: 'company',
  company_id: 'company',
  person_email: 'person',
  person_id: 'person',
  person: 'person',
  close_date: 'expected_close_on',
  owner: 'owner',
}

const NAMES_COMPANY = ['company', 'company_domain']

type Mapping = Pick<FileMapping, 'object' | 'mode' | 'columns' | 'create_companies'>

/**
 * Throws `forbidden` unless the caller may make and change every record that files with these mappings can be about: a row
 * names whomever it likes. So imports need no decision about each row, and their work in the background has all rights.
 */
export function requireImportRights(actor: Actor, mappings: readonly Mapping[]): void {
  for (const mapping of mappings) {
    const object = objectOf[mapping.object]
    if (mapping.mode !== 'update') requireAll(actor, object, 'create')
    if (mapping.mode !== 'create') requireAll(actor, object, 'edit')
    const fields = mapping.columns.flatMap((target) => (target && 'field' in target ? [target.field] : []))
    if (fields.includes('owner')) requireAll(actor, object, 'assign')
    if (mapping.create_companies && fields.some((field) => NAMES_COMPANY.includes(field)))
      requireAll(actor, 'companies', 'create')
    if (fields.includes('person_email')) requireAll(actor, 'people', 'create')
    requireWritable(actor, object, rulesOf(mapping, fields))
  }
}

function requireAll(actor: Actor, object: RecordObject, action: RecordAction): void {
  if (rightsFor(actor.grants.rights, object)[action] === 'all') return
  const many = importObjectNames[object].toLowerCase()
  throw fail(
    'forbidden',
    `An import can ${action} any ${many}, and your role does not let you ${action} all of them. Ask an administrator to import them.`,
  )
}

function rulesOf({ object, columns }: Mapping, fields: string[]): string[] {
  if (objectOf[object] === 'deals') return fields.flatMap((field) => ruleOfDealField[field] ?? [])
  const named = fields.flatMap((field) => traitOfField[field] ?? [])
  const traits = columns.flatMap((target) => (target && 'trait' in target ? [target.trait] : []))
  const others = fields.includes('company') ? ['company'] : []
  return [...others, ...[...named, ...traits].flatMap((name) => [name, `traits.${name}`])]
}
