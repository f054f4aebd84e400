import type { ImportObject } from '../../../../model/import.ts'
import { matching, shareOf, to, type FormatDefinition, type TableLook } from './format-definition.ts'

/** The first three characters of an id say what it is of, in every language. */
const objectOfPrefix: Record<string, ImportObject> = {
  '001': 'companies',
  '003': 'people',
  '00Q': 'people',
  '006': 'deals',
  '008': 'stage_history',
}
const ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/
const apiNames = ['id', 'isdeleted', 'createddate', 'systemmodstamp']
const opportunityReport = ['opportunity name', 'stage', 'close date', 'account name']

const personAddress = {
  mailingstreet: to('street'),
  mailingcity: to('city'),
  mailingstate: to('state'),
  mailingpostalcode: to('postal_code'),
  mailingcountry: to('country'),
  'mailing street': to('street'),
  'mailing city': to('city'),
  'mailing state': to('state'),
  'mailing state/province': to('state'),
  'mailing zip/postal code': to('postal_code'),
  'mailing country': to('country'),
}

/** Salesforce: data export and Data Loader (API names), and exports of reports (labels). */
export const salesforce: FormatDefinition = {
  name: 'Salesforce',
  system: 'salesforce',
  recognises(look) {
    if (shareOf(look, apiNames) >= 0.75) return 0.95
    if (shareOf(look, ['id', 'opportunityid', 'stagename']) === 1) return 0.95
    if (prefixOf(look)) return 0.85
    return shareOf(look, opportunityReport) === 1 ? 0.8 : 0
  },
  object(look) {
    if (shareOf(look, ['opportunityid', 'stagename']) === 1) return 'stage_history'
    if (shareOf(look, ['stagename']) === 1 || shareOf(look, ['opportunity name']) === 1) return 'deals'
    const known = objectOfPrefix[prefixOf(look) ?? '']
    if (known) return known
    return shareOf(look, ['lastname']) === 1 || shareOf(look, ['last name']) === 1 ? 'people' : 'companies'
  },
  columns: {
    people: {
      id: to('external_id'),
      'contact id': to('external_id'),
      'lead id': to('external_id'),
      accountid: to('company_id'),
      'account name': to('company'),
      'account.name': to('company'),
      company: to('company'),
      'company / account': to('company'),
      lastname: to('last_name'),
      'last name': to('last_name'),
      firstname: to('first_name'),
      'first name': to('first_name'),
      name: null,
      email: to('email'),
      phone: to('phone'),
      title: to('title'),
      birthdate: to('birthday'),
      description: to('note'),
      leadsource: { trait: 'lead_source' },
      'lead source': { trait: 'lead_source' },
      ownerid: null,
      'owner.name': to('owner'),
      street: to('street'),
      city: to('city'),
      state: to('state'),
      postalcode: to('postal_code'),
      country: to('country'),
      ...personAddress,
    },
    companies: {
      id: to('external_id'),
      'account id': to('external_id'),
      name: to('name'),
      'account name': to('name'),
      website: to('domain'),
      industry: to('industry'),
      annualrevenue: to('annual_revenue'),
      'annual revenue': to('annual_revenue'),
      numberofemployees: to('employees'),
      employees: to('employees'),
      phone: to('phone'),
      billingstreet: to('street'),
      billingcity: to('city'),
      billingstate: to('state'),
      billingpostalcode: to('postal_code'),
      billingcountry: to('country'),
      'billing street': to('street'),
      'billing city': to('city'),
      'billing state/province': to('state'),
      'billing zip/postal code': to('postal_code'),
      'billing country': to('country'),
      description: to('description'),
      yearstarted: to('founded'),
      'owner.name': to('owner'),
      'account owner': to('owner'),
    },
    deals: {
      id: to('external_id'),
      'opportunity id': to('external_id'),
      accountid: to('company_id'),
      'account name': to('company'),
      'account.name': to('company'),
      contactid: to('person_id'),
      name: to('name'),
      'opportunity name': to('name'),
      stagename: to('stage'),
      stage: to('stage'),
      amount: to('amount'),
      currencyisocode: to('currency'),
      'amount currency': to('currency'),
      closedate: to('close_date'),
      'close date': to('close_date'),
      createddate: to('created_at'),
      'created date': to('created_at'),
      'owner.name': to('owner'),
      'opportunity owner': to('owner'),
    },
    stage_history: { opportunityid: to('deal_id'), stagename: to('stage'), createddate: to('at') },
  },
}

/** The prefix of the first column whose values are all ids of one kind that we know. */
function prefixOf({ samples }: TableLook): string | null {
  for (const values of samples) {
    const prefix = values[0]?.slice(0, 3) ?? ''
    if (matching(values, ID) < 1 || objectOfPrefix[prefix] === undefined) continue
    if (values.every((value) => value.startsWith(prefix))) return prefix
  }
  return null
}
