import { matching, shareOf, to, type FormatDefinition } from './format-definition.ts'

const PROFILE = /^https?:\/\/([a-z]+\.)?linkedin\.com\/in\//i

/** LinkedIn's Connections.csv. Few of its rows have an e-mail; the profile's address says who it is. */
export const linkedin: FormatDefinition = {
  name: 'LinkedIn',
  system: 'linkedin',
  recognises(look) {
    if (shareOf(look, ['first name', 'last name', 'url', 'company', 'position', 'connected on']) >= 0.8)
      return 0.95
    const profiles = look.samples.some((values) => matching(values, PROFILE) > 0.9)
    return profiles && look.headers.length <= 10 ? 0.7 : 0
  },
  object: () => 'people',
  columns: {
    people: {
      'first name': to('first_name'),
      'last name': to('last_name'),
      url: to('external_id'),
      'email address': to('email'),
      company: to('company'),
      position: to('title'),
      'connected on': { trait: 'linkedin_connected_on' },
    },
  },
  byValue: (values) => (matching(values, PROFILE) > 0.9 ? to('external_id') : undefined),
}
