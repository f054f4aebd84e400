import type { EnrichmentShape } from '../../../model/enrichment.ts'
import { always, missing, usual } from './mapped.ts'

/** Services that know a person by an e-mail address, answering as Clearbit's person API does. */
export const clearbitPerson: EnrichmentShape = {
  kind: 'clearbit_person',
  name: 'Clearbit-like: people',
  about: 'Asks by e-mail address for name, job, place and profiles in social networks.',
  object: 'person',
  secrets: [{ name: 'api_key', label: 'API key' }],
  definition: {
    ...usual,
    request: {
      method: 'GET',
      url: 'https://person.clearbit.com/v2/people/find?email={{ email }}',
      headers: [{ name: 'Authorization', value: 'Bearer {{ secret.api_key }}' }],
      body: null,
    },
    mapping: [
      missing('name.fullName', 'name'),
      missing('name.givenName', 'first_name'),
      missing('name.familyName', 'last_name'),
      missing('avatar', 'avatar'),
      missing('location', 'location'),
      missing('geo.city', 'city'),
      missing('geo.country', 'country'),
      missing('timeZone', 'timezone'),
      always('employment.title', 'title'),
      always('employment.role', 'job_role'),
      always('employment.seniority', 'seniority'),
      always('employment.name', 'employer'),
      missing('linkedin.handle', 'linkedin'),
      missing('twitter.handle', 'twitter'),
    ],
    not_found: { statuses: [404, 422], empty_path: null },
  },
}
