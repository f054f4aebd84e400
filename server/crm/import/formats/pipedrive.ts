import type { ImportObject } from '../../../../model/import.ts'
import { to, type FormatDefinition, type TableLook } from './format-definition.ts'

const PREFIXED = /^([^-]+?) - (.+?)\*?$/
const entities: [RegExp, ImportObject][] = [
  [/^(deal|geschäft|affaire|trato|negócio|affare|deal)/i, 'deals'],
  [/^(person|personne|persona|pessoa|persoon)/i, 'people'],
  [/^(organi[sz]ation|organizaci[oó]n|organização|organizzazione|organisatie)/i, 'companies'],
]

/** Pipedrive: every heading is "Entity - Field"; links are names. */
export const pipedrive: FormatDefinition = {
  name: 'Pipedrive',
  system: 'pipedrive',
  recognises(look) {
    const parts = look.headers.map((header) => PREFIXED.exec(header)?.[1])
    const prefixed = parts.filter((part) => part && entities.some(([name]) => name.test(part)))
    return look.headers.length > 0 && prefixed.length / look.headers.length > 0.5 ? 0.95 : 0
  },
  object: (look) => mainEntity(look),
  columns: {
    people: {
      'person - name': to('name'),
      'person - first name': to('first_name'),
      'person - last name': to('last_name'),
      'person - email': to('email'),
      'person - email - work': to('email'),
      'person - email (work)': to('email'),
      'person - phone': to('phone'),
      'person - phone - work': to('phone'),
      'person - phone (work)': to('phone'),
      'person - organization': to('company'),
      'organization name': to('company'),
      'person - owner': to('owner'),
      'person - label': { trait: 'label' },
      'person - pipedrive system id': to('external_id'),
      'person - id': to('external_id'),
    },
    companies: {
      'organization - name': to('name'),
      'organization - owner': to('owner'),
      'organization - address': to('street'),
      'organization - labels': { trait: 'label' },
      'organization - label': { trait: 'label' },
      'organization - pipedrive system id': to('external_id'),
      'organization - id': to('external_id'),
    },
    deals: {
      'deal - title': to('name'),
      'deal - value': to('amount'),
      'deal - currency of value': to('currency'),
      'deal - currency': to('currency'),
      'deal - organization': to('company'),
      organization: to('company'),
      'organization - name': to('company'),
      'deal - contact person': to('person'),
      'contact person': to('person'),
      'person - email': to('person_email'),
      'deal - owner': to('owner'),
      'deal - stage': to('stage'),
      'deal - stage (pipeline)': to('stage'),
      'deal - pipeline': to('pipeline'),
      'deal - expected close date': to('close_date'),
      'deal - creation date': to('created_at'),
      'deal - deal created': to('created_at'),
      'deal - won time': to('won_at'),
      'deal - lost time': to('lost_at'),
      'deal - status': to('status'),
      'deal - pipedrive system id': to('external_id'),
      'deal - id': to('external_id'),
    },
  },
}

/** A list of deals also has columns of their people and organisations: a title decides, then the most columns. */
function mainEntity({ headers }: TableLook): ImportObject {
  const counts = entities.map(([name, object]) => ({
    object,
    count: headers.filter((header) => name.test(header)).length + (object === 'deals' ? 0.5 : 0),
  }))
  return counts.toSorted((a, b) => b.count - a.count)[0]?.object ?? 'people'
}
