import type { EnrichmentShape } from '../../../model/enrichment.ts'
import { always, missing, usual } from './mapped.ts'

/** Services that know a company by its domain, answering as Clearbit's company API does. */
export const clearbitCompany: EnrichmentShape = {
  kind: 'clearbit_company',
  name: 'Clearbit-like: companies',
  about: 'Asks by domain for industry, size, revenue and where a company is.',
  object: 'company',
  secrets: [{ name: 'api_key', label: 'API key' }],
  definition: {
    ...usual,
    request: {
      method: 'GET',
      url: 'https://company.clearbit.com/v2/companies/find?domain={{ domain }}',
      headers: [{ name: 'Authorization', value: 'Bearer {{ secret.api_key }}' }],
      body: null,
    },
    mapping: [
      missing('name', 'name'),
      missing('description', 'description'),
      missing('logo', 'logo'),
      always('category.industry', 'industry'),
      always('category.sector', 'sector'),
      always('metrics.employees', 'employees', 'number'),
      always('metrics.estimatedAnnualRevenue', 'annual_revenue'),
      missing('foundedYear', 'founded_year', 'number'),
      missing('geo.city', 'city'),
      missing('geo.country', 'country'),
      missing('phone', 'phone'),
      always('tags', 'tags', 'list'),
      always('tech', 'technologies', 'list'),
      missing('linkedin.handle', 'linkedin'),
    ],
    not_found: { statuses: [404, 422], empty_path: null },
  },
}
