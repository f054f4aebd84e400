import {
  matching,
  shareOf,
  to,
  type ColumnPattern,
  type FormatDefinition,
  type TableLook,
} from './format-definition.ts'

const RECORD_ID = /^\d{5,15}$/
const ENTERED =
  /^(?:date entered|eingangsdatum|date d['’]entrée dans)\s+["'“«]?(.+?)(?:\s*\(([^()]*)\))?["'”»]?$/i

const entered: ColumnPattern = {
  heading: ENTERED,
  target: ([, stage = '']) => (stage === 'current stage' ? null : { field: 'stage_entered', stage }),
}

/** HubSpot, exported from an index page or by the exports API, with labels or with internal names. */
export const hubspot: FormatDefinition = {
  name: 'HubSpot',
  system: 'hubspot',
  recognises(look) {
    if (/^hubspot[-_ ]/i.test(look.fileName)) return 0.95
    const owner = look.headers.some((header) => /^(contact|company|deal) owner$/i.test(header))
    if (shareOf(look, ['record id']) === 1) return owner ? 0.95 : 0.8
    if (shareOf(look, ['hs_object_id']) === 1) return 0.95
    if (look.headers.some((header) => ENTERED.test(header))) return 0.85
    // In another language: a numeric record id first, and several of HubSpot's own dates.
    const dates = look.samples.filter(
      (values) => matching(values, /^\d{4}-\d\d-\d\d \d\d:\d\d$/) > 0.9,
    ).length
    return matching(look.samples[0] ?? [], RECORD_ID) === 1 && dates >= 2 ? 0.6 : 0
  },
  object: (look) =>
    has(look, /deal ?(name|stage)|^dealname|dealstage/i)
      ? 'deals'
      : has(look, /company domain name|^domain$|company owner/i) && !has(look, /^e-?mail$/i)
        ? 'companies'
        : 'people',
  columns: {
    people: {
      'record id': to('external_id'),
      'contact id': to('external_id'),
      hs_object_id: to('external_id'),
      'first name': to('first_name'),
      firstname: to('first_name'),
      'last name': to('last_name'),
      lastname: to('last_name'),
      email: to('email'),
      'phone number': to('phone'),
      jobtitle: to('title'),
      'job title': to('title'),
      'company name': to('company'),
      'associated company': to('company'),
      'associated company ids': to('company_id'),
      'primary associated company id': to('company_id'),
      'website url': to('website'),
      'street address': to('street'),
      address: to('street'),
      city: to('city'),
      'state/region': to('state'),
      'postal code': to('postal_code'),
      zip: to('postal_code'),
      'country/region': to('country'),
      'date of birth': to('birthday'),
      'contact owner': to('owner'),
      'lifecycle stage': { trait: 'lifecycle_stage' },
      'lead status': { trait: 'lead_status' },
      'create date': null,
      'last modified date': null,
    },
    companies: {
      'record id': to('external_id'),
      hs_object_id: to('external_id'),
      'company name': to('name'),
      name: to('name'),
      'company domain name': to('domain'),
      domain: to('domain'),
      'website url': null,
      'phone number': to('phone'),
      'street address': to('street'),
      city: to('city'),
      'state/region': to('state'),
      'postal code': to('postal_code'),
      'country/region': to('country'),
      industry: to('industry'),
      'number of employees': to('employees'),
      'annual revenue': to('annual_revenue'),
      'year founded': to('founded'),
      description: to('description'),
      'company owner': to('owner'),
      'parent company': to('parent_company'),
      'create date': null,
      'last modified date': null,
    },
    deals: {
      'record id': to('external_id'),
      'deal id': to('external_id'),
      hs_object_id: to('external_id'),
      'deal name': to('name'),
      dealname: to('name'),
      'deal stage': to('stage'),
      dealstage: to('stage'),
      pipeline: to('pipeline'),
      amount: to('amount'),
      currency: to('currency'),
      'close date': to('close_date'),
      closedate: to('close_date'),
      'create date': to('created_at'),
      createdate: to('created_at'),
      'deal owner': to('owner'),
      'company name': to('company'),
      'associated company': to('company'),
      'associated company ids': to('company_id'),
      'associated contact ids': to('person_id'),
    },
  },
  patterns: { deals: [entered] },
  byValue: (values) => (matching(values, RECORD_ID) === 1 ? to('external_id') : undefined),
}

function has({ headers }: TableLook, pattern: RegExp): boolean {
  return headers.some((header) => pattern.test(header))
}
