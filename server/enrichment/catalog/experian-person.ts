import type { EnrichmentShape } from '../../../model/enrichment.ts'
import { always, missing, usual } from './mapped.ts'

/** Services that are sent a name and an address and tell the household, as those of Experian's kind do. */
export const experianPerson: EnrichmentShape = {
  kind: 'experian_person',
  name: 'Experian-like: demographics',
  about:
    'Sends name, e-mail and address, and asks for age, income, household and the address as the post knows it.',
  object: 'person',
  secrets: [{ name: 'api_key', label: 'API key' }],
  definition: {
    ...usual,
    request: {
      method: 'POST',
      url: 'https://api.experian.com/consumerservices/enrichment/v1/append',
      headers: [
        { name: 'Auth-Token', value: '{{ secret.api_key }}' },
        { name: 'Accept', value: 'application/json' },
      ],
      body: {
        consumer: {
          first_name: '{{ first_name }}',
          last_name: '{{ last_name }}',
          email: '{{ email? }}',
          phone: '{{ phone? }}',
          address: {
            street: '{{ address.street }}',
            postal_code: '{{ address.postalCode? }}',
            city: '{{ address.city? }}',
            country: '{{ address.country? }}',
          },
        },
      },
    },
    mapping: [
      always('result.demographics.age_range', 'age_range'),
      always('result.demographics.income_range', 'income_range'),
      always('result.demographics.homeowner', 'homeowner', 'boolean'),
      always('result.demographics.marital_status', 'marital_status'),
      always('result.household.size', 'household_size', 'number'),
      always('result.household.children', 'children', 'number'),
      always('result.segment.name', 'lifestyle'),
      missing('result.address.formatted', 'postal_address'),
      missing('result.address.postal_code', 'postal_code'),
      missing('result.address.city', 'city'),
    ],
    not_found: { statuses: [404], empty_path: 'result' },
    consent: 'enrichment_consent',
  },
}
